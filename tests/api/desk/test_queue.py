"""Clients take turns, the writes of one keep their order, and none is lost."""

import asyncio
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.api.client import Client
from kg.api.desk.queue import BATCH, EACH, Queue, Ticket
from kg.api.register import Work
from kg.errors import QueryLimitError
from kg.workspace.acts import Reject, Signed
from kg.workspace.writes import Update


@pytest.fixture(scope="module")
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    loop = asyncio.new_event_loop()
    yield loop
    loop.close()


def ticket(loop: asyncio.AbstractEventLoop, client: str, number: int, expected: int | None = None) -> Ticket:
    work = Work(number, "update", Client(client), "", "")
    return Ticket(Update(str(number), expected=expected), work, loop.create_future())


def test_clients_take_turns(loop: asyncio.AbstractEventLoop) -> None:
    queue = Queue()
    for number, client in enumerate("aaaab"):
        queue.add(ticket(loop, client, number))
    assert [t.work.client.key for t in queue.take()] == ["a", "b", "a", "a", "a"]


def test_a_write_for_one_version_begins_its_batch(loop: asyncio.AbstractEventLoop) -> None:
    queue = Queue()
    for number, expected in enumerate([None, 7, None]):
        queue.add(ticket(loop, "a", number, expected))
    assert [[t.work.id for t in queue.take()] for _ in range(3)] == [[0], [1, 2], []]


def test_a_write_that_asks_other_servers_has_a_batch_to_itself(loop: asyncio.AbstractEventLoop) -> None:
    queue = Queue()
    for number in range(4):
        asking = ticket(loop, "a", number)
        if number == 2:
            asking.order = Update("2", doors=(("http://example.org/", "http://127.0.0.1:1/x"),))
        queue.add(asking)
    assert [[t.work.id for t in queue.take()] for _ in range(4)] == [[0, 1], [2], [3], []]


def test_an_act_has_a_batch_to_itself(loop: asyncio.AbstractEventLoop) -> None:
    queue = Queue()
    for number in range(4):
        deciding = ticket(loop, "a", number)
        if number == 1:
            deciding.order = Signed(Reject("claim/x"), "ann")
        queue.add(deciding)
    assert [[t.work.id for t in queue.take()] for _ in range(4)] == [[0], [1], [2, 3], []]


def test_one_client_cannot_fill_the_queue(loop: asyncio.AbstractEventLoop) -> None:
    queue = Queue()
    for number in range(EACH):
        queue.add(ticket(loop, "a", number))
    with pytest.raises(QueryLimitError, match="Too many writes") as refused:
        queue.add(ticket(loop, "a", EACH))
    assert refused.value.limit == "waiting_writes"
    queue.add(ticket(loop, "b", 0))


def test_what_nobody_waits_for_has_no_turn(loop: asyncio.AbstractEventLoop) -> None:
    queue = Queue()
    tickets = [ticket(loop, "a", number) for number in range(3)]
    for each in tickets:
        queue.add(each)
    tickets[0].answer.cancel()
    queue.remove(tickets[1])
    assert queue.take() == [tickets[2]]
    assert len(queue) == 0


clients = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from([None, None, 3])), max_size=60)


@given(clients)
def test_each_ticket_has_one_turn_in_its_clients_order(arrivals: list[tuple[str, int | None]]) -> None:
    loop = asyncio.new_event_loop()
    try:
        queue = Queue()
        for number, (client, expected) in enumerate(arrivals):
            queue.add(ticket(loop, client, number, expected))
        taken: list[Ticket] = []
        while batch := queue.take():
            assert len(batch) <= BATCH
            assert not any(t.first for t in batch[1:])
            if len(taken) % 2:
                queue.put_back(batch)  # a writer that died: the same ones have the next turns
                batch = queue.take()
            taken += batch
        assert sorted(t.work.id for t in taken) == list(range(len(arrivals)))
        for client in "abcd":
            numbers = [t.work.id for t in taken if t.work.client.key == client]
            assert numbers == sorted(numbers)
    finally:
        loop.close()

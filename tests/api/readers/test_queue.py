"""The queue: one client's many queries do not keep another's one waiting."""

import asyncio
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.api.readers.queue import FairQueue
from kg.errors import QueryLimitError


@given(st.lists(st.sampled_from("abcd"), max_size=40))
def test_clients_take_turns_and_each_of_them_is_served_in_order(arrivals: list[str]) -> None:
    """Nobody who waits is passed by more often than there are others; nobody is forgotten."""

    async def run() -> None:
        queue: FairQueue[int] = FairQueue()
        places = {queue.join(client): (client, number) for number, client in enumerate(arrivals)}
        waiting = defaultdict(list)
        for client, number in places.values():
            waiting[client].append(number)
        passed: dict[str, int] = defaultdict(int)
        while queue:
            client = queue.clients()[0]
            served, number = places[queue.serve(client)]
            assert (served, number) == (client, waiting[client].pop(0))
            for other in waiting:
                passed[other] = 0 if other == client or not waiting[other] else passed[other] + 1
                assert passed[other] < len(waiting)
        assert not any(waiting.values())

    asyncio.run(run())


def test_both_bounds_hold_and_who_leaves_makes_room() -> None:
    async def run() -> None:
        queue: FairQueue[int] = FairQueue(most=3, most_each=2)
        first = queue.join("a")
        queue.join("a")
        with pytest.raises(QueryLimitError, match="of yours"):
            queue.join("a")
        queue.join("b")
        with pytest.raises(QueryLimitError, match="All readers are busy"):
            queue.join("c")
        queue.leave("a", first)
        queue.leave("a", first)
        assert len(queue) == 2
        queue.join("c")
        assert queue.clients() == ("a", "b", "c")

    asyncio.run(run())

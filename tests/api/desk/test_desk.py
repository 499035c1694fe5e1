"""The desk answers every write with what is true of it, whatever happens to the process that writes."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.api.client import Client
from kg.api.desk.desk import Desk
from kg.api.register import Outcome, Register, Work
from kg.errors import (
    HerodotusError,
    ProtectedGraphError,
    QueryLimitError,
    QuerySyntaxError,
    StoreError,
    VersionError,
)
from kg.settings import Settings
from kg.workspace import Workspace
from kg.workspace.writes import Update, Written
from tests.api.service import children

COUNT = """
    DELETE { <x:counter> <x:is> ?n } INSERT { <x:counter> <x:is> ?m }
    WHERE { OPTIONAL { <x:counter> <x:is> ?n } BIND (COALESCE(?n, 0) + 1 AS ?m) }
"""
ENDLESS = """
    INSERT { <x:never> <x:is> ?a } WHERE {
        ?a ?p ?o . ?b ?q ?r . ?c ?s ?t . ?d ?u ?v FILTER (CONCAT(STR(?a), STR(?b), STR(?c), STR(?d)) = 'none')
    }
"""
SWELLING = (
    "INSERT { <x:never> <x:is> ?v40 } WHERE { BIND ('0123456789abcdef' AS ?v0) "
    + " ".join(f"BIND (CONCAT(?v{i}, ?v{i}) AS ?v{i + 1})" for i in range(40))
    + " }"
)
MANY = "INSERT DATA { " + " ".join(f"<x:s{i}> <x:p> {i} ." for i in range(400)) + " }"

Scenario = Callable[[Desk, Register], Awaitable[None]]


def run(workspace: Path, scenario: Scenario, **settings: object) -> Settings:
    """Runs a scenario at a desk on a workspace of its own."""
    made = Settings(workspace=workspace, **{"query_seconds": 20.0, **settings})  # type: ignore[arg-type]
    with Workspace.open(made, create=True):
        pass

    async def main() -> None:
        register = Register()
        async with Desk(made, register) as desk:
            await scenario(desk, register)
        assert register.running() == ()

    asyncio.run(main())
    return made


async def send(desk: Desk, text: str, client: str = "a", expected: int | None = None) -> Written | HerodotusError:
    try:
        return await desk.write("update", Client(client), Update(text, expected=expected), text)
    except HerodotusError as error:
        return error


def counter(settings: Settings) -> int:
    found = ask(settings, "SELECT ?n { <x:counter> <x:is> ?n }")
    return int(found[0]) if found else 0


def ask(settings: Settings, text: str) -> list[str]:
    with Workspace.open(settings) as workspace, workspace.reader() as reader:
        results = reader.query(text)
        assert isinstance(results, ox.QuerySolutions)
        return [solution[0].value for solution in results]  # type: ignore[union-attr]


def test_writes_that_wait_together_share_a_version_and_none_is_lost(tmp_path: Path) -> None:
    versions = set()

    async def scenario(desk: Desk, register: Register) -> None:
        answers = await asyncio.gather(*(send(desk, COUNT, f"client {i % 3}") for i in range(12)))
        versions.update(answer.version for answer in answers if isinstance(answer, Written))
        assert all(isinstance(answer, Written) for answer in answers)

    settings = run(tmp_path / "w", scenario)
    assert counter(settings) == 12
    assert len(versions) < 12


def test_one_that_is_refused_leaves_the_others_alone(tmp_path: Path) -> None:
    async def scenario(desk: Desk, register: Register) -> None:
        ended: list[Work] = []
        register.listen(ended.append)
        answers = await asyncio.gather(
            send(desk, COUNT),
            send(desk, "INSERT DATA { <x:a> <x:b> }"),
            send(desk, "INSERT DATA { GRAPH <http://127.0.0.1:8000/graph/entities> { <x:a> <x:b> 1 } }"),
            send(desk, "INSERT DATA { " + "[ <x:p> " * 500 + "1" + " ]" * 500 + " . }"),
            send(desk, COUNT, expected=77),
            send(desk, COUNT),
        )
        kinds = [type(answer) for answer in answers]
        assert kinds == [Written, QuerySyntaxError, ProtectedGraphError, QueryLimitError, VersionError, Written]
        told = sorted(work.outcome.value for work in ended if work.outcome)
        assert told.count("done") == 2
        assert told.count("refused") >= 3

    assert counter(run(tmp_path / "w", scenario)) == 2


@pytest.mark.parametrize(("culprit", "limit"), [(ENDLESS, "query_seconds"), (SWELLING, "query_memory_mb")])
def test_a_write_over_a_limit_is_not_done_and_those_that_waited_with_it_are(
    tmp_path: Path, culprit: str, limit: str
) -> None:
    async def scenario(desk: Desk, register: Register) -> None:
        assert isinstance(await send(desk, MANY), Written)
        before = children(os.getpid())
        first, blamed, last = await asyncio.gather(
            send(desk, COUNT), send(desk, culprit, "culprit"), send(desk, COUNT, "other")
        )
        assert isinstance(first, Written)
        assert isinstance(last, Written)
        assert isinstance(blamed, QueryLimitError)
        assert blamed.limit == limit
        assert children(os.getpid()) != before

    seconds = 4.0 if limit == "query_seconds" else 30.0
    settings = run(tmp_path / "w", scenario, query_seconds=seconds, query_memory_mb=192)
    assert counter(settings) == 2
    assert ask(settings, "SELECT ?o { <x:never> ?p ?o }") == []


def test_what_was_acknowledged_is_there_and_what_was_refused_is_not_though_the_writer_is_killed(tmp_path: Path) -> None:
    done: list[bool] = []

    others = set(children(os.getpid()))  # servers of other tests

    async def scenario(desk: Desk, register: Register) -> None:
        over = False

        async def killer() -> None:
            for pause in (0.31, 0.73, 0.52, 0.44, 0.9):
                so_far = sum(done)
                while sum(done) == so_far:
                    await asyncio.sleep(0.05)
                await asyncio.sleep(pause)
                for process in set(children(os.getpid())) - others:
                    os.kill(process, signal.SIGKILL)

        async def client(name: str) -> None:
            while not over:
                answer = await send(desk, COUNT, name)
                done.append(isinstance(answer, Written))
                assert isinstance(answer, Written | StoreError), answer

        clients = [asyncio.create_task(client(f"client {i}")) for i in range(4)]
        await killer()
        over = True
        await asyncio.gather(*clients)

    settings = run(tmp_path / "w", scenario)
    assert counter(settings) == sum(done) > 0


def test_a_write_whose_client_leaves_before_its_turn_is_not_done(tmp_path: Path) -> None:
    async def scenario(desk: Desk, register: Register) -> None:
        ended: list[Work] = []
        register.listen(ended.append)
        tasks = [asyncio.create_task(send(desk, COUNT, name)) for name in ("first", "leaves", "last")]
        await asyncio.sleep(0)
        tasks[1].cancel()
        await asyncio.wait(tasks)
        assert tasks[1].cancelled()
        assert {work.client.key: work.outcome for work in ended}["leaves"] is Outcome.LEFT

    assert counter(run(tmp_path / "w", scenario)) == 2


def test_one_that_has_begun_is_ended_when_its_client_leaves(tmp_path: Path) -> None:
    async def scenario(desk: Desk, register: Register) -> None:
        await send(desk, MANY)
        hopeless = asyncio.create_task(send(desk, ENDLESS, "leaves"))
        await begun(register)
        hopeless.cancel()
        assert isinstance(await send(desk, COUNT), Written)

    settings = run(tmp_path / "w", scenario, query_seconds=60.0)
    assert counter(settings) == 1


def test_an_administrator_ends_a_write(tmp_path: Path) -> None:
    async def scenario(desk: Desk, register: Register) -> None:
        ended: list[Work] = []
        register.listen(ended.append)
        await send(desk, MANY)
        hopeless = asyncio.create_task(send(desk, ENDLESS))
        work = await begun(register)
        waiting = asyncio.create_task(send(desk, COUNT))
        await asyncio.sleep(0.05)
        second = register.running()[-1]
        assert register.stop(second.id)
        assert register.stop(work.id)
        for task in (hopeless, waiting):
            answer = await task
            assert isinstance(answer, StoreError)
            assert "administrator" in str(answer)
        assert [work.outcome for work in ended[1:]] == [Outcome.ENDED, Outcome.ENDED]

    assert counter(run(tmp_path / "w", scenario, query_seconds=60.0)) == 0


async def begun(register: Register) -> Work:
    """The write that the engine has got by now."""
    for _ in range(600):
        for work in register.running():
            if work.started is not None:
                return work
        await asyncio.sleep(0.05)
    raise AssertionError("no write has begun")

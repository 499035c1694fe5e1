"""What reviewers decide goes through the desk: done once, shown before it is acknowledged, audited, or refused."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path

import pytest

from kg.api.client import Client, Scope
from kg.api.desk.desk import Desk
from kg.api.desk.trail import trail
from kg.api.problem import Problem
from kg.api.register import Outcome, Register, Work
from kg.errors import (
    DecisionError,
    HerodotusError,
    IdentityConflictError,
    StoreError,
    UnknownClaimError,
    UnknownDocumentError,
    UnknownEntityError,
)
from kg.model import DateObject
from kg.settings import Settings
from kg.workspace import Workspace
from kg.workspace.acts import Act, Acted, Judge, Reject, Restore, Retry, Undo
from kg.workspace.review import ReviewReader
from kg.workspace.writes import Update, Written
from tests.api.service import Service, children
from tests.graph.fiction import Told, karsk, lund
from tests.workspace.told import arrival, take

ANN = Client("token ann", "ann", frozenset({Scope.WRITE}))
BEN = Client("token ben", "ben", frozenset({Scope.WRITE}))
CLAIM = f"claim/{karsk().document.id}-c7"

Scenario = Callable[[Desk, Register], Awaitable[None]]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return replace(take(tmp_path / "w", karsk(), lund()), query_seconds=20.0)


def run(settings: Settings, scenario: Scenario) -> None:
    async def main() -> None:
        register = Register()
        async with Desk(settings, register) as desk:
            await scenario(desk, register)
        assert register.running() == ()

    asyncio.run(main())


async def act(desk: Desk, what: Act, client: Client = ANN) -> Acted | HerodotusError:
    try:
        return await desk.act(client, what, "request 1")
    except HerodotusError as error:
        return error


def undated() -> Told:
    """A document with a date that is none, which the gate turns away."""
    told = lund()
    claims = tuple(
        replace(claim, object=DateObject("in spring")) if isinstance(claim.object, DateObject) else claim
        for claim in told.extract.claims
    )
    return replace(told, extract=replace(told.extract, claims=claims))


def test_acts_are_done_shown_and_audited_with_the_name_of_who_did_them(settings: Settings) -> None:
    looking = ReviewReader(settings.workspace, settings.base_iri)
    told: list[Acted | HerodotusError] = []

    async def scenario(desk: Desk, register: Register) -> None:
        ended: list[Work] = []
        register.listen(ended.append)
        with Service(settings.workspace) as service:
            query = "SELECT ?c { GRAPH ?g { ?r <https://w3id.org/herodotus/ns#rejects> ?c } }"
            told.append(await act(desk, Reject(CLAIM, "they counted the wounded")))
            (line,) = looking.rejections()
            assert (line.review.author, line.review.reason, line.claim) == (
                "ann",
                "they counted the wounded",
                settings.base_iri + "id/" + CLAIM,
            )
            found = await asyncio.to_thread(service.values, query)
            assert found == [line.claim]
            told.append(await act(desk, Restore(CLAIM), BEN))
            assert await asyncio.to_thread(service.values, query) == []
        told.append(await act(desk, Judge("same", "Norland", "Estmark", "one flag")))
        told.append(await act(desk, Undo(1, "two flags"), BEN))
        assert [(work.kind, work.outcome) for work in ended] == [("review", Outcome.DONE)] * 4

    run(settings, scenario)
    assert [(done.line, done.state) for done in told if isinstance(done, Acted)] == [
        (1, "committed"),
        (2, "committed"),
        (1, None),
        (2, None),
    ]
    versions = [done.version for done in told if isinstance(done, Acted)]
    assert versions == sorted({*versions})
    log = trail(settings.workspace)
    assert [(line.token, line.number, line.version, line.outcome, line.request) for line in reversed(log)] == [
        (name, number, version, "done", "request 1")
        for name, number, version in zip(["ann", "ben", "ann", "ben"], [1, 2, 1, 2], versions, strict=True)
    ]
    assert log[0].text == "undo judgement 1 (two flags)"
    assert log[3].text == f"reject {CLAIM} (they counted the wounded)"
    assert [line.judgement.author for line in looking.judgements()] == ["ben", "ann"]


@pytest.mark.parametrize(
    ("what", "kind", "status"),
    [
        (Reject("claim/none"), UnknownClaimError, HTTPStatus.NOT_FOUND),
        (Reject(f"claim/{karsk().document.id}-c99"), UnknownClaimError, HTTPStatus.NOT_FOUND),
        (Restore(CLAIM), DecisionError, HTTPStatus.CONFLICT),
        (Restore(7), DecisionError, HTTPStatus.CONFLICT),
        (Undo(7), DecisionError, HTTPStatus.CONFLICT),
        (Judge("same", "Norland", "Nobody"), UnknownEntityError, HTTPStatus.NOT_FOUND),
        (Judge("same", "Norland", "Norland"), DecisionError, HTTPStatus.CONFLICT),
        (Retry("none"), UnknownDocumentError, HTTPStatus.NOT_FOUND),
        (Retry(karsk().document.id), DecisionError, HTTPStatus.CONFLICT),
    ],
)
def test_what_cannot_be_decided_is_refused_with_the_reason(
    settings: Settings, what: Act, kind: type[HerodotusError], status: HTTPStatus
) -> None:
    async def scenario(desk: Desk, register: Register) -> None:
        refused = await act(desk, what)
        assert type(refused) is kind
        assert isinstance(refused, HerodotusError)
        assert Problem.of(refused).status == status
        assert Problem.of(refused).detail == str(refused)

    run(settings, scenario)
    (line,) = trail(settings.workspace, kind="review")
    assert (line.outcome, line.version) == ("refused", None)


def test_a_contradiction_names_the_pair_and_leaves_others_alone(settings: Settings) -> None:
    async def scenario(desk: Desk, register: Register) -> None:
        answers = await asyncio.gather(
            act(desk, Judge("same", "Norland", "Estmark")),
            act(desk, Judge("same", "Estmark", "Iron Brigade")),
            act(desk, Judge("different", "Norland", "Iron Brigade")),
            act(desk, Reject(CLAIM), BEN),
            desk.write("update", BEN, Update("INSERT DATA { <x:a> <x:b> <x:c> }"), "insert"),
        )
        assert [type(answer) for answer in answers] == [Acted, Acted, IdentityConflictError, Acted, Written]
        conflict = answers[2]
        assert isinstance(conflict, IdentityConflictError)
        assert conflict.pair == ("organisation/iron-brigade", "organisation/norland")
        assert Problem.of(conflict).status == HTTPStatus.CONFLICT

    run(settings, scenario)


def test_a_document_in_quarantine_is_put_to_the_gate_once_more(settings: Settings) -> None:
    with Workspace.open(settings) as workspace:
        workspace.retract("lund.txt")
        workspace.take([arrival(undated())])
    document = lund().document.id
    looking = ReviewReader(settings.workspace, settings.base_iri)

    async def scenario(desk: Desk, register: Register) -> None:
        (record,) = looking.quarantined()
        report = looking.report(document)
        assert record.id == document
        assert report is not None
        assert any("EDTF" in result.message for result in report.results)
        again = await act(desk, Retry(document))
        assert isinstance(again, Acted)
        assert (again.document, again.state) == (document, "quarantined")

    run(settings, scenario)
    assert looking.report(document) is not None


def test_an_act_is_done_once_or_not_at_all_though_the_writer_is_killed(settings: Settings) -> None:
    answers: list[bool] = []

    others = set(children(os.getpid()))  # servers of other tests

    async def scenario(desk: Desk, register: Register) -> None:
        async def killer() -> None:
            for pause in (0.5, 0.9, 1.3):
                await asyncio.sleep(pause)
                for process in set(children(os.getpid())) - others:
                    os.kill(process, signal.SIGKILL)

        killing = asyncio.create_task(killer())
        rejected = False
        while not killing.done() or not answers or not answers[-1]:
            done = await act(desk, Restore(CLAIM) if rejected else Reject(CLAIM))
            answers.append(isinstance(done, Acted))
            assert isinstance(done, Acted | StoreError), done
            rejected = rejected is not isinstance(done, Acted)
        await killing

    run(settings, scenario)
    with Workspace.open(settings) as workspace:
        lines = workspace.reviews.log()
        assert [line.verdict for line in lines] == ["reject" if n % 2 == 0 else "restore" for n in range(len(lines))]
        assert len(lines) == sum(answers)
        assert workspace.doctor() == ()


def test_the_trail_reads_a_long_log_from_its_end_and_skips_what_was_cut_off(tmp_path: Path) -> None:
    assert trail(tmp_path) == ()
    line = '{"time": "t%d", "client": "c", "kind": "%s", "outcome": "done", "text": "' + "é" * 300 + '"}\n'
    lines = [line % (n, "review" if n % 3 else "update") for n in range(2_000)]
    (tmp_path / "audit.jsonl").write_text("".join(lines) + '{"time": "cut', encoding="utf-8")
    assert [found.time for found in trail(tmp_path, 3)] == ["t1999", "t1998", "t1997"]
    assert [found.time for found in trail(tmp_path, 2, 1, kind="update")] == ["t1995", "t1992"]
    assert [found.time for found in trail(tmp_path, 5, 1_998)] == ["t1", "t0"]

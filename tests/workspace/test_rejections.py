"""Claims rejected and restored: what a rejection takes away, what it leaves, and that it never hits another claim."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import DecisionError, UnknownClaimError, WorkspaceError
from kg.model import Document, Extract, NodeId
from kg.workspace import State, Workspace
from kg.workspace.acts import Acted, Judge, Reject, Restore, Retry, Signed, Undo, in_words
from kg.workspace.review import ReviewReader
from tests.workspace.toy import ToyExtractor, export, ingest, open_toy

PROCESSES = multiprocessing.get_context("forkserver")
_BASE = "http://127.0.0.1:8000/"
_TEXTS = {
    "/in/a.txt": "Alpha attacks Beta\nBeta attacks Gamma\n",
    "/in/b.txt": "Gamma attacks Beta\n",
}


@pytest.fixture
def workspace(fast_path: Path) -> Workspace:
    workspace = open_toy(fast_path / "w")
    ingest(workspace, _TEXTS)
    return workspace


def document(workspace: Workspace, name: str) -> str:
    return next(r.id for r in workspace.documents() if r.names == (name,) and r.id)


def claim(workspace: Workspace, name: str, node: str) -> str:
    return f"claim/{document(workspace, name)}-{node}"


def rebuilt(workspace: Workspace) -> str:
    workspace.rebuild()
    return export(workspace)


def test_a_rejected_claim_stays_and_what_rested_on_it_goes(workspace: Workspace) -> None:
    one, before = document(workspace, "a.txt"), export(workspace)
    event = f"<{_BASE}id/event/{one}-e1>"
    assert f"{event} <https://w3id.org/herodotus/ns#agent> <{_BASE}id/organisation/alpha>" in before
    made = workspace.reviews.reject(f"{_BASE}id/claim/{one}-c2", "ann", " they were\nelsewhere ")
    assert (made.number, made.verdict, made.author, made.reason) == (1, "reject", "ann", "they were elsewhere")
    gone = set(before.splitlines()) - set(after := export(workspace).splitlines())
    assert all("#agent> " in line or "/graph/relationships>" in line for line in gone)
    assert any("--attacks--organisation-beta" in line for line in gone)
    graph = f"<{_BASE}graph/reviews>"
    told = [line for line in after if graph in line]
    assert len(told) == 5
    assert any(f"rejection/1> <https://w3id.org/herodotus/ns#rejects> <{_BASE}id/claim/{one}-c2>" in t for t in told)
    assert set(after) - set(before.splitlines()) == set(told)
    assert any(f"<{_BASE}id/claim/{one}-c2> <http://www.w3.org/1999/02/22-rdf-syntax-ns#object>" in a for a in after)
    assert rebuilt(workspace) == "".join(f"{line}\n" for line in after)
    assert workspace.doctor() == ()


def test_a_rejected_type_takes_the_superclasses_along(workspace: Workspace) -> None:
    before = export(workspace)
    workspace.reviews.reject(claim(workspace, "b.txt", "c1"), "ann")
    event = f"<{_BASE}id/event/{document(workspace, 'b.txt')}-e1>"
    kinds = [line for line in export(workspace).splitlines() if line.startswith(f"{event} <http://www.w3.org/1999/02")]
    assert len(kinds) == 1
    assert "#Event>" in kinds[0]
    workspace.reviews.restore(1, "ben")
    assert export(workspace) == before


def test_another_claim_that_says_the_same_still_supports_the_triple(fast_path: Path) -> None:
    class Twice(ToyExtractor):
        def extract(self, document: Document) -> Extract:
            told = super().extract(document)
            again = replace(told.claims[1], id=NodeId("again"), evidence=told.claims[1].evidence)
            return replace(told, claims=(*told.claims, replace(again, rule="toy 2")))

    workspace = open_toy(fast_path / "w")
    ingest(workspace, {"/in/c.txt": "Alpha attacks Beta\n"}, extractor=Twice())
    before = export(workspace)
    workspace.reviews.reject(claim(workspace, "c.txt", "c2"), "ann")
    lines = export(workspace).splitlines()
    assert [line for line in lines if "/event/" in line.split()[0] and "#agent>" in line]
    workspace.reviews.reject(claim(workspace, "c.txt", "again"), "ann")
    lines = export(workspace).splitlines()
    assert not [line for line in lines if "/event/" in line.split()[0] and "#agent>" in line]
    assert sum("#rejects>" in line for line in lines) == 2, "two that say the same are told apart by their ids"
    workspace.reviews.restore(1, "ben")
    workspace.reviews.restore(claim(workspace, "c.txt", "again"), "ben")
    assert export(workspace) == before


def test_restoring_ends_where_it_began_and_the_log_keeps_both(workspace: Workspace) -> None:
    before, wanted = export(workspace), claim(workspace, "b.txt", "c3")
    workspace.reviews.reject(wanted, "ann", "no")
    rejected = export(workspace)
    workspace.reviews.restore(_BASE + "id/" + wanted, "ben", "yes")
    assert export(workspace) == before
    workspace.reviews.reject(wanted, "ann", "no")
    again = export(workspace).replace("rejection/3>", "rejection/1>").splitlines()
    assert _without_times("\n".join(sorted(again))) == _without_times(rejected)
    first, second, third = workspace.reviews.log()
    assert [(line.verdict, line.author, line.reason) for line in (first, second, third)] == [
        ("reject", "ann", "no"),
        ("restore", "ben", "yes"),
        ("reject", "ann", "no"),
    ]
    assert (first.restored, second.restores, first.holds, third.holds) == (2, 1, False, True)


def test_what_cannot_be_decided_is_refused_and_changes_nothing(workspace: Workspace) -> None:
    ingest(workspace, {"/in/bad.txt": "Alpha attacks FORBIDDEN\n"})
    wanted = claim(workspace, "a.txt", "c1")
    workspace.reviews.reject(wanted, "ann")
    before, log = export(workspace), workspace.reviews.log()
    with pytest.raises(DecisionError, match=r"ann has rejected the claim already \(rejection 1\)"):
        workspace.reviews.reject(wanted, "ben")
    for unknown in ("claim/x", f"{wanted}9", f"claim/{'0' * 20}-c1", "person/alpha", ""):
        with pytest.raises(UnknownClaimError):
            workspace.reviews.reject(unknown, "ben")
    with pytest.raises(DecisionError, match="is quarantined"):
        workspace.reviews.reject(claim(workspace, "bad.txt", "c1"), "ben")
    with pytest.raises(DecisionError, match="name of whoever"):
        workspace.reviews.reject(claim(workspace, "a.txt", "c2"), " \x00 ")
    for never in (claim(workspace, "a.txt", "c2"), 7):
        with pytest.raises(DecisionError, match="nothing to take back"):
            workspace.reviews.restore(never, "ben")
    assert (export(workspace), workspace.reviews.log()) == (before, log)


def test_a_document_that_leaves_takes_the_rejection_out_of_sight_and_brings_it_back(workspace: Workspace) -> None:
    workspace.reviews.reject(claim(workspace, "a.txt", "c2"), "ann")
    rejected = export(workspace)
    workspace.retract("a.txt")
    assert "#rejects>" not in export(workspace)
    assert workspace.reviews.log()[0].holds
    ingest(workspace, {"/in/a.txt": _TEXTS["/in/a.txt"]})
    assert export(workspace) == rejected
    for name in ("a.txt", "b.txt"):
        workspace.retract(name)
    assert export(workspace) == ""
    assert workspace.reviews.restore(1, "ben").restores == 1
    ingest(workspace, _TEXTS)
    assert "#rejects>" not in export(workspace)


class Newer(ToyExtractor):
    """Numbers its claims otherwise: what was c1 is c2 now, and so on."""

    def extract(self, document: Document) -> Extract:
        told = super().extract(document)
        ids = [claim.id for claim in told.claims]
        renamed = dict(zip(ids, [*ids[1:], "last"], strict=True))
        return replace(told, claims=tuple(replace(c, id=NodeId(renamed[c.id])) for c in told.claims))


class Deaf(ToyExtractor):
    """Reads fewer claims, so that the rejected one is missing and another has its id."""

    def extract(self, document: Document) -> Extract:
        told = super().extract(document)
        kept = [claim for claim in told.claims if claim.id != "c2"]
        return replace(told, claims=tuple(replace(c, id=NodeId(f"c{n}")) for n, c in enumerate(kept, 1)))


def test_a_newer_extractor_carries_the_rejection_to_the_same_claim_and_to_no_other(workspace: Workspace) -> None:
    before, one = export(workspace), document(workspace, "a.txt")
    workspace.reviews.reject(f"claim/{one}-c2", "ann")
    ingest(workspace, {"/in/a.txt": _TEXTS["/in/a.txt"]}, extractor=Newer("toy 2"))
    assert f"#rejects> <{_BASE}id/claim/{one}-c3>" in export(workspace)
    ingest(workspace, {"/in/a.txt": _TEXTS["/in/a.txt"]}, extractor=Deaf("toy 3"))
    assert "#rejects>" not in export(workspace), "c2 is another claim now"
    assert rebuilt(workspace) == export(workspace)
    ingest(workspace, {"/in/a.txt": _TEXTS["/in/a.txt"]})
    assert f"#rejects> <{_BASE}id/claim/{one}-c2>" in export(workspace)
    workspace.reviews.restore(1, "ben")
    assert export(workspace) == before


def test_a_rejection_whose_claim_is_missing_can_be_taken_back_by_its_old_name(workspace: Workspace) -> None:
    wanted = claim(workspace, "a.txt", "c2")
    workspace.reviews.reject(wanted, "ann")
    ingest(workspace, {"/in/a.txt": _TEXTS["/in/a.txt"]}, extractor=Deaf("toy 3"))
    assert workspace.reviews.restore(wanted, "ben").restores == 1


def test_what_became_one_event_by_a_claim_parts_when_it_is_rejected(workspace: Workspace) -> None:
    """Merged names and rejected claims go together: either order gives the same graph."""
    reject, merge = Reject(claim(workspace, "a.txt", "c2")), Judge("same", "Alpha", "Gamma")
    before = export(workspace)
    workspace.act(Signed(reject, "ann"))
    workspace.act(Signed(merge, "ann"))
    both = export(workspace)
    assert rebuilt(workspace) == both
    workspace.act(Signed(Restore(1), "ann"))
    workspace.act(Signed(Undo(1), "ann"))
    assert export(workspace) == before


def test_acts_say_what_they_came_to(workspace: Workspace) -> None:
    ingest(workspace, {"/in/bad.txt": "Alpha attacks FORBIDDEN\n"})
    bad, one = document(workspace, "bad.txt"), document(workspace, "a.txt")
    version = workspace.version
    rejected = workspace.act(Signed(Reject(f"claim/{one}-c2", "no"), "ann", "key 1"))
    assert rejected == Acted(version + 1, 1, one, "committed")
    assert workspace.settled("key 1") == rejected
    assert workspace.settled("key 2") is None
    assert workspace.act(Signed(Retry(bad), "ann", "key 2")) == Acted(version + 1, None, bad, "quarantined")
    assert isinstance(workspace.act(Signed(Retry(one), "ann", "key 3")), DecisionError)
    assert isinstance(workspace.act(Signed(Reject(f"claim/{one}-c2"), "ben", "key 4")), DecisionError)
    assert workspace.settled("key 4") is None
    judged = workspace.act(Signed(Judge("same", "Alpha", "Beta"), "ann"))
    assert isinstance(judged, Acted)
    assert (judged.line, judged.document) == (1, None)
    assert workspace.identities.lead("organisation/beta") == "organisation/alpha"
    assert in_words(Restore(3, "why")) == "restore 3 (why)"


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_any_history_ends_in_the_graph_that_a_rebuild_gives(fast_path: Path, seed: int) -> None:
    choice = random.Random(seed)
    names = ["Karakalpak", "Qaraqalpaq", "Beta", "Gamma", "Delta"]
    with open_toy(fast_path / "w") as workspace:
        for _ in range(30):
            standing = [r for r in workspace.documents() if r.state is State.COMMITTED and r.id]
            match choice.randrange(7):
                case 0 | 1:
                    text = "".join(
                        f"{choice.choice(names)} attacks {choice.choice(names)}\n"
                        for _ in range(choice.randrange(1, 4))
                    )
                    extractor = choice.choice([ToyExtractor(), Newer("toy 2"), Deaf("toy 3")])
                    ingest(workspace, {f"/in/{choice.choice('abcd')}.txt": text}, extractor=extractor)
                case 2 if standing:
                    workspace.retract(choice.choice(standing).names[0])
                case 3 | 4 if standing:
                    with suppress(WorkspaceError):  # rejected already, or no such claim
                        one = choice.choice(standing).id
                        workspace.reviews.reject(f"claim/{one}-c{choice.randrange(1, 9)}", "ann")
                case 5 if any(line.holds for line in workspace.reviews.log()):
                    number = choice.choice([line.number for line in workspace.reviews.log() if line.holds])
                    workspace.reviews.restore(number, "ben")
                case 6:
                    with suppress(WorkspaceError):  # a contradiction
                        workspace.identities.judge("same", *choice.sample(names, 2), "ann")
        graph = export(workspace)
        assert workspace.doctor() == ()
        assert rebuilt(workspace) == graph
        for line in [line for line in workspace.reviews.log() if line.holds]:
            workspace.reviews.restore(line.number, "ben")
        plain = export(workspace)
        assert "rejection" not in plain
        assert rebuilt(workspace) == plain


def act_and_die(folder: Path, die_at: int) -> None:
    """Rejects a claim and is killed at a checkpoint, or before anything has begun (0)."""
    passed = iter(range(1, 100))

    def die(number: int) -> None:
        if number == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    with open_toy(folder / "w", checkpoint=lambda _: die(next(passed))) as workspace:
        wanted = claim(workspace, "a.txt", "c2")
        workspace.act(Signed(Reject(wanted), "ann", "key"), lambda: die(0))


def test_whenever_the_process_dies_the_act_is_done_whole_or_not_at_all(fast_path: Path) -> None:
    def fresh(name: str) -> Workspace:
        workspace = open_toy(fast_path / name / "w")
        ingest(workspace, _TEXTS)
        return workspace

    with fresh("expected") as workspace:
        before, wanted = export(workspace), claim(workspace, "a.txt", "c2")
        workspace.act(Signed(Reject(wanted), "ann"))
        done = _without_times(export(workspace))
    outcomes = []
    for die_at in range(12):
        with fresh(str(die_at)):
            pass
        process = PROCESSES.Process(target=act_and_die, args=(fast_path / str(die_at), die_at))
        process.start()
        process.join()
        seen = ReviewReader(fast_path / str(die_at) / "w", _BASE).rejections()
        with open_toy(fast_path / str(die_at) / "w") as workspace:
            answer = workspace.settled("key")
            assert [line.review.number for line in seen] == ([] if answer is None else [1])
            assert _without_times(export(workspace)) == (_without_times(before) if answer is None else done)
            assert workspace.doctor() == ()
            outcomes.append((process.exitcode == -signal.SIGKILL, answer is not None))
    assert outcomes[0] == (True, False)
    assert (True, True) in outcomes
    assert outcomes[-1] == (False, True), "there were checkpoints left"


def _without_times(graph: str) -> list[str]:
    return [line for line in graph.splitlines() if "terms/created>" not in line]

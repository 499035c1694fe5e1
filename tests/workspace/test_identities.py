"""Who is who: decided, explained, undone; and whatever happened before, the graph is that of a fresh rebuild."""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path

import pytest

from kg.errors import IdentityConflictError, UnknownEntityError, WorkspaceError
from kg.workspace import Workspace
from tests.workspace.toy import export, ingest, open_toy

_TEXTS = {
    "/in/a.txt": "Karakalpak attacks Beta\n",
    "/in/b.txt": "Qaraqalpaq attacks Gamma\n",
    "/in/c.txt": "Delta attacks Beta\nGamma attacks Delta\n",
}
_BASE = "http://127.0.0.1:8000/id/organisation/"


@pytest.fixture
def workspace(fast_path: Path) -> Workspace:
    workspace = open_toy(fast_path / "w")
    ingest(workspace, _TEXTS)
    return workspace


def _rebuilt(workspace: Workspace) -> str:
    workspace.rebuild()
    return export(workspace)


def test_spellings_become_one_by_themselves_and_the_other_name_leads_there(workspace: Workspace) -> None:
    graph = export(workspace)
    lead = workspace.identities.lead("organisation/qaraqalpaq")
    assert lead == workspace.identities.lead("organisation/karakalpak") == "organisation/karakalpak"
    assert f"<{_BASE}qaraqalpaq> <http://purl.org/dc/terms/isReplacedBy> <{_BASE}karakalpak>" in graph
    assert f"#agent> <{_BASE}qaraqalpaq>" not in graph
    seen = workspace.identities.why("organisation/karakalpak", "organisation/qaraqalpaq")
    assert seen is not None
    assert "spelling" in seen.reasons[0]
    assert _rebuilt(workspace) == graph


def test_merging_and_undoing_ends_where_it_began(workspace: Workspace) -> None:
    before = export(workspace)
    workspace.identities.judge("same", "Beta", "Gamma", "ann", "the same seal")
    merged = export(workspace)
    assert merged != before
    assert f"<{_BASE}gamma> <http://purl.org/dc/terms/isReplacedBy> <{_BASE}beta>" in merged
    assert f"> <{_BASE}gamma> <" not in merged.replace(f"isReplacedBy> <{_BASE}", "")
    assert _rebuilt(workspace) == merged
    workspace.identities.undo("ben")
    assert export(workspace) == before
    assert [(line.verdict, line.author) for line in workspace.identities.log()] == [("same", "ann"), ("undo", "ben")]


def test_what_the_machine_joined_is_parted_by_a_person_for_good(workspace: Workspace) -> None:
    joined = export(workspace)
    workspace.identities.judge("different", "organisation/karakalpak", "organisation/qaraqalpaq", "ann")
    parted = export(workspace)
    assert "isReplacedBy" not in parted
    ingest(workspace, {"/in/d.txt": "Qaraqalpaq attacks Beta\n"})
    assert "isReplacedBy" not in export(workspace)
    workspace.retract("d.txt")
    assert export(workspace) == parted
    workspace.identities.undo("ann")
    assert export(workspace) == joined


def test_one_document_may_mean_somebody_of_its_own(workspace: Workspace) -> None:
    before = export(workspace)
    document = next(r.id for r in workspace.documents() if r.names == ("c.txt",))
    assert document is not None
    workspace.identities.judge("different", "Beta", document, "ann")
    graph = export(workspace)
    assert f"#target> <{_BASE}beta-{document}>" in graph
    assert f"#target> <{_BASE}beta>" in graph
    assert _rebuilt(workspace) == graph
    workspace.identities.undo("ann")
    assert export(workspace) == before


def test_a_contradiction_is_refused_with_the_pair(workspace: Workspace) -> None:
    ids = workspace.identities
    ids.judge("same", "Beta", "Gamma", "ann")
    ids.judge("same", "Gamma", "Delta", "ann")
    before, log = export(workspace), ids.log()
    with pytest.raises(IdentityConflictError) as raised:
        ids.judge("different", "Beta", "Delta", "ben")
    assert raised.value.pair == ("organisation/beta", "organisation/delta")
    assert export(workspace) == before
    assert ids.log() == log


def test_who_is_meant_must_be_clear(workspace: Workspace) -> None:
    ids = workspace.identities
    assert ids.find(_BASE + "beta") == ids.find("organisation/beta") == ids.find("BETA") == "organisation/beta"
    with pytest.raises(UnknownEntityError, match="nothing is called 'Omega'"):
        ids.find("Omega")
    with pytest.raises(WorkspaceError, match="give two"):
        ids.judge("same", "Beta", "beta", "ann")
    with pytest.raises(WorkspaceError, match="nothing to undo"):
        ids.undo("ann")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_any_history_ends_in_the_graph_that_a_rebuild_gives(fast_path: Path, seed: int) -> None:
    choice = random.Random(seed)
    names = ["Karakalpak", "Qaraqalpaq", "Beta", "Gamma", "Delta", "Abdulrahman", "Abdelrahmaan"]
    with open_toy(fast_path / "w") as workspace:
        for _ in range(25):
            present = sorted(name for record in workspace.documents() for name in record.names)
            match choice.randrange(5):
                case 0 | 1:
                    text = "".join(
                        f"{choice.choice(names)} attacks {choice.choice(names)}\n"
                        for _ in range(choice.randrange(1, 4))
                    )
                    ingest(workspace, {f"/in/{choice.choice('abcde')}.txt": text})
                case 2 if present:
                    workspace.retract(choice.choice(present))
                case 3:
                    one, other = choice.sample(names, 2)
                    with suppress(WorkspaceError):  # a contradiction
                        workspace.identities.judge(choice.choice(["same", "different"]), one, other, "ann")
                case 4 if workspace.identities.in_force():
                    workspace.identities.undo("ben")
        graph = export(workspace)
        assert workspace.doctor() == ()
        assert _rebuilt(workspace) == graph

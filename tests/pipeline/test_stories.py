"""Several reports of one story: one event where they tell of one, two where not, figures side by side."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import suppress
from itertools import permutations
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.documents import collect
from kg.errors import WorkspaceError
from kg.extract.rules import RuleExtractor
from kg.pipeline import ingest
from kg.pipeline.ingestion import Batches
from kg.settings import Settings
from kg.workspace import Workspace
from tests.workspace.toy import export

_REPORTS = {
    "first.md": """---
title: Bomb kills 12 in Mosul market
date: 2016-03-14
---
MOSUL, Iraq - A car bomb killed at least 12 people and wounded 30 in a crowded market in Mosul on Sunday, police said.
""",
    "second.md": """---
title: Toll of market bombing rises
date: 2016-03-15
---
MOSUL, Iraq - The death toll from Sunday's car bombing at a market in Mosul rose to 19, the health ministry said on
Tuesday. Jaysh al-Karrar said it was behind the blast.
""",
    "third.md": """---
title: Another blast in Mosul
date: 2016-03-16
---
A bomb killed four soldiers in Mosul on Tuesday, an army spokesman said. Jaish al-Karar denied
involvement in the attack.
""",
    "elsewhere.md": """---
title: Blast in Basra
date: 2016-03-14
---
A car bomb killed 12 people in a market in Basra on Sunday, police said.
""",
}
_KG = "PREFIX kg: <https://w3id.org/herodotus/ns#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "


@pytest.fixture(scope="module")
def extractor() -> RuleExtractor:
    return RuleExtractor()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    for name, text in _REPORTS.items():
        (folder / name).write_text(text)
    return folder


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory, folder: Path, extractor: RuleExtractor) -> Iterator[Workspace]:
    with Workspace.open(Settings(workspace=tmp_path_factory.mktemp("w")), create=True) as workspace:
        assert ingest(workspace, collect([str(folder)]), extractor).is_whole
        yield workspace


def _rows(workspace: Workspace, text: str) -> set[tuple[str, ...]]:
    with workspace.reader() as reader:
        found = reader.query(_KG + text)
        assert isinstance(found, ox.QuerySolutions)
        return {tuple(cell.value if cell else "" for cell in row) for row in found}


def test_reports_of_one_bombing_are_one_event_and_others_stay_apart(workspace: Workspace) -> None:
    days = _rows(
        workspace,
        "SELECT ?day (COUNT(DISTINCT ?e) AS ?n) (COUNT(DISTINCT ?d) AS ?files) {"
        " ?e kg:eventClass kg:Bombing ; kg:date ?day . ?c rdf:subject ?e ; kg:statedIn ?d } GROUP BY ?day".replace(
            "rdf:subject", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#subject>"
        ),
    )
    assert days == {("2016-03-13", "2", "3"), ("2016-03-15", "1", "1")}


def test_the_later_figure_is_best_and_the_earlier_one_low(workspace: Workspace) -> None:
    found = _rows(
        workspace,
        "SELECT ?best ?low ?high { ?t a kg:TollSummary ; kg:effect kg:Killed ; "
        " kg:event/kg:place/skos:prefLabel 'Mosul' ; kg:best ?best ; kg:low ?low ; kg:high ?high }",
    )
    assert found == {("19", "12", "19"), ("4", "4", "4")}


def test_a_group_is_one_however_the_reports_spell_it(workspace: Workspace) -> None:
    names = _rows(workspace, "SELECT DISTINCT ?g ?n { ?g a kg:Actor ; skos:prefLabel|skos:altLabel ?n }")
    assert {name for _, name in names} >= {"Jaysh al-Karrar", "Jaish al-Karar"}
    assert len({group for group, name in names if "Kar" in name}) == 1


def test_no_order_of_arrival_shows(
    tmp_path: Path, folder: Path, extractor: RuleExtractor, workspace: Workspace
) -> None:
    expected = export(workspace)
    orders = list(permutations([source for source in collect([str(folder)]) if source.skipped is None]))
    for number, order in enumerate(orders[::5]):
        with Workspace.open(Settings(workspace=tmp_path / str(number)), create=True) as other:
            ingest(other, order, extractor, batches=Batches(documents=1))
            assert export(other) == expected
            assert other.doctor() == ()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_events_that_join_and_part_leave_the_graph_that_a_rebuild_gives(
    tmp_path: Path, folder: Path, extractor: RuleExtractor, seed: int
) -> None:
    choice = random.Random(seed)
    sources = [source for source in collect([str(folder)]) if source.skipped is None]
    with Workspace.open(Settings(workspace=tmp_path / "w", durability="process"), create=True) as workspace:
        for _ in range(14):
            events = sorted(_rows(workspace, "SELECT DISTINCT ?e { ?e a kg:Event }"))
            present = sorted(name for record in workspace.documents() for name in record.names)
            match choice.randrange(6):
                case 0 | 1 | 2:
                    ingest(workspace, [choice.choice(sources)], extractor)
                case 3 if present:
                    workspace.retract(choice.choice(present))
                case 4 if len(events) > 1:
                    one, other = (event for (event,) in choice.sample(events, 2))
                    with suppress(WorkspaceError):  # a contradiction
                        workspace.identities.judge(choice.choice(["same", "different"]), one, other, "ann")
                case 5 if workspace.identities.in_force():
                    workspace.identities.undo("ben")
        graph = export(workspace)
        assert workspace.doctor() == ()
        workspace.rebuild()
        assert export(workspace) == graph

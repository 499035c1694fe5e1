"""The log of judgements leads to what was judged, actors and events alike."""

import pytest

from kg.web.place import Place
from kg.web.review import judgement_table
from kg.workspace.journal import Judgement
from kg.workspace.review import JudgementLine


@pytest.mark.parametrize(
    ("one", "path"),
    [
        ("person/anna", "id/person/anna"),
        ("event/3bd774b90a730136a84a/e1", "id/event/3bd774b90a730136a84a-e1"),
    ],
)
def test_what_was_judged_is_one_step_away(one: str, path: str) -> None:
    told = Judgement(1, "same", one, one, "ann", "2026-01-01T00:00:00Z", None, "")
    table = judgement_table([JudgementLine(told, ("A", "B"))], Place("/review", "http://example.org/"))
    for cells in table.rows[0].cells[4:6]:
        assert (cells[0].iri, cells[0].href) == (f"http://example.org/{path}", f"page/{path}")

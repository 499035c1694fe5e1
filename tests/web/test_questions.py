"""Answers of named queries as tables: names for nodes, and no column that says the same twice."""

from kg.web.place import Place
from kg.web.questions import answer_table, nodes_of

PLACE = Place("/queries/tolls", "http://example.org/")
ANNA = {"type": "uri", "value": "http://example.org/id/person/anna"}


def literal(value: str) -> dict[str, str]:
    return {"type": "literal", "value": value}


def test_nodes_go_by_their_names_and_keep_their_iris() -> None:
    table = answer_table(["claimant"], [[ANNA], [None]], {ANNA["value"]: "Anna"}, PLACE)
    cell = table.rows[0].cells[0][0]
    assert (cell.text, cell.iri, cell.href) == ("Anna", ANNA["value"], "../page/id/person/anna")
    assert table.rows[1].cells == ((),)


def test_a_column_of_labels_goes_where_it_repeats_a_column_of_nodes_and_stays_where_it_does_not() -> None:
    names = {ANNA["value"]: "Anna"}
    same = answer_table(["claimant", "label"], [[ANNA, literal("Anna")]], names, PLACE)
    other = answer_table(["claimant", "label"], [[ANNA, literal("terrorist")]], names, PLACE)
    assert [column.name for column in same.columns] == ["claimant"]
    assert [column.name for column in other.columns] == ["claimant", "label"]


def test_a_literal_never_becomes_a_link() -> None:
    rows = [[literal("http://example.org/id/person/anna")], [literal("javascript:alert(1)")]]
    assert nodes_of(rows) == ()
    assert all(not cell.href for row in answer_table(["x"], rows, {}, PLACE).rows for cell in row.cells[0])

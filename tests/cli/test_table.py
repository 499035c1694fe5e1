"""Tables for people."""

from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from kg.cli.table import Sheet, short, show, tidy

BASE = "http://127.0.0.1:8000/"
BRIGADE = BASE + "id/organisation/red-brigade"
DOCUMENT = BASE + "document/0123456789abcdef0123"


def printed(sheet: Sheet) -> str:
    sink = io.StringIO()
    show(sheet, Console(file=sink, width=200, markup=False, emoji=False, highlight=False))
    return sink.getvalue()


def test_a_label_takes_the_place_of_its_iri_and_an_iri_without_one_is_made_short() -> None:
    sheet = Sheet(("actor", "actorLabel", "type"), ((BRIGADE, "Red Brigade", "ArmedGroup"), (BRIGADE, "", "Actor")))
    assert tidy(sheet, BASE) == Sheet(
        ("actor", "type"), (("Red Brigade", "ArmedGroup"), ("organisation/red-brigade", "Actor"))
    )


def test_the_sides_of_a_pair_stand_under_each_other() -> None:
    sheet = Sheet(
        ("kind", "claimA", "claimantLabelA", "valueA", "claimB", "claimantLabelB", "valueB"),
        (("toll", BASE + "id/claim/x-c1", "Red", "25", BASE + "id/claim/x-c2", "Blue", "15"),),
    )
    assert tidy(sheet, BASE) == Sheet(
        ("kind", "claimant", "value"), (("toll", "Red", "25"), ("", "Blue", "15")), sections=2
    )


def test_a_document_that_speaks_itself_is_called_so() -> None:
    assert tidy(Sheet(("claimant", "claimantLabel"), ((DOCUMENT, ""),)), BASE).rows == (("the document",),)
    assert tidy(Sheet(("claimant", "claimantLabel"), ((DOCUMENT, "A title"),)), BASE).rows == (("the document",),)
    assert tidy(Sheet(("file", "document"), (("a.txt", DOCUMENT),)), BASE).rows == (("a.txt", "document/012345…"),)


def test_columns_that_say_nothing_are_left_out_but_never_all() -> None:
    claim = BASE + "id/claim/x-c1"
    assert tidy(Sheet(("claim", "date", "label"), ((claim, "", "x"),)), BASE).columns == ("label",)
    assert tidy(Sheet(("claim",), ((claim,),)), BASE).columns == ("claim",)
    assert tidy(Sheet(("a", "b"), ()), BASE).columns == ("a", "b")


def test_what_is_denied_or_not_certain_or_not_actual_is_said_in_one_column() -> None:
    sheet = Sheet(
        ("label", "certainty", "realis", "polarity"),
        (("a", "Certain", "Actual", "Affirmed"), ("b", "Possible", "Actual", "Denied")),
    )
    assert tidy(sheet, BASE) == Sheet(("label", "status"), (("a", ""), ("b", "possible, denied")))


def test_many_columns_become_records() -> None:
    columns = tuple(f"column{chr(97 + i)}" for i in range(12))
    text = printed(Sheet(columns, (("x",) * 11 + ("",),)))
    assert text.count("\n") >= 12
    assert "columna" in text
    assert "columnl" not in text


def test_a_quote_stands_in_quotes_under_its_row_with_its_file() -> None:
    assert "“we did it”" in printed(Sheet(("evidence",), (("we did it",),)))
    lines = printed(Sheet(("label", "file", "evidence"), (("x", "a.txt", "we\ndid it"),))).splitlines()
    assert [line.strip() for line in lines if "─" not in line] == ["label", "x", "“we did it”  a.txt"]


def test_rows_on_one_quote_that_differ_in_one_column_are_one_row() -> None:
    rows = tuple((a, b, "they did") for a in ("Red", "Blue") for b in ("Karsk", "Lund"))
    assert tidy(Sheet(("actor", "place", "evidence"), rows), BASE).rows == (("Red, Blue", "Karsk, Lund", "they did"),)
    assert len(tidy(Sheet(("actor", "place", "label"), rows), BASE).rows) == 4


def test_iris_of_others_get_their_prefix() -> None:
    assert short("http://www.w3.org/2004/02/skos/core#prefLabel", BASE) == "skos:prefLabel"
    assert short("http://elsewhere.example/x", BASE) == "http://elsewhere.example/x"


@given(st.text(), st.text())
def test_whatever_a_document_says_no_control_character_reaches_the_terminal(a: str, b: str) -> None:
    text = printed(Sheet(("text", "label"), ((a, b),)))
    assert not [c for c in text if c != "\n" and (ord(c) < 32 or 127 <= ord(c) < 160)]
    assert "[" not in text or "[" in a + b

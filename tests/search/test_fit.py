"""How surely a hit is what a name was meant for."""

from __future__ import annotations

import pytest

from kg.search import Fit, Kind, SearchReader, fit
from tests.search.content import made


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory):
    with SearchReader(made(tmp_path_factory.mktemp("fit") / "search.sqlite")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("text", "label", "expected"),
    [
        ("hezbollah", "Hezbollah", Fit.WHOLE),
        ("Party of God", "Hezbollah", Fit.WHOLE),
        ("recep tayyip erdogan", "Recep Tayyip Erdoğan", Fit.WHOLE),
        ("Hezballa", "Hezbollah", Fit.SPELT),
        ("Hezbollah", "Kataib Hezbollah", Fit.PART),
        ("Soleimani", "Qassem Soleimani", Fit.PART),
        ("zelensky", "Volodymyr Zelenskyy", Fit.PART),
        ("Islamic Stabe", "Islamic State", Fit.LIKE),
    ],
)
def test_a_name_fits(reader: SearchReader, text: str, label: str, expected: Fit) -> None:
    hits = {hit.label: hit for hit in reader.search(text, [Kind.ENTITY]).hits}
    assert fit(text, hits[label]) is expected


def test_an_event_fits_where_all_words_are_told_of_it(reader: SearchReader) -> None:
    (event,) = reader.search("rockets base", [Kind.EVENT]).hits
    assert fit("rockets base", event) is Fit.PART
    assert fit("rockets", event) is Fit.NONE, "one word is said of too many"
    assert fit("kirkuk", event) is Fit.PART
    assert fit("", event) is Fit.NONE


def test_better_is_greater() -> None:
    assert Fit.NONE < Fit.LIKE < Fit.PART < Fit.SPELT < Fit.WHOLE

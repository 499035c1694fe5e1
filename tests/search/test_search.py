"""Searching: what is found, in which order, and that nothing that can be typed does harm."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.search import Kind, SearchReader
from tests.search.content import PERSON, WORLD, entity, labels, made


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchReader]:
    with SearchReader(made(tmp_path_factory.mktemp("search") / "s.sqlite")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("hezbollah", "Hezbollah"),
        ("HIZBALLAH", "Hezbollah"),
        ("hizbollah", "Hezbollah"),
        ("hezbolah", "Hezbollah"),
        ("hezbpllah", "Hezbollah"),
        ("party of god", "Hezbollah"),
        ("kataeb hizbullah", "Kataib Hezbollah"),
        ("Hizballah, Kata’ib", "Kataib Hezbollah"),
        ("KH", "Kataib Hezbollah"),
        ("soleimani", "Qassem Soleimani"),
        ("sulaymani", "Qassem Soleimani"),
        ("solemaini", "Qassem Soleimani"),
        ("kassim suleimani", "Qassem Soleimani"),
        ("qasem sol", "Qassem Soleimani"),
        ("soleimani found", "Soleimani Foundation"),
        ("nasrallah", "Hassan Nasrallah"),
        ("hussain nasrullah", "Hussein Nasrallah"),
        ("erdogan", "Recep Tayyip Erdoğan"),
        ("ERDOĞAN", "Recep Tayyip Erdoğan"),
        ("edrogan", "Recep Tayyip Erdoğan"),
        ("isis", "Islamic State"),
        ("daish", "Islamic State"),
        ("islamc stat", "Islamic State"),
        ("zelensky", "Volodymyr Zelenskyy"),
        ("kir", "Kirkuk"),
        ("kirkuk", "Kirkuk"),
        ("kirkuk g", "Kirkuk Governorate"),
        ("dayr az zor", "Deir ez-Zor"),
        ("dayr az zawr", "Deir ez-Zor"),
        ("deir el zour", "Deir ez-Zor"),
        ("us", "United States"),
        ("u.s.", "United States"),
        ("president recep erdogan", "Recep Tayyip Erdoğan"),
    ],
)
def test_names_are_found_as_people_type_them(reader: SearchReader, typed: str, first: str) -> None:
    assert reader.search(typed, [Kind.ENTITY]).hits[0].label == first


def test_the_whole_name_comes_before_its_beginning_and_that_before_another_spelling(tmp_path: Path) -> None:
    world = (
        entity("Karim"),
        entity("Karim Aziz", prominence=10),
        entity("Karimov", prominence=100),
        entity("Sakarim", prominence=1000),
        entity("Kerim Bey", prominence=1000),
    )
    assert labels(made(tmp_path / "s.sqlite", world), "karim") == ["Karim", "Karim Aziz", "Karimov", "Kerim Bey"]


def test_between_equals_the_one_told_of_more_often_comes_first(tmp_path: Path) -> None:
    world = tuple(entity(f"Ali {name}", prominence=n) for n, name in enumerate(["Saleh", "Hamad", "Najjar", "Amiri"]))
    assert labels(made(tmp_path / "s.sqlite", world), "ali") == ["Ali Amiri", "Ali Najjar", "Ali Hamad", "Ali Saleh"]


def test_the_name_that_was_matched_is_told_where_it_is_not_the_label(reader: SearchReader) -> None:
    assert reader.search("party of god").hits[0].name == "Party of God"
    assert reader.search("hezbollah").hits[0].name is None


def test_texts_are_found_by_words_in_any_order_with_their_matches_marked(reader: SearchReader) -> None:
    (hit,) = reader.search("wounded contractor", [Kind.CLAIM]).hits
    assert [hit.excerpt[m.begin : m.end] for m in hit.matches] == ["contractor", "wounded"]
    assert (hit.document, hit.begin, hit.end) == ("a", 47, 47 + len(hit.excerpt))


def test_words_in_quotes_have_to_stand_side_by_side(reader: SearchReader) -> None:
    assert [hit.id for hit in reader.search("k1 base", [Kind.DOCUMENT]).hits] == ["document/a", "document/b"]
    assert [hit.id for hit in reader.search('"k1 base"', [Kind.DOCUMENT]).hits] == ["document/a"]
    assert not reader.search('"base k1"').hits


def test_an_event_of_several_documents_and_claims_of_one_sentence_are_one_hit(reader: SearchReader) -> None:
    found = reader.search("airstrike kirkuk", [Kind.EVENT])
    assert ([hit.id for hit in found.hits], found.total) == (["id/event/a-e1"], 1)
    assert [hit.id for hit in reader.search("rockets friday", [Kind.CLAIM]).hits] == ["id/claim/a-c1"]


def test_excerpts_stand_in_the_documents_text_where_they_say(reader: SearchReader) -> None:
    (hit,) = reader.search("u.s. contractor", [Kind.DOCUMENT]).hits
    text = next(entry.text for entry in WORLD if entry.id == "document/a")
    assert hit.begin is not None
    assert hit.end is not None
    assert " ".join(text[hit.begin : hit.end].split()) == hit.excerpt


def test_facets_count_all_kinds_and_all_classes_whatever_was_asked_for(reader: SearchReader) -> None:
    everything = reader.search("kirkuk")
    only = reader.search("kirkuk", [Kind.ENTITY], ["Place"])
    assert {hit.kind for hit in everything.hits} == set(Kind)
    assert everything.facets.kinds == {Kind.ENTITY: 2, Kind.EVENT: 1, Kind.CLAIM: 1, Kind.DOCUMENT: 1}
    assert everything.total == 5
    assert [hit.label for hit in only.hits] == ["Kirkuk", "Kirkuk Governorate"]
    assert only.facets.classes == {"Settlement": 2, "Place": 2}


def test_a_class_holds_its_subclasses(reader: SearchReader) -> None:
    assert [h.label for h in reader.search("nasrallah", classes=["Actor"]).hits] == [
        "Hassan Nasrallah",
        "Hussein Nasrallah",
    ]
    assert not reader.search("nasrallah", classes=["Place"]).hits
    assert not reader.search("nasrallah", classes=['x" OR "Person']).hits


def test_pages_are_the_whole_in_pieces(tmp_path: Path) -> None:
    world = tuple(entity(f"Ali Number{n:03}", classes=PERSON, prominence=n % 5) for n in range(150))
    with SearchReader(made(tmp_path / "s.sqlite", world)) as reader:
        whole = reader.search("ali", limit=150)
        pages = [reader.search("ali", limit=40, offset=at) for at in range(0, 160, 40)]
        assert [hit.id for page in pages for hit in page.hits] == [hit.id for hit in whole.hits]
        assert len(whole.hits) == 150
        assert reader.search("ali").more
        assert not reader.search("number007").more


_TYPED = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(['"', "'", "*", "(", ")", ":", "^", "-", "+", "{", "}", "NEAR", "AND", "OR", "NOT", "ali",
                         "kirkuk", "\0", "\ud800", "ﷺ", "٣", "한국", "a" * 200, " ", "whole", "_", "k1", "U.S.", ";--"])
    ).map("".join),
    st.lists(st.sampled_from(["NEAR", "OR", "hezbollah", "rockets", "the", '"k1', 'base"', "*"])).map(" ".join),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    typed=_TYPED, classes=st.lists(st.text(max_size=5), max_size=2), limit=st.integers(-3, 5), offset=st.integers(-3, 9)
)
def test_nothing_that_can_be_typed_is_an_error(
    reader: SearchReader, typed: str, classes: list[str], limit: int, offset: int
) -> None:
    found = reader.search(typed, classes=classes, limit=limit, offset=offset)
    assert len(found.hits) <= max(limit, 0)
    for hit in found.hits:
        assert 0 <= hit.score <= 1
        for match in hit.matches:
            assert 0 <= match.begin < match.end <= len(hit.excerpt)


@pytest.mark.parametrize("typed", ["", "   ", "***", '""', "* OR *", "\0", "…"])
def test_where_no_word_is_typed_nothing_is_found(reader: SearchReader, typed: str) -> None:
    assert reader.search(typed).hits == ()


@pytest.mark.parametrize("typed", ["x" * 10_000, "the " * 5_000, '"' * 10_000, "hezbollah " * 1_000, "a b c d " * 900])
def test_requests_of_any_length_are_answered(reader: SearchReader, typed: str) -> None:
    assert len(reader.search(typed).hits) < 20


def test_excerpts_are_made_for_those_alone_that_are_asked_for(tmp_path: Path) -> None:
    with SearchReader(made(tmp_path / "search.sqlite")) as reader:
        whole = reader.search("rockets base")
        with_text = [hit.id for hit in whole.hits if hit.excerpt]
        assert len(with_text) > 1
        some = reader.search("rockets base", excerpts=with_text[:1])
        assert [hit.id for hit in some.hits if hit.excerpt] == with_text[:1]
        assert [hit.id for hit in some.hits] == [hit.id for hit in whole.hits]
        assert not any(hit.excerpt for hit in reader.search("rockets base", excerpts=()).hits)

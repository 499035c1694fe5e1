"""Entries made of documents: what they are called, where their words stand, and what finds them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from kg.model import EntityClass, EntityKey, Identification, NodeId, NodeKey
from kg.search import Entry, Kind, SearchReader, SearchWriter, entity_entry, search_entries
from tests.graph.fiction import Told, karsk, lund

BRIGADE = EntityKey("organisation", "iron-brigade")


@pytest.fixture(scope="module")
def told() -> Told:
    return karsk()


@pytest.fixture(scope="module")
def entries(told: Told) -> tuple[Entry, ...]:
    return search_entries(told.document, told.extract, told.identity, {})


def _of(entries: tuple[Entry, ...], kind: Kind) -> list[Entry]:
    return [entry for entry in entries if entry.kind is kind]


def test_a_document_has_an_entry_and_so_have_its_events_and_claims(told: Told, entries: tuple[Entry, ...]) -> None:
    one = told.document.id
    assert [entry.id for entry in _of(entries, Kind.DOCUMENT)] == [f"document/{one}"]
    assert [entry.id for entry in _of(entries, Kind.EVENT)] == [f"id/event/{one}-e{n}" for n in range(1, 5)]
    assert len(_of(entries, Kind.CLAIM)) == len(told.extract.claims)
    assert {entry.document for entry in entries} == {one}
    assert len({entry.id for entry in entries}) == len(entries)


def test_an_event_is_called_by_its_class_place_date_and_actors(entries: tuple[Entry, ...]) -> None:
    strike = _of(entries, Kind.EVENT)[0]
    assert strike.label == "Airstrike, Karsk, 14 March 2021: Norland, Iron Brigade, rockets"
    assert strike.classes == ("Airstrike", "Attack", "Event")
    assert {"bombed", "raid", "2021-03-14"} <= set(strike.text.split(" · "))


def test_a_claim_stands_where_its_quote_does(told: Told, entries: tuple[Entry, ...]) -> None:
    for claim, entry in zip(told.extract.claims, _of(entries, Kind.CLAIM), strict=True):
        if len(claim.evidence) == 1:
            assert entry.begin is not None
            assert told.document.text[entry.begin :].startswith(entry.text)
        else:
            assert entry.begin is None
            assert entry.text == " … ".join(span.of(told.document.text) for span in claim.evidence)


def test_claims_say_what_they_claim(entries: tuple[Entry, ...]) -> None:
    labels = {entry.label for entry in _of(entries, Kind.CLAIM)}
    event = "Airstrike, Karsk, 14 March 2021: Norland, Iron Brigade, rockets"
    assert f"{event} – toll – 25 killed" in labels
    assert f"{event} – agent – Norland (denied)" in labels
    assert "Estmark – arms – Iron Brigade" in labels


def test_a_documents_text_keeps_its_places_and_loses_what_is_not_read(told: Told, entries: tuple[Entry, ...]) -> None:
    (entry,) = _of(entries, Kind.DOCUMENT)
    read = {at for block in told.document.blocks for at in range(block.span.begin, block.span.end)}
    read -= {at for block in told.document.blocks for skip in block.skip for at in range(skip.begin, skip.end)}
    assert len(entry.text) <= len(told.document.text)
    for at, letter in enumerate(entry.text):
        assert letter == (told.document.text[at] if at in read else " ")


def test_an_event_of_several_documents_leads_to_the_first(told: Told) -> None:
    other = lund()
    joint = {NodeId("e1"): NodeKey(told.document.id, NodeId("e1"))}
    entry = next(
        e for e in search_entries(other.document, other.extract, other.identity, joint) if e.kind is Kind.EVENT
    )
    assert entry.subject == f"id/event/{told.document.id}-e1"
    assert entry.id == f"id/event/{other.document.id}-e1"


def test_an_entity_is_what_most_say_and_goes_by_all_its_names() -> None:
    one = Identification(NodeId(""), BRIGADE, EntityClass.ARMED_GROUP, "Iron Brigade", ("the Brigade",))
    other = Identification(NodeId(""), BRIGADE, EntityClass.ORGANISATION, "Brigade of Iron")
    entry = entity_entry(Counter({other: 2, one: 5}))
    assert entry == entity_entry(Counter({one: 5, other: 2}))
    assert entry is not None
    assert (entry.id, entry.label, entry.prominence) == ("id/organisation/iron-brigade", "Iron Brigade", 7)
    assert entry.classes == ("ArmedGroup", "Organisation", "Actor")
    assert entry.names == ("Brigade of Iron", "Iron Brigade", "the Brigade")
    assert entity_entry(Counter()) is None


def test_what_was_read_is_found(tmp_path: Path, entries: tuple[Entry, ...], told: Told) -> None:
    with SearchWriter(tmp_path / "s.sqlite") as writer:
        writer.replace_document(told.document.id, entries)
        writer.commit(1)
    with SearchReader(tmp_path / "s.sqlite") as reader:
        (strike, *_) = reader.search("airstrike karsk march", [Kind.EVENT]).hits
        assert strike.id == f"id/event/{told.document.id}-e1"
        (quote, *_) = reader.search("estmark supplied rockets", [Kind.CLAIM]).hits
        assert quote.begin is not None
        assert told.document.text[quote.begin : quote.end] == quote.excerpt
        assert [hit.id for hit in reader.search("brigade vowed", [Kind.DOCUMENT]).hits] == [
            f"document/{told.document.id}"
        ]

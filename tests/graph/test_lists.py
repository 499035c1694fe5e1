"""Reference lists as RDF: everything a list states, in its own graph, with where it comes from."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.graph import authorities, authority, describe_list, describe_listing, to_turtle
from kg.lists import ListedEntry, ListedName, open_list
from kg.model import EntityClass, EntityKey
from kg.validation.gate import Gate
from tests.graph.fiction import BASE

FILES = Path(__file__).parents[1] / "lists" / "files"
KEY = EntityKey("person", "oskar-bin-varran")


def _turtle(file: str, entry: str) -> str:
    found = next(e for e in open_list(FILES / file).entries() if e.id == entry)
    return to_turtle(describe_listing(found, KEY, BASE), BASE)


def test_a_list_has_its_provenance() -> None:
    written = to_turtle(describe_list(open_list(FILES / "un.xml").header, 2, BASE), BASE)
    for said in ('dcterms:date "2024-03-07"^^edtf:EDTF', 'dcterms:source "un.xml"', "kg:entries 2", "kg:sha256"):
        assert said in written


def test_a_listing_says_whom_it_is_about_and_what_the_list_says_of_them() -> None:
    written = _turtle("ofac/sdn.csv", "4101")
    for said in (
        "kg:listedEntity person:oskar-bin-varran",
        'skos:prefLabel "Oskar bin Varran"',
        'skos:altLabel "Oscar bin Warran"',
        'kg:weakAlias "The Heron"',
        'kg:countryCode "IR"',
        'kg:listedIdentifier "passport:D9004878 (IR)"',
        'schema:birthDate "1957-03-11"^^edtf:EDTF, "1958~"^^edtf:EDTF',
        'skos:prefLabel "Specially Designated Global Terrorist"',
    ):
        assert said in written, said


@pytest.mark.parametrize(
    "file", ["ofac/sdn.csv", "un.xml", "entities.ftm.json", "wikidata.tsv", "geonames.tsv", "vocabulary.ttl"]
)
def test_whatever_is_read_conforms_to_the_shapes(file: str) -> None:
    opened = open_list(FILES / file)
    quads = [q for e in opened.entries() for q in describe_listing(e, KEY, BASE)]
    report = Gate().check([*quads, *describe_list(opened.header, 9, BASE)])
    assert report.conforms, report.to_table()


def test_authorities_are_those_that_documents_speak_of() -> None:
    assert authority("US")[0] == authority("United States")[0] == EntityKey("organisation", "united-states")
    assert authority("Office of Foreign Assets Control")[0] == EntityKey("organisation", "ofac")
    assert authority("Council of the Fens") == (EntityKey("organisation", "council-of-the-fens"), "Council of the Fens")
    varran = next(e for e in open_list(FILES / "ofac" / "sdn.csv").entries() if e.id == "4101")
    assert [key.name for key, _ in authorities(varran)] == [
        "ofac", "us-department-of-state", "us-department-of-the-treasury", "united-states",
    ]  # fmt: skip


@pytest.mark.parametrize("number", ["a/b?c#d", "ö <x>", "%20", "..", "a b"])
def test_ids_of_all_kinds_give_iris_that_differ(number: str) -> None:
    def subject(id_: str) -> str:
        entry = ListedEntry("x", id_, EntityClass.PERSON, (ListedName("N"),), source="http://x/ y")
        return next(iter(describe_listing(entry, KEY, BASE))).subject.value

    assert subject(number).startswith(f"{BASE}id/listing/x/")
    assert len({subject(number), subject("a%2Fb"), subject("other")}) == 3
    assert not set(subject(number).removeprefix(BASE)) & set("?#<> ")

"""Files of reference lists: each format is recognised and read, and what is bad in one costs that entry alone."""

from __future__ import annotations

import gzip
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import ListError
from kg.lists import FORMATS, ListedDesignation, ListedEntry, ListedName, Skipped, open_list
from kg.lists.dates import edtf
from kg.lists.formats import recognise
from kg.model import Edtf, EntityClass

FILES = Path(__file__).with_name("files")
SAMPLES = {
    "ofac": FILES / "ofac" / "sdn.csv",
    "un": FILES / "un.xml",
    "ftm": FILES / "entities.ftm.json",
    "wikidata": FILES / "wikidata.tsv",
    "geonames": FILES / "geonames.tsv",
    "rdf": FILES / "vocabulary.ttl",
}
STATE = ("US Department of State", "US Department of the Treasury", "United States")


def _read(form: str) -> tuple[dict[str, ListedEntry], Skipped]:
    opened = open_list(SAMPLES[form])
    return {entry.id: entry for entry in opened.entries()}, opened.skipped


def test_every_format_has_a_sample_and_is_recognised_by_its_content() -> None:
    assert {form: recognise(path) for form, path in SAMPLES.items()} == {form: form for form in FORMATS}


def test_the_sdn_list_is_read_with_the_aliases_and_addresses_beside_it() -> None:
    entries, _ = _read("ofac")
    assert list(entries) == ["36", "4101", "4102", "4200", "4500"]
    varran = entries["4101"]
    assert varran.cls is EntityClass.PERSON
    assert varran.names == (
        ListedName("Oskar bin Varran"),
        ListedName("Oscar bin Warran"),
        ListedName("The Heron", weak=True),
    )
    assert (varran.countries, varran.born, varran.birthplaces) == (("IR",), ("1957-03-11", "1958~"), ("Qom, Iran",))
    assert varran.identifiers == ("passport:D9004878 (IR)",)
    assert varran.posts == ("Commander of the Grey Fens",)
    assert [(d.label, d.programme, d.on_behalf_of) for d in varran.designations] == [
        ("Specially Designated Global Terrorist", "SDGT", STATE),
        ("Specially Designated National", "IRGC", STATE[1:]),
    ]
    brigades = entries["4200"]
    assert [name.text for name in brigades.names] == ["Kata'ib al-Nahr", "River Brigades", "KN"]
    assert brigades.countries == ("IQ",)
    assert {d.label for d in brigades.designations} == {
        "Specially Designated Global Terrorist",
        "Foreign Terrorist Organization",
    }
    assert entries["4102"].born == ("1963/1965",)
    assert entries["36"].identifier == "list:ofac-sdn/36"


def test_what_of_the_sdn_list_cannot_be_used_is_counted_with_its_line() -> None:
    _, skipped = _read("ofac")
    assert skipped.total == 3
    assert "sdn.csv, line 5: a vessel is neither an actor nor a place" in skipped.examples
    assert "alt.csv, line 4: it has 2 fields instead of 5" in skipped.examples
    assert any(example.startswith("sdn.csv, line 6: it has 4 fields") for example in skipped.examples)


def test_the_consolidated_list_tells_good_aliases_from_low_ones() -> None:
    entries, skipped = _read("un")
    varran, brigades = entries["QDi.901"], entries["QDe.901"]
    assert varran.names == (
        ListedName("Oskar bin Varran"),
        ListedName("Oscar bin Warran"),
        ListedName("أوسكار بن فران"),
        ListedName("The Heron", weak=True),
    )
    assert varran.designations == (
        ListedDesignation(
            "Subject of United Nations sanctions",
            "United Nations Security Council",
            ("United Nations",),
            "Al-Qaida",
            "2009-07-02",
        ),
    )
    assert (varran.countries, varran.born, varran.birthplaces) == (("IR",), ("1957-03-11", "1956/1958"), ("Qom, Iran",))
    assert (brigades.cls, brigades.countries) == (EntityClass.ORGANISATION, ("IQ",))
    assert skipped.examples == ["un.xml, line 27 (QDi.902): it has no name"]
    assert open_list(SAMPLES["un"]).header.date == "2024-03-07"


def test_entities_of_followthemoney_meet_their_sanctions_and_posts_wherever_these_stand() -> None:
    entries, skipped = _read("ftm")
    assert list(entries) == ["NK-1", "Q99000002", "NK-3"]
    varran = entries["NK-1"]
    assert varran.designations == (
        ListedDesignation("Subject of sanctions", "Office of Foreign Assets Control", ("US",), "SDGT", "2009-07-02"),
    )
    assert (varran.posts, varran.countries) == (("Governor of the Fens",), ("IR",))
    assert varran.identifiers == ("wikidata:Q99000001",)
    assert ListedName("The Heron", weak=True) in varran.names
    assert entries["Q99000002"].cls is EntityClass.POLITICAL_PARTY
    assert [d.authority for d in entries["NK-3"].designations] == ["European Union"]  # the other was lifted
    assert dict(skipped.reasons) == {
        "a Vessel is neither an actor nor a place": 1,
        "it has no name": 1,
        "it is no JSON": 1,
        "another entry has its id": 1,
    }


def test_a_table_is_read_by_its_header() -> None:
    entries, skipped = _read("wikidata")
    varran, port = entries["Q99000001"], entries["Q99000003"]
    assert [name.text for name in varran.names] == ["Oskar bin Varran", "Oscar bin Warran", "O. B. V."]
    assert varran.source == "http://www.wikidata.org/entity/Q99000001"
    assert varran.designations == (ListedDesignation("Terrorist", "Council of the Fens", date="2009-07-02"),)
    assert (port.cls, port.latitude, port.longitude) == (EntityClass.SETTLEMENT, 33.3, 44.4)
    assert dict(skipped.reasons) == {
        "its type is none that is known: 'gadget'": 1,
        "its coordinates lie outside -90 to 90 and -180 to 180 degrees": 1,
    }


def test_places_of_geonames_know_what_they_lie_in() -> None:
    entries, skipped = _read("geonames")
    mosul, iraq, nineveh = entries["99072"], entries["99237"], entries["99069"]
    assert mosul.identifiers == ("geonames:99072",)
    assert (mosul.cls, mosul.within) == (EntityClass.SETTLEMENT, ("IQ.15", "IQ"))
    assert (iraq.cls, iraq.within) == (EntityClass.COUNTRY, ())
    assert (nineveh.cls, nineveh.within) == (EntityClass.ADMINISTRATIVE_AREA, ("IQ",))
    assert skipped.total == 2


def test_vocabularies_and_our_own_exports_are_read() -> None:
    entries, skipped = _read("rdf")
    river, varran, mosul = entries["G-17"], entries["person-oskar-bin-varran"], entries["place-mosul-99072"]
    assert river.names[0] == ListedName("River Brigades")
    assert ListedName("KN", weak=True) in river.names
    assert (river.cls, river.identifiers) == (EntityClass.ACTOR, ("wikidata:Q99000009",))
    assert (varran.cls, varran.countries) == (EntityClass.PERSON, ("IR",))
    assert (mosul.identifiers, mosul.latitude) == (("geonames:99072",), 36.335)
    assert dict(skipped.reasons) == {"its class is none that is known": 1}


def test_the_header_says_where_a_list_comes_from() -> None:
    header = open_list(SAMPLES["ofac"]).header
    assert (header.name, header.publisher, header.file) == ("ofac-sdn", "Office of Foreign Assets Control", "sdn.csv")
    assert open_list(SAMPLES["wikidata"], name="my-own").header.name == "my-own"
    assert open_list(SAMPLES["wikidata"]).header.name == "wikidata"


def test_the_checksum_is_that_of_all_files_that_are_read(tmp_path: Path) -> None:
    main = tmp_path / "sdn.csv"
    main.write_bytes(SAMPLES["ofac"].read_bytes())
    alone = open_list(main).header.sha256
    (tmp_path / "ALT.CSV").write_text('36,1,"aka","MARSH TRADERS",-0- \n')
    assert open_list(main).header.sha256 != alone
    assert [name.text for name in next(open_list(main).entries()).names] == ["Saltmarsh Trading Co.", "Marsh Traders"]


def test_a_second_pass_gives_the_same_and_counts_anew() -> None:
    opened = open_list(SAMPLES["ftm"])
    first, counted = list(opened.entries()), opened.skipped.total
    assert (list(opened.entries()), opened.skipped.total) == (first, counted)


@pytest.mark.parametrize(
    ("content", "form", "says"),
    [
        (b"", None, "not recognised. Name it with --format"),
        (b"some words\n", None, "not recognised"),
        (gzip.compress(b"x" * 9, mtime=0), None, "not recognised"),
        (b"x", "xlsx", "there is no format 'xlsx'"),
        (b"id\tlabel\n", "wikidata", "line 1: the header lacks type"),
        (b"<html></html>", "un", "its root is <html>, not <CONSOLIDATED_LIST>"),
        (b"<CONSOLIDATED_LIST>\n<INDIVIDUALS>", "un", "line 2: the XML is broken"),
        (b"@prefix x: <http://x/> .\nx:a x:b .", "rdf", "line 2: it is no RDF"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_a_remedy(
    tmp_path: Path, content: bytes, form: str | None, says: str
) -> None:
    path = tmp_path / "list.dat"
    path.write_bytes(content)
    with pytest.raises(ListError) as raised:
        list(open_list(path, form=form).entries())
    assert says in str(raised.value)
    assert str(raised.value).startswith("list.dat")


def test_a_name_that_is_no_slug_and_a_file_that_is_not_there_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ListError, match="cannot name a list"):
        open_list(SAMPLES["un"], name="UN list")
    with pytest.raises(ListError, match="cannot be read"):
        open_list(tmp_path / "gone.xml")


@pytest.mark.parametrize(
    "attack",
    [
        '<!DOCTYPE CONSOLIDATED_LIST [<!ENTITY a "aa"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE CONSOLIDATED_LIST [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE CONSOLIDATED_LIST SYSTEM "http://127.0.0.1:1/x.dtd">',
    ],
)
def test_xml_that_brings_its_own_entities_is_refused(tmp_path: Path, attack: str) -> None:
    path = tmp_path / "un.xml"
    body = "<CONSOLIDATED_LIST><ENTITIES><ENTITY><FIRST_NAME>&x;</FIRST_NAME></ENTITY></ENTITIES></CONSOLIDATED_LIST>"
    path.write_text(attack + body)
    with pytest.raises(ListError, match="document type"):
        list(open_list(path, form="un").entries())


def test_rdf_xml_that_defines_entities_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "vocabulary.rdf"
    rdf = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:s="http://www.w3.org/2004/02/skos/core#"'
    body = f'<rdf:RDF {rdf}><s:Concept rdf:about="http://x/a"><s:prefLabel>A&amp;B</s:prefLabel></s:Concept></rdf:RDF>'
    path.write_text(body)
    assert [entry.name for entry in open_list(path).entries()] == ["A&B"]
    path.write_text('<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + body)
    with pytest.raises(ListError, match="defines XML entities"):
        list(open_list(path).entries())


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("11 Mar 1957", "1957-03-11"),
        ("Mar 1957", "1957-03"),
        ("March 11, 1957", "1957-03-11"),
        ("circa 1963", "1963~"),
        ("circa 1979-1982", None),
        ("1957 to 1960", "1957/1960"),
        ("Between 1957 and 1960", "1957/1960"),
        ("05/06/1970", "1970"),
        ("25/06/1970", "1970-06-25"),
        ("31 Feb 1970", None),
        ("unknown", None),
    ],
)
def test_dates_become_edtf_or_nothing(written: str, date: str | None) -> None:
    assert edtf(written) == date


@given(st.text(max_size=30))
def test_whatever_a_date_is_made_of_it_is_edtf_or_nothing(text: str) -> None:
    value = edtf(text)
    assert value is None or Edtf.parse(value).text == value


@settings(max_examples=60, deadline=None)
@given(form=st.sampled_from(sorted(FORMATS)), data=st.data())
def test_damage_to_a_file_never_ends_in_anything_but_entries_or_a_list_error(
    tmp_path_factory: pytest.TempPathFactory, form: str, data: st.DataObject
) -> None:
    content = bytearray(SAMPLES[form].read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 6))] = data.draw(st.binary(max_size=6))
    path = tmp_path_factory.mktemp("damaged") / SAMPLES[form].name
    path.write_bytes(bytes(content))
    entries = []
    with suppress(ListError):
        entries += open_list(path, form=form).entries()
    for entry in entries:
        assert entry.name
        assert not entry.names[0].weak
        assert len({name.text for name in entry.names}) == len(entry.names)
        assert all(Edtf.parse(date) for date in entry.born)

"""The gazetteer finds places by any spelling, and its tables hold together."""

import subprocess
import sys

import pytest

from kg import reference
from kg.identity.gazetteer import PlaceKind, area, by_id, by_name, place_key
from kg.identity.gazetteer.tables import _Table, _table


@pytest.mark.parametrize(
    ("spelling", "geonames"),
    [("Al Qā’im", 92138), ("al-Qaim", 92138), ("QAIM", 92138), ("Fallujah", 99454), ("Deir ez-Zor", 170794),
     ("Kerkuk", 94787), ("Kyiv", 703448)],
)  # fmt: skip
def test_a_place_is_found_by_any_spelling(spelling: str, geonames: int) -> None:
    assert geonames in {p.geonames for p in by_name(spelling)}


def test_places_come_with_the_most_populous_first() -> None:
    populations = [p.population for p in by_name("Springfield")]
    assert populations == sorted(populations, reverse=True)
    assert len(populations) > 5


@pytest.mark.parametrize("name", ["", "no such place at all", "\t", "\n", "x\ty", "\uffff"])
def test_an_unknown_name_finds_nothing(name: str) -> None:
    assert by_name(name) == ()


def test_an_unknown_id_or_code_finds_nothing() -> None:
    assert by_id(1) is None
    assert area("ZZ.99") is None


def test_an_area_is_found_by_its_code() -> None:
    anbar = area("IQ.01")
    assert anbar is not None
    assert (anbar.kind, anbar.country, anbar.name) == (PlaceKind.AREA, "IQ", "Anbar")


def test_every_row_of_every_table_can_be_found_and_its_references_resolve() -> None:
    names, places = _table("names"), _table("places")
    rows = places.lines.decode().splitlines()
    for line in rows[::97]:
        number, kind, _, country, code, latitude, longitude, _ = line.split("\t")
        place = by_id(int(number))
        assert place is not None
        assert place.kind is PlaceKind(kind)
        assert not latitude or (-90 <= float(latitude) <= 90 and -180 <= float(longitude) <= 180)
        assert kind == PlaceKind.CONTINENT or len(country) == 2
        assert kind != PlaceKind.AREA or area(code) == place
    for line in names.lines.decode().splitlines()[::997]:
        key, numbers = line.split("\t")
        assert place_key(key) == key or place_key(f"al {key}") == key
        assert all(by_id(int(n)) is not None for n in numbers.split(","))


def test_a_table_finds_its_first_and_last_line_and_nothing_between() -> None:
    table = _Table(b"alpha\t1\nbeta\t2\nzeta\t3\n")
    assert [table.row(k) for k in ("alpha", "beta", "zeta")] == [["1"], ["2"], ["3"]]
    assert [table.row(k) for k in ("", "a", "alp", "alphabet", "gamma", "zz")] == [None] * 6
    assert _Table(b"").row("alpha") is None


def test_most_states_have_their_capital_in_the_gazetteer() -> None:
    lacking = [
        s.name
        for s in reference.states()
        if s.capitals and not any(p.country == s.code for c in s.capitals for p in by_name(c))
    ]
    assert len(lacking) < 12, lacking


def test_nothing_is_read_before_the_first_question() -> None:
    code = "import kg.identity, kg.identity.gazetteer.tables as t, sys;sys.exit(t._table.cache_info().currsize)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

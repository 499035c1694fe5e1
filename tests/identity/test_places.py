"""Place names are resolved where state, province, context or size decide, and left open where nothing does."""

import pytest

from kg.model import EntityClass
from tests.identity.factory import entity, first, identified, state

C = EntityClass


def geonames(name: str, *context: str, cls: EntityClass = C.SETTLEMENT, country: str | None = None) -> int | None:
    """The GeoNames id of ``name`` in a document that also names the states (by code) and places of ``context``."""
    others = [state(c, c) if len(c) == 2 else entity(c) for c in context]
    return first(entity(name, cls, country=country), *others).geonames


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Baghdad", 98182), ("Kirkuk", 94787), ("Aleppo", 170063), ("Paris", 2988507), ("London", 2643743),
     ("New York", 5128581), ("Washington", 4140963), ("Cologne", 2886242), ("Kyiv", 703448),
     ("Kiev", 703448), ("Mosul", 99072), ("Benghazi", 88319), ("Tripoli", 2210247)],
)  # fmt: skip
def test_a_famous_city_needs_no_context(name: str, expected: int) -> None:
    assert geonames(name) == expected


@pytest.mark.parametrize(
    "name", ["Springfield", "San Juan", "Hyderabad", "Punjab", "Victoria", "Clinton", "Nowhereville"]
)
def test_a_name_that_many_places_share_is_left_open(name: str) -> None:
    found = first(entity(name))
    assert found.geonames is None
    assert found.latitude is found.longitude is None
    assert found.within == ()


@pytest.mark.parametrize(
    ("name", "context", "expected"),
    [
        ("Springfield", ["Illinois"], 4250542),
        ("Springfield", ["Missouri"], 4409896),
        ("Hyderabad", ["PK"], 1176734),
        ("Hyderabad", ["IN"], 1269843),
        ("Tripoli", ["LB"], 266826),
        ("Tripoli", ["LY"], 2210247),
        ("Birmingham", ["US"], 4049979),
        ("Birmingham", ["GB"], 2655603),
        ("Odessa", ["UA"], 698740),
        ("Odessa", ["Texas"], 5527554),
        ("Paris", ["US"], 2988507),
        ("Kansas City", ["Mo."], 4393217),
        ("Al-Qa’im", ["IQ"], 92138),
        ("al Qaim", ["IQ"], 92138),
    ],
)
def test_the_states_and_provinces_of_a_document_decide(name: str, context: list[str], expected: int) -> None:
    assert geonames(name, *context) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Springfield, Missouri", 4409896), ("Springfield, Mo.", 4409896),
     ("Springfield, Illinois", 4250542), ("Paris, Texas", 4717560),
     ("London, Ontario", 6058560), ("Mosul, Iraq", 99072), ("Springfield, Atlantis", None)],
)  # fmt: skip
def test_a_name_can_say_itself_where_the_place_lies(name: str, expected: int | None) -> None:
    assert geonames(name) == expected


@pytest.mark.parametrize(
    ("name", "cls", "country", "expected"),
    [
        ("Anbar", C.SETTLEMENT, "IQ", 99592),
        ("Anbar province", C.SETTLEMENT, None, 99592),
        ("Anbar Province", C.ADMINISTRATIVE_AREA, "IQ", 99592),
        ("Kirkuk province", C.SETTLEMENT, None, 98410),
        ("province of Kirkuk", C.ADMINISTRATIVE_AREA, None, 98410),
        ("Texas", C.SETTLEMENT, None, 4736286),
        ("Oklahoma", C.SETTLEMENT, None, 4544379),
        ("Oklahoma City", C.SETTLEMENT, None, 4544349),
        ("Ala.", C.SETTLEMENT, None, 4829764),
        ("Washington state", C.SETTLEMENT, None, 5815135),
        ("New York City", C.SETTLEMENT, None, 5128581),
        ("Africa", C.REGION, None, 6255146),
        ("Helmand", C.REGION, None, 1140043),
    ],
)
def test_words_and_class_say_whether_a_town_or_a_province_is_meant(
    name: str, cls: EntityClass, country: str | None, expected: int
) -> None:
    found = first(entity(name, cls, country=country))
    assert found.geonames == expected
    assert found.label == name


def test_an_explicit_state_is_never_overruled_by_fame() -> None:
    assert geonames("Tripoli", country="LB") == 266826
    assert geonames("Paris", country="IQ") is None


@pytest.mark.parametrize(
    ("name", "context", "latitude", "longitude"),
    [("Kirkuk", ["IQ"], 35.47, 44.39), ("al Qaim", ["IQ"], 34.37, 41.09), ("Anbar", ["IQ"], 32.9, 41.6)],
)
def test_coordinates_lie_where_the_place_lies(name: str, context: list[str], latitude: float, longitude: float) -> None:
    found = first(entity(name), *(state(c, c) for c in context))
    assert found.latitude == pytest.approx(latitude, abs=0.2)
    assert found.longitude == pytest.approx(longitude, abs=0.2)
    assert found.latitude == round(found.latitude or 0, 4)


def test_a_settlement_lies_within_its_province_and_state_which_are_described_too() -> None:
    identity = identified(entity("Kirkuk"))
    town = identity.entities[0]
    assert [k.name for k in town.within] == ["kirkuk-98410", "iraq-99237"]
    assert {a.key: a.cls for a in identity.added} == {
        town.within[0]: C.ADMINISTRATIVE_AREA,
        town.within[1]: C.COUNTRY,
    }
    area = next(a for a in identity.added if a.key == town.within[0])
    assert area.within == (town.within[1],)
    assert area.label == "Kirkuk"


def test_what_the_document_mentions_itself_is_not_added() -> None:
    identity = identified(entity("Kirkuk"), state("IQ", "Iraq", C.COUNTRY), entity("Kirkuk province"))
    assert identity.added == ()
    assert {k for e in identity.entities for k in e.within} <= {e.key for e in identity.entities}


def test_spellings_of_one_place_get_one_key() -> None:
    names = ("al Qaim", "Al-Qa'im", "Al-Qa’im", "Qaim", "el-Qaim")
    keys = {first(entity(n), state("IQ", "Iraq")).key for n in names}
    assert len(keys) == 1


def test_a_facility_lies_in_the_town_it_is_called_after_but_is_not_that_town() -> None:
    airport = first(entity("Baghdad International Airport", C.FACILITY), state("IQ", "Iraq"))
    assert airport.key.name == "baghdad-international-airport"
    assert [k.name for k in airport.within] == ["baghdad-98182", "baghdad-98180", "iraq-99237"]
    assert airport.geonames is airport.latitude is None
    assert first(entity("Baghdad", C.FACILITY), state("IQ", "Iraq")).geonames is None
    assert first(entity("Oxford Street", C.FACILITY), state("GB", "Britain")).within == ()


def test_a_region_is_not_the_town_of_its_name() -> None:
    assert first(entity("Kirkuk", C.REGION), state("IQ", "Iraq")).cls is not C.SETTLEMENT
    assert first(entity("Middle East", C.REGION)).geonames is None


def test_a_description_is_no_place_of_the_gazetteer() -> None:
    assert first(entity("Baghdad", proper=False)).geonames is None


def test_an_alias_that_says_where_the_place_lies_decides_before_fame() -> None:
    assert first(entity("Paris", aliases=("Paris, Texas",))).geonames == 4717560
    assert first(entity("Paris", aliases=("Paris, Nowhereshire",))).geonames == 2988507

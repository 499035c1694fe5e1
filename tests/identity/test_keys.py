"""Keys: one thing has one key in every document, and two things never share one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import EntityClass
from tests.identity.factory import DOCUMENT, entity, first, identified, state

C = EntityClass


@pytest.mark.parametrize(
    ("name", "cls", "expected"),
    [
        ("Jane Doe", C.PERSON, ("person", "jane-doe")),
        ("Abu Omar al-Shami", C.PERSON, ("person", "abu-omar-al-shami")),
        ("Northern Star Brigade", C.ARMED_GROUP, ("organisation", "northern-star-brigade")),
        ("NSB", C.ARMED_GROUP, ("organisation", "nsb")),
        ("Globex", C.COMPANY, ("organisation", "globex")),
        ("Kurds", C.GROUP, ("group", "kurds")),
        ("Green Valley", C.REGION, ("place", "green-valley")),
        ("Jane Doe", C.ACTOR, ("actor", "jane-doe")),
        ("General Jane Doe", C.PERSON, ("person", "jane-doe")),
        ("Lt. Gen. Jane van Doe", C.PERSON, ("person", "jane-van-doe")),
        ("Supreme Court of Ruritania", C.GOVERNMENT_BODY, ("organisation", "supreme-court-of-ruritania")),
    ],
)
def test_a_full_name_is_the_same_in_every_document(name: str, cls: EntityClass, expected: tuple[str, str]) -> None:
    for document in (DOCUMENT, DOCUMENT[::-1]):
        key = identified(entity(name, cls), document=document).entities[0].key
        assert (key.kind, key.name) == expected


@pytest.mark.parametrize(
    ("name", "cls", "proper"),
    [
        ("Doe", C.PERSON, True),
        ("President Doe", C.PERSON, True),
        ("J. Doe", C.PERSON, True),
        ("al-Shami", C.PERSON, True),
        ("al Smallville", C.SETTLEMENT, True),
        ("25 sailors", C.GROUP, False),
        ("the northern militia", C.ARMED_GROUP, False),
        ("Smallville", C.SETTLEMENT, True),
        ("Ministry of Defence", C.GOVERNMENT_BODY, True),
        ("Supreme Court", C.GOVERNMENT_BODY, True),
        ("National Party", C.POLITICAL_PARTY, True),
    ],
)
def test_what_could_be_anybody_belongs_to_its_document(name: str, cls: EntityClass, proper: bool) -> None:
    key = first(entity(name, cls, proper=proper)).key
    assert key.name.endswith(f"-{DOCUMENT}")


def test_a_body_that_every_state_has_is_told_apart_by_its_state() -> None:
    iraqi = first(entity("Ministry of Defence", C.GOVERNMENT_BODY, country="IQ")).key
    jordanian = first(entity("Ministry of Defence", C.GOVERNMENT_BODY, country="JO")).key
    assert (iraqi.name, jordanian.name) == ("ministry-of-defence-iq", "ministry-of-defence-jo")


def test_spellings_that_differ_in_marks_alone_get_one_key() -> None:
    names = ("Abu Omar al-Shami", "Abu Omar al Shami", "ABU OMAR AL-SHAMI", "Abu ‘Omar al-Shami")
    assert len({first(entity(n, C.PERSON)).key for n in names}) == 1


def test_a_state_is_an_actor_and_its_territory_is_a_place() -> None:
    identity = identified(state("IQ", "Iraq"))
    actor = identity.entities[0]
    assert (actor.key.kind, actor.key.name, actor.cls) == ("organisation", "iraq", C.STATE)
    assert actor.territory is not None
    country = identity.added[0]
    assert country.key == actor.territory
    assert (country.cls, country.geonames, country.label) == (C.COUNTRY, 99237, "Iraq")


def test_a_country_as_place_gets_the_key_that_the_state_calls_its_territory() -> None:
    identity = identified(state("IQ", "Iraq"), state("IQ", "Iraq", C.COUNTRY))
    actor, place = identity.entities
    assert actor.territory == place.key
    assert actor.key != place.key
    assert identity.added == ()


def test_a_reference_entry_brings_its_own_name_class_and_wikidata_item() -> None:
    nato = first(entity("Nato", C.ORGANISATION, reference="organisation/nato", aliases=("the alliance",)))
    assert (nato.key.name, nato.cls, nato.label, nato.wikidata) == (
        "nato",
        C.INTERNATIONAL_ORGANISATION,
        "NATO",
        "Q7184",
    )
    assert nato.aliases == ("Nato", "the alliance")


def test_a_government_is_known_by_its_state() -> None:
    iraqi = first(entity("Iraqi government", C.GOVERNMENT_BODY, proper=False, country="IQ", reference="government/IQ"))
    assert iraqi.key.name == "government-of-iraq"
    assert iraqi.territory is None


def test_two_descriptions_in_the_same_words_stay_two() -> None:
    identity = identified(*(entity("25 sailors", C.GROUP, proper=False) for _ in range(3)))
    assert len({e.key for e in identity.entities}) == 3


NAMES = st.sampled_from(
    ["Jane Doe", "Doe", "25 sailors", "Baghdad", "Kirkuk", "Springfield", "Anbar", "Iraq", "NATO", "", "—", "الأنبار",
     "Ministry of Defence", "Paris, Texas", "Baghdad Airport", "a" * 300, "X, Y, Z", "Al", "the"]
)  # fmt: skip
ENTITIES = st.builds(
    lambda name, cls, proper, country, reference: entity(
        name, cls, proper=proper, country=country, reference=reference
    ),
    NAMES | st.text(max_size=20),
    st.sampled_from(EntityClass),
    st.booleans(),
    st.sampled_from([None, "IQ", "US", "ZZ"]),
    st.sampled_from([None, None, None, "state/IQ", "organisation/nato", "government/IQ", "state/ZZ", "other/thing"]),
)


@given(st.lists(ENTITIES, max_size=8))
def test_every_entity_is_identified_once_and_every_key_is_safe_and_described(entities: list[object]) -> None:
    identity = identified(*entities)  # type: ignore[arg-type]
    assert identity == identified(*entities)  # type: ignore[arg-type]
    assert [i.entity for i in identity.entities] == [f"n{n}" for n in range(1, len(entities) + 1)]
    described = {i.key for i in (*identity.entities, *identity.added)}
    for found in (*identity.entities, *identity.added):
        assert found.key.name.isascii()
        assert set(found.key.name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
        assert found.key.kind in {"person", "organisation", "group", "place", "actor"}
        assert set(found.within) <= described
        assert found.key not in found.within
        assert found.territory is None or found.territory in described
    assert len({a.key for a in identity.added}) == len(identity.added)


@given(st.lists(ENTITIES, max_size=6), st.lists(ENTITIES, max_size=6))
def test_descriptions_of_different_things_never_share_a_key(one: list[object], other: list[object]) -> None:
    identity = identified(*one, *other)  # type: ignore[arg-type]
    scoped = [i.key for i in identity.entities if f"-{DOCUMENT}" in i.key.name]
    assert len(scoped) == len(set(scoped))

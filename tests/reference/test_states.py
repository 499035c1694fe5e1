"""States are found by name, adjective, inhabitant and capital, and by nothing else."""

import re

import pytest

from kg.reference import (
    State,
    state,
    state_by_adjective,
    state_by_capital,
    state_by_inhabitant,
    state_by_name,
    states,
)

MEMBERS = re.findall(
    "[A-Z]+",
    """
AF AL DZ AD AO AG AR AM AU AT AZ BS BH BD BB BY BE BZ BJ BT BO BA BW BR BN BG BF BI CV KH CM CA CF TD CL CN CO KM CG CR
CI HR CU CY CZ KP CD DK DJ DM DO EC EG SV GQ ER EE SZ ET FJ FI FR GA GM GE DE GH GR GD GT GN GW GY HT HN HU IS IN ID IR
IQ IE IL IT JM JP JO KZ KE KI KW KG LA LV LB LS LR LY LI LT LU MG MW MY MV ML MT MH MR MU MX FM MC MN ME MA MZ MM NA NR
NP NL NZ NI NE NG MK NO OM PK PW PA PG PY PE PH PL PT QA KR MD RO RU RW KN LC VC WS SM ST SA SN RS SC SL SG SK SI SB SO
ZA SS ES LK SD SR SE CH SY TJ TH TL TG TO TT TN TR TM TV UG UA AE GB TZ US UY UZ VU VE VN YE ZM ZW
""",
)


def code(found: State | None) -> str | None:
    return found.code if found else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("US", "US"), ("U.S.", "US"), ("U.S", "US"), ("USA", "US"), ("America", "US"), ("United States", "US"),
        ("the United States of America", "US"), ("The United States", "US"), ("UK", "GB"), ("Britain", "GB"),
        ("Iraq", "IQ"), ("IRAQ", "IQ"), ("Côte d’Ivoire", "CI"), ("Cote d'Ivoire", "CI"), ("DPRK", "KP"),
        ("the UAE", "AE"), ("Turkey", "TR"), ("Türkiye", "TR"), ("Islamic Republic of Iran", "IR"), ("Congo", "CD"),
        ("Guinea-Bissau", "GW"), ("Bosnia", "BA"), ("Kosovo", "XK"), ("Taiwan", "TW"), ("Palestine", "PS"),
        ("us", None), ("it", None), ("turkey", None), ("in", None), ("IN", None), ("Georgian", None), ("Baghdad", None),
    ],
)  # fmt: skip
def test_a_state_is_found_by_its_names_and_case_counts(text: str, expected: str | None) -> None:
    assert code(state_by_name(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Iraqi", "IQ"), ("American", "US"), ("British", "GB"), ("Dutch", "NL"), ("Iranian", "IR"), ("Saudi", "SA"),
     ("South Korean", "KR"), ("IRANIAN", "IR"), ("Emirati", "AE"), ("Iraqis", None), ("polish", None), ("Iraq", None)],
)  # fmt: skip
def test_a_state_is_found_by_its_adjective(text: str, expected: str | None) -> None:
    assert code(state_by_adjective(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Americans", "US"), ("American", "US"), ("Iraqis", "IQ"), ("Briton", "GB"), ("Turks", "TR"), ("Chinese", "CN"),
     ("Poles", "PL"), ("Spaniard", "ES"), ("poles", None), ("finn", None), ("Spanish", None)],
)  # fmt: skip
def test_a_state_is_found_by_its_inhabitants_in_singular_and_plural(text: str, expected: str | None) -> None:
    assert code(state_by_inhabitant(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Washington", "US"), ("Washington, D.C.", "US"), ("Tehran", "IR"), ("Kiev", "UA"), ("Kyiv", "UA"),
     ("Baghdad", "IQ"), ("The Hague", "NL"), ("Sana’a", "YE"), ("New York", None), ("Iraq", None)],
)  # fmt: skip
def test_a_state_is_found_by_its_capital(text: str, expected: str | None) -> None:
    assert code(state_by_capital(text)) == expected


def test_every_member_of_the_united_nations_is_there_with_what_a_reader_needs() -> None:
    assert len(MEMBERS) == 193
    for member in MEMBERS:
        entry = state(member)
        assert entry is not None, member
        assert entry.adjectives or member in {"CG", "DM"}, entry  # both share theirs with a larger neighbour
        assert -90 <= entry.latitude <= 90
        assert -180 <= entry.longitude <= 180


def test_every_word_of_the_list_leads_back_to_its_own_state() -> None:
    for entry in states():
        assert all(state_by_name(name) is entry for name in entry.names), entry
        assert all(state_by_adjective(word) is entry for word in entry.adjectives), entry
        assert all(state_by_inhabitant(word) is entry for word in entry.inhabitants), entry
        assert all(state_by_capital(word) is entry for word in entry.capitals), entry


def test_codes_slugs_and_identifiers_are_unique() -> None:
    assert len({s.code for s in states()}) == len(states())
    assert len({s.slug for s in states()}) == len(states())
    assert len({s.geonames for s in states()}) == len(states())
    items = [s.wikidata for s in states() if s.wikidata]
    assert len(set(items)) == len(items)
    assert state("US") is not None
    assert state("US").slug == "united-states"  # type: ignore[union-attr]
    assert state("ZZ") is None

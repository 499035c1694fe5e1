"""The evidence for one link: all its claims, who makes them, and where they disagree."""

import pytest

from tests.queries.world import world
from tests.web.network.reading import read
from tests.web.reading import check_whole, text_of


def claims(query: str) -> set[tuple[str, str]]:
    """The stances and quotes of the claims on a page."""
    page, _ = read(world(), query)
    (table,) = page.tables
    return {("".join(c.text for c in row.cells[3]), row.evidence.text) for row in table.rows if row.evidence}


def test_an_attack_rests_on_who_did_it_and_against_whom_and_on_who_denies_it():
    told = claims("entity=Norland&other=Iron Brigade&edge=attacks")
    assert told == {
        ("", "Norland bombed the Iron Brigade in Karsk on 14 March 2021 with rockets."),
        ("denied", "Norland denied the raid"),
    }


def test_those_who_affirm_and_those_who_deny_stand_side_by_side():
    page, html = read(world(), "entity=Norland&other=Iron Brigade&edge=attacks")
    check_whole(html)
    (conflict,) = page.values["evidence"].conflicts
    assert {side.polarity for side in conflict.sides} == {"Affirmed", "Denied"}
    assert "Where the accounts disagree" in text_of(html)


@pytest.mark.parametrize(
    ("query", "quote"),
    [
        ("entity=Estmark&other=Iron Brigade&edge=arms", "Estmark arms the Iron Brigade"),
        ("entity=Estmark&other=Iron Brigade&edge=supports", "Estmark supports the Iron Brigade."),
        ("entity=Ada Roe&other=Norland&edge=holdsPostIn", "General Ada Roe, the defence minister of Norland"),
        ("entity=Iron Brigade&other=Port Lund&edge=attacks", "The Brigade vowed to attack Port Lund."),
    ],
)
def test_every_kind_of_link_leads_to_its_words(query: str, quote: str):
    assert quote in {words for _, words in claims(query)}


def test_a_link_is_read_from_its_source_on():
    assert claims("entity=Iron Brigade&other=Estmark&edge=arms") == set()
    _, html = read(world(), "entity=Iron Brigade&other=Estmark&edge=arms")
    assert "No claim links the two in this way." in text_of(html)


def test_the_heading_asks_and_does_not_assert():
    page, _ = read(world(), "entity=Norland&other=Iron Brigade&edge=attacks")
    assert page.title == "Norland attacks Iron Brigade: who says so?"

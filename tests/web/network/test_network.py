"""Who is linked to whom: counted, the strongest first, with what is planned or denied kept apart, and bounded."""

import pytest

from kg.web.network.link import Link
from kg.web.network.wish import FEW, MOST
from tests.queries.world import world
from tests.web.network.reading import actor, gathered, linked


def told(query: str) -> dict[tuple[str, str, str], Link]:
    made = gathered(world(), query)
    return {(made.end(one.source).label, one.kind, made.end(one.target).label): one for one in made.links}


def test_the_links_of_an_actor_go_both_ways_and_are_of_all_kinds():
    links = told("entity=Iron Brigade")
    assert links.keys() >= {
        ("Norland", "attacks", "Iron Brigade"),
        ("Estmark", "supports", "Iron Brigade"),
        ("Estmark", "arms", "Iron Brigade"),
        ("Norland", "designates", "Iron Brigade"),
    }
    assert all("Iron Brigade" in (source, target) for source, _, target in links)


def test_what_is_said_and_denied_is_disputed_and_both_are_counted():
    attack = told("entity=Iron Brigade")["Norland", "attacks", "Iron Brigade"]
    assert (attack.affirmed, attack.denied, attack.standing) == (1, 1, "disputed")
    assert attack.stance == "denied by 1 of 2 claims"


def test_what_is_planned_is_a_link_but_never_counts_as_affirmed():
    plan = told("entity=Iron Brigade&kind=attacks")["Iron Brigade", "attacks", "Port Lund"]
    assert (plan.affirmed, plan.planned, plan.standing, plan.stance) == (0, 1, "planned", "planned")


def test_a_post_links_its_holder_with_the_organisation():
    post = told("entity=Ada Roe")["Ada Roe", "holdsPostIn", "Norland"]
    assert post.standing == "said"
    assert [voice.quote for voice in post.voices] == ["General Ada Roe, the defence minister of Norland"]


def test_links_name_their_claimants_and_quote_their_claims():
    arms = told("entity=Estmark&kind=arms")["Estmark", "arms", "Iron Brigade"]
    assert [(voice.claimant, voice.quote) for voice in arms.voices] == [("Norland", "Estmark arms the Iron Brigade")]


def test_chosen_kinds_leave_the_others_out_but_not_out_of_the_count():
    made = gathered(world(), "entity=Iron Brigade&kind=arms")
    assert {one.kind for one in made.links} == {"arms"}
    assert {one.kind for one in made.kinds} >= {"arms", "attacks", "supports", "designates"}


def test_a_period_leaves_out_what_is_dated_otherwise():
    assert ("Norland", "attacks", "Iron Brigade") in told("entity=Norland&since=2021-03&until=2021-03")
    assert ("Norland", "attacks", "Iron Brigade") not in told("entity=Norland&until=2020")


def test_two_steps_show_the_links_of_neighbours_as_well():
    assert ("Estmark", "arms", "Iron Brigade") not in told("entity=Norland")
    assert ("Estmark", "arms", "Iron Brigade") in told("entity=Norland&depth=2")


STAR = [("hub", "attacks", f"other-{n:04d}", 1 + n % 7, 0) for n in range(1_000)]


def test_of_too_many_links_the_strongest_are_shown_and_that_is_said():
    made = gathered(linked(STAR), "entity=Hub")
    assert len(made.ends) == FEW
    assert {one.number for one in made.links} == {7}
    assert made.notes[0] == "Of the links of Hub, those are shown that most claims tell of."
    assert [(one.kind, one.links) for one in made.kinds] == [("attacks", 1_000)]


def test_no_wish_makes_a_network_larger_than_a_drawing_can_hold():
    grown = "&".join(f"expand={actor(f'other-{n:04d}')}" for n in range(20))
    ring = [(f"other-{n:04d}", "supports", f"far-{n}-{m}", 1, 0) for n in range(20) for m in range(30)]
    made = gathered(linked([*STAR, *ring]), f"entity=Hub&most={MOST}&depth=2&{grown}")
    assert len(made.ends) <= MOST
    assert any(f"at most {MOST}" in note for note in made.notes)


def test_a_crowded_neighbour_is_not_opened_of_itself():
    made = gathered(linked([*STAR, ("small", "supports", "hub", 9, 0)]), "entity=Small&depth=2")
    assert {end.label for end in made.ends} == {"Small", "Hub"}
    assert "Not opened at the second step, being linked with more than 300: Hub." in made.notes


@pytest.mark.parametrize("kind", ["", " attacks"])
def test_an_expansion_adds_twelve_at_most_the_strongest_first(kind: str):
    made = gathered(linked([*STAR, ("small", "supports", "hub", 9, 0)]), f"entity=Small&expand={actor('hub')}{kind}")
    assert len(made.ends) == 2 + 12
    assert {one.number for one in made.links if one.kind == "attacks"} == {7}


def test_an_expansion_by_another_kind_adds_nothing():
    made = gathered(linked([*STAR, ("small", "supports", "hub", 9, 0)]), f"entity=Small&expand={actor('hub')} arms")
    assert len(made.ends) == 2

"""Conflicts: only what cannot both hold, and not everything that differs."""

from dataclasses import replace

import pytest

from kg.graph import Iris, build
from kg.graph.conflicts import find_conflicts
from kg.model import (
    Claim,
    ClassObject,
    DateObject,
    Effect,
    Entity,
    EntityClass,
    EntityKey,
    Event,
    EventClass,
    Extract,
    Identification,
    Identity,
    NodeId,
    NodeObject,
    Polarity,
    Predicate,
    Realis,
    Span,
    Toll,
)
from kg.vocabulary import KG
from tests.graph.fiction import BASE, karsk

S, G, P = EntityClass.STATE, EntityClass.ARMED_GROUP, Predicate
ACTORS = {
    "n1": ("Norland", S, True, "NO"), "n2": ("Estmark", S, True, "EE"), "n3": ("Iron Brigade", G, True, None),
    "n4": ("Norland’s army", EntityClass.ARMED_FORCE, True, "NO"), "n5": ("gunmen", EntityClass.GROUP, False, None),
    "n6": ("25 fighters", EntityClass.GROUP, False, None), "n7": ("19 of its men", EntityClass.GROUP, False, None),
    "n8": ("three civilians", EntityClass.GROUP, False, None), "n9": ("five men", EntityClass.GROUP, False, "NO"),
    "n10": ("two men", EntityClass.GROUP, False, "EE"), "n11": ("Norland", S, True, "NO"),
}  # fmt: skip
PLACES = {"n21": ("Karsk", "SETTLEMENT", ("east",)), "n22": ("Lund", "SETTLEMENT", ()), "n23": ("East", "REGION", ()),
          "n24": ("Old Karsk", "SETTLEMENT", ("karsk", "east"))}  # fmt: skip


def between(*claims: Claim, tolls: tuple[Toll, ...] = ()) -> list[tuple[str, str]]:
    entities = [Entity(NodeId(n), cls, name, proper, (), country) for n, (name, cls, proper, country) in ACTORS.items()]
    entities += [Entity(NodeId(n), EntityClass[cls], name, proper=True) for n, (name, cls, _) in PLACES.items()]
    known = [
        Identification(e.id, EntityKey("x", e.name.lower().replace(" ", "-")), e.cls, e.name, within=tuple(
            EntityKey("x", place) for place in PLACES.get(e.id, ("", "", ()))[2]
        ))
        for e in entities
    ]  # fmt: skip
    events = (Event(NodeId("e1"), EventClass.ATTACK), Event(NodeId("e2"), EventClass.ATTACK))
    extract = Extract("0" * 20, "x", tuple(entities), events, tolls=tolls, claims=claims)
    return [(a.id, b.id) for a, b in find_conflicts(extract, Identity("0" * 20, tuple(known)))]


def claim(
    number: int,
    predicate: Predicate,
    value: object,
    by: str | None = None,
    *,
    about: str = "e1",
    at: int | None = None,
    **more,
):
    made = value if not isinstance(value, str) else NodeObject(NodeId(value))
    at = number if at is None else at
    return Claim(
        NodeId(f"c{number}"),
        NodeId(about),
        predicate,
        made,
        (Span(at * 10, at * 10 + 5),),
        "r",
        0.9,
        by and NodeId(by),
        **more,
    )


def toll(
    number: int, low: int | None, high: int | None, group: str | None = None, effect: Effect = Effect.KILLED
) -> Toll:
    return Toll(NodeId(f"t{number}"), effect, low, high, group and NodeId(group))


DENIED = {"polarity": Polarity.DENIED}


@pytest.mark.parametrize(
    ("first", "second", "conflict"),
    [
        ((25, 25, None), (15, 15, None), True),
        ((25, 25, None), (20, 30, None), False),
        ((52, None, None), (None, 51, None), True),
        ((52, None, None), (60, 60, None), False),
        ((24, None, None), (0, 0, None), True),
        ((25, 25, "n3"), (15, 15, "n3"), True),
        ((25, 25, "n3"), (15, 15, "n1"), False),
        ((25, 25, "n6"), (15, 15, "n7"), True),
        ((25, 25, "n6"), (15, 15, "n3"), True),
        ((25, 25, "n6"), (3, 3, "n8"), False),
        ((3, 3, "n8"), (25, 25, "n3"), False),
        ((5, 5, "n9"), (2, 2, "n10"), False),
        ((3, 3, "n8"), (25, 25, None), False),
        ((30, 30, "n8"), (25, 25, None), True),
    ],
)
def test_tolls_of_two_claimants(first, second, conflict):
    """A group's toll may be less than the whole's, never more; civilians are no fighters, nor two states one people."""
    tolls = (toll(1, *first), toll(2, *second))
    found = between(claim(1, P.TOLL, "t1", "n1"), claim(2, P.TOLL, "t2", "n3"), tolls=tolls)
    assert found == ([("c1", "c2")] if conflict else [])


def test_tolls_of_other_effects_events_or_worlds_do_not_conflict():
    tolls = (toll(1, 25, 25), toll(2, 15, 15), toll(3, 15, 15, effect=Effect.INJURED))
    one = claim(1, P.TOLL, "t1", "n1")
    assert between(one, claim(2, P.TOLL, "t3", "n3"), tolls=tolls) == []
    assert between(one, claim(2, P.TOLL, "t2", "n3", about="e2"), tolls=tolls) == []
    assert between(one, claim(2, P.TOLL, "t2", "n3", realis=Realis.HYPOTHETICAL), tolls=tolls) == []


def test_one_claimant_contradicts_itself_only_about_the_same_people_in_other_words():
    tolls = (toll(1, 25, 25, "n6"), toll(2, 15, 15, "n6"), toll(3, 15, 15, "n7"))
    one = claim(1, P.TOLL, "t1", "n1")
    assert between(one, claim(2, P.TOLL, "t2", "n1"), tolls=tolls) == [("c1", "c2")]
    assert between(one, claim(2, P.TOLL, "t2", "n1", at=1), tolls=tolls) == [], "one span, read twice"
    assert between(one, claim(2, P.TOLL, "t3", "n1"), tolls=tolls) == [], "a breakdown"


def test_two_claimants_who_name_different_agents_conflict():
    assert between(claim(1, P.AGENT, "n1", "n3"), claim(2, P.AGENT, "n2", "n1")) == [("c1", "c2")]
    assert between(claim(1, P.TARGET, "n3"), claim(2, P.TARGET, "n2", "n1")) == [("c1", "c2")]


@pytest.mark.parametrize(
    "claims",
    [
        [claim(1, P.AGENT, "n1", "n3"), claim(2, P.AGENT, "n2", "n3")],
        [claim(1, P.AGENT, "n1", "n3"), claim(2, P.AGENT, "n11", "n2")],
        [claim(1, P.AGENT, "n1", "n3"), claim(2, P.AGENT, "n4", "n2")],
        [claim(1, P.AGENT, "n3", "n1"), claim(2, P.AGENT, "n5", "n2")],
        [claim(1, P.AGENT, "n1", "n3"), claim(2, P.AGENT, "n1", "n2"), claim(3, P.AGENT, "n2", "n2")],
        [claim(1, P.AGENT, "n1", "n3"), claim(2, P.AGENT, "n3", "n2"), claim(3, P.PART_OF, "n1", about="n3")],
        [claim(1, P.VICTIM, "n1", "n3"), claim(2, P.VICTIM, "n2", "n1")],
        [claim(1, P.TARGET, "n21", "n3"), claim(2, P.TARGET, "n2", "n1")],
    ],
    ids=[
        "one claimant",
        "one actor",
        "a state and its army",
        "a description",
        "shared agent",
        "parts",
        "victims",
        "a place",
    ],
)
def test_accounts_that_differ_but_may_both_be_true(claims):
    assert between(*claims) == []


def test_two_settlements_exclude_each_other_unless_one_lies_in_the_other():
    assert between(claim(1, P.PLACE, "n21"), claim(2, P.PLACE, "n22", "n1")) == [("c1", "c2")]
    assert between(claim(1, P.PLACE, "n21"), claim(2, P.PLACE, "n24", "n1")) == []
    assert between(claim(1, P.PLACE, "n22"), claim(2, P.PLACE, "n23", "n1")) == []
    assert between(claim(1, P.PLACE, "n21"), claim(2, P.PLACE, "n22")) == [], "an attack on two towns"


def test_dates_exclude_each_other_where_both_are_exact():
    one = claim(1, P.DATE, DateObject("2021-03-14"))
    for other, conflict in [
        ("2021-03-15", True),
        ("2021-03", False),
        ("2021-04", True),
        ("2021-04~", False),
        ("XXXX-04-01", True),
    ]:
        assert bool(between(one, claim(2, P.DATE, DateObject(other)))) == conflict, other
    assert between(one, claim(2, P.DATE, DateObject("soon"))) == []


def test_what_one_affirms_and_another_denies_conflicts():
    one, other = claim(1, P.AGENT, "n1"), claim(2, P.AGENT, "n11", "n1", **DENIED)
    assert between(one, other) == [("c1", "c2")]
    assert between(one, claim(2, P.AGENT, "n2", "n1", **DENIED)) == []
    assert between(replace(one, realis=Realis.FUTURE), other) == []
    assert between(claim(1, P.ARMS, "n3", about="n1"), claim(2, P.ARMS, "n3", "n1", about="n11", **DENIED)) == [
        ("c1", "c2")
    ]


def test_who_denies_any_attack_denies_the_airstrike_but_not_the_other_way_round():
    airstrike, attack = ClassObject(EventClass.AIRSTRIKE), ClassObject(EventClass.ATTACK)
    assert between(claim(1, P.TYPE, airstrike), claim(2, P.TYPE, attack, "n1", **DENIED)) == [("c1", "c2")]
    assert between(claim(1, P.TYPE, attack), claim(2, P.TYPE, airstrike, "n1", **DENIED)) == []


def test_a_denied_toll_conflicts_with_the_same_toll():
    tolls = (toll(1, 25, 25, "n6"), toll(2, 25, 25, "n6"), toll(3, 24, 25, "n6"))
    one = claim(1, P.TOLL, "t1", "n3")
    assert between(one, claim(2, P.TOLL, "t2", "n1", **DENIED), tolls=tolls) == [("c1", "c2")]
    assert between(one, claim(2, P.TOLL, "t3", "n1", **DENIED), tolls=tolls) == []


def test_conflicts_stand_in_both_directions_in_a_graph_of_their_own():
    told = karsk()
    quads = build(told.document, told.extract, told.identity, BASE, told.names).conflicts
    iris = Iris(BASE)
    pairs = {(q.subject.value.rpartition("-")[2], q.object.value.rpartition("-")[2]) for q in quads}
    assert pairs == {(a, b) for x, y in [("c1", "c10"), ("c2", "c9"), ("c7", "c8")] for a, b in [(x, y), (y, x)]}
    assert {q.graph_name for q in quads} == {iris.conflicts_graph(told.document.id)}
    assert {q.predicate.value for q in quads} == {KG + "conflictsWith"}

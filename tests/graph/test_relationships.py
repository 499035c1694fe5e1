"""Accounts of whole documents, the ties that they make, and the graphs that are derived from them."""

from dataclasses import replace

import pytest
from pydantic import TypeAdapter

from kg.graph import (
    accounts,
    conflict_quads,
    joint_conflicts,
    pairs_of,
    relationship_quads,
    relationships,
    summarise_tolls,
    ties,
    toll_quads,
)
from kg.graph.relationships import LISTED
from kg.model import Account, EntityKey, NodeId, NodeKey, Polarity, Tie, TollSummary
from kg.validation.engine import Engine
from kg.validation.shapes import read
from tests.graph.fiction import BASE, karsk, lund

NORLAND, BRIGADE = EntityKey("organisation", "norland"), EntityKey("organisation", "iron-brigade")
ESTMARK = EntityKey("organisation", "estmark")


def told(one, joint=None):
    return accounts(one.document, one.extract, one.identity, joint or {})


def test_an_account_for_each_claim_that_survives_json():
    made = told(karsk())
    assert [account.claim for account in made] == [claim.id for claim in karsk().extract.claims]
    adapter = TypeAdapter(tuple[Account, ...])
    assert adapter.validate_json(adapter.dump_json(made)) == made
    assert {account.published for account in made} == {"2021-03-15"}


def test_events_of_two_documents_meet_in_one_subject():
    event = NodeKey(karsk().document.id, NodeId("e1"))
    made = told(karsk()) + told(lund(), {NodeId("e1"): event})
    assert {account.document for account in made if account.subject == event} == {
        karsk().document.id,
        lund().document.id,
    }


def test_a_document_ties_actors_directly_and_by_events():
    made = {(tie.first, tie.kind, tie.second, tie.polarity) for tie in ties(told(karsk()))}
    assert (ESTMARK, "arms", BRIGADE, Polarity.AFFIRMED) in made
    assert (NORLAND, "attacks", BRIGADE, Polarity.AFFIRMED) in made
    assert (NORLAND, "attacks", BRIGADE, Polarity.DENIED) in made, "Norland denied the raid"
    assert all(kind != "aids" for _, kind, _, _ in made), "what is merely possible ties nobody"
    assert pairs_of(ties(told(karsk()))) >= {(ESTMARK, BRIGADE), (BRIGADE, NORLAND)}


def tie(number: int, polarity: Polarity = Polarity.AFFIRMED, **more) -> Tie:
    claim = NodeKey(f"{number // 2:020}", NodeId(f"c{number}"))
    return Tie(NORLAND, BRIGADE, "attacks", claim, f"v{number % 3}", polarity, **more)


def test_a_relationship_counts_all_and_lists_some_whatever_the_order():
    made = [tie(n, earliest=f"2021-01-{n + 1:02}", latest=f"2021-02-{n + 1:02}") for n in range(20)]
    made += [tie(40, Polarity.DENIED)]
    (found,) = relationships(made)
    assert (found.claims, found.claimants, found.documents, found.affirmed, found.denied) == (21, 3, 11, 20, 1)
    assert (found.earliest, found.latest) == ("2021-01-01", "2021-02-20")
    assert len(found.listed) == LISTED
    assert made[-1].claim in found.listed, "the denial is among those to begin at"
    assert relationships(made[::-1]) == (found,)


def test_a_claim_counts_once():
    (found,) = relationships([tie(1), tie(1, Polarity.DENIED), tie(1)])
    assert (found.claims, found.affirmed, found.denied) == (1, 1, 0)


def test_the_two_directions_of_a_pair_are_two_relationships_and_two_steps():
    back = Tie(BRIGADE, NORLAND, "threatens", NodeKey("0" * 20, NodeId("c9")), "v", Polarity.AFFIRMED)
    quads = relationship_quads(relationships([tie(1), back]), BASE)
    links = {q.subject.value.rpartition("/")[2]: q.object.value for q in quads if q.predicate.value.endswith("#links")}
    assert links == {
        "organisation-norland--organisation-iron-brigade": "attacks →, ← threatens",
        "organisation-iron-brigade--organisation-norland": "threatens →, ← attacks",
    }


def test_what_is_only_denied_is_no_step():
    quads = relationship_quads(relationships([tie(1, Polarity.DENIED)]), BASE)
    assert quads
    assert not [q for q in quads if "connect" in q.predicate.value]


def test_a_relation_that_one_document_affirms_and_another_denies_is_a_conflict():
    arms = next(account for account in told(karsk()) if account.predicate == "arms")
    denied = replace(arms, document="f" * 20, claimant=None, named=False, polarity=Polarity.DENIED)
    (conflict,) = joint_conflicts([arms, denied])
    assert conflict.kind == "denial"
    assert joint_conflicts([arms, replace(denied, published="2024-01-01")]) == (), "three years later it may be over"
    graph = {q.graph_name.value for q in conflict_quads(arms.subject, [arms, denied], BASE)}
    assert graph == {BASE + "graph/conflicts/actor/organisation/estmark"}


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_what_is_derived_conforms_to_the_shapes(order):
    """With the documents' own claims left out, only what refers to them can be missing."""
    event = NodeKey(karsk().document.id, NodeId("e1"))
    both = [told(karsk()), told(lund(), {NodeId("e1"): event})]
    made = [account for n in order for account in both[n]]
    summaries = summarise_tolls(account for account in made if account.subject == event)
    assert [(s.best, s.low, s.high) for s in summaries] == [(25, 0, 25)]
    assert isinstance(summaries[0], TollSummary)
    quads = toll_quads(summaries, BASE) + relationship_quads(relationships(t for b in both for t in ties(b)), BASE)
    report = Engine(read()).check([quad.triple for quad in quads])
    assert {r.message for r in report.results} <= {
        "A toll summary is of exactly one event.",
        "A toll summary rests on at least one claim.",
        "A relationship starts from exactly one actor.",
        "A relationship leads to exactly one actor.",
        "A relationship leads to at least one of its claims.",
        "A connection leads on from exactly one actor.",
        "A connection leads to exactly one actor.",
    }

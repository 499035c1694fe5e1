"""Claimed and listed designations: kept apart, and shown where they disagree."""

from __future__ import annotations

from dataclasses import replace

import pyoxigraph as ox
import pytest

from kg.graph import build, describe_list, describe_listing
from kg.lists import ListedEntry
from kg.model import EntityKey, Polarity
from kg.queries import run
from kg.validation.gate import Gate
from kg.vocabulary import KG
from tests.graph.fiction import BASE, karsk
from tests.queries.world import BRIGADE, REGISTER, entry

OTHER = EntityKey("organisation", "somebody-else")


def _store(*listings: tuple[ListedEntry, EntityKey], polarity: Polarity = Polarity.AFFIRMED) -> ox.Store:
    """The document that says Norland designated the brigade in 2015, or denies it, beside a register."""
    told = karsk()
    claims = tuple(replace(c, polarity=polarity) if c.subject == "d1" else c for c in told.extract.claims)
    built = build(told.document, replace(told.extract, claims=claims), told.identity, BASE, told.names)
    store = ox.Store()
    store.extend(built.graph)
    store.extend(describe_list(REGISTER, len(listings), BASE))
    for listing, key in listings:
        store.extend(describe_listing(listing, key, BASE))
    return store


def _kinds(store: ox.Store) -> list[str]:
    return [row["kind"] for row in run(store, "designation-disagreements", {}).texts()]


@pytest.mark.parametrize("date", ["2015", "2015-06-01", None])
def test_a_claim_that_the_list_bears_out_is_no_disagreement(date: str | None) -> None:
    assert _kinds(_store((entry(date), BRIGADE))) == []


def test_a_date_that_differs_is_one_unless_another_listing_has_the_claims() -> None:
    assert _kinds(_store((entry("2016-05-01"), BRIGADE))) == ["date"]
    agreeing = replace(entry("2015-01-02"), id="N-8")
    assert _kinds(_store((entry("2016-05-01"), BRIGADE), (agreeing, BRIGADE))) == []


def test_whoever_is_claimed_and_not_listed_by_that_authority_is_shown() -> None:
    assert _kinds(_store((entry("2015", name="Other"), OTHER))) == ["not-listed"]


def test_an_authority_without_a_list_is_not_judged() -> None:
    elsewhere = entry("2015", "Council of the Fens")
    elsewhere = replace(elsewhere, designations=(replace(elsewhere.designations[0], on_behalf_of=()),))
    assert _kinds(_store((elsewhere, OTHER))) == []
    assert _kinds(_store((elsewhere, BRIGADE))) == []


def test_what_is_denied_and_listed_is_shown() -> None:
    assert _kinds(_store((entry("2015"), BRIGADE), polarity=Polarity.DENIED)) == ["denied"]
    assert _kinds(_store((entry("2015", name="Other"), OTHER), polarity=Polarity.DENIED)) == []


def test_what_is_listed_is_not_claimed_and_what_is_claimed_is_not_listed() -> None:
    store = _store((entry("2015"), BRIGADE))
    listed = {row["listing"] for row in run(store, "listed-designations", {}).texts()}
    assert listed == {f"{BASE}id/listing/register/N-7"}
    assert len(run(store, "designated", {}).rows) == 1
    graphs = {q.graph_name.value for q in store.quads_for_pattern(None, None, ox.NamedNode(KG + "ListedDesignation"))}
    assert graphs == {f"{BASE}graph/list/register"}
    claimed = {q.graph_name.value for q in store.quads_for_pattern(None, None, ox.NamedNode(KG + "Designation"))}
    assert not claimed & graphs


def test_the_graph_of_a_list_conforms() -> None:
    quads = [*describe_list(REGISTER, 1, BASE), *describe_listing(entry("2015"), BRIGADE, BASE)]
    report = Gate().check(quads)
    assert report.conforms, report.to_table()
    assert report.results == ()

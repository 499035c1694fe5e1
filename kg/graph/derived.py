"""What is derived from the accounts of many documents, as quads: conflicts, supersessions, tolls, relationships.

Each function is pure and gives the same quads whatever the order of what it is given.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

import pyoxigraph as ox

from kg.graph.disagreement import joint_conflicts
from kg.graph.iris import Iris
from kg.graph.supersession import supersessions
from kg.graph.terms import A, Statement, boolean, day, integer, kg, quads, text
from kg.model import Account, EntityKey, Key, Relationship, TollSummary


def conflict_quads(subject: Key, accounts: Iterable[Account], base_iri: str) -> tuple[ox.Quad, ...]:
    """Conflicts between documents about ``subject`` and what supersedes what, in the subject's own graph.

    ``accounts`` are all that all documents have of it. None, where nothing conflicts and nothing was superseded.
    """
    iris, told = Iris(base_iri), tuple(accounts)
    return quads(_conflicts(told, iris), iris.joint_conflicts_graph(subject))


def toll_quads(summaries: Iterable[TollSummary], base_iri: str) -> tuple[ox.Quad, ...]:
    """The summaries of one event, or of several, in the graph of tolls."""
    iris = Iris(base_iri)
    return quads((s for summary in summaries for s in _toll(summary, iris)), iris.tolls_graph)


def relationship_quads(relationships: Iterable[Relationship], base_iri: str) -> tuple[ox.Quad, ...]:
    """The relationships of one pair of actors in both directions, or of several, and the steps between them."""
    iris, told = Iris(base_iri), tuple(relationships)
    stated = (statement for each in told for statement in _relationship(each, iris))
    return quads((*stated, *_connections(told, iris)), iris.relationships_graph)


def _conflicts(told: tuple[Account, ...], iris: Iris) -> Iterator[Statement]:
    for conflict in joint_conflicts(told):
        one, other = iris.claim(conflict.one), iris.claim(conflict.other)
        yield one, kg("conflictsWith"), other
        yield other, kg("conflictsWith"), one
    for each in supersessions(told):
        yield iris.claim(each.later), kg("supersedes"), iris.claim(each.earlier)


def _toll(summary: TollSummary, iris: Iris) -> Iterator[Statement]:
    node = iris.toll_summary(summary.event, summary.effect)
    yield node, A, kg("TollSummary")
    yield node, kg("event"), iris.node("event", summary.event.document, summary.event.node)
    yield node, kg("effect"), kg(summary.effect.value)
    yield node, kg("best"), integer(summary.best)
    yield node, kg("low"), integer(summary.low)
    yield node, kg("high"), integer(summary.high)
    yield node, kg("unbounded"), boolean(summary.open)
    yield node, kg("claimantCount"), integer(summary.tellers)
    yield node, kg("method"), text(summary.method)
    for claim in summary.claims:
        yield node, kg("derivedFrom"), iris.claim(claim)


def _relationship(each: Relationship, iris: Iris) -> Iterator[Statement]:
    node = iris.relationship(each.first, each.kind, each.second)
    first, second = iris.entity(each.first), iris.entity(each.second)
    yield node, A, kg("Relationship")
    yield node, kg("relationFrom"), first
    yield node, kg("relationTo"), second
    yield node, kg("relationKind"), text(each.kind)
    yield node, kg("claimCount"), integer(each.claims)
    yield node, kg("claimantCount"), integer(each.claimants)
    yield node, kg("documentCount"), integer(each.documents)
    yield node, kg("eventCount"), integer(each.events)
    yield node, kg("affirmedCount"), integer(each.affirmed)
    yield node, kg("deniedCount"), integer(each.denied)
    if each.earliest is not None:
        yield node, kg("firstDay"), day(date.fromisoformat(each.earliest))
    if each.latest is not None:
        yield node, kg("lastDay"), day(date.fromisoformat(each.latest))
    for claim in each.listed:
        yield node, kg("derivedFrom"), iris.claim(claim)


def _connections(told: tuple[Relationship, ...], iris: Iris) -> Iterator[Statement]:
    """The steps between the actors of all relationships that somebody affirms, in both directions."""
    links: dict[tuple[EntityKey, EntityKey], list[tuple[int, str]]] = defaultdict(list)
    for each in told:
        if each.affirmed:
            links[each.first, each.second].append((0, f"{each.kind} →"))
            links[each.second, each.first].append((1, f"← {each.kind}"))
    for (first, second), names in links.items():
        node = iris.connection(first, second)
        yield iris.entity(first), kg("connection"), node
        yield node, A, kg("Connection")
        yield node, kg("connects"), iris.entity(second)
        yield node, kg("links"), text(", ".join(name for _, name in sorted(names)))

"""Single claims: links that no relationship sums up, because they are of other kinds, or not simply said to be so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kg.graph.relationships import DEEDS, MUTUAL
from kg.vocabulary import KG
from kg.web.network.kinds import ATTRIBUTED, DESIGNATES, HOLDS_POST, RELATED, SUMMED, kind_of_event
from kg.web.network.link import Link
from kg.web.network.sums import key_of
from kg.web.select import Listed, Select, Solution, iri, iris, question
from kg.web.words import local_name

MOST_CLAIMS: Final = 3_000
"""Of an actor of whom more claims speak, those are not looked at that do not simply say it is so."""

MOST_STATED: Final = 150
"""Designations, posts, and links to places and states that are looked at."""

_DOERS: Final = ("agent", "participant")
_DONE_TO: Final = ("target", "victim")
_PARTS: Final = (*_DOERS, *_DONE_TO, "designee", "authority", "holder", "organisation")
_NAMED_PARTS: Final = {("authority", "designee"): DESIGNATES, ("holder", "organisation"): HOLDS_POST}


@dataclass(frozen=True, slots=True)
class _Telling:
    """One claim that makes a link; the fields are those of the claim, its nodes as IRIs and the rest as local names."""

    source: str
    kind: str
    target: str
    node: str
    claim: str
    claimant: str
    document: str
    polarity: str = "Affirmed"
    certainty: str = "Certain"
    realis: str = "Actual"
    first: str = ""
    last: str = ""


async def stated(select: Select, actors: Iterable[str]) -> tuple[tuple[Link, ...], bool]:
    """Designations, posts, and links to places and states, as documents affirm them; and whether there may be more."""
    nodes = iris(actors)
    if not nodes:
        return (), False
    rows = await select(question("network-stated", actors=nodes, limit=MOST_STATED))
    found = _links(
        _Telling(
            row["from"],
            row["kind"],
            row["to"],
            row["node"],
            row["claim"],
            row["claimant"],
            row["document"],
            local_name(row["polarity"]),
            local_name(row["certainty"]),
            local_name(row["realis"]),
            row.get("first", ""),
            row.get("last", ""),
        )
        for row in rows
        if row["from"] != row["to"]
    )
    return found, len(rows) >= MOST_STATED


async def doubtful(select: Select, base: str, actors: Iterable[str]) -> tuple[tuple[Link, ...], tuple[str, ...]]:
    """What is planned, possible, hypothetical, or denied where nothing else counts it; and actors not looked at.

    Those are left out of whom more than ``MOST_CLAIMS`` claims speak.
    """
    looked: list[ox.NamedNode] = []
    left: list[ox.NamedNode] = []
    for node in iris(actors):
        counted = await select(question("network-mentioned", actor=node, limit=MOST_CLAIMS + 1))
        (left if int(counted[0]["claims"]) > MOST_CLAIMS else looked).append(node)
    if not looked:
        return (), tuple(node.value for node in left)
    rows = await select(
        question(
            "network-doubtful",
            actors=looked,
            parts=_terms(_PARTS),
            relations=_terms((*RELATED, *ATTRIBUTED)),
            limit=2 * MOST_CLAIMS,
        )
    )
    events = iris(row["subject"] for row in rows if "part" in row)
    found = await select(question("network-classes", events=events)) if events else []
    classes = {row["event"]: local_name(row["class"]) for row in found}
    tellings = (telling for row in rows for telling in _tellings(row, classes.get(row["subject"], ""), base))
    return _links(one for one in tellings if _is_uncounted(one)), tuple(node.value for node in left)


def _tellings(row: Solution, cls: str, base: str) -> Iterator[_Telling]:
    predicate = local_name(row["predicate"])
    stance = [local_name(row[name]) for name in ("polarity", "certainty", "realis")]
    who = row["claimant"], row["document"]
    if "part" not in row:
        if predicate in (*RELATED, *ATTRIBUTED) and row["subject"] != row["object"] and iri(row["object"]):
            yield _Telling(row["subject"], predicate, row["object"], row["claim"], row["claim"], *who, *stance)
        return
    part, one, other = local_name(row["part"]), row["object"], row["partner"]
    if one == other or not (key_of(base, one) and key_of(base, other)):
        return
    stance = _weaker(stance, [local_name(row[name]) for name in ("partPolarity", "partCertainty", "partRealis")])
    mine, theirs = row["claim"], row["other"]
    ways = ((predicate, part), one, other, mine), ((part, predicate), other, one, theirs)
    for parts, source, target, claim in ways:
        deed = kind_of_event(cls, DEEDS) if parts[0] == "agent" and parts[1] in _DONE_TO else ""
        if kind := _NAMED_PARTS.get(parts, deed):
            yield _Telling(source, kind, target, row["subject"], claim, *who, *stance)
    if {predicate, part} <= {*_DOERS, *_DONE_TO} and (kind := kind_of_event(cls, MUTUAL)):
        first, second = sorted((one, other), key=lambda name: _order(base, name))  # as the graph has the pair
        yield _Telling(first, kind, second, row["subject"], min(mine, theirs), *who, *stance)


def _order(base: str, name: str) -> tuple[str, str]:
    key = key_of(base, name)
    return (key.kind, key.name) if key else ("", name)


def _is_uncounted(one: _Telling) -> bool:
    """Whether no relationship counts it: those count what is said to be so, or not to be so, as more than possible."""
    is_weak = one.certainty == "Possible" or one.realis != "Actual"
    return is_weak or (one.kind not in SUMMED and one.polarity == "Denied")


def _weaker(one: list[str], other: list[str]) -> list[str]:
    """Polarity, certainty and realis of two claims together: the further from a plain fact of each."""
    orders = (("Affirmed", "Denied"), ("Certain", "Probable", "Possible"), ("Actual", "Future", "Hypothetical"))
    return [max(pair, key=order.index) for order, pair in zip(orders, zip(one, other, strict=True), strict=True)]


def _links(tellings: Iterable[_Telling]) -> tuple[Link, ...]:
    """One link for each pair and kind; a claim counts once in each."""
    told: defaultdict[tuple[str, str, str], dict[str, _Telling]] = defaultdict(dict)
    for one in tellings:
        told[one.source, one.kind, one.target].setdefault(one.claim, one)
    return tuple(_link(list(ones.values())) for _, ones in sorted(told.items()))


def _link(told: list[_Telling]) -> Link:
    told.sort(key=lambda one: (one.polarity, one.claim))
    standings = [_standing(one) for one in told]
    return Link(
        iri=told[0].node,
        source=told[0].source,
        kind=told[0].kind,
        target=told[0].target,
        affirmed=standings.count("affirmed"),
        denied=standings.count("denied"),
        planned=standings.count("planned"),
        possible=standings.count("possible"),
        hypothetical=standings.count("hypothetical"),
        claimants=len({one.claimant for one in told}),
        documents=len({one.document for one in told}),
        first=min(filter(None, (one.first for one in told)), default=""),
        last=max(one.last for one in told),
        claims=tuple(one.claim for one in told),
    )


def _standing(one: _Telling) -> str:
    if one.polarity == "Denied":
        return "denied"
    if one.realis != "Actual":
        return "planned" if one.realis == "Future" else "hypothetical"
    return "possible" if one.certainty == "Possible" else "affirmed"


def _terms(names: Iterable[str]) -> Listed:
    return Listed(tuple(ox.NamedNode(KG + name) for name in names))

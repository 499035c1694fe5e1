"""The page of one event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg.graph import Iris
from kg.vocabulary import KG
from kg.web.claims import ShownClaim, claims_table, count_of, show_claims
from kg.web.conflicts import conflicts_about
from kg.web.event.aspects import Span, aspects, holds, span, standings
from kg.web.event.schema import exact_days, schema
from kg.web.event.tables import Trigger, accounts_table, around_table, documents_table, values_table
from kg.web.labels import labels
from kg.web.leaf import Leaf
from kg.web.page import Page
from kg.web.place import Place
from kg.web.select import Select, Solution, iri, iris, question
from kg.web.words import local_name, words

_CLAIMS: Final = 150
"""Claims that one page tells of."""

_MOST: Final = 5_000
"""Claims of one event that are found; the pages end there."""

_TRIGGERS: Final = 1_000
_AROUND: Final = 30
_VOICES: Final = 6
"""Accounts of one value that are shown with it; the table has them all."""

_LINKED: Final = 3


@dataclass(frozen=True, slots=True)
class TollSummary:
    """What all accounts come to for one effect, by rule: the range, how it was found, on how many claims it rests.

    ``given`` is the range of the accounts on the page, whomever they count.
    """

    iri: str
    href: str
    effect: str
    best: str
    low: str
    high: str
    unbounded: bool
    method: str
    accounts: str
    given: Span | None


async def event_page(select: Select, place: Place, event: str) -> Page | None:
    """The page of the event with this IRI; ``None`` where nobody says anything of it."""
    base, this = place.base, iris([event])
    given = place.parameter("page", "1")
    number = int(given) if given.isascii() and given.isdigit() else 1
    offset = (number - 1) * _CLAIMS
    rows = await select(question("claims-of-event", event=this, limit=_MOST))
    rows.sort(key=lambda row: (row["document"], natural(row["claim"])))
    order = [row["claim"] for row in rows[offset : offset + _CLAIMS]]
    if not order:
        return None
    more = len(rows) > offset + _CLAIMS
    found = await show_claims(select, base, order)
    claims = _in_order(found.values())
    disputes = await conflicts_about(select, base, [event], known=found)
    disputes = tuple(one for one in disputes if one.subject == event)
    disputed = frozenset(side.iri for one in disputes for side in one.sides)
    told = aspects(claims, disputed)
    count = _counts(rows)
    summaries = tuple(_summary(row, claims, place) for row in await _tolls(select, base, event))
    triggers = _triggers(await select(question("event-triggers", event=this, limit=_TRIGGERS)))
    around = [row["claim"] for row in await select(question("event-objects", event=this, limit=_AROUND + 1))]
    neighbours = [row["other"] for row in await select(question("event-neighbours", event=this, limit=_AROUND + 1))]
    replaced = [
        row["old"]
        for row in await select(
            question("event-replaced", event=this, entities=Iris(base).entities_graph, limit=_AROUND)
        )
    ]
    missing = [claim for claim in around[:_AROUND] if claim not in found]
    naming = {**await show_claims(select, base, missing), **{one: found[one] for one in around if one in found}}
    names = await labels(
        select, base, [event, *neighbours[:_AROUND], *(claim.subject_iri for claim in naming.values())]
    )
    tables = [
        values_table(told, place),
        accounts_table(claims, told, place),
        documents_table(claims, triggers, place),
        claims_table(claims, place),
    ]
    if naming or neighbours:
        crowded = len(around) > _AROUND or len(neighbours) > _AROUND
        tables.append(around_table(naming.values(), neighbours[:_AROUND], names, place, more=crowded))
    cls = next((claim.object for claim in claims if claim.predicate == "is of the kind"), "event")
    name = names[event]
    return Page(
        "event.html",
        name,
        description=f"{name}: {count['claims']} by {count['claimants']} in {count['documents']}.",
        values={
            "event": event,
            "name": name,
            "kind": cls,
            "counts": count,
            "standings": standings(claims),
            "conflicts": disputes,
            "aspects": told,
            "voices": _VOICES,
            "summaries": summaries,
            "tables": {table.name: table for table in tables},
            "number": number,
            "first_claim": offset + 1,
            "last_claim": offset + len(order),
            "replaced": tuple(Leaf(local_name(old), old) for old in sorted(replaced)),
            "links": _links(claims, place),
        },
        tables=tuple(tables),
        previous=place.again(page=number - 1 if number > 2 else None) if number > 1 else "",
        next=place.again(page=number + 1) if more else "",
        schema=schema(event, name, claims),
    )


def _in_order(found: Iterable[ShownClaim]) -> tuple[ShownClaim, ...]:
    """The claims by the dates of their documents, and in each document as the text goes."""
    return tuple(
        sorted(found, key=lambda claim: (claim.date, claim.document_iri, claim.begin, claim.end, natural(claim.iri)))
    )


def natural(iri: str) -> tuple[str, int]:
    """The key by which nodes of one document sort as they were numbered.

    >>> sorted(["…-c10", "…-c9"], key=natural)
    ['…-c9', '…-c10']
    """
    name = iri.rstrip("0123456789")
    return name, int(iri[len(name) :] or 0)


def _counts(rows: Sequence[Solution]) -> Mapping[str, str]:
    """How many claims, claimants and documents there are, in words."""
    numbers = {name: len({row[name] for row in rows}) for name in ("claim", "claimant", "document")}
    words = {f"{name}s": count_of(number, name) for name, number in numbers.items()}
    return words if len(rows) < _MOST else words | {"claims": f"more than {words['claims']}"}


async def _tolls(select: Select, base: str, event: str) -> list[Solution]:
    rows = await select(question("event-tolls", event=iris([event]), tolls=Iris(base).tolls_graph))
    return sorted((row for row in rows if "summary" in row), key=lambda row: row["effect"], reverse=True)


def _summary(row: Solution, claims: Sequence[ShownClaim], place: Place) -> TollSummary:
    return TollSummary(
        iri=row["summary"],
        href=place.leads(row["summary"]),
        effect=words(local_name(row["effect"])),
        best=row["best"],
        low=row["low"],
        high=row["high"],
        unbounded=row["unbounded"] == "true",
        method=row["method"],
        accounts=count_of(int(row["accounts"]), "account"),
        given=span(claims, local_name(row["effect"])),
    )


def _triggers(rows: Sequence[Solution]) -> Mapping[str, Sequence[Trigger]]:
    """The words for the event by document, in the order of the text."""
    found: defaultdict[str, set[Trigger]] = defaultdict(set)
    for row in rows:
        document = row["context"].partition("#")[0]
        found[document].add(Trigger(row["span"], row["text"], int(row["begin"])))
    return {document: sorted(those, key=lambda one: (one.begin, one.span)) for document, those in found.items()}


def _links(claims: Sequence[ShownClaim], place: Place) -> tuple[Leaf, ...]:
    """Where to go on: the place and the days in the explorer, those who did it in the network."""
    holding = [claim for claim in claims if holds(claim)]
    days = exact_days(claim.object for claim in holding if claim.predicate_iri == KG + "date")
    when = {"from": days[0], "to": days[1]} if days else {}
    places = dict.fromkeys((one.object_iri, one.object) for one in holding if one.predicate_iri == KG + "place")
    where = "on that day in the explorer" if days else "in the explorer"
    leaves = [
        Leaf(f"{name} {where}", place.to("/explorer", place=node, **when))
        for node, name in list(places)[:_LINKED]
        if iri(node)
    ]
    actors = dict.fromkeys(
        (one.object_iri, one.object) for one in holding if one.predicate_iri in (KG + "agent", KG + "target")
    )
    known = [(node, name) for node, name in actors if "/id/organisation/" in node or "/id/person/" in node]
    leaves += [Leaf(f"{name} in the network", place.to("/network", entity=node)) for node, name in known[:_LINKED]]
    return tuple(leaves)

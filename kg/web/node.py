"""The page of a small node: what it is, what it belongs to, according to whom.

Tolls and their summaries, attributions, designations, posts, tenures, programmes, relationships and lists have no
story of their own; their page says what defines them and leads to the claims that they stand in.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kg.graph import Iris
from kg.vocabulary import DCTERMS, KG, RDF, SKOS
from kg.web.claims import ShownClaim, claims_table, count_of, node, show_claims
from kg.web.dates import date_words
from kg.web.definitions import definition, term_label
from kg.web.labels import labels
from kg.web.page import Page
from kg.web.place import Place
from kg.web.select import Select, Solution, iri, iris, question
from kg.web.summaries import summary_labels
from kg.web.table import Column, Row, Table
from kg.web.thing import Value, show_facts
from kg.web.words import local_name, title, toll, words

KINDS: Final[Mapping[str, str]] = {
    "attribution": "Attribution",
    "toll": "Toll",
    "toll-summary": "TollSummary",
    "designation": "Designation",
    "tenure": "Tenure",
    "post": "Post",
    "programme": "",
    "relationship": "Relationship",
    "connection": "Connection",
    "listing": "Listing",
    "list": "ReferenceList",
    "rejection": "Rejection",
    "reading": "Reading",
    "refusal": "Refusal",
    "model": "LanguageModel",
}
"""The kinds of nodes that are shown like this, with their classes."""

_CLAIMS: Final = 100
_STATEMENTS: Final = 200
_HIDDEN: Final = frozenset({RDF + "type", SKOS + "prefLabel", KG + "derivedFrom", DCTERMS + "isReplacedBy"})
_DATES: Final = frozenset({KG + "date", KG + "listedOn", DCTERMS + "date"})


async def node_page(select: Select, place: Place, thing: str) -> Page | None:
    """The page of the node with this IRI, which is but one; ``None`` where the graph says nothing of it."""
    if place.parameter("page", "1") != "1":
        return None
    base = place.base
    rows = await select(question("node-statements", nodes=iris([thing]), limit=_STATEMENTS + 1))
    found = await select(question("node-claims", node=iris([thing]), limit=_CLAIMS + 1))
    if not rows and not found:
        return None
    order = sorted(row["claim"] for row in found)
    shown = await show_claims(select, base, order[:_CLAIMS])
    claims = tuple(sorted(shown.values(), key=lambda one: (one.date, one.document_iri, one.begin, one.iri)))
    mentioned = {row[end] for row in rows for end in ("s", "p", "o") if end != "o" or row["isNode"] == "true"}
    names = await labels(select, base, sorted({thing, *mentioned}))
    names |= await summary_labels(select, base, sorted(one for one in mentioned | {thing} if _sums_up(one, base)))
    leading = [row for row in rows if row["o"] == thing and row["s"] != thing]
    told = [_told(row) for row in rows if row["s"] == thing and row["p"] not in _HIDDEN]
    properties = {row["p"] for row in rows}
    terms = {one: term_label(one).capitalize() for one in properties}
    _, said, __ = show_facts(thing, told, names | terms, place.leads)
    kind = thing.removeprefix(f"{base}id/").partition("/")[0]
    between = await _between(select, place, thing, rows) if kind == "connection" else None
    tables = tuple(
        table
        for table in (
            claims_table(claims, place, more=len(order) > _CLAIMS) if claims else None,
            _leads_here(leading, names, place) if leading else None,
            between,
        )
        if table is not None
    )
    name = _name(kind, thing, rows, claims, names)
    return Page(
        "node.html",
        name,
        description=f"{title(kind.replace('-', ' '))}: {name}",
        values={
            "node": thing,
            "name": name,
            "kind": _kind(kind, place),
            "meaning": definition(KG + KINDS[kind]) if KINDS.get(kind) else "",
            "facts": said,
            "tables": {table.name: table for table in tables},
        },
        tables=tables,
    )


def _kind(kind: str, place: Place) -> Value:
    """The kind in words, which lead to what the ontology says of it."""
    iri = KG + KINDS[kind] if KINDS.get(kind) else ""
    return Value(title(kind.replace("-", " ")), iri, place.leads(iri) if iri else "")


def _told(row: Solution) -> tuple[str, str, str, bool]:
    value = date_words(row["o"]) if row["p"] in _DATES else row["o"]
    if row["p"] == KG + "relationKind":
        value = words(value)
    return row["s"], row["p"], value, row["isNode"] == "true"


def _sums_up(thing: str, base: str) -> bool:
    below = thing.removeprefix(f"{base}id/")
    return below.startswith(("relationship/", "toll-summary/", "connection/", "tenure/"))


def _name(kind: str, thing: str, rows: list[Solution], claims: tuple[ShownClaim, ...], names: Mapping[str, str]) -> str:
    """What the node is called: by what defines it, where it has no name of its own."""
    own = {local_name(row["p"]): row["o"] for row in rows if row["s"] == thing}
    claimed = {local_name(claim.predicate_iri): claim.object for claim in reversed(claims)}
    match kind:
        case "toll":
            group = names.get(own.get("group", ""), "")
            return toll(
                local_name(own.get("effect", "")), own.get("min"), own.get("max"), None if group.isdigit() else group
            )
        case "attribution":
            cue = names.get(own.get("cue", ""))
            who = names.get(own.get("claimant", ""), "Somebody")
            return f"{who}, reported by “{cue}”" if cue else f"What {who} is reported to say"
        case "tenure":
            parts = [claimed.get("holder", ""), claimed.get("post", ""), claimed.get("organisation", "")]
            return ", ".join(filter(None, parts)) or names[thing]
        case "designation":
            designee = claimed.get("designee", "")
            return f"“{names[thing]}”" + (f", put on {designee}" if designee else "")
        case _:
            return names[thing]


async def _between(select: Select, place: Place, thing: str, rows: list[Solution]) -> Table | None:
    """The relationships that a step between two actors stands for."""
    ends = [iri(row["o"]) for row in rows if row["p"] == KG + "connects"]
    ends += [iri(row["s"]) for row in rows if row["p"] == KG + "connection" and row["o"] == thing]
    if len(ends) != 2 or ends[0] is None or ends[1] is None:
        return None
    graph = Iris(place.base).relationships_graph
    text = question("relationships-between", relationships=graph, one=ends[0], other=ends[1], limit=_CLAIMS)
    names = await summary_labels(select, place.base, [row["node"] for row in await select(text)])
    found = tuple(Row(((node(name, one, place),),), one) for one, name in sorted(names.items()))
    columns = (Column("relationship", "What joins them", "name"),)
    return Table("relationships", count_of(len(found), "relationship"), columns, found)


def _leads_here(leading: list[Solution], names: Mapping[str, str], place: Place) -> Table:
    rows = tuple(
        Row(
            (
                (node(names.get(row["s"], row["s"]), row["s"], place),),
                (node(_relation(row["p"], names), row["p"], place),),
            ),
            row["s"],
        )
        for row in sorted(leading, key=lambda row: (row["p"], names.get(row["s"], ""), row["s"]))[:_STATEMENTS]
    )
    columns = (Column("thing", "What", "name"), Column("relation", "How it leads here"))
    return Table("leading", count_of(len(rows), "thing"), columns, rows, len(leading) > _STATEMENTS)


def _relation(predicate: str, names: Mapping[str, str]) -> str:
    return names.get(predicate) or local_name(predicate)

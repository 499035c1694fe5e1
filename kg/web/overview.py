"""The overview: what is known, what is new, and where the accounts disagree."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from kg.graph import Iris
from kg.vocabulary import DCTERMS, KG, RDF
from kg.web.claims import ShownClaim, claims_table, count_of, node, show_claims
from kg.web.conflicts import conflicts
from kg.web.dates import date_words
from kg.web.labels import labels, name_of
from kg.web.page import Page
from kg.web.place import Place
from kg.web.select import Select, Solution, iris, question
from kg.web.table import Cell, Column, Row, Table
from kg.web.words import entity_class, local_name, words

_COUNTED: Final = {
    "Document": "queries/documents?format=html",
    "Event": "explorer",
    "Actor": "queries/actors?format=html",
    "Place": "queries/places?format=html",
    "Claim": "",
    "Mention": "queries/mentions?format=html",
    "Attribution": "queries/attributions?format=html",
    "Toll": "queries/tolls?format=html",
    "Designation": "queries/designations?format=html",
    "Tenure": "queries/tenures?format=html",
}
"""What is counted, and where all of it is listed."""

_DOCUMENTS: Final = 12
_CLAIMED: Final = 4
_ACTORS: Final = 15
_EVENTS: Final = 15
_LOOKED: Final = 300
"""Events that most documents tell of, whose claims are counted."""

_CLAIMS: Final = 15
_CONFLICTS: Final = 20
_SHOWN: Final = 4
_EXAMPLES: Final = 4

_DOCUMENT: Final = (
    Column("document", "Document", "name"),
    Column("date", "Date", "date"),
    Column("publisher", "From"),
    Column("file", "File"),
    Column("claims", "Claims", "number"),
)
_EVENT: Final = (
    Column("event", "Event", "name"),
    Column("date", "When"),
    Column("place", "Where"),
    Column("agent", "By"),
    Column("target", "Against"),
    Column("accounts", "Accounts", "number"),
    Column("documents", "Documents", "number"),
)
_ACTOR: Final = (
    Column("actor", "Actor", "name"),
    Column("class", "Kind"),
    Column("about", "Claims about it", "number"),
    Column("made", "Claims it makes", "number"),
)


async def overview_page(select: Select, place: Place) -> Page:
    """The first page. What it lists is bounded; its counts are of everything."""
    classes = iris(KG + name for name in _COUNTED)
    numbers = {row["class"]: int(row["number"]) for row in await select(question("counts", classes=classes))}
    documents = await _documents(select, place, numbers.get(KG + "Document", 0))
    events = await _events(select, place)
    actors = await _actors(select, place, numbers.get(KG + "Actor", 0))
    disagreements = await conflicts(select, place.base, _CONFLICTS)
    newest = iris(documents.nodes[:_CLAIMED])
    latest = [row["claim"] for row in await select(question("latest", documents=newest, limit=_CLAIMS))]
    shown = await show_claims(select, place.base, latest)
    told: list[ShownClaim] = [shown[claim] for claim in latest if claim in shown]
    caption = f"{count_of(len(told), 'claim')} of the latest documents, in the order of their texts"
    claims = claims_table(told, place, caption=caption)
    return Page(
        template="overview.html",
        title="Overview",
        section="overview",
        description="Who did what to whom, where and when – according to whom, and in which words.",
        values={
            "counts": [
                (f"{words(name)}s", numbers.get(KG + name, 0), place.root + href if href else "")
                for name, href in _COUNTED.items()
            ],
            "examples": [row.cells[0][0].text for row in actors.rows[:_EXAMPLES]],
            "conflicts": disagreements[:_SHOWN],
            "documents": documents,
            "events": events,
            "actors": actors,
            "claims": claims,
        },
        tables=tuple(table for table in (documents, events, actors, claims) if table.rows),
    )


async def _documents(select: Select, place: Place, total: int) -> Table:
    rows = await select(question("documents", limit=_DOCUMENTS))
    if len(rows) < _DOCUMENTS:
        undated = await select(question("documents-undated", limit=_DOCUMENTS - len(rows)))
        rows += sorted(undated, key=lambda row: row["document"])
    nodes = iris(row["document"] for row in rows)
    facts: defaultdict[str, dict[str, str]] = defaultdict(dict)
    numbers: dict[str, str] = {}
    if nodes:
        for row in await select(question("documents-facts", documents=nodes)):
            facts[row["document"]].setdefault(row["property"], row["value"])
        claims = await select(question("documents-claims", documents=nodes))
        numbers = {row["document"]: row["number"] for row in claims if "document" in row}
    listed = []
    for row in rows:
        iri = row["document"]
        known, date = facts[iri], row.get("date", "")
        file = known.get(KG + "fileName", "")
        name = known.get(DCTERMS + "title") or file or local_name(iri)
        source = known.get(DCTERMS + "publisher") or known.get(DCTERMS + "creator", "")
        cells = (
            (node(name, iri, place),),
            (Cell(date_words(date) if date else "undated"),),
            (Cell(source),) if source else (),
            (Cell(file),),
            (Cell(numbers.get(iri, "0")),),
        )
        listed.append(Row(cells, iri))
    caption = f"{len(listed)} of {count_of(total, 'document')}, latest first"
    return Table("documents", caption, _DOCUMENT, tuple(listed), total > len(listed), place.root + _COUNTED["Document"])


async def _events(select: Select, place: Place) -> Table:
    rows = [row for row in await select(question("most-told", looked=_LOOKED, limit=_EVENTS)) if "event" in row]
    told: defaultdict[str, list[Solution]] = defaultdict(list)
    if rows:
        for row in await select(question("event-claims", events=iris(row["event"] for row in rows))):
            told[row["event"]].append(row)
    nodes = [row["event"] for row in rows]
    nodes += [row["object"] for found in told.values() for row in found if row["object"].startswith(place.base)]
    names = await labels(select, place.base, nodes)
    chosen = [_evidence(told[row["event"]]) for row in rows]
    quotes = await show_claims(select, place.base, [claim for claim in chosen if claim])
    listed = []
    for row, claim in zip(rows, chosen, strict=True):
        iri, found = row["event"], told[row["event"]]
        filled = (tuple(_fillers(found, role, names, place)) for role in ("date", "place", "agent", "target"))
        accounts = len({one["claimant"] for one in found})
        cells = (
            (node(names[iri], iri, place),),
            *filled,
            (Cell(str(accounts)),),
            (Cell(row["documents"]),),
        )
        quote = quotes.get(claim)
        listed.append(Row(cells, iri, Cell(quote.quote, quote.span_iri, place.leads(quote.iri)) if quote else None))
    caption = f"The {count_of(len(listed), 'event')} that most documents and claims tell of"
    return Table("events", caption, _EVENT, tuple(listed), len(listed) == _EVENTS, place.root + "explorer")


async def _actors(select: Select, place: Place, total: int) -> Table:
    entities = Iris(place.base).entities_graph
    rows = [row for row in await select(question("actors", entities=entities, limit=_ACTORS)) if "actor" in row]
    facts: dict[str, Solution] = {}
    made: dict[str, str] = {}
    if rows:
        nodes = iris(row["actor"] for row in rows)
        found = await select(question("actors-facts", actors=nodes, entities=entities))
        facts = {row["actor"]: row for row in found if "actor" in row}
        spoken = await select(question("actors-claims", actors=nodes))
        made = {row["actor"]: row["made"] for row in spoken if "actor" in row}
    listed = []
    for row in rows:
        known = facts.get(row["actor"], {})
        cells = (
            (node(known.get("label") or name_of(row["actor"]), row["actor"], place),),
            (Cell(entity_class(known.get("types", "").split())),),
            (Cell(row["about"]),),
            (Cell(made.get(row["actor"], "0")),),
        )
        listed.append(Row(cells, row["actor"]))
    caption = f"The {count_of(len(listed), 'actor')} that most is claimed about, of {total:,}"
    return Table("actors", caption, _ACTOR, tuple(listed), total > len(listed), place.root + _COUNTED["Actor"])


def _evidence(found: list[Solution]) -> str:
    """The claim that best shows that an event is told of: that it happened, or else any."""
    for predicate in (RDF + "type", ""):
        for row in found:
            if row["predicate"] == predicate or not predicate:
                return row["one"]
    return ""


def _fillers(found: list[Solution], role: str, names: dict[str, str], place: Place) -> list[Cell]:
    values = dict.fromkeys(row["object"] for row in found if row["predicate"] == KG + role)
    return [
        node(names[value], value, place) if value in names else Cell(date_words(value) if role == "date" else value)
        for value in values
    ]

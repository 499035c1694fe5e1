"""What is said of how an entity relates to others: one row for each statement, in both directions."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from kg.graph import Iris
from kg.model import RELATIONS
from kg.vocabulary import KG
from kg.web.claims import count_of
from kg.web.entity.part import Asked, Part, caption
from kg.web.select import iris, question
from kg.web.table import Cell, Column, Row, Table
from kg.web.told import Known, Told, foremost, named, told
from kg.web.words import words

_RELATIONS: Final = tuple(sorted(predicate.value for predicate in RELATIONS))


async def relations(asked: Asked) -> Part | None:
    """Relations that somebody claims or denies; those told most widely first."""
    groups: defaultdict[tuple[str, str, str], list[Told]] = defaultdict(list)
    read = await told_by(asked, _RELATIONS)
    for one in read:
        groups[one.subject, one.predicate, one.object].append(one)
    ordered = sorted(groups.items(), key=lambda group: (-len({one.claimant for one in group[1]}), group[0]))
    shown = ordered[asked.offset : asked.offset + asked.limit]
    if not shown:
        return None

    def draw(known: Known) -> Table:
        lines = tuple(
            Row(
                (
                    (known.cell(subject),),
                    (Cell(words(predicate), KG + predicate, known.place.leads(KG + predicate)),),
                    (known.cell(value),),
                    known.stances(who),
                    known.claimants(who),
                    (Cell(str(len(who))),),
                ),
                min(one.claim for one in who),
                known.evidence(who),
                tuple(sorted(one.claim for one in who)),
            )
            for (subject, predicate, value), who in shown
        )
        done = asked.offset + len(shown)
        heading = caption(done, len(ordered), "relation", "relations", "told by most first") + asked.first(read)
        return Table("relations", heading, _RELATION_COLUMNS, lines, more=done < len(ordered))

    nodes = {end for (subject, _, value), _ in shown for end in (subject, value)}
    nodes.update(*(named(who) for _, who in shown))
    return Part(frozenset(nodes), frozenset(foremost(who) for _, who in shown), draw)


async def ties(asked: Asked) -> Part | None:
    """What actors do to each other, summed up over events; those that most is claimed about first."""
    rows = await asked.select(
        question(
            "entity-ties",
            thing=iris([asked.thing]),
            relationships=Iris(asked.base).relationships_graph,
            limit=asked.limit + 1,
            offset=asked.offset,
        )
    )
    shown = sorted(rows, key=lambda row: (-int(row["claims"]), row["tie"]))[: asked.limit]
    if not shown:
        return None

    def draw(known: Known) -> Table:
        lines = tuple(
            Row(
                (
                    (known.cell(row["from"]),),
                    (Cell(words(row["kind"])),),
                    (known.cell(row["to"]),),
                    (Cell(f"{int(row['events']):,}"),),
                    (Cell(f"{int(row['claims']):,}"),),
                    (Cell(f"{int(row['claimants']):,}"),),
                    (Cell(_denied(row["claims"], row["denied"])),) if row["denied"] != "0" else (),
                    (Cell(_period(row.get("first", ""), row.get("last", ""))),) if row.get("first") else (),
                ),
                row["tie"],
                _example(row.get("example", ""), known),
            )
            for row in shown
        )
        more = len(rows) > asked.limit
        heading = f"{count_of(len(lines), 'dealing')}, by the number of claims"
        return Table("ties", heading, _TIE_COLUMNS, lines, more=more)

    nodes = frozenset(end for row in shown for end in (row["from"], row["to"]))
    return Part(nodes, frozenset(row["example"] for row in shown if row.get("example")), draw)


async def told_by(asked: Asked, predicates: tuple[str, ...]) -> tuple[Told, ...]:
    """What is claimed with the thing as subject or object, by these predicates."""
    names = iris(KG + name for name in predicates)
    things = iris([asked.thing])
    rows = await asked.select(question("entity-claims", thing=things, predicates=names, limit=asked.read))
    return await told(asked.select, asked.base, (row["claim"] for row in rows))


_RELATION_COLUMNS: Final = (
    Column("subject", "Who", "name"),
    Column("predicate", "Relation"),
    Column("object", "Whom or what"),
    Column("stance", "How sure", "stance"),
    Column("claimants", "According to"),
    Column("claims", "Claims", "number"),
)

_TIE_COLUMNS: Final = (
    Column("from", "Who", "name"),
    Column("kind", "Does what"),
    Column("to", "To whom"),
    Column("events", "Events", "number"),
    Column("claims", "Claims", "number"),
    Column("claimants", "Claimants", "number"),
    Column("denied", "Denied", "stance"),
    Column("period", "Between", "date"),
)


def _denied(claims: str, denied: str) -> str:
    return "denied" if claims == denied else f"denied, {int(denied):,} of {int(claims):,} claims"


def _period(first: str, last: str) -> str:
    return first if last in ("", first) else f"{first} – {last}"


def _example(claim: str, known: Known) -> Cell | None:
    quote = known.quotes.get(claim)
    return Cell(quote.text, quote.span, known.place.leads(claim)) if quote else None

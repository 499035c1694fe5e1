"""Designations: what documents claim, and what reference lists record; each in a table of its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from kg.web.entity.part import Asked, Part, caption, when
from kg.web.entity.statements import told_by
from kg.web.labels import labels
from kg.web.select import Solution, iri, iris, question
from kg.web.table import Cell, Column, Row, Table
from kg.web.told import Known, Told, foremost, named, told_of


async def designations(asked: Asked) -> Part | None:
    """Designations of the thing and by it, as documents claim them; several accounts of one are one row."""
    mine = await told_by(asked, ("designee", "authority"))
    found = tuple(dict.fromkeys(one.subject for one in mine if one.object == asked.thing))
    names = await labels(asked.select, asked.base, found)
    by_node: defaultdict[str, list[Told]] = defaultdict(list)
    for one in await told_of(asked.select, asked.base, found, 4 * asked.read):
        by_node[one.subject].append(one)
    groups: defaultdict[tuple[str, str, str], list[Told]] = defaultdict(list)
    for node, told in by_node.items():
        groups[_matter(told, names[node])].extend(told)
    ordered = sorted(groups.items(), key=lambda group: (asked.thing != group[0][0], group[0]))
    shown = ordered[asked.offset : asked.offset + asked.limit]
    if not shown:
        return None

    def draw(known: Known) -> Table:
        lines = tuple(_row(told, matter, known) for matter, told in shown)
        done = asked.offset + len(shown)
        words = caption(done, len(ordered), "designation", "designations", "") + asked.first(mine)
        return Table("designations", words, _COLUMNS, lines, more=done < len(ordered))

    nodes = {node for (designee, authority, _), _ in shown for node in (designee, authority) if node}
    nodes.update(*(named(_naming(told)) for _, told in shown))
    nodes.update(one.object for _, told in shown for one in told if one.predicate == "programme" and iri(one.object))
    return Part(frozenset(nodes), frozenset(foremost(_naming(told)) for _, told in shown), draw)


async def listings(asked: Asked) -> Part | None:
    """Entries of reference lists about the thing, and those that record what it designated."""
    rows = await asked.select(
        question("entity-listings", thing=iris([asked.thing]), limit=asked.limit + 1, offset=asked.offset)
    )
    entries: defaultdict[tuple[str, str], list[Solution]] = defaultdict(list)
    for row in rows:
        entries[row["listing"], row.get("designation", "")].append(row)
    kept = list(dict.fromkeys(listing for listing, _ in entries))[: asked.limit]
    shown = sorted(
        (found[0] for (listing, _), found in entries.items() if listing in kept),
        key=lambda row: (row.get("title", ""), row["name"], row.get("label", ""), row["listing"]),
    )
    if not shown:
        return None
    more = len({row["listing"] for row in rows}) > len(kept)

    def draw(known: Known) -> Table:
        lines = tuple(_listed(row, known) for row in shown)
        words = caption(len(lines), len(lines), "entry of reference lists", "entries of reference lists")
        return Table("listings", words, _LISTED_COLUMNS, lines, more=more)

    nodes = {row["designee"] for row in shown} | {row["authority"] for row in shown if row.get("authority")}
    return Part(frozenset(nodes), frozenset(), draw)


_COLUMNS: Final = (
    Column("designee", "Who", "name"),
    Column("label", "Designated as"),
    Column("authority", "By"),
    Column("date", "When", "date"),
    Column("programme", "Programme"),
    Column("stance", "How sure", "stance"),
    Column("claimants", "According to"),
)

_LISTED_COLUMNS: Final = (
    Column("designee", "Who", "name"),
    Column("name", "Listed under"),
    Column("label", "Designated as"),
    Column("authority", "By"),
    Column("date", "Since", "date"),
    Column("programme", "Programme"),
    Column("list", "List"),
    Column("entry", "Entry"),
)


def _row(told: Sequence[Told], matter: tuple[str, str, str], known: Known) -> Row:
    designee, authority, label = matter
    who = _naming(told)
    node = min(one.subject for one in told)
    programmes = sorted({one.object for one in told if one.predicate == "programme"})
    return Row(
        (
            (known.cell(designee),) if designee else (),
            (Cell(label, node, known.place.leads(node)),),
            (known.cell(authority),) if authority else (),
            when(told),
            tuple(known.cell(programme) if iri(programme) else Cell(programme) for programme in programmes),
            known.stances(who),
            known.claimants(who),
        ),
        node,
        known.evidence(who),
        tuple(sorted({*(one.subject for one in told), *(one.claim for one in told)})),
    )


def _listed(row: Solution, known: Known) -> Row:
    title = row.get("title") or row["list"]
    issued = f" ({row['issued']})" if row.get("issued") else ""
    source = row.get("source", "")
    return Row(
        (
            (known.cell(row["designee"]),),
            (Cell(row["name"]),),
            (Cell(row["label"]),) if row.get("label") else (),
            (known.cell(row["authority"]),) if row.get("authority") else (),
            (Cell(row["date"]),) if row.get("date") else (),
            (Cell(row["programme"]),) if row.get("programme") else (),
            (Cell(title + issued, row["list"], known.place.leads(row["list"])),),
            (Cell(row["entry"], row["listing"], known.place.leads(source) or known.place.leads(row["listing"])),),
        ),
        row["listing"],
        None,
        tuple(node for node in (row.get("designation", ""), row["list"]) if node),
    )


def _matter(told: Sequence[Told], label: str) -> tuple[str, str, str]:
    """Designee, authority and label: what two accounts of one designation share."""
    first = {one.predicate: one.object for one in sorted(told, key=lambda one: one.claim, reverse=True)}
    return first.get("designee", ""), first.get("authority", ""), label


def _naming(told: Sequence[Told]) -> list[Told]:
    """The claims that somebody is designated; where nobody says who, all of them."""
    return [one for one in told if one.predicate == "designee"] or list(told)

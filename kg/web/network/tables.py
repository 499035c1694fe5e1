"""The tables of the network: its links, who stands at their ends, and the steps of paths."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Final

from kg.web.claims import count_of, node
from kg.web.network.addresses import address, edge, expanded
from kg.web.network.link import Link
from kg.web.network.network import Network
from kg.web.network.wish import Wish
from kg.web.place import Place
from kg.web.table import Cell, Column, Row, Table

_MOST_NAMES: Final = 3
_LINK_COLUMNS: Final = (
    Column("from", "Who", "name"),
    Column("kind", "Link"),
    Column("to", "Whom or what"),
    Column("claims", "Claims", "number"),
    Column("claimants", "According to"),
    Column("stance", "How sure", "stance"),
    Column("period", "When", "date"),
)


def links_table(network: Network, place: Place) -> Table:
    """The links, those of one kind together, the kinds with most links first."""
    often = Counter(link.kind for link in network.links)
    ordered = sorted(network.links, key=lambda one: (-often[one.kind], one.kind, -one.number, one.key))
    rows = tuple(_row(network, link, place) for link in ordered)
    return Table("links", count_of(len(rows), "link"), _LINK_COLUMNS, rows)


def paths_table(network: Network, place: Place) -> Table:
    """The steps of each path, in order, with all links that make them."""
    rows = []
    for number, path in enumerate(network.paths, 1):
        for step, pair in enumerate(pairwise(path), 1):
            for link in links_between(network, *pair):
                row = _row(network, link, place)
                rows.append(Row(((Cell(str(number)),), (Cell(str(step)),), *row.cells), row.node, row.evidence))
    columns = (Column("path", "Path", "number"), Column("step", "Step", "number"), *_LINK_COLUMNS)
    caption = (
        f"{count_of(len(network.paths), 'path')} of {count_of(network.found.steps if network.found else 0, 'step')}"
    )
    return Table("paths", caption, columns, tuple(rows))


def links_between(network: Network, one: str, other: str) -> tuple[Link, ...]:
    """The links of a pair, the strongest first."""
    return tuple(link for link in network.links if {link.source, link.target} == {one, other})


def ends_table(network: Network, wish: Wish, place: Place) -> Table:
    """The actors and places, each with a way to its links."""
    often = Counter(end for link in network.links for end in {link.source, link.target})
    rows = []
    for end in network.ends:
        own = (Cell(f"expand {end.label}", "", address(place, expanded(wish, end.iri))),)
        start = (Cell(f"start from {end.label}", "", address(place, Wish(entity=end.iri))),)
        is_open = end == network.root or (end.iri, "") in wish.expanded or wish.other
        cells = (
            (node(end.label, end.iri, place),),
            (Cell(end.cls),),
            (Cell(f"{often[end.iri]:,}"),),
            (Cell(f"{end.linked:,}"),),
            start if is_open and end != network.root else () if is_open else own,
        )
        rows.append(Row(cells, end.iri))
    columns = (
        Column("name", "Actor or place", "name"),
        Column("class", "What it is"),
        Column("links", "Links shown", "number"),
        Column("linked", "Linked with, in all", "number"),
        Column("next", "Go on"),
    )
    return Table("actors", count_of(len(rows), "actor or place", "actors and places"), columns, tuple(rows))


def _row(network: Network, link: Link, place: Place) -> Row:
    source, target = network.end(link.source), network.end(link.target)
    to_evidence = edge(place, link.source, link.kind, link.target)
    quote = link.voices[0] if link.voices else None
    cells = (
        (node(source.label, source.iri, place),),
        (Cell(link.phrase),),
        (node(target.label, target.iri, place),),
        (Cell(f"{link.number:,}", "", to_evidence),),
        tuple(_claimants(link, place)),
        (Cell(link.stance),) if link.stance else (),
        (Cell(period(link)),) if period(link) else (),
    )
    return Row(
        cells, link.iri, Cell(quote.quote, quote.span, to_evidence) if quote else Cell("evidence", "", to_evidence)
    )


def _claimants(link: Link, place: Place) -> list[Cell]:
    named = {voice.claimant_iri: voice.claimant for voice in link.voices}
    cells = [node(name, iri, place) for iri, name in list(named.items())[:_MOST_NAMES]]
    left = max(link.claimants, len(named)) - len(cells)
    return [*cells, Cell(f"{left:,} more")] if left > 0 else cells


def period(link: Link) -> str:
    """The days between which it holds, as far as they are known."""
    days = dict.fromkeys(filter(None, (link.first, link.last)))
    return " – ".join(days)

"""The page of the network: who is linked to whom, why, and which claims say so."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from kg.graph import Iris
from kg.web.claims import claims_table
from kg.web.leaf import Leaf
from kg.web.network.addresses import DATA, address, toggled
from kg.web.network.evidence import evidence
from kg.web.network.kinds import KINDS, phrase
from kg.web.network.link import End
from kg.web.network.names import Meant, ends, meant
from kg.web.network.network import Network, network
from kg.web.network.sums import KindCount
from kg.web.network.tables import ends_table, links_between, links_table, paths_table
from kg.web.network.wish import FEW, MOST, Wish, wish_of
from kg.web.page import Page
from kg.web.place import Place
from kg.web.select import Select, question

_STARTS: Final = 12
_SCANNED: Final = 50_000
_TITLE: Final = "Who is linked to whom, and why?"


async def network_page(select: Select, place: Place) -> Page:
    """The page of a wish: where to start, whom a name may mean, a network, paths, or the evidence for one link."""
    wish = wish_of(place.parameters)
    form = {"wish": wish, "kinds": KINDS, "phrase": phrase, "entity": wish.entity, "other": wish.other, "counts": {}}
    if not wish.entity:
        return Page(
            "network.html", _TITLE, "network", values={**form, "view": "start", "starts": await _starts(select, place)}
        )
    one = await meant(select, place.base, wish.entity)
    two = await meant(select, place.base, wish.other) if wish.other else None
    form["entity"], form["other"] = (_name(wish.entity, one), _name(wish.other, two) if two else "")
    if one.end is None or (two is not None and two.end is None):
        return Page(
            "network.html",
            _TITLE,
            "network",
            values={**form, "view": "choice", "choices": _choices(place, wish, one, two)},
        )
    root, other = one.end, two.end if two else None
    wish = replace(wish, entity=root.iri, other=other.iri if other else "")
    if other and wish.kind:
        return await _evidence_page(select, place, wish, root, other, form)
    made = await network(select, place.base, wish, root, other)
    return _network_page(place, wish, made, one, {**form, "wish": wish})


def _network_page(place: Place, wish: Wish, made: Network, one: Meant, form: dict[str, object]) -> Page:
    root, other = made.root, made.other
    actors = ends_table(made, wish, place)
    main = paths_table(made, place) if other and made.paths else links_table(made, place)
    beside = [links_table(made, place)] if other and made.paths else []
    is_small = wish.most == FEW and any("most claims" in note for note in made.notes) and not other
    title = f"From {root.label} to {other.label}" if other else f"Who is linked to {root.label}, and why?"
    data = replace(wish, kind="")
    values = {
        **form,
        "view": "paths" if other else "network",
        "network": made,
        "links": main,
        "actors": actors,
        "counts": {one.kind: one.links for one in made.kinds},
        "chips": [] if other else [_chip(place, wish, kind) for kind in made.kinds],
        "all_kinds": address(place, replace(wish, kinds=())) if wish.kinds else "",
        "more": address(place, replace(wish, most=MOST)) if is_small else "",
        "also": [(end, address(place, Wish(entity=end.iri))) for end in one.others[:5]],
        "steps": [
            [(made.end(actor), links_between(made, *pair) if pair else ()) for actor, pair in _walk(path)]
            for path in made.paths
        ],
        "data": address(place, data, DATA),
        "permalink": address(place, data),
    }
    alternates = (
        Leaf("JSON", address(place, data, DATA), "application/json"),
        Leaf("GraphML", _with(address(place, data, DATA), "format=graphml"), "application/graphml+xml"),
    )
    return Page(
        "network.html", title, "network", values=values, tables=(main, *beside, actors), alternates=alternates,
        islands=("network",), styles=True,
    )  # fmt: skip


async def _evidence_page(
    select: Select, place: Place, wish: Wish, root: End, other: End, form: dict[str, object]
) -> Page:
    found = await evidence(select, place.base, root, wish.kind, other)
    table = claims_table(found.claims, place, more=found.more)
    values = {
        **form,
        "view": "evidence",
        "evidence": found,
        "claims": table,
        "around": address(place, Wish(entity=root.iri)),
        "paths": address(place, Wish(entity=root.iri, other=other.iri)),
    }
    title = f"{root.label} {found.phrase} {other.label}: who says so?"
    return Page("network.html", title, "network", values=values, tables=(table,))


async def _starts(select: Select, place: Place) -> list[tuple[End, str]]:
    """Actors to start from: those that are linked with most others."""
    graph = Iris(place.base).relationships_graph
    rows = await select(question("network-starts", relationships=graph, scanned=_SCANNED, limit=_STARTS))
    known = await ends(select, place.base, (row["actor"] for row in rows if "actor" in row))
    ordered = sorted(known.values(), key=lambda one: (-one.linked, one.label, one.iri))
    return [(end, address(place, Wish(entity=end.iri))) for end in ordered]


def _choices(place: Place, wish: Wish, one: Meant, two: Meant | None) -> list[tuple[Meant, list[tuple[End, str]]]]:
    """The name whose meaning is open, whom it may mean, and where choosing one leads."""
    if one.end is None:
        return [(one, [(end, address(place, replace(wish, entity=end.iri))) for end in one.others])]
    known = replace(wish, entity=one.end.iri)
    return [(two, [(end, address(place, replace(known, other=end.iri))) for end in two.others])] if two else []


def _chip(place: Place, wish: Wish, count: KindCount) -> dict[str, object]:
    """One kind of links, with its number, as a link that adds it, or takes it away."""
    return {
        "text": phrase(count.kind),
        "links": count.links,
        "claims": count.claims,
        "chosen": count.kind in wish.kinds,
        "href": address(place, toggled(wish, count.kind)),
    }


def _walk(path: tuple[str, ...]) -> list[tuple[str, tuple[str, str] | None]]:
    """Each actor of a path with the pair that the step to it joins."""
    return [(actor, (path[at - 1], actor) if at else None) for at, actor in enumerate(path)]


def _name(text: str, one: Meant) -> str:
    return one.end.label if one.end and "://" in text else text


def _with(href: str, parameter: str) -> str:
    return f"{href}{'&' if '?' in href else '?'}{parameter}"

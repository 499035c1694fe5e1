"""The page of a search."""

from __future__ import annotations

from typing import Final

from kg.queries import readings
from kg.search import Facets, Kind, Results
from kg.web.labels import labels
from kg.web.page import Page
from kg.web.place import Place
from kg.web.search.asked import Offer, looks, offers
from kg.web.search.facets import Choice, Facet, around, common, facets
from kg.web.search.hits import ShownHit, shown_hits
from kg.web.search.wish import Find, Wish
from kg.web.select import Select
from kg.web.table import Cell, Column, Row, Table
from kg.web.words import title

BEST: Final = 200
"""Hits that are paged through, and that facets of place, time and source are counted of."""

_PAGE: Final = 20
_CLASSES: Final = 12
_KINDS: Final = {
    Kind.ENTITY: "Actors and places",
    Kind.EVENT: "Events",
    Kind.CLAIM: "Claims",
    Kind.DOCUMENT: "Documents",
}
_CHOICES: Final = ("kind", "class", "place", "source", "from", "to", "page")
_NOTHING: Final = Results((), Facets({}, {}), 0, more=False, version=0)
_COLUMNS: Final = (
    Column("found", "Found", "name"),
    Column("kind", "What"),
    Column("excerpt", "Words"),
    Column("document", "Document"),
)


async def search_page(find: Find, select: Select, place: Place) -> Page:
    """What is found for ``?q=``, narrowed down by kind, class, place, source and years."""
    wish = Wish.of(place)
    outline = await find(wish.wanted(BEST, ())) if wish.text else _NOTHING
    known = await around(select, place.base, outline.hits)
    left = [hit for hit in outline.hits if not wish.narrows or known[hit.id].fits(wish)]
    first = (wish.number - 1) * _PAGE
    here = {hit.id for hit in left[first : first + _PAGE]}
    # The best once more, with excerpts for those alone that are shown: excerpts are what takes time.
    whole = await find(wish.wanted(BEST, here)) if here else outline
    hits = await shown_hits(select, place, [hit for hit in whole.hits if hit.id in here], known)
    chosen = {hit.id: known[hit.id] for hit in left}
    names = await labels(select, place.base, common(chosen, wish))
    asked = await asked_for(find, wish.text, place.base) if wish.number == 1 else ()
    total = len(left) if wish.narrows else outline.total
    return Page(
        template="search.html",
        title=f"Search for {wish.text}" if wish.text else "Search",
        section="search",
        values={
            "wish": wish,
            "offers": asked,
            "hits": hits,
            "total": total,
            "more": outline.more,
            "best": len(outline.hits),
            "first": first,
            "facets": (*_of_index(outline, wish, place), *facets(chosen, names, wish, place)),
            "hidden": [(key, value) for key, value in place.parameters if key in ("kind", "class", "place", "source")],
            "without": place.again(
                kind=None, place=None, source=None, page=None, **{"class": None, "from": None, "to": None}
            ),
            "is_narrowed": bool(wish.narrows or wish.kind or wish.cls),
        },
        tables=(_table(hits, place),) if hits else (),
        previous=place.again(page=wish.number - 1) if wish.number > 1 and here else "",
        next=place.again(page=wish.number + 1) if first + _PAGE < len(left) else "",
    )


async def asked_for(find: Find, text: str, base: str) -> tuple[Offer, ...]:
    """The named queries that ``text`` may ask for, with what its names are here."""
    read = readings(text)
    return offers(read, {look: await find(look.wanted) for look in looks(read)}, base)


def _of_index(found: Results, wish: Wish, place: Place) -> tuple[Facet, ...]:
    kinds = tuple(
        Choice(
            heading,
            found.facets.kinds.get(kind, 0),
            place.again(kind=None if wish.kind is kind else kind.value, page=None),
            wish.kind is kind,
        )
        for kind, heading in _KINDS.items()
        if kind in found.facets.kinds or wish.kind is kind
    )
    names = [name for name in found.facets.classes if name != wish.cls][: _CLASSES - bool(wish.cls)]
    classes = tuple(
        Choice(
            title(name),
            found.facets.classes.get(name, 0),
            place.again(**{"class": None if wish.cls == name else name, "page": None}),
            wish.cls == name,
        )
        for name in ([wish.cls, *names] if wish.cls else names)
    )
    both = (Facet("kind", "Kind", kinds), Facet("class", "Class", classes))
    return tuple(facet for facet in both if facet.choices)


def _table(hits: tuple[ShownHit, ...], place: Place) -> Table:
    rows = []
    for hit in hits:
        words = "".join(text for text, _ in hit.excerpt)
        quote = Cell(hit.claim.quote, hit.claim.span_iri, place.leads(hit.claim.iri)) if hit.claim else None
        cells = (
            (Cell(hit.label, hit.iri, hit.href),),
            (Cell(hit.what),),
            (Cell(words),) if words else (),
            (Cell(hit.document),) if hit.document else (),
        )
        rows.append(Row(cells, hit.iri, quote))
    return Table("hits", f"{len(rows)} hits of this page", _COLUMNS, tuple(rows))

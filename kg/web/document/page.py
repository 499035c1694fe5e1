"""The page of a document, put together."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice
from typing import Final

import pyoxigraph as ox

from kg.graph import Iris
from kg.vocabulary import DCTERMS
from kg.web.claims import claims_table, count_of, show_claims
from kg.web.conflicts import conflicts_among
from kg.web.document.facts import Facts, facts
from kg.web.document.layout import paragraphs
from kg.web.document.lists import events_table, mentions_table, names_of
from kg.web.document.marks import marks
from kg.web.document.passages import passages
from kg.web.document.window import Window, window, window_at
from kg.web.leaf import Leaf
from kg.web.page import Page
from kg.web.place import Place
from kg.web.select import Select
from kg.web.sentence import sentence
from kg.web.table import Table

_CLAIMS: Final = 1_000
"""Claims of one page that are told at most."""

_NAMED: Final = 20
"""Things that the description for search engines names."""

_AT: Final = re.compile(r"([0-9]{1,9})(?:,([0-9]{1,9}))?")
_ANNOTATIONS: Final = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'


async def document_page(select: Select, place: Place, iri: str) -> Page | None:
    """The page of a document: its text, what is marked in it, and the claims that rest on it.

    A long text has several pages: ``?page=2``, or ``?at=719`` for the one with this code point; the words of
    ``?at=719,735`` are marked. ``None`` where there is no such page.
    """
    minted, document = Iris(place.base), ox.NamedNode(iri)
    name = iri.removeprefix(minted.document("").value)
    graph, context = minted.document_graph(name), minted.context(name)
    at = _place(place.parameter("at"))
    number = place.parameter("page", "1")
    if at is not None:
        shown = await window_at(select, graph, context, at[0])
    else:
        shown = await window(select, graph, context, int(number) if number.isdecimal() else 1)
    if shown is None:
        return None
    known = await facts(select, graph, document)
    marked = await marks(select, graph, shown.begin, shown.end, at)
    every = dict.fromkeys(claim for mark in marked for claim in mark.claims)
    claims = await show_claims(select, place.base, list(islice(every, _CLAIMS)))
    told = passages(marked, claims, shown.text, shown.begin)
    conflicts = await conflicts_among(select, place.base, claims)
    ordered = [claim for passage in told for claim in passage.claims]
    caption = count_of(len(ordered), "claim") + (f" on page {shown.number} of the text" if shown.pages > 1 else "")
    tables = (
        claims_table(ordered, place, caption=caption, more=len(every) > len(claims)),
        await mentions_table(select, graph, place),
        await events_table(select, graph, place),
    )
    return Page(
        template="document.html",
        title=known.title + (f", page {shown.number}" if shown.number > 1 else ""),
        section="sources",
        description=f"What this text claims: {count_of(len(ordered), 'claim')}, each beside its words.",
        values={
            "facts": known,
            "iri": iri,
            "asked": at,
            "window": shown,
            "paragraphs": paragraphs(shown.text, shown.begin, marked),
            "names": await names_of(select, place.base, marked),
            "passages": told,
            "sentence": sentence,
            "more": len(every) > len(claims),
            "reported": any(not claim.is_own_voice for claim in ordered),
            "conflicts": conflicts,
        },
        tables=tables,
        alternates=(
            Leaf("Web Annotations", place.to(f"/data/document/{name}", **{"as": "annotations"}), _ANNOTATIONS),
        ),
        previous=place.again(page=shown.number - 1, at=None) if shown.number > 1 else "",
        next=place.again(page=shown.number + 1, at=None) if shown.number < shown.pages else "",
        schema=_schema(known, tables[1], shown),
        islands=("document",),
    )


def _place(value: str) -> tuple[int, int] | None:
    """The code points that an address asks for; ``None`` where it asks for none that we understand."""
    found = _AT.fullmatch(value)
    return (int(found[1]), int(found[2] or 0)) if found else None


def _schema(known: Facts, mentions: Table, shown: Window) -> Mapping[str, object]:
    """The document in schema.org's words."""
    publisher, source = known.first(DCTERMS + "publisher"), known.first(DCTERMS + "source")
    said: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle" if publisher or source else "Article",
        "@id": known.iri,
        "headline": known.title[:110],
        "inLanguage": known.first(DCTERMS + "language"),
        "datePublished": known.date if re.fullmatch(r"\d{4}(-\d\d){0,2}", known.date) else "",
        "author": [{"@type": "Person", "name": name} for name in known.values.get(DCTERMS + "creator", ())],
        "publisher": {"@type": "Organization", "name": publisher} if publisher else "",
        "url": source if source.startswith(("http://", "https://")) else "",
        "mentions": [
            {"@type": "Thing", "@id": row.node, "name": row.cells[0][0].text} for row in mentions.rows[:_NAMED]
        ],
        "pagination": f"{shown.number} of {shown.pages}" if shown.pages > 1 else "",
    }
    return {name: value for name, value in said.items() if value}

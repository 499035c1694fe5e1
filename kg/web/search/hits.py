"""Hits as a page shows them: what was found in words, and which of its words were meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.search import Hit, Kind
from kg.web.claims import ShownClaim, show_claims
from kg.web.dates import date_words
from kg.web.labels import labels
from kg.web.place import Place
from kg.web.search.facets import Around
from kg.web.select import Select
from kg.web.sentence import sentence
from kg.web.words import words


@dataclass(frozen=True, slots=True)
class ShownHit:
    """One hit.

    ``claim`` is the claim that was found, ``name`` the name that was meant where it is not the label. ``excerpt`` are
    words with whether they match; ``href`` leads to the thing, ``text_href`` to the words in the text. ``date`` is that
    of a document, in words.
    """

    iri: str
    kind: Kind
    what: str
    label: str
    href: str
    name: str
    excerpt: tuple[tuple[str, bool], ...]
    date: str = ""
    text_href: str = ""
    document: str = ""
    document_href: str = ""
    claim: ShownClaim | None = None


async def shown_hits(
    select: Select, place: Place, hits: Sequence[Hit], known: Mapping[str, Around]
) -> tuple[ShownHit, ...]:
    """The hits in words, with what is known around them; events and claims as all pages call them."""
    base = place.base
    claims = await show_claims(select, base, [base + hit.id for hit in hits if hit.kind is Kind.CLAIM])
    wanted = [base + hit.id for hit in hits if hit.kind is Kind.EVENT]
    wanted += [f"{base}document/{hit.document}" for hit in hits if hit.document]
    names = await labels(select, base, wanted)
    return tuple(_shown(hit, names, claims, known[hit.id], place) for hit in hits)


def marked(hit: Hit) -> tuple[tuple[str, bool], ...]:
    """The excerpt in pieces, with whether each is a match."""
    pieces, at = [], 0
    for match in hit.matches:
        pieces += [(hit.excerpt[at : match.begin], False), (hit.excerpt[match.begin : match.end], True)]
        at = match.end
    return tuple((text, is_match) for text, is_match in [*pieces, (hit.excerpt[at:], False)] if text)


def _shown(
    hit: Hit, names: Mapping[str, str], claims: Mapping[str, ShownClaim], around: Around, place: Place
) -> ShownHit:
    iri, claim = place.base + hit.id, claims.get(place.base + hit.id)
    document = f"{place.base}document/{hit.document}" if hit.document and hit.kind is not Kind.DOCUMENT else ""
    text_href = ""
    if hit.document and hit.begin is not None and hit.end is not None:
        path = f"/page/document/{hit.document}"
        text_href = place.to(path, at=f"{hit.begin},{hit.end}") + f"#char={hit.begin},{hit.end}"
    if claim:
        label, text_href = sentence(claim), place.leads(claim.span_iri)
    else:
        label = names[iri] if hit.kind is Kind.EVENT else hit.label
    return ShownHit(
        iri=iri,
        kind=hit.kind,
        what=words(hit.cls) if hit.cls else hit.kind.value,
        label=label,
        href=place.leads(iri),
        name=hit.name or "" if hit.kind is Kind.ENTITY else "",
        excerpt=marked(hit),
        date=date_words(around.date) if around.date and hit.kind is Kind.DOCUMENT else "",
        text_href=text_href,
        document=names.get(document, ""),
        document_href=place.leads(document) if document else "",
        claim=claim,
    )

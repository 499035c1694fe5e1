"""The page of a thing: its description in words."""

from __future__ import annotations

from typing import Final

import pyoxigraph as ox

from kg.api.linked.address import Address
from kg.api.linked.description import LABELS, Description
from kg.api.linked.formats import RDF_SUFFIXES
from kg.api.linked.lookup import Lookup
from kg.graph import Iris
from kg.vocabulary import KG, RDF
from kg.web import Leaf, ShownThing, name_of, render_thing, shortened, show_claims, show_facts, term_address, title
from kg.web.place import relative
from kg.web.words import local_name

_CLAIMS: Final = 100
"""Claims that one page tells in words."""

_ABOUT: Final = frozenset({RDF + "subject", RDF + "object", KG + "claimant", KG + "statedIn"})
"""The properties by which a claim leads to a thing."""

NAMES: Final = {
    ".ttl": "Turtle",
    ".jsonld": "JSON-LD",
    ".nt": "N-Triples",
    ".rdf": "RDF/XML",
    ".nq": "N-Quads",
    ".trig": "TriG",
}


async def page_of_thing(lookup: Lookup, base: str, found: Description, here: str, address: Address) -> str:
    """The HTML of one page about a thing, at the path ``here``. Raises what ``Lookup.rows`` does."""
    thing, labels = found.thing.value, _labels(found)

    def leads(iri: str) -> str:
        if term := term_address(iri):
            return relative(here, f"/{term}")
        if iri.startswith(base):
            return relative(here, f"/{iri.removeprefix(base)}")
        return iri if iri.startswith(("http://", "https://")) else ""

    claims = _claims(found, thing, base)[:_CLAIMS]
    shown = await show_claims(lookup.texts, base, claims)
    statements = [
        (_text(quad.subject), quad.predicate.value, _text(quad.object), isinstance(quad.object, ox.NamedNode))
        for quad in found.quads
        if not (_text(quad.subject) in shown and quad.predicate.value in _ABOUT and _text(quad.object) == thing)
    ]
    types, said, mentioned = show_facts(thing, statements, labels, leads)
    page = ShownThing(
        iri=thing,
        label=shortened(labels.get(thing) or name_of(thing)),
        types=types,
        said=said,
        mentioned=mentioned,
        claims=tuple((shown[claim], leads(claim)) for claim in claims if claim in shown),
        formats=tuple(
            Leaf(NAMES[suffix], relative(here, address.data + suffix), kind) for suffix, kind in RDF_SUFFIXES.items()
        ),
        previous=Leaf("Previous page", relative(here, here, page=found.number - 1)) if found.number > 1 else None,
        next=Leaf("Next page", relative(here, here, page=found.number + 1)) if found.more else None,
        number=found.number,
    )
    return render_thing(page, relative(here, "/"))


def _claims(found: Description, thing: str, base: str) -> list[str]:
    """The claims of the page: the thing itself where it is one, and those that lead to it."""
    below = Iris(base).node("claim", "", "").value.removesuffix("-")  # type: ignore[arg-type]  # the beginning alone
    given = [quad.subject.value for quad in found.quads if isinstance(quad.subject, ox.NamedNode)]
    about = {
        quad.subject.value
        for quad in found.quads
        if isinstance(quad.subject, ox.NamedNode) and quad.predicate.value in _ABOUT
    }
    return [iri for iri in dict.fromkeys(given) if iri.startswith(below) and (iri in about or iri == thing)]


def _labels(found: Description) -> dict[str, str]:
    """What each node is called: the best label that it has, of several the first by code point."""
    best: dict[str, tuple[int, str]] = {}
    for quad in found.all:
        if quad.predicate.value in _RANKS and isinstance(quad.subject, ox.NamedNode):
            text = _text(quad.object)
            if isinstance(quad.object, ox.NamedNode):
                text = title(local_name(text))
            candidate = (_RANKS[quad.predicate.value], text)
            best[quad.subject.value] = min(best.get(quad.subject.value, candidate), candidate)
    return {iri: text for iri, (_, text) in best.items()}


_RANKS: Final = {iri: rank for rank, iri in enumerate(LABELS)}


def _text(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    return str(term) if isinstance(term, ox.Triple) else term.value

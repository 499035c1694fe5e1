"""The formats of linked data: by media type, by suffix, and which of them a sender likes best."""

from __future__ import annotations

from typing import Final

from kg.api.sparql.formats import GRAPHS
from kg.api.sparql.negotiation import choose, parse_accept

HTML: Final = "text/html"
ANNOTATIONS: Final = "http://www.w3.org/ns/anno.jsonld"
"""The profile of JSON-LD that Web Annotations are written in (Web Annotation Data Model, section 2)."""

SUFFIXES: Final[dict[str, str]] = {
    ".ttl": "text/turtle",
    ".jsonld": "application/ld+json",
    ".nt": "application/n-triples",
    ".rdf": "application/rdf+xml",
    ".nq": "application/n-quads",
    ".trig": "application/trig",
    ".html": HTML,
}
"""What the end of an address asks for, whatever ``Accept`` says."""

RDF_SUFFIXES: Final = {suffix: media_type for suffix, media_type in SUFFIXES.items() if media_type != HTML}

_OFFERS: Final = {**GRAPHS, HTML: ("application/xhtml+xml",)}


def negotiated(accept: str | None) -> str | None:
    """The format that the sender of an ``Accept`` header likes best, RDF before HTML; ``None`` where it wants none."""
    return choose(parse_accept(accept), _OFFERS)


def negotiated_rdf(accept: str | None) -> str | None:
    """The RDF format that the sender likes best; ``None`` where it wants none."""
    return choose(parse_accept(accept), GRAPHS)


def wants_annotations(accept: str | None) -> bool:
    """Whether the sender names the profile of Web Annotations."""
    return accept is not None and ANNOTATIONS in accept


def split_suffix(path: str) -> tuple[str, str]:
    """A path without its suffix, and the suffix, empty where it has none of ours.

    >>> split_suffix("/id/place/kirkuk.ttl"), split_suffix("/id/listing/list/a.b")
    (('/id/place/kirkuk', '.ttl'), ('/id/listing/list/a.b', ''))
    """
    for suffix in SUFFIXES:
        if path.endswith(suffix):
            return path.removesuffix(suffix), suffix
    return path, ""

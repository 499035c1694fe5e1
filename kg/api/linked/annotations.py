"""Web Annotations of a document: its mentions and the words that its claims rest on (W3C Web Annotation Data Model)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

import pyoxigraph as ox

from kg.api.linked.formats import ANNOTATIONS
from kg.vocabulary import DCTERMS, ITSRDF, KG, NIF

MEDIA_TYPE: Final = f'application/ld+json; profile="{ANNOTATIONS}"'

_PROPERTIES: Final = {
    NIF + "beginIndex": "begin",
    NIF + "endIndex": "end",
    NIF + "anchorOf": "exact",
}


def to_annotations(
    quads: Iterable[ox.Quad], document: ox.NamedNode, address: str, *, first: str, more: str | None
) -> bytes:
    """A page of annotations: each mention identifies an entity, each piece of evidence is described by its claim.

    ``address`` is that of the page's data, below which annotations are named; ``first`` is that of the first page and
    ``more`` that of the next. The spans that targets name must be among the quads.
    """
    spans: defaultdict[str, dict[str, str]] = defaultdict(dict)
    bodies: set[tuple[str, str, str]] = set()
    for quad in quads:
        subject, value = str(quad.subject.value) if isinstance(quad.subject, ox.NamedNode) else "", quad.object
        if (name := _PROPERTIES.get(quad.predicate.value)) and isinstance(value, ox.Literal):
            spans[subject][name] = value.value
        elif quad.predicate.value == ITSRDF + "taIdentRef" and isinstance(value, ox.NamedNode):
            bodies.add((subject, value.value, "identifying"))
        elif quad.predicate.value == KG + "evidence" and isinstance(value, ox.NamedNode):
            bodies.add((value.value, subject, "describing"))
    items = [
        _annotation(span, spans[span], body, motivation, document.value, address)
        for span, body, motivation in sorted(bodies, key=lambda found: (_place(spans[found[0]]), found))
        if {"begin", "end", "exact"} <= spans[span].keys()
    ]
    page: dict[str, Any] = {
        "@context": ANNOTATIONS,
        "id": address,
        "type": "AnnotationPage",
        "partOf": {"id": first, "type": "AnnotationCollection", DCTERMS + "source": {"id": document.value}},
        "items": items,
    }
    if more is not None:
        page["next"] = more
    return json.dumps(page, ensure_ascii=False, indent=1).encode("utf-8") + b"\n"


def _place(span: dict[str, str]) -> tuple[int, int]:
    return int(span.get("begin", 0)), int(span.get("end", 0))


def _annotation(
    span: str, found: dict[str, str], body: str, motivation: str, document: str, address: str
) -> dict[str, Any]:
    begin, end = _place(found)
    part = body.rstrip("/").rpartition("/")[2]
    return {
        "id": f"{address}#{motivation}-{begin}-{end}-{part}",
        "type": "Annotation",
        "motivation": motivation,
        "body": body,
        "target": {
            "id": span,
            "type": "SpecificResource",
            "source": document,
            "selector": [
                {"type": "TextPositionSelector", "start": begin, "end": end},
                {"type": "TextQuoteSelector", "exact": found["exact"]},
            ],
        },
    }

"""An event in schema.org's words, where somebody says that it happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kg.model import Edtf
from kg.vocabulary import KG, RDF
from kg.web.claims import ShownClaim
from kg.web.event.aspects import holds


def schema(event: str, name: str, claims: Sequence[ShownClaim]) -> Mapping[str, object] | None:
    """The event as ``schema:Event``; ``None`` where no claim affirms that it happened.

    ``startDate`` is told where all who give a date give the same one, and exactly.
    """
    holding = [claim for claim in claims if holds(claim)]
    if not any(claim.predicate_iri == RDF + "type" for claim in holding):
        return None
    made: dict[str, Any] = {"@context": "https://schema.org", "@type": "Event", "@id": event, "name": name}
    dates = {claim.object for claim in holding if claim.predicate_iri == KG + "date"}
    if len(dates) == 1 and (day := exact_days(dates)) is not None:
        made["startDate"] = next(iter(dates)) if "/" not in next(iter(dates)) else day[0]
        if day[1] != day[0]:
            made["endDate"] = day[1]
    places = {claim.object_iri: claim.object for claim in holding if claim.predicate_iri == KG + "place"}
    if places:
        made["location"] = [{"@type": "Place", "@id": iri, "name": place} for iri, place in sorted(places.items())]
    documents = {claim.document_iri: claim.document for claim in holding}
    made["subjectOf"] = [
        {"@type": "CreativeWork", "@id": iri, "name": title} for iri, title in sorted(documents.items())
    ]
    return made


def exact_days(dates: Iterable[str]) -> tuple[str, str] | None:
    """The first and the last day that exact EDTF dates span, as ISO dates; ``None`` where there is none."""
    found = []
    for date in dates:
        try:
            known = Edtf.parse(date)
        except ValueError:
            continue
        if known.exact and known.earliest is not None and known.latest is not None:
            found.append((known.earliest, known.latest))
    if not found:
        return None
    return min(first for first, _ in found).isoformat(), max(last for _, last in found).isoformat()

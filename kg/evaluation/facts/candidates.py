"""What in the graph could be a fact, and which keys of the fact it lacks: one function for each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from kg.evaluation.facts.gold import (
    AttributionFact,
    DesignationFact,
    EntityFact,
    EventFact,
    EventKeys,
    Fact,
    PairFact,
    PlaceFact,
    RelationshipFact,
    TenureFact,
    TollFact,
)
from kg.evaluation.matching import Pattern, fits_class, fits_date, fits_names, fits_number, fits_word, kilometres
from kg.evaluation.rows import Row, Rows

ROLES: Final = ("agent", "target", "victim", "participant", "instrument")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something in the graph, in words, and the keys of the fact that do not hold of it."""

    what: str
    lacks: tuple[str, ...]


def candidates(fact: Fact, rows: Rows, document: str) -> Iterator[Candidate]:
    """Everything that could be the fact."""
    yield from _KINDS[type(fact)](fact, rows, document)


def event_lacks(fact: EventKeys, rows: Rows, of_event: list[Row]) -> tuple[str, ...]:
    """The keys that do not hold of one event, whose rows are ``of_event``.

    Certainty, realis, polarity and claimant choose rows; the other keys are looked for among those alone.
    """
    choosing: tuple[Callable[[Row], tuple[str, ...]], ...] = (
        lambda r: fact.lacking(certainty=fits_word(fact.certainty, r["certainty"])),
        lambda r: fact.lacking(realis=fits_word(fact.realis, r["realis"])),
        lambda r: () if not fact.stance or fits_word(fact.stance, r["polarity"]) else ("polarity",),
        lambda r: fact.lacking(claimant=rows.fits_claimant(fact.claimant, r)),
    )
    for row_lacks in choosing:
        lacks = [row_lacks(r) for r in of_event]
        of_event = [r for r, lacked in zip(of_event, lacks, strict=True) if not lacked]
        if not of_event:
            return lacks[0]
    return fact.lacking(
        type=any(fits_class(fact.type, r["type"]) for r in of_event),
        date=fits_date(fact.date, [r["date"] for r in of_event]),
        place=any(fits_names(fact.place, _places(rows, r)) for r in of_event),
        **{role: _fits_role(getattr(fact, role), rows, of_event, role) for role in (*ROLES, "filler")},
    )


def _places(rows: Rows, row: Row) -> set[str]:
    return rows.place_names(row) | (rows.names(row, "filler", "label") if row["role"] == "place" else set())


def _fits_role(wanted: Pattern, rows: Rows, of_event: list[Row], role: str) -> bool:
    filled = [r for r in of_event if r["filler"] and role in ("filler", r["role"])]
    if wanted is None:
        return not filled
    return any(fits_names(wanted, rows.names(r, "filler", "label")) for r in filled)


def _event(fact: EventFact, rows: Rows, document: str) -> Iterator[Candidate]:
    for group in rows.groups("events", document, "event"):
        roles = sorted({f"{r['role']} {r['label'] or r['filler']}" for r in group if r["role"]})
        what = f"{group[0]['type']} ({', '.join(roles)}) {group[0]['date']}".strip()
        yield Candidate(what, event_lacks(fact, rows, group))


def _toll(fact: TollFact, rows: Rows, document: str) -> Iterator[Candidate]:
    events = {(g[0]["file"], g[0]["event"]): g for g in rows.groups("events", document, "event")}
    wanted = EventKeys(type=fact.event) if isinstance(fact.event, str) else fact.event
    for row in rows.of("tolls", document):
        group = events.get((row["file"], row["event"]), [])
        lacks = fact.lacking(
            effect=fits_word(fact.effect, row["effect"]),
            min=fits_number(fact.min, row["min"]),
            max=fits_number(fact.max, row["max"]),
            group=fits_names(fact.group, rows.names(row, "group")),
            claimant=rows.fits_claimant(fact.claimant, row, "label"),
            event=wanted is None or (bool(group) and not event_lacks(wanted, rows, group)),
        )
        bounds = f"{row['min'] or '?'}–{row['max'] or '?'}"
        yield Candidate(f"{row['effect']} {bounds} by {row['label'] or 'the document'}", lacks)


def _relationship(fact: RelationshipFact, rows: Rows, document: str) -> Iterator[Candidate]:
    for row in rows.of("relationships", document):
        ends = [rows.names(row, "subject", "subjectLabel"), rows.names(row, "object", "objectLabel")]
        ways = [ends, ends[::-1]] if fact.symmetric else [ends]
        lacks = min(
            (fact.lacking(subject=fits_names(fact.subject, a), object=fits_names(fact.object, b)) for a, b in ways),
            key=len,
        )
        lacks += fact.lacking(
            predicate=fits_word(fact.predicate, row["predicate"]),
            certainty=fits_word(fact.certainty, row["certainty"]),
            claimant=rows.fits_claimant(fact.claimant, row, "claimantLabel"),
            evidence=fits_names(fact.evidence, [row["evidence"]]),
        )
        if fact.stance and not fits_word(fact.stance, row["polarity"]):
            lacks += ("polarity",)
        what = f"{row['subjectLabel']} {row['predicate']} {row['objectLabel']}"
        yield Candidate(f"{what} by {row['claimantLabel'] or 'the document'}", lacks)


def _row_fact(query: str, columns: dict[str, tuple[str, ...]]) -> Callable[[Any, Rows, str], Iterator[Candidate]]:
    """A kind whose keys are names in columns of one query, and a date."""

    def of_kind(fact: DesignationFact | TenureFact, rows: Rows, document: str) -> Iterator[Candidate]:
        for row in rows.of(query, document):
            fits = {key: fits_names(getattr(fact, key), rows.names(row, *cells)) for key, cells in columns.items()}
            shown = [row.get(c, "") for of_key in columns.values() for c in of_key]
            what = ", ".join(s for s in shown if s and "://" not in s)
            yield Candidate(what, fact.lacking(**fits, date=fits_date(fact.date, [row["date"]])))

    return of_kind


def _attribution(fact: AttributionFact, rows: Rows, document: str) -> Iterator[Candidate]:
    for group in rows.groups("attributions", document, "attribution"):
        words = {part: _parts(rows, group, part) for part in ("source", "cue", "content")}
        lacks = fact.lacking(
            claimant=any(fits_names(fact.claimant, rows.names(r, "claimant", "label")) for r in group),
            **{key: fits_names(getattr(fact, key), [*parts, " ".join(parts)]) for key, parts in words.items()},
        )
        what = f"{group[0]['label'] or 'nobody named'} {rows.cut(group[0], 'cue')}: {rows.cut(group[0], 'content')}"
        yield Candidate(what, lacks)


def _parts(rows: Rows, group: list[Row], part: str) -> list[str]:
    """The words of each span of an attribution's source, cue or content, in the order of the text."""
    return [rows.cut(r, part) for r in sorted(group, key=lambda r: int(r[part + "Begin"] or 0))]


def _entity(fact: EntityFact, rows: Rows, document: str) -> Iterator[Candidate]:
    for group in rows.groups("mentions", document, "entity"):
        lacks = fact.lacking(
            label=fits_names(fact.label, {r["label"] for r in group}),
            mention=fits_names(fact.mention, {r["text"] for r in group}),
            type=any(fits_class(fact.type, r["type"]) for r in group),
        )
        yield Candidate(f"{group[0]['label']} ({group[0]['type']})", lacks)


def _place(fact: PlaceFact, rows: Rows, document: str) -> Iterator[Candidate]:
    for row in rows.of("places", document):
        lacks = fact.lacking(
            label=fits_names(fact.label, rows.names(row, "place", "label")),
            text=fits_names(fact.text, [rows.cut(row, "")]),
            latitude=fact.latitude is None or fact.longitude is None or _near(fact, row),
            geonames=str(fact.geonames or "") == row["geonames"],
        )
        yield Candidate(f"{row['label']} {row['latitude']} {row['longitude']}".strip(), lacks)


def _near(fact: PlaceFact, row: Row) -> bool:
    if not row["latitude"] or not row["longitude"] or fact.latitude is None or fact.longitude is None:
        return False
    here = float(row["latitude"]), float(row["longitude"])
    return kilometres(fact.latitude, fact.longitude, *here) <= fact.km


def _pair(fact: PairFact, rows: Rows, document: str) -> Iterator[Candidate]:
    mentions = rows.of("mentions", document)
    a, b = ({r["entity"] for r in mentions if fits_names(wanted, [r["text"]])} for wanted in (fact.a, fact.b))
    missing = tuple(key for key, found in (("a", a), ("b", b)) if not found)
    one = bool(a & b)
    what = f"{len(a)} and {len(b)} entities, {len(a & b)} of them shared"
    yield Candidate(what, missing or (() if one == (fact.kind == "same") else (fact.kind,)))


_KINDS: Final[dict[type[Any], Callable[[Any, Rows, str], Iterator[Candidate]]]] = {
    EventFact: _event,
    TollFact: _toll,
    RelationshipFact: _relationship,
    DesignationFact: _row_fact(
        "designations",
        {
            "designee": ("designee", "designeeLabel"),
            "authority": ("authority", "authorityLabel"),
            "label": ("label",),
        },
    ),
    TenureFact: _row_fact(
        "tenures",
        {"holder": ("holder", "holderLabel"), "post": ("post",), "organisation": ("organisation", "organisationLabel")},
    ),
    AttributionFact: _attribution,
    EntityFact: _entity,
    PlaceFact: _place,
    PairFact: _pair,
}

"""What in the graph could be a fact, and which keys of the fact it lacks: one function for each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from kg.evaluation.facts.gold import (
    AttributionFact,
    DesignationFact,
    EntityFact,
    EventFact,
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


def _given(fact: Any) -> set[str]:
    """The keys that were written down (``null`` counts, a default does not)."""
    return set(fact.model_fields_set)


def _polarity(fact: Any) -> Any:
    return "Denied" if fact.negate else fact.polarity


def event_lacks(fact: Any, rows: Rows, of_event: list[Row]) -> tuple[str, ...]:
    """The keys that do not hold of one event, whose rows are ``of_event``.

    Certainty, realis, polarity and claimant choose rows; the other keys are looked for among those alone.
    """
    given = _given(fact)
    tests: dict[str, Callable[[Row], bool]] = {}
    for key in ("certainty", "realis"):
        if key in given:
            tests[key] = partial(_fits_cell, getattr(fact, key), key)
    if _polarity(fact):
        tests["polarity"] = lambda r: fits_word(_polarity(fact), r["polarity"])
    if "claimant" in given:
        tests["claimant"] = lambda r: rows.fits_claimant(fact.claimant, r)
    for key, test in tests.items():
        of_event = [r for r in of_event if test(r)]
        if not of_event:
            return (key,)
    lacks = []
    if "type" in given and not any(fits_class(fact.type, r["type"]) for r in of_event):
        lacks.append("type")
    if "date" in given and not fits_date(fact.date, [r["date"] for r in of_event]):
        lacks.append("date")
    if "place" in given and not any(fits_names(fact.place, _places(rows, r)) for r in of_event):
        lacks.append("place")
    lacks += [k for k in (*ROLES, "filler") if k in given and not _fits_role(fact, rows, of_event, k)]
    return tuple(lacks)


def _fits_cell(wanted: Pattern, column: str, row: Row) -> bool:
    return fits_word(wanted, row[column])


def _places(rows: Rows, row: Row) -> set[str]:
    return rows.place_names(row) | (rows.names(row, "filler", "label") if row["role"] == "place" else set())


def _fits_role(fact: Any, rows: Rows, of_event: list[Row], role: str) -> bool:
    filled = [r for r in of_event if r["filler"] and role in ("filler", r["role"])]
    wanted = getattr(fact, role)
    if wanted is None:
        return not filled
    return any(fits_names(wanted, rows.names(r, "filler", "label")) for r in filled)


def _event(fact: EventFact, rows: Rows, document: str) -> Iterator[Candidate]:
    for group in rows.groups("events", document, "event"):
        roles = sorted({f"{r['role']} {r['label'] or r['filler']}" for r in group if r["role"]})
        what = f"{group[0]['type']} ({', '.join(roles)}) {group[0]['date']}".strip()
        yield Candidate(what, event_lacks(fact, rows, group))


def _toll(fact: TollFact, rows: Rows, document: str) -> Iterator[Candidate]:
    given = _given(fact)
    events = {(g[0]["file"], g[0]["event"]): g for g in rows.groups("events", document, "event")}
    wanted_event = fact.event
    if isinstance(wanted_event, str):
        wanted_event = EventFact(kind="event", type=wanted_event)
    for row in rows.of("tolls", document):
        lacks = []
        if "effect" in given and not fits_word(fact.effect, row["effect"]):
            lacks.append("effect")
        lacks += [k for k in ("min", "max") if k in given and not fits_number(getattr(fact, k), row[k])]
        if "group" in given and not fits_names(fact.group, rows.names(row, "group")):
            lacks.append("group")
        if "claimant" in given and not rows.fits_claimant(fact.claimant, row, "label"):
            lacks.append("claimant")
        if wanted_event is not None:
            group = events.get((row["file"], row["event"]))
            if group is None or event_lacks(wanted_event, rows, group):
                lacks.append("event")
        bounds = f"{row['min'] or '?'}–{row['max'] or '?'}"
        yield Candidate(f"{row['effect']} {bounds} by {row['label'] or 'the document'}", tuple(lacks))


def _relationship(fact: RelationshipFact, rows: Rows, document: str) -> Iterator[Candidate]:
    given = _given(fact)
    for row in rows.of("relationships", document):
        ends = [rows.names(row, "subject", "subjectLabel"), rows.names(row, "object", "objectLabel")]
        ways = [ends, ends[::-1]] if fact.symmetric else [ends]
        wanted = [(k, getattr(fact, k)) for k in ("subject", "object")]
        lacks = min(
            ([k for (k, v), n in zip(wanted, way, strict=True) if k in given and not fits_names(v, n)] for way in ways),
            key=len,
        )
        lacks += [
            k for k in ("predicate", "certainty") if k in given and not fits_word(getattr(fact, k), row.get(k, ""))
        ]
        if _polarity(fact) and not fits_word(_polarity(fact), row["polarity"]):
            lacks.append("polarity")
        if "claimant" in given and not rows.fits_claimant(fact.claimant, row, "claimantLabel"):
            lacks.append("claimant")
        if "evidence" in given and not fits_names(fact.evidence, [row["evidence"]]):
            lacks.append("evidence")
        what = f"{row['subjectLabel']} {row['predicate']} {row['objectLabel']}"
        yield Candidate(f"{what} by {row['claimantLabel'] or 'the document'}", tuple(lacks))


def _row_fact(query: str, columns: dict[str, tuple[str, ...]]) -> Callable[[Any, Rows, str], Iterator[Candidate]]:
    """A kind whose keys are names in columns of one query, and perhaps a date."""

    def of_kind(fact: Any, rows: Rows, document: str) -> Iterator[Candidate]:
        given = _given(fact)
        for row in rows.of(query, document):
            lacks = [
                k for k, c in columns.items() if k in given and not fits_names(getattr(fact, k), rows.names(row, *c))
            ]
            if "date" in given and not fits_date(fact.date, [row["date"]]):
                lacks.append("date")
            shown = [row.get(c, "") for of_key in columns.values() for c in of_key]
            yield Candidate(", ".join(s for s in shown if s and "://" not in s), tuple(lacks))

    return of_kind


def _attribution(fact: AttributionFact, rows: Rows, document: str) -> Iterator[Candidate]:
    given = _given(fact)
    for group in rows.groups("attributions", document, "attribution"):
        lacks = []
        if "claimant" in given and not any(
            fits_names(fact.claimant, rows.names(r, "claimant", "label")) for r in group
        ):
            lacks.append("claimant")
        for key in ("source", "cue", "content"):
            parts = _parts(rows, group, key)
            if key in given and not fits_names(getattr(fact, key), [*parts, " ".join(parts)]):
                lacks.append(key)
        what = f"{group[0]['label'] or 'nobody named'} {rows.cut(group[0], 'cue')}: {rows.cut(group[0], 'content')}"
        yield Candidate(what, tuple(lacks))


def _parts(rows: Rows, group: list[Row], part: str) -> list[str]:
    """The words of each span of an attribution's source, cue or content, in the order of the text."""
    return [rows.cut(r, part) for r in sorted(group, key=lambda r: int(r[part + "Begin"] or 0))]


def _entity(fact: EntityFact, rows: Rows, document: str) -> Iterator[Candidate]:
    given = _given(fact)
    for group in rows.groups("mentions", document, "entity"):
        lacks = []
        if "label" in given and not fits_names(fact.label, {r["label"] for r in group}):
            lacks.append("label")
        if "mention" in given and not fits_names(fact.mention, {r["text"] for r in group}):
            lacks.append("mention")
        if "type" in given and not any(fits_class(fact.type, r["type"]) for r in group):
            lacks.append("type")
        yield Candidate(f"{group[0]['label']} ({group[0]['type']})", tuple(lacks))


def _place(fact: PlaceFact, rows: Rows, document: str) -> Iterator[Candidate]:
    given = _given(fact)
    for row in rows.of("places", document):
        lacks = []
        if "label" in given and not fits_names(fact.label, rows.names(row, "place", "label")):
            lacks.append("label")
        if "text" in given and not fits_names(fact.text, [rows.cut(row, "")]):
            lacks.append("text")
        if fact.latitude is not None and fact.longitude is not None and not _near(fact, row):
            lacks.append("latitude")
        if "geonames" in given and str(fact.geonames or "") != row["geonames"]:
            lacks.append("geonames")
        yield Candidate(f"{row['label']} {row['latitude']} {row['longitude']}".strip(), tuple(lacks))


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

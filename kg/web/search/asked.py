"""The offers: named queries that a question may mean, with the things that its names were taken for.

An offer answers nothing. It says which question can be looked up, what each name was taken for and for what else it
might stand, and which of them somebody has to choose or to write first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from kg import reference
from kg.queries import Given, NamedQuery, Parameter, ParameterType, Reading
from kg.search import Fit, Hit, Kind, Results, fit
from kg.web.search.wish import Wanted
from kg.web.words import words

_MOST: Final = 3
"""Offers that are made for one question."""

_MOST_LOOKS: Final = 8
"""Names that are looked up for one question."""

_FOUND: Final = 12
"""Hits that one name is compared with."""

_SHOWN: Final = 6
"""Things that one name may stand for that are shown."""

_LITTLE: Final = frozenset({"the", "a", "an", "of", "on", "in", "at", "by", "near", "against", "from", "to", "with"})
"""Words that join others in what an event is called, and that the labels of events do without."""

_ENTITY: Final = (Kind.ENTITY,)
_KINDS: Final[Mapping[ParameterType, tuple[tuple[Kind, ...], tuple[str, ...]]]] = {
    ParameterType.ACTOR: (_ENTITY, ("Actor",)),
    ParameterType.PLACE: (_ENTITY, ("Place",)),
    ParameterType.CLAIMANT: ((Kind.ENTITY, Kind.DOCUMENT), ()),
    ParameterType.DOCUMENT: ((Kind.DOCUMENT,), ()),
    ParameterType.EVENT: ((Kind.EVENT,), ()),
}
"""Where names of a type are looked up; everything, for a type that is not here."""


@dataclass(frozen=True, slots=True)
class Look:
    """A name that is to be looked up among the things of a parameter's type."""

    text: str
    type: ParameterType

    @property
    def wanted(self) -> Wanted:
        """The question to the index."""
        kinds, classes = _KINDS.get(self.type, ((), ()))
        return Wanted(self.name, kinds, classes, _FOUND, 0, None if self.type is ParameterType.EVENT else ())

    @property
    def name(self) -> str:
        """What is looked up: US, EU and Daesh by the names that they are described by, events without little words."""
        if self.type is ParameterType.EVENT:
            return " ".join(word for word in self.text.split() if word.lower() not in _LITTLE) or self.text
        if self.type is ParameterType.DOCUMENT:
            return self.text
        known = reference.state_by_name(self.text) or reference.organisation_by_name(self.text)
        return known.name if known else self.text


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that a name may stand for: its IRI, its label, its class in words and by its local name."""

    iri: str
    label: str
    what: str
    cls: str | None

    def __str__(self) -> str:
        return f"{self.label} ({self.what})"


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter of an offer.

    ``text`` are the words of the question, empty where it implies the value as a whole. ``value`` is what the
    parameter gets, empty where somebody has to choose one of ``others``, or to write one, for the reason in
    ``problem``. ``thing`` is what a name was taken for; ``others`` are what else it may stand for.
    """

    parameter: Parameter
    text: str
    value: str
    thing: Thing | None = None
    others: tuple[Thing, ...] = ()
    problem: str = ""

    @property
    def is_needed(self) -> bool:
        """Whether there is no asking the question without it; a day that is not said may be left out."""
        return self.parameter.required or (bool(self.problem) and self.parameter.type is not ParameterType.DATE)

    @property
    def shown(self) -> str:
        """The value for readers."""
        return str(self.thing) if self.thing else self.value


@dataclass(frozen=True, slots=True)
class Offer:
    """A named query with the values that a question gives for its parameters."""

    query: NamedQuery
    fields: tuple[Field, ...]

    @property
    def values(self) -> Mapping[str, str]:
        """The values that are known."""
        return {field.parameter.name: field.value for field in self.fields if field.value}

    @property
    def is_ready(self) -> bool:
        """Whether it can be looked up as it is."""
        return not self.open and all(p.name in self.values for p in self.query.parameters if p.required)

    @property
    def open(self) -> tuple[Field, ...]:
        """What somebody has to choose or to write: what the question leaves open, and what the query needs besides."""
        given = {field.parameter.name for field in self.fields}
        needed = [Field(p, "", "") for p in self.query.parameters if p.required and p.name not in given]
        return (*(field for field in self.fields if not field.value), *needed)

    def address(self, **changes: str) -> str:
        """The path of its page below the root of the service, with some values changed."""
        return f"queries/{self.query.name}?" + urlencode({**self.values, **changes, "format": "html"})

    def to_json(self) -> dict[str, Any]:
        """The offer as programs get it."""
        return {
            "query": self.query.name,
            "question": self.query.question,
            "ready": self.is_ready,
            "parameters": dict(self.values),
            "page": self.address(),
            "given": [_as_json(field) for field in self.fields],
            "missing": [field.parameter.name for field in self.open],
        }


def looks(readings: Sequence[Reading]) -> tuple[Look, ...]:
    """The names of all readings, the most likely first, each once; no more than are looked up for one question."""
    found = [Look(given.text, given.parameter.type) for one in readings for given in one.given if given.is_name]
    return tuple(dict.fromkeys(found))[:_MOST_LOOKS]


def offers(readings: Sequence[Reading], found: Mapping[Look, Results], base: str) -> tuple[Offer, ...]:
    """The offers for the readings of a question: those whose names are known best, at most three.

    ``found`` is what the index has for ``looks(readings)``; ``base`` starts our IRIs.
    """
    judged: list[tuple[Fit, bool, Reading, Offer]] = []
    for reading in readings:
        if all(not given.is_name or Look(given.text, given.parameter.type) in found for given in reading.given):
            made = [_field(given, found, base) for given in reading.given]
            sure = min((one_fit for _, one_fit in made), default=Fit.WHOLE)
            offer = Offer(reading.query, tuple(field for field, _ in made))
            judged.append((sure, bool(offer.open), reading, offer))
    if not judged:
        return ()
    best = max(sure for sure, *_ in judged)
    kept = sorted((one for one in judged if one[0] == best), key=lambda one: (one[1], one[2].cost))
    if best <= Fit.LIKE:
        kept = kept[:1]
    kept = [one for one in kept if not _is_free(one[2]) or one[2].cost <= kept[0][2].cost]
    chosen: dict[str, Offer] = {}
    for _, _, reading, offer in kept:
        chosen.setdefault(reading.query.name, offer)
    return tuple(chosen.values())[:_MOST]


def _is_free(reading: Reading) -> bool:
    """Whether some of its words are taken as they are: what would fit anything yields to what fits better."""
    return any(given.text and given.parameter.type is ParameterType.STRING for given in reading.given)


def _field(given: Given, found: Mapping[Look, Results], base: str) -> tuple[Field, Fit]:
    """The parameter with what its name was taken for, and how surely."""
    parameter = given.parameter
    if not given.is_name:
        problem = f"“{given.text}” {given.problem}" if given.problem else ""
        return Field(parameter, given.text, given.value, problem=problem), Fit.WHOLE
    look = Look(given.text, parameter.type)
    hits = found[look].hits
    if parameter.type is ParameterType.CLAIMANT:
        hits = tuple(hit for hit in hits if not hit.id.startswith("id/place/"))
    fits = [(max(fit(look.text, hit), fit(look.name, hit)), hit) for hit in hits]
    best = max((one for one, _ in fits), default=Fit.NONE)
    first = tuple(_thing(hit, base) for one, hit in fits if one == best and one > Fit.NONE)
    rest = tuple(_thing(hit, base) for one, hit in fits if Fit.NONE < one < best)
    if not first:
        return Field(parameter, given.text, "", problem=f"no {_sort(parameter)} here is called “{given.text}”"), best
    if best is Fit.LIKE:
        problem = f"no {_sort(parameter)} here is called “{given.text}”; these are called much the same"
        return Field(parameter, given.text, "", others=first[:_SHOWN], problem=problem), best
    if len(first) > 1:
        problem = f"“{given.text}” may be one of several"
        return Field(parameter, given.text, "", others=(*first, *rest)[:_SHOWN], problem=problem), best
    return Field(parameter, given.text, first[0].iri, first[0], rest[: _SHOWN - 1]), best


def _thing(hit: Hit, base: str) -> Thing:
    return Thing(base + hit.id, hit.label, words(hit.cls) if hit.cls else hit.kind.value, hit.cls)


def _sort(parameter: Parameter) -> str:
    return "actor or document" if parameter.type is ParameterType.CLAIMANT else parameter.type.value


def _as_json(field: Field) -> dict[str, Any]:
    return {
        "parameter": field.parameter.name,
        "text": field.text or None,
        "value": field.value or None,
        "label": field.thing.label if field.thing else None,
        "class": field.thing.cls if field.thing else None,
        "problem": field.problem or None,
        "alternatives": [{"iri": one.iri, "label": one.label, "class": one.cls} for one in field.others],
    }

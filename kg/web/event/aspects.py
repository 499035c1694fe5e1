"""The aspects of an event: each value that is given for one, with everybody who gives it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from kg.vocabulary import KG, RDF
from kg.web.claims import ShownClaim, count_of
from kg.web.dates import date_words
from kg.web.words import local_name, title, toll

HEADINGS: Final = {
    RDF + "type": "What happened",
    KG + "agent": "Who did it",
    KG + "target": "Against whom or what",
    KG + "victim": "Who suffered it",
    KG + "participant": "Who took part",
    KG + "instrument": "With what",
    KG + "place": "Where",
    KG + "date": "When",
    KG + "toll": "How many",
    KG + "inResponseTo": "In response to",
    KG + "subEventOf": "Part of",
}
"""The aspects, in the order in which they are told."""

_STANDINGS: Final = {
    "sure": "Said to have happened, according to",
    "probable": "Likely, according to",
    "possible": "Possible, according to",
    "planned": "Planned or expected, according to",
    "hypothetical": "Supposed, wished or feared, according to",
    "denied": "Denied by",
}
"""How an event stands with those who speak of it, by the manner of their claims."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value of an aspect: its words, the IRI behind them where there is one, and the accounts that give it."""

    text: str
    iri: str
    accounts: tuple[ShownClaim, ...]

    @property
    def is_given(self) -> bool:
        """Whether anybody affirms it; otherwise it is denied, or the claims were read wrongly."""
        return any(one.polarity == "Affirmed" and not one.rejected_by for one in self.accounts)


@dataclass(frozen=True, slots=True)
class Aspect:
    """One aspect with all its values; ``disputed`` says that some of the accounts cannot all be right."""

    predicate: str
    name: str
    heading: str
    values: tuple[Value, ...]
    disputed: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """That something is said of the event as a whole, and by whom."""

    words: str
    claims: tuple[ShownClaim, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """The range of the figures of some accounts; ``unbounded`` says that one of them sets no upper bound."""

    low: int
    high: int
    unbounded: bool
    accounts: str


def aspects(claims: Iterable[ShownClaim], disputed: frozenset[str]) -> tuple[Aspect, ...]:
    """What the claims say of the event, aspect by aspect. ``disputed`` are the claims that others contradict."""
    found: dict[str, dict[tuple[str, str], list[ShownClaim]]] = {}
    for claim in claims:
        found.setdefault(claim.predicate_iri, {}).setdefault(_identity(claim), []).append(claim)
    return tuple(
        Aspect(
            predicate,
            local_name(predicate),
            HEADINGS.get(predicate) or title(local_name(predicate)),
            tuple(sorted((Value(text, node, tuple(told)) for (text, node), told in groups.items()), key=_weight)),
            any(claim.iri in disputed for told in groups.values() for claim in told),
        )
        for predicate, groups in sorted(found.items(), key=lambda one: _order(one[0]))
    )


def standings(claims: Iterable[ShownClaim]) -> tuple[Standing, ...]:
    """Who says that the event happened, is planned, feared or denied: each claimant once for each."""
    groups: dict[str, dict[str, ShownClaim]] = {}
    for claim in claims:
        if claim.predicate_iri == RDF + "type" and not claim.rejected_by:
            groups.setdefault(claim.manner, {}).setdefault(claim.claimant_iri, claim)
    for less in ("probable", "possible"):
        groups[less] = {who: one for who, one in groups.get(less, {}).items() if who not in groups.get("sure", {})}
    return tuple(
        Standing(words, tuple(groups[manner].values())) for manner, words in _STANDINGS.items() if groups.get(manner)
    )


def value_words(claim: ShownClaim) -> str:
    """What a claim gives for its aspect, in words."""
    return date_words(claim.object) if claim.predicate_iri == KG + "date" else claim.object


def figure(claim: ShownClaim) -> str:
    """A toll without the group that is counted, by which accounts of one figure agree."""
    return toll(claim.effect, claim.least or None, claim.most or None, None)


def span(claims: Iterable[ShownClaim], effect: str) -> Span | None:
    """The range of all figures that are said to be so for one effect; ``None`` where nobody gives one."""
    told = [one for one in claims if one.effect == effect and holds(one)]
    if not told:
        return None
    least = min(int(one.least or 0) for one in told)
    most = max(int(one.most or one.least or 0) for one in told)
    return Span(least, most, any(not one.most for one in told), count_of(len(told), "account"))


def holds(claim: ShownClaim) -> bool:
    """Whether a claim supports a plain statement: affirmed, actual, more than possible, and not rejected."""
    return (
        claim.polarity == "Affirmed"
        and claim.realis == "Actual"
        and claim.certainty != "Possible"
        and not claim.rejected_by
    )


def _identity(claim: ShownClaim) -> tuple[str, str]:
    if claim.predicate_iri == KG + "toll":
        return figure(claim), ""
    return value_words(claim), claim.object_iri


def _order(predicate: str) -> tuple[int, str]:
    known: Sequence[str] = tuple(HEADINGS)
    return (known.index(predicate) if predicate in HEADINGS else len(known)), predicate


def _weight(value: Value) -> tuple[bool, int, str, str]:
    """What is affirmed first, then what most claimants say."""
    voices = {(one.claimant_iri, one.document_iri) for one in value.accounts}
    return not value.is_given, -len(voices), value.text.casefold(), value.iri

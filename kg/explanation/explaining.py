"""Explaining: a reading, its trace and the gate's verdict become an account of the document."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import Final, TypeVar

import pyoxigraph as ox

from kg.explanation.account import (
    AttributionAccount,
    ClaimAccount,
    EntityAccount,
    EventAccount,
    Explanation,
    GateAccount,
    MentionAccount,
    RefusalAccount,
    Role,
    RuleAccount,
    SentenceAccount,
    Words,
)
from kg.explanation.labels import Labels
from kg.extract import Refusal, Trace
from kg.graph import Iris
from kg.model import Attribution, Claim, Entity, Event, Identification, Mention, MentionKind, NodeId, NodeObject, Span
from kg.validation import Report
from kg.workspace import DocumentRecord, Reading, State

T = TypeVar("T")

_PLAIN: Final = frozenset({"affirmed", "certain", "actual"})
"""What a claim says unless it says otherwise."""


def explain(reading: Reading, trace: Trace, record: DocumentRecord, report: str | None, base_iri: str) -> Explanation:
    """The account of a document; ``report`` is the validation report, as Turtle, of one that is in quarantine."""
    document = reading.document
    work = _Explaining(reading, base_iri)
    return Explanation(
        document=document.id,
        names=record.names,
        extractor=reading.extract.extractor,
        media_type=document.media_type,
        title=document.title,
        date=document.date,
        language=document.language,
        publisher=document.publisher,
        authors=document.authors,
        url=document.url,
        words=reading.words,
        notes=document.notes,
        gate=_gate(record, report),
        sentences=work.sentences(trace),
        events=tuple(map(work.event, reading.extract.events)),
        entities=tuple(map(work.entity, reading.extract.entities, reading.identity.entities)),
        rules=_rules(reading.extract.claims),
    )


class _Explaining:
    """The parts of one reading, put into words."""

    def __init__(self, reading: Reading, base_iri: str) -> None:
        self._reading = reading
        self._extract = reading.extract
        self._iris = Iris(base_iri)
        self._labels = Labels(reading.document, reading.extract)
        self._mentions = Counter(mention.node for mention in reading.extract.mentions)
        self._triggers: dict[NodeId, list[Words]] = defaultdict(list)
        for mention in reading.extract.mentions:
            if mention.kind is MentionKind.TRIGGER:
                self._triggers[mention.node].append(self._words(mention.span))
        self._said: dict[NodeId, list[Claim]] = defaultdict(list)
        for claim in reading.extract.claims:
            self._said[claim.subject].append(claim)
        known = (*reading.identity.entities, *reading.identity.added)
        self._places = {identification.key: identification.label for identification in known}

    def sentences(self, trace: Trace) -> tuple[SentenceAccount, ...]:
        """The sentences of the trace, or else the blocks of the document, each with what begins in it."""
        found = self._extract
        spans = trace.sentences
        if not spans and (found.mentions or found.claims):  # an extractor that parts no sentences
            spans = tuple(block.span for block in self._reading.document.blocks)
        triggers = [m for m in found.mentions if m.kind is MentionKind.TRIGGER]
        mentions = _sorted_into(spans, found.mentions, lambda mention: mention.span)
        attributions = _sorted_into(spans, found.attributions, lambda attribution: attribution.cue)
        claims = _sorted_into(spans, found.claims, lambda claim: claim.evidence[0])
        events = _sorted_into(spans, triggers, lambda mention: mention.span)
        refusals = _sorted_into(spans, trace.refusals, lambda refusal: refusal.span)
        return tuple(
            SentenceAccount(
                self._words(span),
                tuple(map(self._mention, mentions[place])),
                tuple(map(self._attribution, attributions[place])),
                tuple(dict.fromkeys(trigger.node for trigger in events[place])),
                tuple(map(self._claim, claims[place])),
                tuple(map(self._refusal, refusals[place])),
            )
            for place, span in enumerate(spans)
        )

    def event(self, event: Event) -> EventAccount:
        """An event, with claims that say the same put together."""
        said: dict[tuple[str, str | None, str, tuple[str, ...]], list[str]] = defaultdict(list)
        for claim in self._said[event.id]:
            node = claim.object.node if isinstance(claim.object, NodeObject) else None
            said[claim.predicate.value, node, self._labels.of_object(claim), _status(claim)].append(claim.id)
        return EventAccount(
            event.id,
            event.cls.value,
            tuple(self._triggers[event.id]),
            tuple(Role(*key, tuple(claims)) for key, claims in said.items()),
        )

    def entity(self, entity: Entity, known: Identification) -> EntityAccount:
        """An entity, and what it was identified as."""
        return EntityAccount(
            entity.id,
            entity.name,
            known.cls.value,
            self._mentions[entity.id],
            entity.aliases,
            self._iris.entity(known.key).value,
            known.label,
            self._basis(entity, known),
            tuple(self._places.get(key, key.name) for key in known.within),
            known.latitude,
            known.longitude,
            known.geonames,
            known.wikidata,
        )

    def _basis(self, entity: Entity, known: Identification) -> str:
        if known.geonames is not None:
            return "gazetteer"
        if entity.reference is not None:
            return "reference list"
        return "this document alone" if self._reading.document.id in known.key.name else "its full name"

    def _mention(self, mention: Mention) -> MentionAccount:
        node = mention.node
        return MentionAccount(
            self._words(mention.span), mention.kind.value, node, self._labels.type_of(node), self._labels.of(node)
        )

    def _attribution(self, attribution: Attribution) -> AttributionAccount:
        claimant = attribution.claimant
        return AttributionAccount(
            attribution.id,
            self._words(attribution.source) if attribution.source else None,
            self._words(attribution.cue),
            tuple(map(self._words, attribution.content)),
            claimant,
            self._labels.of(claimant) if claimant else None,
        )

    def _claim(self, claim: Claim) -> ClaimAccount:
        return ClaimAccount(
            claim.id,
            claim.subject,
            self._labels.of(claim.subject),
            claim.predicate.value,
            claim.object.node if isinstance(claim.object, NodeObject) else None,
            self._labels.of_object(claim),
            claim.rule,
            claim.confidence,
            claim.claimant,
            self._labels.of(claim.claimant) if claim.claimant else None,
            claim.attribution,
            claim.polarity.value,
            claim.certainty.value,
            claim.realis.value,
            claim.holds,
            tuple(map(self._words, claim.evidence)),
        )

    def _refusal(self, refusal: Refusal) -> RefusalAccount:
        return RefusalAccount(self._words(refusal.span), refusal.kind, refusal.candidate, refusal.reason)

    def _words(self, span: Span) -> Words:
        return Words(span.begin, span.end, span.of(self._reading.document.text))


def _sorted_into(spans: tuple[Span, ...], items: Iterable[T], at: Callable[[T], Span]) -> list[list[T]]:
    """The items of each sentence: those whose span begins in it, or between it and the next."""
    begins = [span.begin for span in spans]
    sorted_: list[list[T]] = [[] for _ in spans]
    for item in items:
        if spans:
            sorted_[max(0, bisect_right(begins, at(item).begin) - 1)].append(item)
    return sorted_


def _status(claim: Claim) -> tuple[str, ...]:
    words = (claim.polarity.value.lower(), claim.certainty.value.lower(), claim.realis.value.lower())
    return tuple(word for word in words if word not in _PLAIN)


def _rules(claims: tuple[Claim, ...]) -> tuple[RuleAccount, ...]:
    """The rules, those that found most first."""
    by_rule: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_rule[claim.rule].append(claim)
    accounts = (
        RuleAccount(
            rule,
            len(found),
            sum(claim.holds for claim in found),
            min(claim.confidence for claim in found),
            max(claim.confidence for claim in found),
        )
        for rule, found in by_rule.items()
    )
    return tuple(sorted(accounts, key=lambda account: (-account.claims, account.rule)))


def _gate(record: DocumentRecord, report: str | None) -> GateAccount:
    messages: tuple[str, ...] = ()
    if report is not None:
        read = Report.read(quad.triple for quad in ox.parse(report, ox.RdfFormat.TURTLE))
        messages = tuple(f"{result.focus or ''} {result.message}".strip() for result in read.results)
    return GateAccount(record.state.value, record.state is State.COMMITTED, record.reason, messages)

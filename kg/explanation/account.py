"""The account: what there is to tell about one document, as values that can be shown or written as JSON."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of the stored text: its half-open range in code points, and what stands there."""

    begin: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class MentionAccount:
    """Words that denote an entity or an event (``node``): ``kind`` says how, ``type`` is the node's class."""

    words: Words
    kind: str
    node: str
    type: str
    label: str


@dataclass(frozen=True, slots=True)
class AttributionAccount:
    """Who is reported to have said what: ``claimant`` is the entity that the source denotes, if it is known."""

    id: str
    source: Words | None
    cue: Words
    content: tuple[Words, ...]
    claimant: str | None
    label: str | None


@dataclass(frozen=True, slots=True)
class Role:
    """What the claims say of an event by one predicate; ``status`` is empty where it is said to be so."""

    predicate: str
    node: str | None
    label: str
    status: tuple[str, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EventAccount:
    """An event with all its triggers and everything that is claimed of it."""

    id: str
    type: str
    triggers: tuple[Words, ...]
    roles: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class ClaimAccount:
    """A claim in words.

    ``claimant`` is ``None`` where the document speaks itself; ``holds`` means what it means in ``kg.model.Claim``.
    """

    id: str
    subject: str
    subject_label: str
    predicate: str
    object: str | None
    object_label: str
    rule: str
    confidence: float
    claimant: str | None
    claimant_label: str | None
    attribution: str | None
    polarity: str
    certainty: str
    realis: str
    holds: bool
    evidence: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class RefusalAccount:
    """Words that might have told something, and why they were turned down."""

    words: Words
    kind: str
    candidate: str
    reason: str


@dataclass(frozen=True, slots=True)
class SentenceAccount:
    """A sentence with what was found in it.

    ``events`` are ids: of the events that it has a trigger of. A claim stands with the sentence of its first evidence,
    an attribution with that of its cue.
    """

    words: Words
    mentions: tuple[MentionAccount, ...] = ()
    attributions: tuple[AttributionAccount, ...] = ()
    events: tuple[str, ...] = ()
    claims: tuple[ClaimAccount, ...] = ()
    refusals: tuple[RefusalAccount, ...] = ()


@dataclass(frozen=True, slots=True)
class EntityAccount:
    """An entity of the document and which one of the graph it is.

    ``basis`` says what decided that: a list of reference, the gazetteer, its full name, or nothing beyond this
    document. ``within`` names the places around it, nearest first.
    """

    id: str
    name: str
    type: str
    mentions: int
    aliases: tuple[str, ...]
    iri: str
    label: str
    basis: str
    within: tuple[str, ...]
    latitude: float | None
    longitude: float | None
    geonames: int | None
    wikidata: str | None


@dataclass(frozen=True, slots=True)
class RuleAccount:
    """How many claims a rule made, how many of them hold, and the lowest and highest confidence."""

    rule: str
    claims: int
    holding: int
    lowest: float
    highest: float


@dataclass(frozen=True, slots=True)
class GateAccount:
    """What the gate decided: the document's ``state``, and for one in quarantine why, and every message."""

    state: str
    conforms: bool
    reason: str | None
    messages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything about one document."""

    document: str
    names: tuple[str, ...]
    extractor: str
    media_type: str
    title: str | None
    date: str | None
    language: str | None
    publisher: str | None
    authors: tuple[str, ...]
    url: str | None
    words: int
    notes: tuple[str, ...]
    gate: GateAccount
    sentences: tuple[SentenceAccount, ...]
    events: tuple[EventAccount, ...]
    entities: tuple[EntityAccount, ...]
    rules: tuple[RuleAccount, ...]

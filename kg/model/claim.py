"""The claim: one statement with its claimant, polarity, certainty, realis and evidence. The atom of the graph."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from kg.model.classes import EventClass
from kg.model.ids import NodeId
from kg.model.span import Span


class Polarity(StrEnum):
    """Whether the claimant says that it is so, or that it is not so."""

    AFFIRMED = "Affirmed"
    DENIED = "Denied"


class Certainty(StrEnum):
    """How sure the claimant is (FactBank's CT, PR and PS)."""

    CERTAIN = "Certain"
    PROBABLE = "Probable"
    POSSIBLE = "Possible"


class Realis(StrEnum):
    """Whether the claimant speaks of what is or was, of what is to come, or of what is merely imagined."""

    ACTUAL = "Actual"
    FUTURE = "Future"
    HYPOTHETICAL = "Hypothetical"


class Predicate(StrEnum):
    """What a claim can say of its subject; the value is the local name of the property (``type``: ``rdf:type``)."""

    TYPE = "type"
    AGENT = "agent"
    TARGET = "target"
    VICTIM = "victim"
    PARTICIPANT = "participant"
    INSTRUMENT = "instrument"
    PLACE = "place"
    DATE = "date"
    IN_RESPONSE_TO = "inResponseTo"
    SUB_EVENT_OF = "subEventOf"
    TOLL = "toll"
    LEADS = "leads"
    MEMBER_OF = "memberOf"
    PART_OF = "partOf"
    SUPPORTS = "supports"
    ARMS = "arms"
    ALLIED_WITH = "alliedWith"
    OPPOSES = "opposes"
    AFFILIATED_WITH = "affiliatedWith"
    BASED_IN = "basedIn"
    ACTIVE_IN = "activeIn"
    NATIONALITY = "nationality"
    HOLDER = "holder"
    POST = "post"
    ORGANISATION = "organisation"
    DESIGNEE = "designee"
    AUTHORITY = "authority"
    PROGRAMME = "programme"


ROLES = frozenset({Predicate.AGENT, Predicate.TARGET, Predicate.VICTIM, Predicate.PARTICIPANT, Predicate.INSTRUMENT})
"""Predicates that join an event with what takes part in it."""

RELATIONS = frozenset(
    {
        Predicate.LEADS,
        Predicate.MEMBER_OF,
        Predicate.PART_OF,
        Predicate.SUPPORTS,
        Predicate.ARMS,
        Predicate.ALLIED_WITH,
        Predicate.OPPOSES,
        Predicate.AFFILIATED_WITH,
    }
)
"""Predicates that join two actors."""


@dataclass(frozen=True, slots=True)
class NodeObject:
    """The object is a node of the extract."""

    node: NodeId
    kind: Literal["node"] = "node"


@dataclass(frozen=True, slots=True)
class TextObject:
    """The object is a word or phrase, such as an instrument."""

    value: str
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class DateObject:
    """The object is an EDTF date (``2019-12-27``, ``XXXX-12-27``, ``2009/..``)."""

    value: str
    kind: Literal["date"] = "date"


@dataclass(frozen=True, slots=True)
class ClassObject:
    """The object is an event class: that the event happened (is planned, is denied) as one."""

    value: EventClass
    kind: Literal["class"] = "class"


ClaimObject = NodeObject | TextObject | DateObject | ClassObject


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of one claimant.

    ``claimant`` is ``None`` where the document speaks in its own voice. ``attribution`` names the attribution that
    carries the claim there. ``evidence`` is one or more spans whose words say it. ``mention`` is the span that
    denotes the object in that evidence, where there is one. ``confidence`` (0–1) is the extractor's own trust in the
    reading, not the claimant's; ``rule`` names what found it.
    """

    id: NodeId
    subject: NodeId
    predicate: Predicate
    object: ClaimObject
    evidence: tuple[Span, ...]
    rule: str
    confidence: float
    claimant: NodeId | None = None
    attribution: NodeId | None = None
    mention: Span | None = None
    polarity: Polarity = field(default=Polarity.AFFIRMED)
    certainty: Certainty = field(default=Certainty.CERTAIN)
    realis: Realis = field(default=Realis.ACTUAL)

    @property
    def is_by_model(self) -> bool:
        """Whether a language model found it or, beside a rule, confirmed it (``llm``, ``event-verb+llm``)."""
        return any(part.partition("/")[0] == "llm" for part in self.rule.split("+"))

    @property
    def holds(self) -> bool:
        """Whether the claim supports a plain triple: affirmed, actual, and certain or probable."""
        return (
            self.polarity is Polarity.AFFIRMED
            and self.realis is Realis.ACTUAL
            and self.certainty is not Certainty.POSSIBLE
        )

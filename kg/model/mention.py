"""The mention: a span that denotes an entity or an event."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kg.model.ids import NodeId
from kg.model.span import Span


class MentionKind(StrEnum):
    """How the words denote what they denote."""

    NAME = "name"
    NOMINAL = "nominal"
    PRONOUN = "pronoun"
    TRIGGER = "trigger"


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    """A span and the entity or event (``node``) that it denotes. One span may denote two nodes."""

    span: Span
    node: NodeId
    kind: MentionKind

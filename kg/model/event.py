"""The event: something that is said to happen."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model.classes import EventClass
from kg.model.ids import NodeId


@dataclass(frozen=True, slots=True)
class Event:
    """Something that is said to happen, of the most specific class that the text gives it.

    Its triggers are mentions, its roles, place, date and the statement that it happened at all are claims.
    """

    id: NodeId
    cls: EventClass

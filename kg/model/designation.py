"""The designation: a label that an authority formally puts on an actor."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model.ids import NodeId


@dataclass(frozen=True, slots=True)
class Designation:
    """A formal label ("global terrorist") and, where the text names it, the programme it is given under.

    Designee, authority and date are claims about it.
    """

    id: NodeId
    label: str
    programme: str | None = None

"""The entity: an actor or a place that mentions of one document denote."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model.classes import EntityClass
from kg.model.ids import NodeId


@dataclass(frozen=True, slots=True)
class Entity:
    """An actor or a place as one document speaks of it.

    ``name`` is what it is best called: the fullest proper name the document uses, or, where ``proper`` is false, the
    words of a description ("25 fighters", "Shiite militias"). ``aliases`` are its other names. ``country`` is the
    ISO 3166-1 alpha-2 code of the state that the entity is, belongs to, or lies in, where that is known from the text
    or a reference list. ``reference`` names the entry of the packaged reference list that the name was recognised as
    (``state/US``, ``organisation/united-nations``), ``None`` where it was recognised from the text alone.
    """

    id: NodeId
    cls: EntityClass
    name: str
    proper: bool
    aliases: tuple[str, ...] = ()
    country: str | None = None
    reference: str | None = None

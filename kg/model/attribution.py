"""The attribution: who is reported to have said, thought or wanted what."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model.ids import NodeId
from kg.model.span import Span


@dataclass(frozen=True, slots=True)
class Attribution:
    """A source, a cue and a content (GRaSP; PolNeAR, Newell et al. 2018).

    ``source`` is ``None`` where the text names nobody ("reportedly"). ``claimant`` is the entity that the source
    denotes, where that is known. ``content`` has one or more parts, in the order of the text.
    """

    id: NodeId
    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    claimant: NodeId | None

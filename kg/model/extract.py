"""The extract: everything one extractor read out of one document, before identity is decided."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from kg.model.attribution import Attribution
from kg.model.claim import Claim
from kg.model.designation import Designation
from kg.model.entity import Entity
from kg.model.event import Event
from kg.model.ids import NodeId
from kg.model.mention import Mention
from kg.model.origin import Origin
from kg.model.tenure import Post, Tenure
from kg.model.toll import Toll


@dataclass(frozen=True, slots=True)
class Extract:
    """What one extractor read out of one document.

    ``extractor`` names the extractor with its version and model; two extracts of the same bytes by the same
    extractor are equal. All node ids are unique within the extract; every claim, mention and attribution refers only
    to nodes of the same extract. Tuples are in the order of the text. ``origins`` says what language models had a part
    in it, and how they were asked.
    """

    document: str
    extractor: str
    entities: tuple[Entity, ...] = ()
    events: tuple[Event, ...] = ()
    mentions: tuple[Mention, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    tolls: tuple[Toll, ...] = ()
    designations: tuple[Designation, ...] = ()
    posts: tuple[Post, ...] = ()
    tenures: tuple[Tenure, ...] = ()
    claims: tuple[Claim, ...] = ()
    origins: tuple[Origin, ...] = ()

    def without(self, claims: Collection[NodeId]) -> Extract:
        """The same but for these claims."""
        return replace(self, claims=tuple(c for c in self.claims if c.id not in claims)) if claims else self

"""The bench: what a claim is held against — the scene, the passage, and what was kept of the answer so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.llm.grounding import Grounding, Stretch
from kg.extract.llm.joins import Kind
from kg.extract.llm.kept import Denoting, Kept, Told
from kg.extract.llm.scene import Scene
from kg.model import EntityClass, MentionKind

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Bench:
    """``known`` holds every id that the answer gave to an item, whether the item was kept or not."""

    scene: Scene
    grounding: Grounding
    kept: Kept
    known: frozenset[str]

    def kind(self, ref: str) -> Kind | None:
        """What a kept item is; ``None`` for what was not kept."""
        tables = (
            (self.kept.entities, Kind.ENTITY),
            (self.kept.events, Kind.EVENT),
            (self.kept.tolls, Kind.TOLL),
            (self.kept.designations, Kind.DESIGNATION),
            (self.kept.posts, Kind.POST),
            (self.kept.tenures, Kind.TENURE),
        )
        return next((kind for table, kind in tables if ref in table), None)

    def cls(self, ref: str) -> EntityClass:
        """The class of a kept entity."""
        return self.kept.entities[ref].cls

    def denoting(self, ref: str, sentence: Stretch) -> list[tuple[Denoting, Token]]:
        """The mentions of a thing in a sentence, each with its head; names first, pronouns last."""
        order = {MentionKind.NAME: 0, MentionKind.TRIGGER: 0, MentionKind.NOMINAL: 1, MentionKind.PRONOUN: 2}
        found = [m for m in self.kept.mentions if m.of == ref and m.stretch.overlaps(sentence)]
        heads = ((m, self.scene.head(m.stretch)) for m in sorted(found, key=lambda m: (order[m.kind], m.stretch)))
        return [(m, head) for m, head in heads if head is not None]

    def told(self, ref: str | None) -> Told | None:
        """The kept attribution."""
        return self.kept.attributions.get(ref) if ref is not None else None

    def words(self, quote: str, within: Stretch) -> list[Token]:
        """The heads of the places where words stand."""
        heads = (self.scene.head(s) for s in self.grounding.find(quote, within))
        return [h for h in heads if h is not None]

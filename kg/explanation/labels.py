"""Labels: what people call the nodes of an extract."""

from __future__ import annotations

from kg.model import Claim, ClassObject, Document, Extract, MentionKind, NodeId, NodeObject, Predicate, Toll


class Labels:
    """Answers what each node of an extract is called."""

    def __init__(self, document: Document, extract: Extract) -> None:
        self._types = {entity.id: entity.cls.value for entity in extract.entities}
        self._types |= {event.id: event.cls.value for event in extract.events}
        self._labels = {entity.id: entity.name for entity in extract.entities}
        triggers = {
            m.node: m.span.of(document.text) for m in reversed(extract.mentions) if m.kind is MentionKind.TRIGGER
        }
        for event in extract.events:
            self._labels[event.id] = _one_line(f"{event.cls.value} “{triggers.get(event.id, '')}”").replace(" “”", "")
        self._labels |= {toll.id: self._toll(toll) for toll in extract.tolls}
        self._labels |= {d.id: f"designation as “{d.label}”" for d in extract.designations}
        self._labels |= {post.id: post.label for post in extract.posts}
        holders = {c.subject: self.of_object(c) for c in extract.claims if c.predicate is Predicate.HOLDER}
        self._labels |= {t.id: f"tenure of {holders[t.id]}" for t in extract.tenures if t.id in holders}

    def of(self, node: NodeId) -> str:
        """What the node is called; its id where it has no other name."""
        return self._labels.get(node, node)

    def type_of(self, node: NodeId) -> str:
        """The class of an entity or an event."""
        return self._types.get(node, "")

    def of_object(self, claim: Claim) -> str:
        """What the object of a claim is called."""
        if isinstance(claim.object, NodeObject):
            return self.of(claim.object.node)
        if isinstance(claim.object, ClassObject):
            return claim.object.value.value
        return claim.object.value

    def _toll(self, toll: Toll) -> str:
        """As in "12 or more killed (people)"."""
        low, high = toll.minimum, toll.maximum
        count = f"{low:,}" if low == high else f"{low:,} or more" if high is None else f"{low or 0:,} to {high:,}"
        group = f" ({self.of(toll.group)})" if toll.group else ""
        return f"{count} {toll.effect.value.lower()}{group}"


def _one_line(text: str) -> str:
    return " ".join(text.split())

"""Assembly: what the rules found becomes an extract of numbered nodes and claims."""

from __future__ import annotations

from kg.extract.rules import actor_claims, event_claims
from kg.extract.rules.findings import Findings
from kg.extract.rules.happenings import Happening
from kg.extract.rules.scribe import Scribe
from kg.model import Attribution, Entity, Event, Extract, Mention, MentionKind, NodeId


class Assembly:
    """Turns findings into an extract."""

    def __init__(self, found: Findings) -> None:
        self.found = found
        self.scribe = Scribe(found)

    def extract(self, extractor: str) -> Extract:
        """The extract, with nodes numbered in the order of the text."""
        entities = self._entity_nodes()
        attributions = self._attributions()
        events = tuple(
            Event(self._event_id(h, number), h.cls) for number, h in enumerate(self.found.happenings, start=1)
        )
        tolls = event_claims.tolls(self.scribe)
        for happening in self.found.happenings:
            event_claims.happening(self.scribe, happening)
        event_claims.links(self.scribe)
        event_claims.blames(self.scribe)
        actor_claims.relations(self.scribe)
        posts, tenures = actor_claims.offices(self.scribe)
        designations = actor_claims.designations(self.scribe)
        return Extract(
            document=self.found.reading.document.id,
            extractor=extractor,
            entities=entities,
            events=events,
            mentions=self._mentions(),
            attributions=attributions,
            tolls=tolls,
            designations=designations,
            posts=posts,
            tenures=tenures,
            claims=self.scribe.book.claims(),
        )

    def _entity_nodes(self) -> tuple[Entity, ...]:
        members = sorted(
            (m for m in self.found.cast.members if m.mentions),
            key=lambda m: min((c.begin, c.end) for c in m.mentions),
        )
        out = []
        for number, member in enumerate(members, start=1):
            node = NodeId(f"n{number}")
            self.scribe.entities[id(member)] = node
            name = member.name
            aliases = tuple(sorted({n for n in member.names if n != name})) if member.proper else ()
            reference = (
                member.reference
                if member.reference and member.reference.split("/")[0] in {"state", "organisation"}
                else None
            )
            out.append(Entity(node, member.cls, name, member.proper, aliases, member.country, reference))
        return tuple(out)

    def _event_id(self, happening: Happening, number: int) -> NodeId:
        node = NodeId(f"e{number}")
        self.scribe.events[id(happening)] = node
        for occurrence in happening.occurrences:
            self.scribe.triggers[occurrence.token.i] = node
        return node

    def _attributions(self) -> tuple[Attribution, ...]:
        reading = self.found.reading
        out = []
        for number, (item, claimant) in enumerate(
            zip(self.found.attributed, self.found.voices.claimants, strict=True), start=1
        ):
            out.append(
                Attribution(
                    NodeId(f"a{number}"),
                    reading.span(*item.source) if item.source else None,
                    reading.span(*item.cue),
                    tuple(reading.span(begin, end) for begin, end in item.contents),
                    self.scribe.entities.get(id(claimant)) if claimant is not None else None,
                )
            )
        return tuple(out)

    def _mentions(self) -> tuple[Mention, ...]:
        reading = self.found.reading
        out = {
            Mention(reading.span(c.begin, c.end), self.scribe.entities[id(m)], c.kind)
            for m in self.found.cast.members
            for c in m.mentions
        }
        out |= {
            Mention(reading.span(o.begin, o.end), self.scribe.events[id(h)], MentionKind.TRIGGER)
            for h in self.found.happenings
            for o in h.occurrences
        }
        return tuple(sorted(out))

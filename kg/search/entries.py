"""Entries made of what was read: of one document, and of what all documents say of one actor or place."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from kg.model import (
    ROLES,
    Claim,
    ClassObject,
    DateObject,
    Document,
    Event,
    Extract,
    Identification,
    Identity,
    MentionKind,
    NodeId,
    NodeKey,
    NodeObject,
    Polarity,
    Predicate,
    TextObject,
    Toll,
    prevailing_class,
    prevailing_label,
)
from kg.search.entry import Entry, Kind

_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PLACES: Final = 2
_ACTORS: Final = 12


def entity_entry(told: Counter[Identification]) -> Entry | None:
    """The entry of an actor or a place, from all identifications with its key and how many times each is told.

    Label and class are those of its description: what most say, then the longest label and the most specific class,
    then the first. ``None`` where nothing is told.
    """
    if not told:
        return None
    key = min(identification.key for identification in told)
    cls, label = prevailing_class(told), prevailing_label(told)
    names = {name for identification in told for name in (identification.label, *identification.aliases)}
    path = f"id/{key.kind}/{key.name}"
    lineage = tuple(parent.value for parent in cls.lineage)
    return Entry(path, Kind.ENTITY, label, lineage, tuple(sorted(names)), prominence=told.total())


def search_entries(
    document: Document, extract: Extract, identity: Identity, joint: Mapping[NodeId, NodeKey]
) -> tuple[Entry, ...]:
    """The entries of a document: itself, its events and its claims.

    ``identity`` names entities as they are resolved; ``joint`` says which event of several documents an event of this
    one is. Those left out are their own.
    """
    return tuple(_Reading(document, extract, identity, joint).entries())


class _Reading:
    """Says what the nodes of one extract are called."""

    def __init__(
        self, document: Document, extract: Extract, identity: Identity, joint: Mapping[NodeId, NodeKey]
    ) -> None:
        self._document = document
        self._extract = extract
        self._joint = joint
        self._labels: dict[NodeId, str] = {entity.id: entity.name for entity in extract.entities}
        self._names: dict[NodeId, tuple[str, ...]] = {}
        for known in identity.entities:
            self._labels[known.entity] = known.label
            self._names[known.entity] = (known.label, *known.aliases)
        self._labels |= {toll.id: _toll(toll) for toll in extract.tolls}
        self._labels |= {post.id: post.label for post in extract.posts}
        self._labels |= {designation.id: designation.label for designation in extract.designations}
        self._about: dict[NodeId, list[Claim]] = defaultdict(list)
        for claim in extract.claims:
            self._about[claim.subject].append(claim)
        self._triggers: dict[NodeId, list[str]] = defaultdict(list)
        for mention in extract.mentions:
            if mention.kind is MentionKind.TRIGGER:
                self._triggers[mention.node].append(" ".join(mention.span.of(document.text).split()))
        self._labels |= {event.id: self._event_label(event) for event in extract.events}
        self._labels |= {
            tenure.id: " ".join(
                self._object(claim)
                for predicate in (Predicate.HOLDER, Predicate.POST, Predicate.ORGANISATION)
                for claim in self._about[tenure.id]
                if claim.predicate is predicate
            )
            for tenure in extract.tenures
        }

    def entries(self) -> Iterator[Entry]:
        one = self._document.id
        title = self._document.title or self._document.name
        names = (title, self._document.name)
        yield Entry(
            f"document/{one}", Kind.DOCUMENT, title, names=names, text=_read(self._document), document=one, begin=0
        )
        for event in self._extract.events:
            yield self._event(event)
        for claim in self._extract.claims:
            yield self._claim(claim)

    def _event(self, event: Event) -> Entry:
        own = NodeKey(self._document.id, event.id)
        claims = self._about[event.id]
        filled = [
            name
            for claim in claims
            if claim.predicate in ROLES or claim.predicate in {Predicate.PLACE, Predicate.DATE}
            for name in self._spoken(claim)
        ]
        text = " · ".join(dict.fromkeys((*self._triggers[event.id], *filled)))
        return Entry(
            _path("event", own),
            Kind.EVENT,
            self._labels[event.id],
            tuple(cls.value for cls in event.cls.lineage),
            text=text,
            prominence=len(claims),
            document=self._document.id,
            subject=_path("event", self._joint.get(event.id, own)),
        )

    def _claim(self, claim: Claim) -> Entry:
        label = f"{self._labels.get(claim.subject, '')} – {_plain(claim.predicate.value)} – {self._object(claim)}"
        whole = len(claim.evidence) == 1
        return Entry(
            _path("claim", NodeKey(self._document.id, claim.id)),
            Kind.CLAIM,
            f"{label} (denied)" if claim.polarity is Polarity.DENIED else label,
            text=" … ".join(span.of(self._document.text) for span in claim.evidence),
            document=self._document.id,
            begin=claim.evidence[0].begin if whole and claim.evidence else None,
        )

    def _event_label(self, event: Event) -> str:
        """As in "Drone strike, Baghdad, 3 January 2020: United States, Qassem Soleimani"."""
        said = [claim for claim in self._about[event.id] if claim.polarity is Polarity.AFFIRMED]
        places = [self._object(claim) for claim in said if claim.predicate is Predicate.PLACE]
        dates = [self._object(claim) for claim in said if claim.predicate is Predicate.DATE]
        actors = [self._object(claim) for claim in said if claim.predicate in ROLES]
        where = ", ".join((_plain(event.cls.value).capitalize(), *dict.fromkeys(places[:_PLACES]), *dates[:1]))
        who = ", ".join(list(dict.fromkeys(actors))[:_ACTORS])
        return f"{where}: {who}" if who else where

    def _object(self, claim: Claim) -> str:
        match claim.object:
            case NodeObject(node=node):
                return self._labels.get(node, "")
            case ClassObject(value=cls):
                return _plain(cls.value)
            case DateObject(value=value):
                return _date(value)
            case TextObject(value=value):
                return value

    def _spoken(self, claim: Claim) -> tuple[str, ...]:
        """All that the object is called, a date as it is written and as it is read."""
        if isinstance(claim.object, NodeObject):
            return self._names.get(claim.object.node) or (self._object(claim),)
        if isinstance(claim.object, DateObject):
            return self._object(claim), claim.object.value
        return (self._object(claim),)


def _path(kind: str, key: NodeKey) -> str:
    return f"id/{kind}/{key.document}-{key.node}"


def _plain(term: str) -> str:
    """``DroneStrike`` as words: "drone strike"."""
    return _HUMP.sub(" ", term).lower()


def _date(value: str) -> str:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return value
    return f"{day.day} {day:%B %Y}"


def _toll(toll: Toll) -> str:
    low, high = toll.minimum, toll.maximum
    count = f"{low:,}" if low == high else f"{low:,} or more" if high is None else f"{low or 0:,} to {high:,}"
    return f"{count} {toll.effect.value.lower()}"


def _read(document: Document) -> str:
    """The text with blanks in place of all that is not read, so that places in it stay what they are."""
    out: list[str] = []
    at = 0
    for block in document.blocks:
        out.append(" " * (block.span.begin - at))
        at = block.span.begin
        for skip in block.skip:
            out.append(document.text[at : skip.begin])
            out.append(" " * len(skip))
            at = skip.end
        out.append(document.text[at : block.span.end])
        at = max(at, block.span.end)
    return "".join(out)

"""The fingerprint of a claim: what it says and where, without the numbers that its nodes happened to get.

A document that is read again, by a newer extractor, may give another claim the same id, or the same claim another id. A
claim is the same where its fingerprint is. What an extractor only thinks of a claim (its rule, its confidence, how
sure it takes the claimant to be) is no part of it; nor is who its entities are taken for.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from kg.model import Claim, ClassObject, DateObject, Extract, MentionKind, NodeId, NodeObject, Span, TextObject

Told = list[object]

_LISTED: Final = 8
"""Mentions that tell a node apart which has nothing else to tell it apart."""


def fingerprint(extract: Extract, claim: Claim) -> str:
    """What one claim of an extract says, as canonical JSON; equal where two readings of a document say the same."""
    return _Fingerprints(extract).of(claim)


def resembling(extract: Extract, claim: NodeId, wanted: str) -> NodeId | None:
    """The claim of an extract that has this fingerprint: ``claim`` where it does, else the only one that does."""
    prints = _Fingerprints(extract)
    found = [one.id for one in extract.claims if prints.of(one) == wanted]
    return claim if claim in found else found[0] if len(found) == 1 else None


def evidence_of(wanted: str) -> tuple[Span, ...]:
    """The spans of the evidence that a fingerprint is of."""
    return tuple(Span(begin, end) for begin, end in json.loads(wanted)["evidence"])


class _Fingerprints:
    """Looks up what the nodes of one extract are."""

    def __init__(self, extract: Extract) -> None:
        self._entities = {entity.id: entity for entity in extract.entities}
        self._tolls = {toll.id: toll for toll in extract.tolls}
        self._labels = {designation.id: designation.label for designation in extract.designations}
        self._labels |= {post.id: post.label for post in extract.posts}
        self._triggers: dict[NodeId, list[Span]] = {}
        self._mentions: dict[NodeId, list[Span]] = {}
        for mention in extract.mentions:
            kept = self._triggers if mention.kind is MentionKind.TRIGGER else self._mentions
            kept.setdefault(mention.node, []).append(mention.span)

    def of(self, claim: Claim) -> str:
        """What a claim says."""
        said = {
            "subject": self._node(claim.subject),
            "predicate": claim.predicate.value,
            "object": list(self._object(claim)),
            "mention": None if claim.mention is None else _place(claim.mention),
            "evidence": [_place(span) for span in claim.evidence],
            "claimant": None if claim.claimant is None else self._node(claim.claimant),
            "polarity": claim.polarity.value,
            "realis": claim.realis.value,
        }
        return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def _object(self, claim: Claim) -> Iterator[object]:
        yield claim.object.kind
        match claim.object:
            case NodeObject(node):
                yield from self._node(node)
            case TextObject(value) | DateObject(value):
                yield value
            case ClassObject(value):
                yield value.value

    def _node(self, node: NodeId) -> Told:
        """What a node is: an entity by its name, a toll by what it counts, an event by the words that tell of it."""
        if entity := self._entities.get(node):
            return ["entity", entity.name]
        if toll := self._tolls.get(node):
            group = None if toll.group is None else self._node(toll.group)
            return ["toll", toll.effect.value, toll.minimum, toll.maximum, group]
        spans = self._triggers.get(node) or self._mentions.get(node) or []
        return ["node", self._labels.get(node), [_place(span) for span in sorted(spans)[:_LISTED]]]


def _place(span: Span) -> list[int]:
    return [span.begin, span.end]

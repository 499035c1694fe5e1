"""Merging: the nodes and claims of two aligned extracts become one extract, numbered in the order of the text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from kg.extract.combined.alignment import Alignment
from kg.model import (
    Attribution,
    Claim,
    Extract,
    Mention,
    MentionKind,
    NodeId,
    NodeObject,
    Span,
    Toll,
)


class _Node(Protocol):
    @property
    def id(self) -> NodeId: ...


T = TypeVar("T", bound=_Node)
_LAST = Span(1 << 40, (1 << 40) + 1)
"""The place of what has none."""


def merged(first: Extract, second: Extract, added: Sequence[Claim], alignment: Alignment) -> Extract:
    """The first extract with ``added``, claims of the second with the names that ``alignment`` gives, and their nodes.

    Nodes of the second that nothing is said of are left out, and so is what would be said of such a node.
    """
    whole = _whole(first, second, added, alignment)
    while (rest := _pruned(whole)) != whole:
        whole = rest
    return _numbered(whole)


def _whole(first: Extract, second: Extract, added: Sequence[Claim], alignment: Alignment) -> Extract:
    name = alignment.name

    def new(nodes: Iterable[T], rename: Callable[[T], T]) -> tuple[T, ...]:
        return tuple(rename(n) for n in nodes if n.id not in alignment.same and n.id not in alignment.lost)

    def toll(one: Toll) -> Toll:
        return replace(one, id=name(one.id), group=name(one.group) if one.group else None)

    def attribution(one: Attribution) -> Attribution:
        return replace(one, id=name(one.id), claimant=name(one.claimant) if one.claimant else None)

    taken = {mention.span for mention in first.mentions if mention.kind is not MentionKind.TRIGGER}
    mentions = [
        replace(mention, node=name(mention.node))
        for mention in second.mentions
        if mention.node not in alignment.lost and (mention.kind is MentionKind.TRIGGER or mention.span not in taken)
    ]
    return replace(
        first,
        entities=first.entities + new(second.entities, lambda one: replace(one, id=name(one.id))),
        events=first.events + new(second.events, lambda one: replace(one, id=name(one.id))),
        mentions=tuple(sorted({*first.mentions, *mentions})),
        attributions=first.attributions + new(second.attributions, attribution),
        tolls=first.tolls + new(second.tolls, toll),
        designations=first.designations + new(second.designations, lambda one: replace(one, id=name(one.id))),
        posts=first.posts + new(second.posts, lambda one: replace(one, id=name(one.id))),
        tenures=first.tenures + new(second.tenures, lambda one: replace(one, id=name(one.id))),
        claims=(*first.claims, *(replace(claim, id=name(claim.id)) for claim in added)),
    )


def _pruned(extract: Extract) -> Extract:
    """The extract without new nodes that nothing mentions or claims, and without what refers to nodes it lacks."""
    mentioned = {mention.node for mention in extract.mentions}
    claimed = {claim.subject for claim in extract.claims}
    filling = {claim.object.node for claim in extract.claims if isinstance(claim.object, NodeObject)}
    carrying = {claim.attribution for claim in extract.claims}

    def left(nodes: Sequence[T], *needed: set[NodeId] | set[NodeId | None]) -> tuple[T, ...]:
        return tuple(n for n in nodes if not n.id.startswith("+") or all(n.id in wanted for wanted in needed))

    entities = left(extract.entities, mentioned)
    events = left(extract.events, mentioned, claimed)
    known = {entity.id for entity in entities} | {event.id for event in events}
    tolls = tuple(t for t in left(extract.tolls, filling) if t.group is None or t.group in known)
    attributions = tuple(a for a in left(extract.attributions, carrying) if a.claimant is None or a.claimant in known)
    posts = left(extract.posts, filling)
    tenures, designations = left(extract.tenures, claimed), left(extract.designations, claimed)
    known |= {toll.id for toll in tolls} | {attribution.id for attribution in attributions}
    known |= {post.id for post in posts} | {tenure.id for tenure in tenures} | {d.id for d in designations}
    return replace(
        extract,
        entities=entities,
        events=events,
        mentions=tuple(mention for mention in extract.mentions if mention.node in known),
        attributions=attributions,
        tolls=tolls,
        designations=designations,
        posts=posts,
        tenures=tenures,
        claims=tuple(claim for claim in extract.claims if _nodes(claim) <= known),
    )


def _nodes(claim: Claim) -> set[NodeId]:
    nodes = {claim.subject, claim.claimant, claim.attribution}
    if isinstance(claim.object, NodeObject):
        nodes.add(claim.object.node)
    return {node for node in nodes if node is not None}


def _numbered(extract: Extract) -> Extract:
    """The extract with its nodes numbered in the order of the text."""
    places: dict[NodeId, Span] = {}

    def at(node: NodeId, span: Span) -> None:
        places[node] = min(places.get(node, span), span)

    for mention in extract.mentions:
        at(mention.node, mention.span)
    for attribution in extract.attributions:
        at(attribution.id, attribution.cue)
    said: dict[NodeId, list[Span]] = defaultdict(list)
    for claim in extract.claims:
        said[claim.subject].append(claim.evidence[0])
        if isinstance(claim.object, NodeObject):
            said[claim.object.node].append(claim.evidence[0])
    for node, spans in said.items():
        if node not in places:
            at(node, min(spans))
    new: dict[NodeId, NodeId] = {}

    def ordered(nodes: Sequence[T], letter: str) -> tuple[T, ...]:
        order = sorted(nodes, key=lambda one: (places.get(one.id, _LAST), one.id.startswith("+"), _age(one.id)))
        for number, one in enumerate(order, start=1):
            new[one.id] = NodeId(f"{letter}{number}")
        return tuple(order)

    entities, events = ordered(extract.entities, "n"), ordered(extract.events, "e")
    attributions, tolls = ordered(extract.attributions, "a"), ordered(extract.tolls, "t")
    designations, posts = ordered(extract.designations, "d"), ordered(extract.posts, "p")
    tenures = ordered(extract.tenures, "o")
    return replace(
        extract,
        entities=tuple(replace(one, id=new[one.id]) for one in entities),
        events=tuple(replace(one, id=new[one.id]) for one in events),
        mentions=tuple(sorted(Mention(m.span, new[m.node], m.kind) for m in extract.mentions)),
        attributions=tuple(
            replace(one, id=new[one.id], claimant=new[one.claimant] if one.claimant else None) for one in attributions
        ),
        tolls=tuple(replace(one, id=new[one.id], group=new[one.group] if one.group else None) for one in tolls),
        designations=tuple(replace(one, id=new[one.id]) for one in designations),
        posts=tuple(replace(one, id=new[one.id]) for one in posts),
        tenures=tuple(replace(one, id=new[one.id]) for one in tenures),
        claims=_claims(extract.claims, new),
    )


def _claims(claims: Iterable[Claim], new: Mapping[NodeId, NodeId]) -> tuple[Claim, ...]:
    renamed = [
        replace(
            claim,
            subject=new[claim.subject],
            object=NodeObject(new[claim.object.node]) if isinstance(claim.object, NodeObject) else claim.object,
            claimant=new[claim.claimant] if claim.claimant else None,
            attribution=new[claim.attribution] if claim.attribution else None,
        )
        for claim in claims
    ]
    renamed.sort(
        key=lambda c: (c.evidence[0], c.subject, c.predicate.value, repr(c.object), repr(replace(c, id=c.subject)))
    )
    return tuple(replace(claim, id=NodeId(f"c{number}")) for number, claim in enumerate(renamed, start=1))


def _age(node: NodeId) -> tuple[int, str]:
    return len(node), node

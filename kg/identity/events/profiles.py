"""Profiles of a document's events, from the claims that affirm something of them."""

from __future__ import annotations

from collections import defaultdict

from kg.model import (
    ROLES,
    Certainty,
    Claim,
    ClassObject,
    DateObject,
    Document,
    EntityClass,
    EventActor,
    EventPlace,
    EventProfile,
    EventToll,
    Extract,
    Identification,
    Identity,
    MentionKind,
    NodeId,
    NodeObject,
    Polarity,
    Predicate,
    Realis,
)


def event_profiles(document: Document, extract: Extract, identity: Identity) -> tuple[EventProfile, ...]:
    """The profile of each event of a document, in the order of the extract; ``identity`` says who its entities are."""
    identified = {i.entity: i for i in identity.entities}
    tolls = {toll.id: EventToll(toll.effect, toll.minimum, toll.maximum) for toll in extract.tolls}
    told: defaultdict[NodeId, list[Claim]] = defaultdict(list)
    for claim in extract.claims:
        if claim.polarity is Polarity.AFFIRMED:
            told[claim.subject].append(claim)
    triggers: defaultdict[NodeId, set[str]] = defaultdict(set)
    for mention in extract.mentions:
        if mention.kind is MentionKind.TRIGGER:
            triggers[mention.node].add(mention.span.of(document.text).lower())
    profiles = []
    for event in extract.events:
        claims = told[event.id]
        holds = [
            claim for claim in claims if claim.realis is Realis.ACTUAL and claim.certainty is not Certainty.POSSIBLE
        ]
        fillers = [
            (claim.predicate, identified[claim.object.node])
            for claim in claims
            if isinstance(claim.object, NodeObject) and claim.object.node in identified
        ]
        profiles.append(
            EventProfile(
                document.id,
                event.id,
                tuple(sorted({event.cls, *(c.object.value for c in claims if isinstance(c.object, ClassObject))})),
                tuple(sorted({c.object.value for c in claims if isinstance(c.object, DateObject)})),
                tuple(sorted({_place(i) for p, i in fillers if p is Predicate.PLACE}, key=lambda place: place.key)),
                tuple(
                    sorted({_actor(p, i) for p, i in fillers if p in ROLES}, key=lambda actor: (actor.key, actor.role))
                ),
                tuple(sorted({toll for c in claims if (toll := _toll(c, tolls))}, key=repr)),
                tuple(sorted(triggers[event.id])),
                any(claim.predicate is Predicate.TYPE for claim in holds),
                document.date,
            )
        )
    return tuple(profiles)


def _toll(claim: Claim, tolls: dict[NodeId, EventToll]) -> EventToll | None:
    is_toll = claim.predicate is Predicate.TOLL and isinstance(claim.object, NodeObject)
    return tolls.get(claim.object.node) if is_toll and isinstance(claim.object, NodeObject) else None


def _place(identification: Identification) -> EventPlace:
    return EventPlace(identification.key, identification.cls, identification.within)


def _actor(role: Predicate, identification: Identification) -> EventActor:
    cls = identification.cls if identification.proper else EntityClass.GROUP
    return EventActor(role.value, identification.key, cls, identification.country)

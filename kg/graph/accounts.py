"""Accounts: the claims of one document, resolved for comparison with those of others."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from kg.model import (
    RELATIONS,
    Account,
    Claim,
    Document,
    Extract,
    Figure,
    Identity,
    Key,
    NodeId,
    NodeKey,
    NodeObject,
    Other,
    Party,
    Polarity,
    Predicate,
)
from kg.model.account import AccountObject

_UPDATE: Final = re.compile(
    r"\b(?:later|revis(?:es?|ed|ing)|updat(?:es?|ed|ing)|corrected|rais(?:ed|es|ing)|lower(?:ed|s|ing)|now"
    r"|(?:has|have|had) (?:risen|climbed|grown|increased|fallen)|rose|climbed|up from|down from)\b",
    re.IGNORECASE,
)
"""Words that present a figure as taking the place of an earlier one."""

_ACTING: Final = (Predicate.AGENT, Predicate.TARGET)


def accounts(
    document: Document, extract: Extract, identity: Identity, joint: Mapping[NodeId, NodeKey]
) -> tuple[Account, ...]:
    """The accounts of one document, one for each claim in their order.

    ``joint`` says which event of several documents each event of this one is; those left out are their own. Everything
    is told with the keys of ``identity``: where several keys are one entity, that has to name the leading one.
    """
    events = {event.id: joint.get(event.id, NodeKey(document.id, event.id)) for event in extract.events}
    told = _Reading(extract, identity, events).accounts()
    return tuple(
        replace(
            account,
            published=document.date,
            publisher=document.publisher,
            revises=any(_UPDATE.search(span.of(document.text)) for span in account.evidence),
        )
        for account in told
    )


def read_accounts(extract: Extract, identity: Identity) -> tuple[Account, ...]:
    """The accounts of one document for comparison with each other alone."""
    return tuple(_Reading(extract, identity, {}).accounts())


class _Reading:
    """Looks up what the nodes of one extract are."""

    def __init__(self, extract: Extract, identity: Identity, events: Mapping[NodeId, NodeKey]) -> None:
        self._extract = extract
        self._events = events
        self._entities = {entity.id: entity for entity in extract.entities}
        self._tolls = {toll.id: toll for toll in extract.tolls}
        self._classes = {event.id: event.cls for event in extract.events}
        self._identified = {i.entity: i for i in identity.entities}
        self._parties: dict[NodeId, Party] = {}
        self._related: dict[Key, set[Key]] = defaultdict(set)
        for claim in extract.claims:
            if (
                claim.predicate in RELATIONS
                and isinstance(claim.object, NodeObject)
                and claim.polarity is not Polarity.DENIED
            ):
                one, other = self._key(claim.subject), self._key(claim.object.node)
                self._related[one].add(other)
                self._related[other].add(one)

    def accounts(self) -> Iterator[Account]:
        for order, claim in enumerate(self._extract.claims):
            speaker = None if claim.claimant is None else self._entities.get(claim.claimant)
            yield Account(
                self._extract.document,
                claim.id,
                self._key(claim.subject),
                claim.predicate,
                self._object(claim),
                claim.evidence,
                order,
                None if claim.claimant is None else self._key(claim.claimant),
                speaker is not None and speaker.proper,
                claim.polarity,
                claim.certainty,
                claim.realis,
                self._classes.get(claim.subject),
            )

    def _key(self, node: NodeId) -> Key:
        identified = self._identified.get(node)
        if identified is not None:
            return identified.key
        return self._events.get(node) or NodeKey(self._extract.document, node)

    def _object(self, claim: Claim) -> AccountObject:
        if not isinstance(claim.object, NodeObject):
            return claim.object
        node = claim.object.node
        toll = self._tolls.get(node)
        if toll is not None:
            group = None if toll.group is None else self._party(toll.group)
            return Figure(NodeKey(self._extract.document, node), toll.effect, toll.minimum, toll.maximum, group)
        party = self._party(node)
        if party is None:
            return Other(self._key(node))
        if claim.predicate in _ACTING and party.key in self._related:
            return replace(party, related=tuple(sorted(self._related[party.key], key=str)))
        return party

    def _party(self, node: NodeId) -> Party | None:
        party = self._parties.get(node)
        if party is None:
            entity, identified = self._entities.get(node), self._identified.get(node)
            if entity is None:
                return None
            party = self._parties[node] = Party(
                self._key(node),
                entity.cls,
                entity.name,
                entity.proper,
                entity.country,
                identified.cls if identified else None,
                identified.within if identified else (),
            )
        return party

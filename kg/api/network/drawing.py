"""The drawing: what a network, its kinds and its evidence are as answers of ``/api/network``."""

from __future__ import annotations

from collections.abc import Iterable

from kg.api.network.models import (
    DrawnClaim,
    DrawnConflict,
    DrawnEvidence,
    DrawnKind,
    DrawnKinds,
    DrawnLink,
    DrawnNetwork,
    DrawnNode,
    DrawnVoice,
)
from kg.web import Place, ShownClaim
from kg.web.network import EVIDENCE, End, Evidence, KindCount, Network, Wish, address, edge
from kg.web.network.kinds import phrase


def drawn_network(made: Network, wish: Wish, place: Place) -> DrawnNetwork:
    """The network as a drawing needs it, its addresses as seen from ``place``."""
    asked = {made.root.iri, made.other.iri if made.other else ""}
    return DrawnNetwork(
        entity=made.root.iri,
        other=made.other.iri if made.other else None,
        nodes=[_node(end, place, root=end.iri in asked) for end in made.ends],
        links=[
            DrawnLink(
                iri=link.iri,
                source=link.source,
                kind=link.kind,
                phrase=link.phrase,
                target=link.target,
                standing=link.standing,
                stance=link.stance,
                claims=link.number,
                claimants=link.claimants,
                documents=link.documents,
                affirmed=link.affirmed,
                denied=link.denied,
                planned=link.planned,
                possible=link.possible,
                hypothetical=link.hypothetical,
                first=link.first,
                last=link.last,
                voices=[
                    DrawnVoice(claimant=voice.claimant, quote=voice.quote, page=place.leads(voice.claim))
                    for voice in link.voices
                ],
                page=edge(place, link.source, link.kind, link.target),
                evidence=edge(place, link.source, link.kind, link.target, EVIDENCE),
            )
            for link in made.links
        ],
        kinds=_kinds(made.kinds),
        paths=[list(path) for path in made.paths],
        notes=list(made.notes),
        page=address(place, wish),
    )


def drawn_kinds(end: End, counted: Iterable[KindCount], place: Place) -> DrawnKinds:
    """The kinds of one actor's links."""
    return DrawnKinds(node=_node(end, place), kinds=_kinds(counted))


def drawn_evidence(found: Evidence, place: Place) -> DrawnEvidence:
    """The claims behind one link."""
    return DrawnEvidence(
        source=_node(found.source, place),
        kind=found.kind,
        phrase=found.phrase,
        target=_node(found.target, place),
        claims=[_claim(one, place) for one in found.claims],
        conflicts=[
            DrawnConflict(matter=one.matter, label=one.label, claims=[side.iri for side in one.sides])
            for one in found.conflicts
        ],
        more=found.more,
        selected=found.selected,
        page=edge(place, found.source.iri, found.kind, found.target.iri),
    )


def _node(end: End, place: Place, *, root: bool = False) -> DrawnNode:
    page = place.leads(end.iri)
    return DrawnNode(
        iri=end.iri, label=end.label, type=end.cls, shape=end.shape, linked=end.linked, root=root, page=page
    )


def _kinds(counted: Iterable[KindCount]) -> list[DrawnKind]:
    return [DrawnKind(kind=one.kind, phrase=phrase(one.kind), links=one.links, claims=one.claims) for one in counted]


def _claim(one: ShownClaim, place: Place) -> DrawnClaim:
    return DrawnClaim(
        iri=one.iri,
        subject=one.subject,
        predicate=one.predicate,
        object=one.object,
        claimant=one.claimant,
        stance=one.stance,
        manner=one.manner,
        rejected_by=one.rejected_by,
        quote=one.quote,
        document=one.document,
        date=one.date,
        page=place.leads(one.iri),
    )

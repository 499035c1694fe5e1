"""Actor claims: what is said of actors — relations, tenures and designations."""

from __future__ import annotations

from kg.extract.rules import modality
from kg.extract.rules.scribe import Scribe
from kg.model import (
    ClaimObject,
    DateObject,
    Designation,
    NodeId,
    NodeObject,
    Post,
    Predicate,
    Span,
    Tenure,
)


def relations(scribe: Scribe) -> None:
    """Enters how actors are related."""
    for relation in scribe.found.relations:
        voice = scribe.voice(relation.token, relation.rule)
        held = modality.of(relation.token, relation.governor, scribe.found.voices.cues).combine(voice.frame)
        scribe.state(
            scribe.entities[id(relation.subject)],
            relation.predicate,
            NodeObject(scribe.entities[id(relation.object)]),
            relation.token,
            relation.rule,
            held.negate() if relation.negated else held,
            voice,
            others=[relation.mention] if relation.mention is not None else [],
            mention=scribe.mention(relation.mention) if relation.mention is not None else None,
        )


def offices(scribe: Scribe) -> tuple[tuple[Post, ...], tuple[Tenure, ...]]:
    """The posts and tenures, numbered in the order of the text, and their claims."""
    posts: dict[tuple[str, NodeId | None], Post] = {}
    tenures: dict[tuple[NodeId, NodeId], Tenure] = {}
    for office in sorted(scribe.found.offices, key=lambda o: o.token.i):
        organisation = scribe.entities.get(id(office.organisation)) if office.organisation is not None else None
        holder = scribe.entities[id(office.holder)]
        post = posts.setdefault((office.post.casefold(), organisation), Post(NodeId(f"p{len(posts) + 1}"), office.post))
        tenure = tenures.setdefault((holder, post.id), Tenure(NodeId(f"o{len(tenures) + 1}")))
        voice = scribe.voice(office.token, office.rule)
        mention = scribe.mention(office.mention) if office.mention is not None else None
        statements: list[tuple[Predicate, ClaimObject, Span | None]] = [
            (Predicate.HOLDER, NodeObject(holder), None),
            (Predicate.POST, NodeObject(post.id), None),
        ]
        if organisation is not None:
            statements.append((Predicate.ORGANISATION, NodeObject(organisation), mention))
        if office.date is not None:
            statements.append((Predicate.DATE, DateObject(office.date), None))
        for predicate, object_, span in statements:
            scribe.state(tenure.id, predicate, object_, office.token, office.rule, voice.frame, voice, mention=span)
    return tuple(posts.values()), tuple(tenures.values())


def designations(scribe: Scribe) -> tuple[Designation, ...]:
    """The designations, numbered in the order of the text, and their claims."""
    out = []
    for number, label in enumerate(sorted(scribe.found.labels, key=lambda item: item.token.i), start=1):
        designation = Designation(NodeId(f"d{number}"), label.label)
        out.append(designation)
        voice = scribe.voice(label.token)
        held = modality.of(label.token, label.token, scribe.found.voices.cues).combine(voice.frame)
        statements: list[tuple[Predicate, ClaimObject]] = [
            (Predicate.DESIGNEE, NodeObject(scribe.entities[id(label.designee)]))
        ]
        if label.authority is not None:
            statements.append((Predicate.AUTHORITY, NodeObject(scribe.entities[id(label.authority)])))
        if label.date is not None:
            statements.append((Predicate.DATE, DateObject(label.date)))
        for predicate, object_ in statements:
            scribe.state(designation.id, predicate, object_, label.token, label.rule, held, voice)
    return tuple(out)

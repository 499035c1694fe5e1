"""Possessions: organisations named by a person of theirs ("his government", "Saleh's party")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg import reference
from kg.extract.rules import lexicon, phrases
from kg.extract.rules.cast import Cast, Member
from kg.model import EntityClass, MentionKind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_GOVERNMENT = lexicon.words("government administration regime")
_OWNED = lexicon.words(
    "group party movement organisation organization militia company firm network union ministry agency"
)


def attach(doc: Doc, cast: Cast) -> None:
    """Lets "his government" and "her party" denote what the text tells them to be; runs after pronouns are resolved."""
    _governments(doc, cast)
    for member in list(cast.members):
        owner, token = _owner(doc, member, cast, _OWNED)
        if owner is None or token is None:
            continue
        lemma = token.lemma_.lower()
        fits = [m for m in _employers(doc, owner, cast) if _is(m, lemma)]
        if len({id(m) for m in fits}) == 1:
            cast.merge(fits[0], member)


def _owner(doc: Doc, member: Member, cast: Cast, nouns: frozenset[str]) -> tuple[Member | None, Token | None]:
    if member.proper or len(member.mentions) != 1:
        return None, None
    token = doc[member.mentions[0].head]
    if token.lemma_.lower() not in nouns:
        return None, None
    owner = next((cast.at(c) for c in token.lefts if c.dep_ == "poss"), None)
    return (owner, token) if owner is not None and owner.cls is EntityClass.PERSON else (None, None)


def _employers(doc: Doc, person: Member, cast: Cast) -> list[Member]:
    """Organisations that the descriptions of a person and the titles before the name belong to."""
    out: list[Member] = []
    for mention in person.mentions:
        head = doc[mention.head]
        nouns = (
            [head] if mention.kind is MentionKind.NOMINAL else [c for c in head.lefts if c.dep_ in {"compound", "nmod"}]
        )
        nouns += [c for c in head.children if c.dep_ == "appos"] if mention.kind is MentionKind.NAME else []
        for noun in nouns:
            heads = [h for name, h in phrases.prepositional(noun) if name in {"of", "for"}]
            heads += [c for c in noun.lefts if c.dep_ in {"poss", "compound", "nmod"}]
            heads += [noun] if mention.kind is MentionKind.NAME else []
            out += [
                m for h in heads if (m := cast.at(h)) is not None and m.proper and m.cls.is_a(EntityClass.ORGANISATION)
            ]
        if (
            mention.kind is not MentionKind.NOMINAL
            and head.dep_ == "nsubj"
            and head.head.lemma_ in {"lead", "head", "chair", "run"}
        ):
            out += [m for o in phrases.objects(head.head) if (m := cast.at(o)) is not None and m.proper]
    return out


def _is(member: Member, lemma: str) -> bool:
    cls = max(member.evidence, key=lambda c: (member.evidence[c], c.value)) if member.evidence else member.cls
    if lemma == "party":
        return cls in {EntityClass.POLITICAL_PARTY, EntityClass.ORGANISATION}
    if lemma in {"company", "firm"}:
        return cls in {EntityClass.COMPANY, EntityClass.ORGANISATION}
    if lemma in {"ministry", "agency"}:
        return cls is EntityClass.GOVERNMENT_BODY
    return cls in {EntityClass.ARMED_GROUP, EntityClass.ORGANISATION, EntityClass.POLITICAL_PARTY}


def _governments(doc: Doc, cast: Cast) -> None:
    """As in "his government": the government of the state that the person belongs to."""
    for member in list(cast.members):
        if member.proper or len(member.mentions) != 1:
            continue
        token = doc[member.mentions[0].head]
        if token.lower_ not in _GOVERNMENT:
            continue
        owners = [cast.at(c) for c in token.lefts if c.dep_ == "poss"]
        owner = owners[0] if owners else None
        if owner is None or owner.country is None or owner.cls is not EntityClass.PERSON:
            continue
        government = next((m for m in cast.members if m.reference == f"government/{owner.country}"), None)
        if government is not None:
            cast.merge(government, member)
        elif (state := reference.state(owner.country)) is not None:
            member.reference, member.country, member.proper = f"government/{state.code}", state.code, True
            member.title, member.cls, member.fixed = f"Government of {state.name}", EntityClass.GOVERNMENT_BODY, True

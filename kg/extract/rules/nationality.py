"""Nationality: the state that persons, groups and organisations belong to by a demonym ("Iraqi lawyer X")."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.extract.rules import lexicon, nominals
from kg.extract.rules.candidate import Candidate
from kg.extract.rules.cast import Cast, Member
from kg.extract.rules.statements import Relation
from kg.model import EntityClass, MentionKind, Predicate

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_NOT = lexicon.words(
    "speaker speakers teacher expert experts analyst analysts specialist scholar historian correspondent ally allies "
    "enemy enemies critic critics supporter supporters opponent opponents language embassy consulate"
)
"""Nouns whose demonym tells what they deal with, or whom they stand against, as often as what they are."""
_BEARERS = frozenset(
    {
        EntityClass.PERSON,
        EntityClass.GROUP,
        EntityClass.COMPANY,
        EntityClass.MEDIA_ORGANISATION,
        EntityClass.ARMED_GROUP,
        EntityClass.POLITICAL_PARTY,
    }
)


def find(doc: Doc, cast: Cast) -> Iterator[Relation]:
    """The nationalities that demonyms before a person, a group or an organisation tell."""
    for member in cast.members:
        if member.cls not in _BEARERS:
            continue
        for mention in member.mentions:
            if mention.kind is MentionKind.PRONOUN or mention.adjective:
                continue
            found = _demonym(doc[mention.head], mention, cast)
            if found is not None and found[0] is not member:
                state, token = found
                yield Relation(member, Predicate.NATIONALITY, state, token, token, token, "relation-nationality")


def _demonym(head: Token, mention: Candidate, cast: Cast) -> tuple[Member, Token] | None:
    if head.lower_ in _NOT or head.lemma_.lower() in _NOT:
        return None
    if mention.kind is MentionKind.NOMINAL and (nominals.class_of(head) is None or mention.begin == mention.end - 1):
        return None
    titles = [c for c in head.lefts if c.dep_ in {"compound", "nmod"}] if mention.kind is MentionKind.NAME else []
    if any(t.lower_ in _NOT for t in titles):
        return None
    for child in [*head.lefts, *(c for title in titles for c in title.lefts)]:
        candidate = cast.mention(child)
        if candidate is None or child.dep_ not in {"amod", "compound", "nmod"}:
            continue
        state = cast.at(child)
        if state is None or state.cls is not EntityClass.STATE or child.nbor().text == "-" or _linked(child):
            continue
        if candidate.adjective or (child.text.replace(".", "").isupper() and mention.kind is MentionKind.NOMINAL):
            return state, child
    return None


def _linked(child: Token) -> bool:
    """As in "Syrian and Iraqi officials": which of them is which is not said."""
    return any(c.dep_ in {"conj", "cc"} for c in child.children)

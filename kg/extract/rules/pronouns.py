"""Pronouns with a clear antecedent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.rules import phrases
from kg.extract.rules.candidate import Candidate
from kg.extract.rules.cast import Cast, Member
from kg.model import EntityClass, MentionKind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_RELATIVE = frozenset({"who", "whom", "whose"})
_FIRST = frozenset({"i", "me", "my"})
_SINGULAR_THINGS = frozenset({"it", "its", "itself"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


def attach(doc: Doc, pronouns: list[Candidate], cast: Cast) -> None:
    """Gives a pronoun the member it stands for; pronouns without a clear one denote nothing."""
    for candidate in pronouns:
        token = doc[candidate.head]
        if token.lower_ in _FIRST:
            continue
        member = _relative(token, cast) if token.lower_ in _RELATIVE else _personal(token, candidate, cast)
        if member is not None:
            cast.add(candidate, member)


def _relative(token: Token, cast: Cast) -> Member | None:
    head = phrases.antecedent(token)
    if head == token and token.dep_ == "poss":
        for ancestor in token.ancestors:
            if ancestor.dep_ == "relcl":
                head = ancestor.head
                break
    return cast.at(head) if head != token else None


def _personal(token: Token, candidate: Candidate, cast: Cast) -> Member | None:
    """The fitting subject nearest before, in this sentence or the one before; else the fitting mention nearest before."""
    sentence = token.sent
    previous = token.doc[sentence.start - 1].sent if sentence.start else None
    for start, end in ((sentence.start, token.i), (previous.start, previous.end) if previous else (0, 0)):
        fits = [
            (m, member)
            for member in cast.members
            for m in member.mentions
            if start <= m.begin and m.end <= end and _fits(token, candidate, member, m)
        ]
        if not fits:
            continue
        subjects = [
            (m, member) for m, member in fits if token.doc[m.head].dep_ in _SUBJECTS and not _same_clause(token, m)
        ]
        chosen = subjects or [(m, member) for m, member in fits if not _same_clause(token, m)]
        if chosen:
            if (
                candidate.cls is not EntityClass.PERSON
                and len({id(member) for _, member in chosen}) > 2
                and not subjects
            ):
                return None
            return max(chosen, key=lambda pair: pair[0].begin)[1]
    return None


def _same_clause(token: Token, mention: Candidate) -> bool:
    """An object pronoun and the subject of its own verb are not the same ("Iran said Iraq attacked it")."""
    if token.dep_ not in {"dobj", "pobj", "dative"}:
        return False
    verb = token.head
    while verb.pos_ not in {"VERB", "AUX"} and verb.head != verb:
        verb = verb.head
    return mention.head in {s.i for s in phrases.subjects(verb)}


def _fits(token: Token, candidate: Candidate, member: Member, mention: Candidate) -> bool:
    if mention.adjective or (mention.kind is MentionKind.PRONOUN and mention.name in _RELATIVE):
        return False
    cls = member.cls
    if candidate.cls is EntityClass.PERSON:
        return cls is EntityClass.PERSON
    if token.lower_ in _SINGULAR_THINGS:
        return cls.is_a(EntityClass.ORGANISATION)
    if cls is EntityClass.STATE:
        return token.doc[mention.head].dep_ in _SUBJECTS
    return cls is EntityClass.GROUP or cls.is_a(EntityClass.ORGANISATION)

"""Appointments: offices that verbs give or take ("was elected president", "served as minister")."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.extract.rules import phrases, posts
from kg.extract.rules.cast import Cast, Member
from kg.extract.rules.statements import Office
from kg.extract.rules.terms import GIVING, LEAVING, SERVING, Terms
from kg.model import EntityClass

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


def find(doc: Doc, cast: Cast, terms: Terms) -> Iterator[Office]:
    """The offices that verbs of appointing, serving and leaving speak of."""
    for token in doc:
        lemma = token.lemma_.lower()
        if token.pos_ != "VERB" or lemma not in GIVING | SERVING | LEAVING:
            continue
        post = _post(token)
        if post is None or lemma == "nominate" or any(c.dep_ == "neg" or c.tag_ == "MD" for c in token.children):
            continue
        passive = phrases.is_passive(token)
        given = lemma in GIVING or (lemma in LEAVING and lemma not in {"resign", "retire", "quit"})
        heads = phrases.objects(token) if given and not passive else phrases.subjects(token)
        if given and not passive:
            heads = [*heads, *(c for c in post.lefts if c.dep_ in {"compound", "nmod"})]
        for head in heads:
            holder = cast.at(head)
            if holder is None or holder.cls is not EntityClass.PERSON or not holder.proper or head == post:
                continue
            organisation, mention = _organisation(post, token, cast, passive=passive, given=given)
            title = posts.label(doc[posts.begin(post, cast) : posts.end(post, cast)].text)
            yield Office(holder, title, organisation, token, mention, "office-verb", terms.of_verb(token))


_EMPLOYERS = frozenset(
    {
        EntityClass.COMPANY,
        EntityClass.INTERNATIONAL_ORGANISATION,
        EntityClass.ORGANISATION,
        EntityClass.POLITICAL_PARTY,
        EntityClass.MEDIA_ORGANISATION,
        EntityClass.ARMED_GROUP,
    }
)
"""Who appoints to posts of its own; a parliament or ministry may fill those of the state."""


def _post(verb: Token) -> Token | None:
    """The noun of the title: behind "as", or as the verb's predicate."""
    for child in verb.children:
        if child.dep_ in {"oprd", "attr", "xcomp"} and child.pos_ in {"NOUN", "PROPN"} and posts.is_post(child):
            return child
        if child.dep_ == "prep" and child.lower_ == "as":
            return next((c for c in child.children if c.dep_ == "pobj" and posts.is_post(c)), None)
    return None


def _organisation(
    post: Token, verb: Token, cast: Cast, *, passive: bool, given: bool
) -> tuple[Member | None, Token | None]:
    """Whose post it is: "of X", "X's", a demonym; else the state whose head appoints."""
    heads = [h for name, h in phrases.prepositional(post) if name in {"of", "at", "in"}]
    heads += [
        h
        for name, h in phrases.prepositional(post)
        if name == "for" and (m := cast.at(h)) is not None and not posts.is_sent_to(m)
    ]
    heads += [c for c in post.lefts if c.dep_ in {"poss", "amod", "compound", "nmod"}]
    for head in heads:
        member = cast.at(head)
        if member is not None and (member.cls.is_a(EntityClass.ORGANISATION) or member.cls.is_a(EntityClass.PLACE)):
            return member, head
    if given and not passive:
        for subject in phrases.subjects(verb):
            member = cast.at(subject)
            if member is not None and member.cls in _EMPLOYERS:
                return member, subject
            for child in subject.lefts:
                member = cast.at(child) if child.dep_ in {"poss", "amod", "compound"} else None
                if member is not None and member.cls is EntityClass.STATE:
                    return member, child
    return None, None

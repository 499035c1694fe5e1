"""Claimants: the members whose words attributions report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.rules import lexicon, nominals, phrases, sexes
from kg.extract.rules.attributions import Attributed
from kg.extract.rules.attributions.cues import cues
from kg.extract.rules.candidate import Candidate
from kg.extract.rules.cast import Cast, Member
from kg.model import EntityClass, MentionKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc, Token

_NOT_SOURCES = lexicon.words(
    "this that these those what which there nobody none noone neither nothing everyone someone"
)
_UNNAMED = "unnamed source"
_REACH = 2
"""Sentences back in which whoever spoke last may be meant by the pronoun of a source."""
_OWNING = frozenset({"by", "from", "of"})
_SPEAKERS = {
    "he": (EntityClass.PERSON,),
    "she": (EntityClass.PERSON,),
    "it": (EntityClass.ORGANISATION, EntityClass.GROUP),
    "they": (EntityClass.GROUP, EntityClass.ORGANISATION),
}


def of(doc: Doc, attributed: Sequence[Attributed], cast: Cast) -> list[Member | None]:
    """The member that each source denotes, ``None`` where none does; one is made for who nothing else mentions."""
    out: list[Member | None] = []
    for index, item in enumerate(attributed):
        out.append(_claimant(doc, index, attributed, out, cast) if item.source_head is not None else None)
    return out


def is_paper(token: Token) -> bool:
    """Whether a source is a text, a picture or the like: it has no voice of its own but its author's."""
    return token.lemma_.lower() in cues().records and not (token.pos_ == "PROPN" and token.lower_ == "survey")


def _claimant(
    doc: Doc, index: int, attributed: Sequence[Attributed], before: Sequence[Member | None], cast: Cast
) -> Member | None:
    item = attributed[index]
    head = doc[item.source_head or 0]
    token = phrases.content(phrases.antecedent(head))
    if is_paper(token):
        return _author(token, cast)
    if token.lower_ in _NOT_SOURCES or _is_no_one(token):
        return None
    member = cast.at(token)
    if token.pos_ == "PRON" and (member is None or token.lower_ == "it" or _is_quoted(token, member, item)):
        last = _last(doc, token, attributed[:index], before)
        if last is not None:
            if member is not None:
                member.mentions = [m for m in member.mentions if m.head != token.i]
            cast.add(Candidate(token.i, token.i + 1, token.i, MentionKind.PRONOUN, last.cls, token.lower_), last)
            return last
    if member is not None and (speaker := _speaking(member, cast)) is not None:
        return speaker
    return _made(doc, item, token, cast)


def _speaking(member: Member, cast: Cast) -> Member | None:
    """The member as one that can speak: a country's state for the country, nobody for any other place."""
    if not member.cls.is_a(EntityClass.PLACE):
        return member
    if member.reference and member.reference.startswith("state/"):
        return next((m for m in cast.members if m.reference == member.reference and m.cls is EntityClass.STATE), None)
    return None


def _author(paper: Token, cast: Cast) -> Member | None:
    """Whose report it is: "the agency's report", "a UN report", "a report by the auditor", "a note signed by X"."""
    holders = [c for c in paper.children if c.dep_ in {"poss", "compound", "nmod"}]
    for child in paper.children:
        if child.dep_ == "prep" and child.lower_ in _OWNING and child.i > paper.i:
            holders += [o for o in child.children if o.dep_ == "pobj" and child.lower_ != "of"]
        if child.dep_ == "acl":
            holders += [
                o for by in child.children if by.dep_ in {"agent", "prep"} and by.lower_ == "by" for o in by.children
            ]
    for holder in holders:
        member = cast.at(phrases.content(holder))
        if member is not None and (speaker := _speaking(member, cast)) is not None:
            return speaker
    return None


def _is_quoted(token: Token, member: Member, item: Attributed) -> bool:
    """Whether a pronoun was taken for somebody whom its own quotation names ("“I sent my clerk,” he said")."""
    before = [m.begin for m in member.mentions if m.begin < token.i]
    return item.quoted and bool(before) and any(begin <= max(before) < end for begin, end in item.contents)


def _last(
    doc: Doc, token: Token, attributed: Sequence[Attributed], claimants: Sequence[Member | None]
) -> Member | None:
    """Whoever spoke last, where a pronoun goes on with it ("… . He added that …")."""
    start = token.sent.start
    for _ in range(_REACH):
        start = doc[max(0, start - 1)].sent.start
    for item, member in zip(reversed(attributed), reversed(claimants), strict=True):
        if item.cue[1] <= start:
            return None
        inside = any(begin <= token.i < end for begin, end in item.contents)
        if member is not None and not inside and not item.unsaid and _fits(doc, token, member):
            return member
    return None


def _fits(doc: Doc, token: Token, member: Member) -> bool:
    classes = _SPEAKERS.get(token.lower_, ())
    unknown = member.cls is EntityClass.ACTOR and EntityClass.ORGANISATION in classes and member.title != _UNNAMED
    if not unknown and not any(member.cls.is_a(cls) for cls in classes):
        return False
    told = sexes.of_member(member, doc) if member.cls is EntityClass.PERSON else None
    return told is None or told == sexes.of_pronoun(token.lower_)


def _is_no_one(token: Token) -> bool:
    """Whether a phrase denies that there is a source ("no group", "no one")."""
    return any(c.lower_ == "no" and c.dep_ == "det" for c in token.lefts)


def _made(doc: Doc, item: Attributed, token: Token, cast: Cast) -> Member:
    """A new member for a source."""
    begin, end = item.source or (token.i, token.i + 1)
    if token.pos_ == "PRON" or token.lower_ in {"i", "we", "you"}:
        member = Member(EntityClass.ACTOR, proper=False)
        member.title = _UNNAMED
        candidate = Candidate(token.i, token.i + 1, token.i, MentionKind.PRONOUN, EntityClass.ACTOR, token.text)
    else:
        cls = nominals.class_of(token) or EntityClass.ACTOR
        if cls.is_a(EntityClass.PLACE):
            cls = EntityClass.ORGANISATION
        begin = max(begin, phrases.left_edge(token)) if begin <= token.i < end else phrases.left_edge(token)
        kind = MentionKind.NAME if token.pos_ == "PROPN" else MentionKind.NOMINAL
        name = " ".join(doc[begin : token.i + 1].text.split())
        candidate = Candidate(begin, token.i + 1, token.i, kind, cls, name)
        member = Member(cls, proper=kind is MentionKind.NAME)
    cast.add(candidate, member)
    return member

"""Labelling: designations, the formal labels that an authority puts on an actor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.extract.rules import lexicon, phrases
from kg.extract.rules.cast import Cast, Member
from kg.extract.rules.circumstances import Circumstance
from kg.extract.rules.occurrence import Occurrence
from kg.extract.rules.statements import Label
from kg.model import EntityClass

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_VERBS = lexicon.words(
    "designate list blacklist proscribe sanction classify name label declare brand ban outlaw recognise recognize"
)
_FORMAL = lexicon.words(
    "terrorist terror extremist sponsor organization organisation entity group sanction threat persona "
    "criminal trafficker narco agent national"
)
_STRONG = lexicon.words("designate blacklist proscribe")


def find(doc: Doc, cast: Cast, occurrences: list[Occurrence], circumstances: list[Circumstance]) -> list[Label]:
    """The designations that ``doc`` speaks of."""
    dates = {
        o.token.i: next((d.edtf for d in c.dates if d.edtf), None)
        for o, c in zip(occurrences, circumstances, strict=True)
    }
    out: list[Label] = []
    for token in doc:
        if token.pos_ == "VERB" and token.lemma_ in _VERBS:
            out.extend(_verb(token, cast, dates))
        elif (
            token.lower_ in {"designated", "listed", "blacklisted", "sanctioned", "proscribed"} and token.dep_ == "amod"
        ):
            out.extend(_attributive(token, cast))
    return out


def _verb(token: Token, cast: Cast, dates: dict[int, str | None]) -> Iterator[Label]:
    passive = phrases.is_passive(token)
    subjects = phrases.subjects(token)
    label = _label(token)
    if label is None:
        return
    objects = [o for o in (subjects if passive else _named_objects(token, label)) if o.i != label.i]
    authorities = [h for n, h in phrases.prepositional(token) if n == "by"] if passive else subjects
    if passive and not authorities:
        authorities = [h for n, h in phrases.prepositional(label) if n == "by"]
    authority = next((m for h in authorities if (m := _authority(h, cast)) is not None), None)
    if authority is None and token.lemma_ not in _STRONG:
        return
    for head in objects:
        member = cast.at(phrases.content(phrases.antecedent(head)))
        if member is not None and member.cls.is_a(EntityClass.ACTOR) and member is not authority:
            yield Label(_text(label), member, authority, dates.get(token.i), token, head, "designation-verb")


def _label(token: Token) -> Token | None:
    """The noun that names the label: "as a global terrorist", "a terrorist organisation"."""
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ == "as":
            for noun in child.children:
                if noun.dep_ == "pobj" and _is_formal(noun, token):
                    return noun
        if (
            child.dep_ in {"oprd", "dobj", "attr", "ccomp", "xcomp"}
            and child.pos_ in {"NOUN", "PROPN"}
            and _is_formal(child, token)
        ):
            return child
    return None


def _is_formal(noun: Token, verb: Token) -> bool:
    words = {t.lower_ for t in noun.subtree} | {t.lemma_.lower() for t in noun.subtree}
    formal = words & {
        "terrorist",
        "terrorists",
        "terror",
        "extremist",
        "trafficker",
        "sanctions",
        "narcotics",
        "criminal",
    }
    if verb.lemma_ in _STRONG:
        return bool(words & _FORMAL)
    return bool(formal)


def _named_objects(token: Token, label: Token) -> list[Token]:
    out = [c for c in token.children if c.dep_ in {"dobj", "dative", "nsubj"} and c.i > token.i and c.i != label.i]
    if token.dep_ == "relcl":
        subject = [c for c in token.children if c.dep_ in {"nsubj", "nsubjpass"}]
        if subject and all(c.lower_ not in {"that", "which", "who"} for c in subject):
            out.append(token.head)
    nested = [c for c in label.lefts if c.dep_ == "nsubj"]
    return out + nested


def _authority(head: Token, cast: Cast) -> Member | None:
    member = cast.at(phrases.antecedent(head))
    if (
        member is None
        or not member.cls.is_a(EntityClass.ACTOR)
        or (member.cls is EntityClass.GROUP and not member.country)
    ):
        return None
    return member


def _attributive(token: Token, cast: Cast) -> Iterator[Label]:
    """As in "the US-designated terrorist group", "a designated terrorist organisation"."""
    noun = token.head
    if noun.pos_ not in {"NOUN", "PROPN"} or not _is_formal(noun, token) or token.lemma_ not in _STRONG:
        return
    member = cast.at(noun)
    authority = next((m for c in token.lefts if (m := cast.at(c)) is not None), None)
    if member is not None and member.proper:
        begin = token.i + 1
        text = " ".join(noun.doc[begin : noun.i + 1].text.split())
        yield Label(text, member, authority, None, token, noun, "designation-attribute")


def _text(noun: Token) -> str:
    begin = phrases.left_edge(noun)
    words = [
        t for t in noun.doc[begin : noun.i + 1] if t.dep_ not in {"det", "poss"} and not t.is_punct and not t.is_quote
    ]
    of = next((c for c in noun.children if c.dep_ == "prep" and c.lower_ == "of"), None)
    tail = noun.doc[of.i : of.right_edge.i + 1].text if of is not None and of.right_edge.i - of.i < 4 else ""
    return " ".join([t.text for t in words] + ([tail] if tail else []))

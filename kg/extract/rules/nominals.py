"""Nominals and pronouns: common nouns and pronouns that denote actors and places."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from kg.extract.rules import lexicon, phrases
from kg.extract.rules.candidate import Candidate
from kg.model import EntityClass, MentionKind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_CLASSES = {
    "person": EntityClass.PERSON,
    "people": EntityClass.GROUP,
    "armed_group": EntityClass.ARMED_GROUP,
    "armed_force": EntityClass.ARMED_FORCE,
    "government_body": EntityClass.GOVERNMENT_BODY,
    "political_party": EntityClass.POLITICAL_PARTY,
    "company": EntityClass.COMPANY,
    "media": EntityClass.MEDIA_ORGANISATION,
    "international_organisation": EntityClass.INTERNATIONAL_ORGANISATION,
    "organisation": EntityClass.ORGANISATION,
    "facility": EntityClass.FACILITY,
    "settlement": EntityClass.SETTLEMENT,
    "administrative_area": EntityClass.ADMINISTRATIVE_AREA,
    "country": EntityClass.COUNTRY,
    "region": EntityClass.REGION,
}
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "its", "his", "her", "their", "our", "my"})
_COUNTING = frozenset({"nummod", "quantmod"})
_QUANTIFIERS = frozenset({"several", "many", "some", "few", "dozens", "hundreds", "thousands", "scores", "no", "more"})
_PRONOUNS = {
    "he": EntityClass.PERSON, "him": EntityClass.PERSON, "his": EntityClass.PERSON, "himself": EntityClass.PERSON,
    "she": EntityClass.PERSON, "her": EntityClass.PERSON, "hers": EntityClass.PERSON, "herself": EntityClass.PERSON,
    "it": EntityClass.ORGANISATION, "its": EntityClass.ORGANISATION, "itself": EntityClass.ORGANISATION,
    "they": EntityClass.ACTOR, "them": EntityClass.ACTOR, "their": EntityClass.ACTOR, "themselves": EntityClass.ACTOR,
    "i": EntityClass.PERSON, "me": EntityClass.PERSON, "my": EntityClass.PERSON,
    "who": EntityClass.ACTOR, "whom": EntityClass.ACTOR, "whose": EntityClass.ACTOR,
}  # fmt: skip


@cache
def nouns() -> dict[str, EntityClass]:
    """Lemma or plural form → class of what it denotes."""
    out: dict[str, EntityClass] = {}
    for section, entry in lexicon.load("nouns").items():
        for word in entry["nouns"].split():
            out.setdefault(word, _CLASSES[section])
    return out


def find(doc: Doc, names: list[Candidate]) -> list[Candidate]:
    """The nominals and pronouns of ``doc`` that are not part of a name, in order."""
    taken = {i for name in names if not name.adjective for i in range(name.begin, name.end)}
    heads = {name.head: name for name in names if not name.adjective}
    out = []
    for token in doc:
        if token.i in taken:
            continue
        if token.pos_ == "NOUN" or (token.pos_ == "PROPN" and token.text.islower()):
            nominal = _nominal(token, heads)
            if nominal is not None:
                out.append(nominal)
        elif token.pos_ in {"PRON", "DET"} and token.lower_ in _PRONOUNS and not _expletive(token):
            out.append(
                Candidate(token.i, token.i + 1, token.i, MentionKind.PRONOUN, _PRONOUNS[token.lower_], token.lower_)
            )
    return out


def _expletive(token: Token) -> bool:
    """ "It is likely that", "it was reported that", "it rained"."""
    if token.lower_ != "it" or token.dep_ not in {"nsubj", "nsubjpass", "expl"}:
        return False
    verb = token.head
    return token.dep_ == "expl" or any(c.dep_ in {"ccomp", "csubj", "xcomp"} for c in verb.children) and verb.lemma_ in {
        "be", "seem", "appear", "report", "believe", "say", "happen", "think", "become", "take", "make", "know", "remain",
    }  # fmt: skip


def class_of(token: Token) -> EntityClass | None:
    """What a common noun denotes, by its lemma and number."""
    cls = nouns().get(token.lower_) or nouns().get(token.lemma_.lower())
    if cls is None:
        return None
    plural = token.tag_ in {"NNS", "NNPS"}
    if cls is EntityClass.PERSON and plural:
        return EntityClass.GROUP
    if cls in {EntityClass.ARMED_GROUP, EntityClass.ORGANISATION} and plural:
        return EntityClass.GROUP
    return cls


_LABELLING = lexicon.words("designate label describe brand list classify deem denounce dub portray")


def _label(token: Token) -> bool:
    """What somebody is called ("labelled as a terrorist") denotes nobody."""
    return token.dep_ == "pobj" and token.head.lower_ == "as" and token.head.head.lemma_ in _LABELLING


def _nominal(token: Token, heads: dict[int, Candidate]) -> Candidate | None:
    if token.dep_ in {"compound", "npadvmod", "nmod"} and token.head.pos_ in {"NOUN", "PROPN", "ADJ", "VERB"}:
        return None
    cls = class_of(token)
    if cls is None or token.i in heads or _label(token):
        return None
    begin = phrases.left_edge(token)
    lefts = list(token.lefts)
    counted = any(c.dep_ in _COUNTING or c.lower_ in _QUANTIFIERS for c in lefts) or (
        token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.lower_ in _QUANTIFIERS
    )
    return Candidate(
        begin,
        token.i + 1,
        token.i,
        MentionKind.NOMINAL,
        cls,
        " ".join(token.doc[begin : token.i + 1].text.split()),
        plural=token.tag_ in {"NNS", "NNPS"} or cls is EntityClass.GROUP,
        counted=counted,
        definite=any(c.lower_ in _DEFINITE or c.dep_ == "poss" for c in lefts),
    )

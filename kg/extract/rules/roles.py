"""Whether a country or capital is spoken of as one that acts or as a place, by its role in the sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.rules import lexicon, nominals
from kg.model import EntityClass

if TYPE_CHECKING:
    from spacy.tokens import Token

_WHERE = lexicon.words(
    "in at inside outside near across throughout within around into from via beyond towards toward above through "
    "en onto off along between to over"
)
_ACTORS_ONLY = lexicon.words("with against by for on between behalf")
_ADDRESSED = lexicon.words(
    "accuse blame condemn urge warn threaten tell ask press pressure persuade criticise criticize back support fund "
    "thank isolate sanction reassure notify inform"
)
"""Verbs whose object, where it is a capital, is its government."""
_POLICY = lexicon.words(
    "service policy claim ally offer response influence demand decision intervention invasion diplomacy "
    "stance position "
    "denial threat support backing warning request sanction arsenal ambition"
)
"""What a government has and a town has not."""
_BORDERS = lexicon.words(
    "border frontier airspace territory soil coast region area province city town capital north south east "
    "west centre center"
)
_ACTING = lexicon.words(
    "say tell announce accuse blame condemn deny reject demand urge warn threaten vow promise agree sign "
    "support back arm "
    "fund finance sponsor want seek hope attack strike bomb invade hit launch send deploy withdraw impose "
    "lift designate "
    "sanction recognise recognize oppose refuse decide insist claim argue call consider believe order ask "
    "offer pledge "
    "veto ban expel summon recall host mediate negotiate retaliate respond welcome denounce criticise "
    "criticize suspend close "
    "reopen restore cut break resume approve plan intend try attempt fear fight join leave help give provide "
    "supply do take make"
)


def is_place(token: Token, *, capital: bool = False) -> bool:
    """Whether the name that ``token`` heads stands for territory here.

    Countries act unless a locative preposition or a noun of place governs them; ``capital``: capitals and other
    settlements lie still unless they do what only governments do.
    """
    governor = token.head
    if token.dep_ == "conj" and governor.pos_ in {"PROPN", "NOUN"}:
        return is_place(governor, capital=capital)
    if (
        token.dep_ in {"appos", "npadvmod", "nmod"}
        and governor.pos_ == "PROPN"
        and token.i
        and token.nbor(-1).text == ","
    ):
        return True
    hyphen = token.i + 1 < len(token.doc) and token.nbor().text == "-"
    if token.dep_ == "compound" and governor.pos_ == "PROPN" and hyphen:
        return is_place(governor, capital=capital)
    based = token.dep_ in {"npadvmod", "compound", "nmod", "amod"} and _based(token)
    if based or (token.dep_ == "dobj" and governor.lemma_ in _ENTERED):
        return True
    if token.dep_ == "pobj":
        return _behind(token, governor.lower_, capital=capital)
    if token.dep_ in {"poss", "compound", "nmod"}:
        cls = nominals.class_of(governor)
        located = governor.lower_ in _BORDERS or (cls in _PLACES and cls is not EntityClass.FACILITY)
        possessing = token.dep_ == "poss" and (
            governor.lemma_ in _POLICY or (cls is not None and cls.is_a(EntityClass.ACTOR))
        )
        return located or (capital and not possessing)
    if capital and token.dep_ == "dobj" and governor.lemma_ in _ADDRESSED:
        return False
    if capital:
        acting = token.dep_ == "nsubj" and governor.lemma_ in _ACTING and not _passive(governor)
        backing = token.dep_ == "npadvmod" and governor.tag_ == "VBN"
        return not (acting or backing)
    return False


def _behind(token: Token, preposition: str, *, capital: bool) -> bool:
    """What a preposition makes of the name behind it."""
    governor = token.head
    if preposition in _ACTORS_ONLY and not (preposition == "between" and capital):
        return capital and preposition in {"for", "on", "with"}
    if preposition in {"to", "from", "between", "over"} and not capital:
        return _moves(governor.head)
    if preposition == "of":
        return capital or governor.head.lower_ in _BORDERS or nominals.class_of(governor.head) in _PLACES
    return preposition in _WHERE or capital


_PLACES = {
    EntityClass.ADMINISTRATIVE_AREA,
    EntityClass.SETTLEMENT,
    EntityClass.REGION,
    EntityClass.FACILITY,
    EntityClass.COUNTRY,
}
_ENTERED = lexicon.words("enter leave visit reach flee tour cross exit")


def _based(token: Token) -> bool:
    """As in "the Oslo-based company"."""
    after = token.doc[token.i + 1 : token.i + 3].text.lower().replace(" ", "")
    return after in {"-based", "-born", "-registered", "-wide"}


_MOVING = lexicon.words(
    "go come travel fly flee return move send deploy withdraw pull arrive escape leave bring march drive "
    "ship smuggle visit "
    "trip flight visit return withdrawal deployment route exile expel banish deport migrate cross retreat enter"
)


def _moves(token: Token) -> bool:
    return token.lemma_.lower() in _MOVING


def _passive(verb: Token) -> bool:
    return any(c.dep_ in {"auxpass", "nsubjpass"} for c in verb.children)

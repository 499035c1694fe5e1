"""Relating: the words that say relations of actors, and those of them that a sentence puts between two."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from kg.extract.llm import clauses
from kg.extract.rules import lexicon, posts
from kg.model import Predicate

if TYPE_CHECKING:
    from spacy.tokens import Token

_VERBAL = ("verbs", "verbs_with", "participles", "adjectives")
_NEAR = frozenset({"appos", "amod", "acl", "compound", "relcl", "nmod"})


@cache
def _known() -> tuple[dict[str, frozenset[Predicate]], dict[str, frozenset[Predicate]]]:
    """Verbs and their like, and nouns, with the relations that they say."""
    verbal: dict[str, set[Predicate]] = {}
    nominal: dict[str, set[Predicate]] = {}
    own = tomllib.loads(files("kg.extract.llm").joinpath("relations.toml").read_text(encoding="utf-8"))
    for data in (lexicon.load("relations"), own):
        for section, entry in data.items():
            table = verbal if section in _VERBAL else nominal
            for predicate, listed in entry.items():
                for word in listed.split():
                    table.setdefault(word, set()).add(Predicate(predicate))
    for title in posts.leading():
        nominal.setdefault(title.lower(), set()).add(Predicate.LEADS)
    for title in (*posts.leading(), *posts.other()):
        nominal.setdefault(title.lower(), set()).update({Predicate.MEMBER_OF, Predicate.AFFILIATED_WITH})
    return _frozen(verbal), _frozen(nominal)


def _frozen(table: dict[str, set[Predicate]]) -> dict[str, frozenset[Predicate]]:
    return {word: frozenset(predicates) for word, predicates in table.items()}


def said_by(token: Token) -> frozenset[Predicate]:
    """The relations that a word says, with its prepositions."""
    verbal, nominal = _known()
    lemma, word = token.lemma_.lower(), token.lower_
    if token.pos_ in {"NOUN", "PROPN"}:
        return nominal.get(lemma, frozenset()) | nominal.get(word, frozenset())
    found = verbal.get(lemma, frozenset()) | verbal.get(word, frozenset())
    for child in token.children:
        if child.dep_ in {"prep", "prt"}:
            found |= verbal.get(f"{lemma}-{child.lower_}", frozenset())
            found |= verbal.get(f"{word}-{child.lower_}", frozenset())
    return found


def between(one: Token, other: Token) -> list[Token] | None:
    """The telling words that a sentence puts between two: on the way in the parse, and beside either.

    ``None`` where the two stand in different statements.
    """
    way = clauses.path(one, other)
    if way is None or clauses.parted(one, other):
        return None
    out = list(way[1:-1])
    out += [t for t in (one, other) if t.pos_ == "NOUN"]
    out += [c for end in (one, other) for c in end.children if c.dep_ in _NEAR and c not in way]
    if not any(t.pos_ in {"VERB", "AUX"} for t in way[1:-1]):
        low, high = sorted((one.i, other.i))
        out += [t for t in one.doc[low + 1 : high] if t not in out]
    return [t for t in dict.fromkeys(out) if t.pos_ in {"VERB", "NOUN", "ADJ", "PROPN"} or t.tag_ == "VBN"]

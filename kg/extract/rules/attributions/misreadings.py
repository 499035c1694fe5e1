"""Cues that taggers read as nouns: "the group, which the ministry claims is armed"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.rules.attributions.clauses import RELATIVES
from kg.extract.rules.attributions.cues import cues
from kg.extract.rules.attributions.drafts import Draft

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from kg.extract.rules.attributions.parses import Parse

_LONGEST = 8
"""Tokens that a source between the relative pronoun and the cue may have."""
_FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})


def find(parse: Parse) -> Iterator[Draft]:
    """Drafts for a plural noun between the subject of a relative clause and a finite verb that lacks a subject."""
    for token in parse.tokens[:-1]:
        frames = cues().verbs.get(token.lemma_.lower()) if token.tag_ == "NNS" else None
        if not frames or "clause" not in frames or parse.tokens[token.i + 1].tag_ not in _FINITE:
            continue
        pronoun = _pronoun(parse, token)
        if pronoun is None or pronoun.i + 1 == token.i:
            continue
        predicate = parse.tokens[token.i + 1]
        if predicate.dep_ in {"aux", "auxpass"}:
            predicate = predicate.head
        end = max(token.i + 2, parse.extent(predicate)[1])
        draft = Draft((token.i, token.i + 1), token.i, frames["clause"], (pronoun.i + 1, token.i), token.i - 1)
        draft.contents = [(pronoun.i, pronoun.i + 1), (token.i + 1, end)]
        if token.dep_ == "relcl" and token.head.i < pronoun.i:
            draft.contents.append((token.head.i, token.head.i + 1))
        yield draft


def _pronoun(parse: Parse, noun: Token) -> Token | None:
    """The relative pronoun before the noun phrase that ends in ``noun``."""
    for i in range(noun.i - 1, max(-1, noun.i - _LONGEST - 1), -1):
        token = parse.tokens[i]
        if token.lower_ in RELATIVES and token.tag_ in {"WDT", "WP"}:
            return token
        if token.is_punct or token.is_space or token.pos_ not in {"DET", "PROPN", "NOUN", "ADJ", "NUM", "PART"}:
            return None
    return None

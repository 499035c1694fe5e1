"""Evidence: the words of the text that say a statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.rules.attributions import Attributed

if TYPE_CHECKING:
    from spacy.tokens import Token

_LONGEST = 45
"""Tokens of a clause that are quoted whole; of a longer one only what is needed."""
_EDGES = frozenset({",", ";", ":", ".", "!", "?", "—", "–", "-", "and", "but", "while", "(", ")"})


def clause(token: Token, others: list[Token], attributed: Attributed | None) -> tuple[int, int]:
    """The token range of the clause around ``token`` that also holds ``others``, inside the attribution's content.

    Where the clause is long, the range shrinks to what the statement needs.
    """
    verb = token
    while verb.pos_ not in {"VERB", "AUX"} and verb.head != verb:
        verb = verb.head
    begin, end = verb.left_edge.i, verb.right_edge.i + 1
    sentence = token.sent
    needed = [t for t in (token, *others) if sentence.start <= t.i < sentence.end]
    low, high = min(t.left_edge.i if t != token else t.i for t in needed), max(t.i for t in needed) + 1
    if end - begin > _LONGEST:
        begin, end = low, high
    begin, end = min(begin, low), max(end, high)
    begin, end = max(begin, sentence.start), min(end, sentence.end)
    if attributed is not None:
        for first, last in attributed.contents:
            if first <= token.i < last:
                begin, end = max(begin, first), min(end, last)
                begin, end = min(begin, token.i), max(end, token.i + 1)
    return _trimmed(token, begin, end, needed)


def _trimmed(token: Token, begin: int, end: int, needed: list[Token]) -> tuple[int, int]:
    doc = token.doc
    inside = [t.i for t in needed if begin <= t.i < end]
    first, last = min(inside), max(inside) + 1
    while begin < first and (doc[begin].is_space or doc[begin].lower_ in _EDGES):
        begin += 1
    while end > last and (doc[end - 1].is_space or doc[end - 1].lower_ in _EDGES):
        end -= 1
    return begin, end

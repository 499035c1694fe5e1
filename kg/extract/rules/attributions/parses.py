"""The parse: a document's tokens with their children, blocks and quotations looked up once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.rules.attributions import quotations
from kg.extract.rules.attributions.quotations import MARKS, Quotation

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kg.extract.rules.attributions.attributed import Range

_EDGE_PUNCTUATION = frozenset({".", ",", ";", ":", "-", "–", "—", "―", "--", "…", "...", "/", "•", "*"})


@dataclass(frozen=True, slots=True)
class Parse:
    """A parsed document, indexed.

    ``block`` and ``quotation`` give, for each token, the number of its block and the index of the quotation it stands
    in (-1: none).
    """

    tokens: tuple[Token, ...]
    children: tuple[tuple[Token, ...], ...]
    blocks: tuple[Range, ...]
    block: tuple[int, ...]
    quotations: tuple[Quotation, ...]
    quotation: tuple[int, ...]

    @staticmethod
    def of(doc: Doc) -> Parse:
        """Indexes ``doc``."""
        tokens = tuple(doc)
        children: list[list[Token]] = [[] for _ in tokens]
        for token in tokens:
            if token.head.i != token.i:
                children[token.head.i].append(token)
        blocks = _blocks(tokens)
        block = [-1] * len(tokens)
        for number, (begin, end) in enumerate(blocks):
            block[begin:end] = [number] * (end - begin)
        quoted = quotations.find(blocks, tokens)
        quotation = [-1] * len(tokens)
        for number, q in enumerate(quoted):
            quotation[q.begin : q.end] = [number] * (q.end - q.begin)
        return Parse(tokens, tuple(map(tuple, children)), blocks, tuple(block), quoted, tuple(quotation))

    def kids(self, token: Token, *deps: str) -> list[Token]:
        """The children of ``token`` with one of the dependency labels, in the order of the text."""
        return [c for c in self.children[token.i] if c.dep_ in deps]

    def has(self, token: Token, *deps: str) -> bool:
        """Whether ``token`` has a child with one of the labels."""
        return any(c.dep_ in deps for c in self.children[token.i])

    def extent(self, token: Token) -> Range:
        """The range of ``token`` and all that depends on it, inside its block."""
        begin, end = self.blocks[self.block[token.i]] if self.block[token.i] >= 0 else (token.i, token.i + 1)
        return max(begin, token.left_edge.i), min(end, token.right_edge.i + 1)

    def trimmed(self, begin: int, end: int) -> Range | None:
        """The range without space, punctuation and orphaned quotation marks at its ends; ``None`` if nothing is left.

        A quotation mark stays where its partner lies inside, and comes in where its partner does.
        """
        while begin < end and self._idle(begin, begin, end, opening=True):
            begin += 1
        while begin < end and self._idle(end - 1, begin, end, opening=False):
            end -= 1
        if begin >= end:
            return None
        if begin > 0 and (number := self.quotation[begin - 1]) >= 0:
            q = self.quotations[number]
            if q.begin == begin - 1 and q.end <= end + 2:
                begin -= 1
        number = self.quotation[end - 1]
        if number >= 0:
            q = self.quotations[number]
            tail = self.tokens[end : q.end]
            if begin <= q.begin and len(tail) <= 2 and all(t.is_punct for t in tail):
                end = q.end
        return begin, end

    def _idle(self, i: int, begin: int, end: int, *, opening: bool) -> bool:
        token = self.tokens[i]
        if token.is_space or token.text in _EDGE_PUNCTUATION:
            return True
        if token.text in MARKS and token.is_punct:
            number = self.quotation[i]
            if number < 0:
                return True
            q = self.quotations[number]
            return not (begin <= q.begin and q.end <= end) if i in (q.begin, q.end - 1) else opening
        return False


def _blocks(tokens: tuple[Token, ...]) -> tuple[Range, ...]:
    out: list[Range] = []
    begin: int | None = None
    for token in tokens:
        if token.is_space and "\n" in token.text:
            if begin is not None:
                out.append((begin, token.i))
            begin = None
        elif begin is None and not token.is_space:
            begin = token.i
    if begin is not None:
        out.append((begin, len(tokens)))
    return tuple(out)

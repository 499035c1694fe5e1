"""The reading: a document together with its readable text and its parse."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg import reference
from kg.extract.rules import language, lexicon
from kg.model import BlockKind, Document, Span
from kg.text import ReadableText, readable

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_BODY = 80
"""Different lower-case words that a document needs before it can tell names from common words in its headlines."""
_CALM_SHARE = 0.6
"""A headline is in title case when at least this share of its longer words begins with a capital."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A document, its readable text, and the parse of that text.

    Token ranges are half-open; ``span`` turns them into spans of the document's stored text.
    """

    document: Document
    text: ReadableText
    doc: Doc
    _starts: tuple[int, ...] = field(repr=False)

    def span(self, begin: int, end: int) -> Span:
        """The span of the tokens ``[begin, end)``, without white space at its ends."""
        while end - begin > 1 and self.doc[end - 1].is_space:
            end -= 1
        while end - begin > 1 and self.doc[begin].is_space:
            begin += 1
        last = self.doc[end - 1]
        return self.text.original(self.doc[begin].idx, last.idx + len(last.text.rstrip() or last.text))

    def sentence(self, token: Token) -> Span:
        """The span of the sentence that ``token`` stands in."""
        sent = token.sent
        return self.span(sent.start, sent.end)

    def words(self, begin: int, end: int) -> str:
        """The words of a token range as the readable text has them, on one line."""
        a, b = self.doc[begin].idx, self.doc[end - 1].idx + len(self.doc[end - 1])
        return " ".join(self.text.text[a:b].split())

    def kind(self, token: Token) -> BlockKind:
        """What kind of block the token stands in."""
        return self.text.segments[max(0, bisect_right(self._starts, token.idx) - 1)].kind

    def is_heading(self, token: Token) -> bool:
        """Whether the token stands in a title or heading."""
        return self.kind(token) in (BlockKind.TITLE, BlockKind.HEADING)


def read(document: Document, nlp: Language) -> Reading:
    """Repairs, calms and parses ``document``."""

    def known(word: str) -> bool:
        return bool(nlp.vocab.has_vector(word))

    text = readable(document, known=known)
    doc = language.parse(nlp, calm(text, known))
    _remember_sentences(doc)
    return Reading(document, text, doc, tuple(s.begin for s in text.segments))


def _remember_sentences(doc: Doc) -> None:
    """Lets ``token.sent`` look its sentence up; spaCy searches the whole document for it at every call."""
    sentences = list(doc.sents)
    number = [n for n, sentence in enumerate(sentences) for _ in range(len(sentence))]
    doc.user_token_hooks["sent"] = lambda token: sentences[number[token.i]]


def calm(text: ReadableText, known: Callable[[str], bool]) -> str:
    """The text for the parser: as ``text.text``, character for character, but with the headlines' title case undone.

    A word of a headline loses its capital where the running text never writes it with one inside a sentence; parsers
    trained on running text misread "US Hits Base In Raid" otherwise.
    """
    inside: Counter[str] = Counter()
    lower: set[str] = set()
    for segment in text.segments:
        if segment.kind in (BlockKind.TITLE, BlockKind.HEADING):
            continue
        block = text.text[segment.begin : segment.end]
        for match in _WORD.finditer(block):
            word = match.group()
            if word[0].islower():
                lower.add(word)
            elif match.start() > 1 and block[match.start() - 2] not in ".!?\"“”'’:\n":
                inside[word] += 1
    enough = len(lower) >= _BODY

    def common(word: str) -> bool:
        low = word.lower()
        return low in lower or low in _FUNCTION or (enough and not inside[word] and known(low) and not _listed(word))

    parts, at = [], 0
    for segment in text.segments:
        if segment.kind in (BlockKind.TITLE, BlockKind.HEADING):
            parts.append(text.text[at : segment.begin])
            parts.append(_calmed(text.text[segment.begin : segment.end], common))
            at = segment.end
    parts.append(text.text[at:])
    calmed = "".join(parts)
    return calmed if len(calmed) == len(text.text) else text.text


def _listed(word: str) -> bool:
    return (
        reference.state_by_name(word) is not None
        or reference.state_by_adjective(word) is not None
        or reference.state_by_inhabitant(word) is not None
        or reference.state_by_capital(word) is not None
        or reference.organisation_by_name(word) is not None
    )


def _calmed(headline: str, common: Callable[[str], bool]) -> str:
    matches = list(_WORD.finditer(headline))
    long = [m.group() for m in matches if len(m.group()) > 3]
    if len(long) < 3 or sum(w[0].isupper() for w in long) < _CALM_SHARE * len(long):
        return headline
    out: list[str] = []
    at = 0
    for position, match in enumerate(matches):
        word = match.group()
        out.append(headline[at : match.start()])
        keep = position == 0 or word.isupper() or not word[0].isupper() or not common(word)
        out.append(word if keep else word.lower())
        at = match.end()
    out.append(headline[at:])
    return "".join(out)


_FUNCTION = lexicon.words(lexicon.load("words")["headline"]["function"])
"""Words that a headline may write with a capital and that never are names."""

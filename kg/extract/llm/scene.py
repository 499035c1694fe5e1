"""The scene: a document as the guard sees it, parsed, with what the rules of language find in it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.errors import ExtractionError
from kg.extract.llm.grounding import Stretch
from kg.extract.rules import dates, rule_extractor
from kg.extract.rules.dates import DateExpression
from kg.extract.rules.findings import Findings
from kg.model import Document, Edtf, Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as Tokens


@dataclass(frozen=True, slots=True)
class Scene:
    """A document's readable text, its parse and what the rules find. Ranges count code points of ``text``.

    The guard takes the rules' knowledge of the language from it (who speaks at a word, what a date means, what a verb
    can say), not their reading of the document.
    """

    document: Document
    found: Findings
    dates: tuple[DateExpression, ...]
    sentences: tuple[Stretch, ...]
    blocks: tuple[Stretch, ...]
    _begins: tuple[int, ...] = field(repr=False)

    @property
    def text(self) -> str:
        """The text as it was read and as the model is given it."""
        return self.found.reading.text.text

    @property
    def doc(self) -> Doc:
        """The parse; its offsets are those of ``text``."""
        return self.found.reading.doc

    def words(self, stretch: Stretch) -> str:
        """The words of a range on one line."""
        return " ".join(self.text[stretch.begin : stretch.end].split())

    def span(self, stretch: Stretch) -> Span:
        """The span of the document's stored text."""
        return self.found.reading.text.original(stretch.begin, stretch.end)

    def tokens(self, stretch: Stretch) -> Tokens | None:
        """The tokens that a range touches."""
        return self.doc.char_span(stretch.begin, stretch.end, alignment_mode="expand")

    def head(self, stretch: Stretch) -> Token | None:
        """The word of a range that the others depend on."""
        tokens = self.tokens(stretch)
        return next((t for t in (tokens.root, *tokens) if not t.is_space and not t.is_punct), None) if tokens else None

    def sentences_of(self, stretch: Stretch) -> tuple[Stretch, ...]:
        """The sentences that a range overlaps."""
        first = max(0, bisect_right(self._begins, stretch.begin) - 1)
        out = []
        for sentence in self.sentences[first:]:
            if sentence.begin >= stretch.end:
                break
            if sentence.overlaps(stretch):
                out.append(sentence)
        return tuple(out)

    def block_of(self, stretch: Stretch) -> Stretch | None:
        """The block that a range lies in; ``None`` where it goes over a border."""
        return next((b for b in self.blocks if b.contains(stretch)), None)

    def dates_in(self, stretch: Stretch) -> list[DateExpression]:
        """The expressions of time that lie inside a range."""
        tokens = self.tokens(stretch)
        if tokens is None:
            return []
        return [d for d in self.dates if tokens.start <= d.begin and d.end <= tokens.end]


def see(document: Document, nlp: Language) -> Scene:
    """Parses a document. Raises ``ExtractionError`` where that fails."""
    try:
        found = rule_extractor.find(document, nlp)
    except (ValueError, RecursionError) as error:
        raise ExtractionError(document.name, f"cannot be parsed: {error}") from error
    doc = found.reading.doc
    anchor = Edtf.parse(document.date) if document.date else None
    sentences = tuple(s for s in (_trimmed(sentence) for sentence in doc.sents) if s is not None)
    return Scene(
        document,
        found,
        tuple(dates.find(doc, anchor)),
        sentences,
        tuple(Stretch(s.begin, s.end) for s in found.reading.text.segments),
        tuple(s.begin for s in sentences),
    )


def _trimmed(sentence: Tokens) -> Stretch | None:
    words = [t for t in sentence if not t.is_space]
    return Stretch(words[0].idx, words[-1].idx + len(words[-1].text.rstrip())) if words else None

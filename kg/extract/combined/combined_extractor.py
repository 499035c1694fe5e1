"""The combined extractor: rules first, a language model where they leave something open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

from kg.extract.combined.doubt import doubtful
from kg.extract.combined.joining import Joined, join
from kg.extract.trace import Trace
from kg.model import Document, Extract, Span

VERSION: Final = "1"
"""Goes up with every change of what is asked or how two readings are joined."""


class Traced(Protocol):
    """The first reader: reads all, and says what it considered."""

    @property
    def name(self) -> str:
        """As of an ``Extractor``."""
        ...

    def traced(self, document: Document) -> tuple[Extract, Trace]:
        """An extract, and how it came about."""
        ...


class Restricted(Protocol):
    """The second reader: reads what it is told to."""

    @property
    def name(self) -> str:
        """As of an ``Extractor``."""
        ...

    def extract(self, document: Document, within: Sequence[Span] | None = None) -> Extract:
        """What sentences that overlap ``within`` say."""
        ...


class CombinedExtractor:
    """Satisfies ``Extractor``: deterministic as far as its two readers are."""

    def __init__(self, rules: Traced, model: Restricted) -> None:
        self._rules = rules
        self._model = model

    @property
    def name(self) -> str:
        """``rules+llm/<version>`` with the names of both."""
        return f"rules+llm/{VERSION} {self._rules.name} {self._model.name}"

    def extract(self, document: Document) -> Extract:
        """What both read, as one. Raises ``ExtractionError`` where either cannot read it."""
        return self.compare(document).extract

    def compare(self, document: Document) -> Joined:
        """The extract, and where the two differ. Raises ``ExtractionError`` where either cannot read the document."""
        first, asked = self.doubts(document)
        second = self._model.extract(document, asked) if asked else Extract(document.id, self._model.name)
        return join(first, second, asked, self.name)

    def doubts(self, document: Document) -> tuple[Extract, tuple[Span, ...]]:
        """What the rules read, and the sentences that the model is asked about."""
        first, trace = self._rules.traced(document)
        return first, doubtful(first, trace)

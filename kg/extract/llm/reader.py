"""The language model's extractor: asks about a document passage by passage and keeps what the text says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from kg.extract.llm.asking import Model, Question
from kg.model import Document, Extract, Span

VERSION: Final = "1"
"""Goes up with every change of passages or guard that can change an extract made of the same answers."""

LONGEST: Final = 6000
"""Characters of a passage, at most, unless one sentence alone has more."""


class LanguageModelExtractor:
    """Reads documents by asking a language model; a guard drops what the text does not say (``kg.extract.llm.guard``).

    Satisfies ``kg.extract.Extractor``. Deterministic as far as the model is: equal answers give equal extracts.
    """

    def __init__(
        self, model: Model, *, temperature: float = 0.0, longest: int = LONGEST, pipeline: str | None = None
    ) -> None:
        """``model`` is what is asked.

        ``temperature`` is what it is asked with; it is only written down. ``longest`` bounds a passage, in characters.
        ``pipeline`` names the spaCy pipeline that the guard parses with, as for the rules; it is loaded on first use.
        """
        self.model = model
        self.temperature = temperature
        self.longest = longest
        self.pipeline = pipeline

    @property
    def name(self) -> str:
        """``llm/<version> <model name> prompt/<version of the instructions>``."""
        raise NotImplementedError

    def extract(self, document: Document, within: Sequence[Span] | None = None) -> Extract:
        """What the model says of ``document`` and its text bears out; nothing where it is in another language.

        Only English is read, since the guard knows no other grammar. With ``within`` (spans of the stored text), only
        sentences that overlap one of them are asked about, each with the sentence before it; an empty sequence asks
        nothing. ``origins`` holds one origin where the model was asked about any passage. Raises ``ExtractionError``
        where the model fails at any passage: a document is read whole or not at all.
        """
        raise NotImplementedError

    def questions(self, document: Document, within: Sequence[Span] | None = None) -> Iterator[Question]:
        """What would be asked, for an estimate of the cost; asks nothing.

        In earnest, later questions also name what was found in earlier passages: up to ``prompt.CONTEXT`` names.
        """
        raise NotImplementedError

"""The language model's extractor: asks about a document passage by passage and keeps what the text says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from kg.errors import ExtractionError
from kg.extract.llm import passages, prompt, said
from kg.extract.llm import scene as scenes
from kg.extract.llm.asking import Model, Question, Usage
from kg.extract.llm.gathering import Gathering
from kg.extract.llm.guard import Guard
from kg.extract.llm.reason import Reason
from kg.extract.rules import language
from kg.model import Document, Extract, Origin, Span

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
        return f"llm/{VERSION} {self.model.name} prompt/{prompt.VERSION}"

    def extract(self, document: Document, within: Sequence[Span] | None = None) -> Extract:
        """What the model says of ``document`` and its text bears out; nothing where it is in another language.

        Only English is read, since the guard knows no other grammar. With ``within`` (spans of the stored text), only
        sentences that overlap one of them are asked about, each with the sentence before it; an empty sequence asks
        nothing. ``origins`` holds one origin where the model was asked about any passage. Raises ``ExtractionError``
        where the model fails at any passage: a document is read whole or not at all; also where none of its answers
        can be read.
        """
        if not _is_read(document) or (within is not None and not within):
            return Extract(document.id, self.name)
        scene = scenes.see(document, language.load(self.pipeline))
        gathering = Gathering(scene)
        refused: Counter[Reason] = Counter()
        usage, asked, readable = Usage(), 0, 0
        for passage in passages.cut(scene, self.longest, within):
            known = gathering.known()
            answer = self.model.ask(prompt.question(document, passage.text(scene), known))
            asked, usage = asked + 1, usage + answer.usage
            items = said.read(answer.text)
            readable += items.readable
            kept = Guard(scene, passage, [name for name, _ in known]).sift(items)
            refused.update(kept.refused)
            gathering.add(kept)
        if asked and not readable:
            raise ExtractionError(
                document.name,
                f"none of the {asked} answers of the model '{self.model.name}' is a JSON object.",
                remedy="Use a model or server that supports structured output.",
            )
        return gathering.extract(self.name, (self._origin(asked, usage, refused),) if asked else ())

    def questions(self, document: Document, within: Sequence[Span] | None = None) -> Iterator[Question]:
        """What would be asked, for an estimate of the cost; asks nothing.

        In earnest, later questions also name what was found in earlier passages: up to ``prompt.CONTEXT`` names.
        """
        if not _is_read(document) or (within is not None and not within):
            return
        scene = scenes.see(document, language.load(self.pipeline))
        for passage in passages.cut(scene, self.longest, within):
            yield prompt.question(document, passage.text(scene))

    def _origin(self, asked: int, usage: Usage, refused: Counter[Reason]) -> Origin:
        return Origin(
            self.model.name,
            prompt.VERSION,
            self.temperature,
            asked,
            usage.asked,
            usage.answered,
            tuple(sorted((reason.value, count) for reason, count in refused.items() if count)),
        )


def _is_read(document: Document) -> bool:
    return document.language is None or document.language.partition("-")[0].lower() == "en"

"""The rule extractor: the default, which needs no network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import ExtractionError
from kg.extract.rules import (
    accusations,
    attributions,
    circumstances,
    coreference,
    dates,
    labelling,
    language,
    merging,
    modality,
    occurrences,
    offices,
    pronouns,
    reading,
    relations,
    tolls,
    tracing,
)
from kg.extract.rules.assembly import Assembly
from kg.extract.rules.findings import Findings
from kg.extract.rules.voice import Voices
from kg.extract.trace import Trace
from kg.model import Document, Extract
from kg.model.edtf import Edtf

if TYPE_CHECKING:
    from spacy.language import Language

VERSION = "2"
"""Goes up with every change of the rules that can change an extract."""


class RuleExtractor:
    """Reads documents by rules of grammar and lexicons over spaCy's dependency parse."""

    def __init__(self, model: str | None = None) -> None:
        """``model`` names a spaCy pipeline (see ``language.load``), which is loaded on first use."""
        self._model = model

    @property
    def _nlp(self) -> Language:
        return language.load(self._model)

    @property
    def name(self) -> str:
        """``rules/<version>`` with the language model's name and version."""
        meta = self._nlp.meta
        return f"rules/{VERSION} {meta['lang']}_{meta['name']}/{meta['version']}"

    def extract(self, document: Document) -> Extract:
        """Everything the rules read out of ``document``; nothing where it is in another language than English.

        Raises ``ExtractionError`` where its text cannot be parsed.
        """
        found = self._found(document)
        return Assembly(found).extract(self.name) if found else Extract(document.id, self.name)

    def traced(self, document: Document) -> tuple[Extract, Trace]:
        """What ``extract`` and ``trace`` give, for which it is read once."""
        found = self._found(document)
        if found is None:
            return Extract(document.id, self.name), Trace()
        return Assembly(found).extract(self.name), tracing.trace(found)

    def trace(self, document: Document) -> Trace:
        """How the rules go through ``document``, and what they turn down; it is read for this once more."""
        return tracing.trace(find(document, self._nlp)) if _is_read(document) else Trace()

    def _found(self, document: Document) -> Findings | None:
        if not _is_read(document):
            return None
        try:
            return find(document, self._nlp)
        except (ValueError, RecursionError) as error:
            raise ExtractionError(document.name, f"cannot be parsed: {error}") from error


def _is_read(document: Document) -> bool:
    return document.language is None or document.language.partition("-")[0].lower() == "en"


def find(document: Document, nlp: Language) -> Findings:
    """What each rule finds in ``document``."""
    read = reading.read(document, nlp)
    doc = read.doc
    cast = coreference.resolve(doc)
    attributed = attributions.find(doc)
    voices = Voices(doc, attributed, cast)
    pronouns.attach_speakers(doc, cast, voices.quoted_at)
    found = occurrences.find(read, cast)
    anchor = Edtf.parse(document.date) if document.date else None
    dated = dates.find(doc, anchor)
    circumstance = circumstances.attach(doc, found, cast, dated)
    realis = [modality.of(o.token, o.governor, voices.cues).combine(voices.at(o.token).frame).realis for o in found]
    happenings = merging.merge(found, circumstance, realis)
    held, led = offices.find(doc, cast, dated)
    labels = labelling.find(doc, cast, found, circumstance)
    counted = tolls.find(found, cast)
    related = [*relations.find(doc, cast), *led]
    for member in cast.members:
        for candidate in member.mentions:
            if candidate.reference is None:
                begin = candidate.begin if candidate.named_from < 0 else candidate.named_from
                candidate.name = read.words(begin, candidate.end)
    return Findings(
        read,
        cast,
        attributed,
        voices,
        happenings,
        counted,
        found,
        related,
        held,
        labels,
        accusations.find(happenings, cast),
    )

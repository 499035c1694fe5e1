"""The stages that turn the bytes of one source into a reading."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

from kg.documents import STANDARD_INPUT, Source, read
from kg.errors import DocumentError, HerodotusError
from kg.extract import Extractor
from kg.model import Document
from kg.pipeline.options import Options
from kg.pipeline.report import SourceReport
from kg.workspace import Arrival, Derivation, Extracted, Failure, Outcome, Reading, Workspace, prepare

Loaded = Arrival | Failure | SourceReport
"""What a source gave: bytes, a reason why there are none, or the report that it was skipped."""


_WARMING: Final = (
    b"A bomb killed two soldiers in Mosul on Monday, police said.",
    b"Mosul, Kirkuk, Aleppo, Kabul, Damascus, Baghdad, Tripoli, Sanaa",
)
"""A text that every stage has something to do with, and one whose language takes more than a look at its words."""


@dataclass(frozen=True, slots=True)
class Stages:
    """What turns bytes into a reading. It touches no workspace, so a process of its own can run it."""

    extractor: Extractor
    derivation: Derivation
    options: Options
    base_iri: str

    def warm(self) -> str:
        """Loads whatever reading loads at its first use; gives the extractor's name. Raises ``ResourceError``."""
        for text in _WARMING:
            sha = sha256(text).hexdigest()
            self.prepared(Arrival("", "warming.txt", sha, text, self.options.to_json(), self.extractor.name))
        return self.extractor.name

    def __call__(self, loaded: Loaded) -> Loaded:
        """Reads what has to be read and passes on the rest."""
        return self.read(loaded) if isinstance(loaded, Arrival) and not loaded.is_known else loaded

    def read(self, arrival: Arrival) -> Arrival | Failure:
        """The arrival with its reading, or the reason why it has none.

        What somebody else extracted is not extracted again. Memory that ran out is nothing that a document is to blame
        for yet: ``MemoryError`` passes through.
        """
        return _timed(arrival, self._read)

    def extract(self, arrival: Arrival) -> Arrival | Failure:
        """The arrival with what was extracted, before anybody asks who its entities are; otherwise as ``read``."""
        return _timed(arrival, lambda one: replace(one, extracted=self._extracted(one)))

    def _read(self, arrival: Arrival) -> Arrival:
        found = arrival.extracted or self._extracted(arrival)
        identity = self.derivation.identify(found.extract, found.document)
        return replace(arrival, reading=Reading(found.document, found.extract, identity), extracted=None)

    def _extracted(self, arrival: Arrival) -> Extracted:
        document = read(
            arrival.content,
            arrival.name,
            media_type=arrival.media_type,
            date=self.options.date,
            url=arrival.url,
            fields=self.options.fields,
        )
        return Extracted(document, self.extractor.extract(document))

    def prepared(self, arrival: Arrival) -> Arrival | Failure:
        """As ``read``, with everything of the writer's work that needs no workspace done as well."""
        begin = time.perf_counter()
        done = self.read(arrival)
        if isinstance(done, Failure) or done.reading is None:
            return done
        made = prepare(self.derivation, done.reading, arrival.content, self.base_iri, arrival.name)
        return replace(done, reading=replace(done.reading, prepared=made), seconds=time.perf_counter() - begin)


def _timed(arrival: Arrival, stage: Callable[[Arrival], Arrival]) -> Arrival | Failure:
    begin = time.perf_counter()
    try:
        done = stage(arrival)
    except HerodotusError as error:
        return Failure(arrival.location, arrival.name, str(error))
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 — one document must never stop the others, whatever is wrong with it
        return Failure(arrival.location, arrival.name, f"{type(error).__name__}: {error}")
    return replace(done, seconds=arrival.seconds + time.perf_counter() - begin)


def load(workspace: Workspace, source: Source, options: Options, extractor: str) -> Loaded:
    """What a source gives; where the workspace has read it already, the arrival says so."""
    if source.skipped is not None:
        return SourceReport(source.location, source.name, Outcome.SKIPPED, source.skipped)
    try:
        content = source.load()
    except DocumentError as error:
        return Failure(source.location, source.name, str(error))
    digest, given = sha256(content).hexdigest(), options.to_json()
    document = Document.id_for(digest)
    # Standard input is not a place: what comes through it next is another document, not a new version of this one.
    location = f"{source.location}#{document}" if source.location == STANDARD_INPUT else source.location
    return Arrival(
        location,
        source.name,
        digest,
        content,
        given,
        extractor,
        workspace.is_read(document, given, extractor),
        media_type=source.media_type,
        url=source.url,
    )

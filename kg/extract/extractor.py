"""What every extractor offers."""

from __future__ import annotations

from typing import Protocol

from kg.model import Document, Extract


class Extractor(Protocol):
    """Reads one document into an extract.

    Two calls with the same document give equal extracts, whatever was read in between.
    """

    @property
    def name(self) -> str:
        """Name, version and model of the extractor: a document is read again when this changes."""
        ...

    def extract(self, document: Document) -> Extract:
        """Everything the extractor reads out of ``document``. Raises ``ExtractionError`` where it cannot."""
        ...

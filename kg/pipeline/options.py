"""What is said about documents from outside."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from kg.documents import STANDARD, Fields


@dataclass(frozen=True, slots=True)
class Options:
    """Metadata given from outside. A document is read again when they change."""

    date: str | None = None
    """When the documents were published, as an EDTF date; it goes before what they say themselves."""

    fields: Fields = STANDARD
    """Which fields of JSON records hold what."""

    def to_json(self) -> str:
        """The options in one form only."""
        given: dict[str, object] = {"date": self.date}
        if self.fields != STANDARD:
            given["fields"] = asdict(self.fields)
        return json.dumps(given, separators=(",", ":"))

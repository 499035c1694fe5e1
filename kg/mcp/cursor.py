"""The cursor: where the next page of an answer begins, opaque to those who hand it back."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from kg.mcp.problem import ToolError

FARTHEST: Final = 1_000_000
"""Rows that may lie before a page."""

_WRONG: Final = "'cursor' is none that this tool gave for these arguments. Leave it out to begin with the first page."


@dataclass(frozen=True, slots=True)
class Cursors:
    """Makes and reads the cursors of one call: of another tool, or with other arguments, they do not fit."""

    seal: str

    @classmethod
    def of(cls, tool: str, arguments: Mapping[str, Any]) -> Cursors:
        """The cursors of a call with these arguments, of which the cursor itself and the limit do not count."""
        asked = {name: value for name, value in arguments.items() if name not in ("cursor", "limit")}
        text = json.dumps([tool, asked], sort_keys=True, default=str)
        return cls(hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:12])

    def begin(self, cursor: str | None) -> int:
        """How many rows lie before the page. Raises ``ToolError`` where the cursor is not one of this call's."""
        if not cursor:
            return 0
        try:
            seal, _, offset = base64.urlsafe_b64decode(cursor.encode("ascii")).decode("ascii").partition(".")
        except (ValueError, binascii.Error) as error:
            raise ToolError(_WRONG) from error
        if seal != self.seal or not (offset.isdecimal() and len(offset) < 8 and int(offset) <= FARTHEST):
            raise ToolError(_WRONG)
        return int(offset)

    def next(self, offset: int) -> str | None:
        """The cursor of the page that begins after so many rows; ``None`` where no page may begin that far."""
        if offset > FARTHEST:
            return None
        return base64.urlsafe_b64encode(f"{self.seal}.{offset}".encode()).decode()

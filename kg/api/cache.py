"""The cache: results that were given already, and stay right until the data change."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Final

from kg.api.compression import compress

_OVERHEAD: Final = 1_000
"""Bytes that an entry takes beside its texts."""

_LARGEST_PART: Final = 16
"""An entry may take one part in so many of the whole cache."""

_NORMALISED: Final = 8_192
"""Characters of a query up to which it is worth the while to look at its white space."""

_LOOSE: Final = re.compile(r"[\t\r\n#]|  ")
"""What a text must hold to have more white space than it needs."""

_CHANGING: Final = re.compile(r"\b(?:RAND|NOW|UUID|STRUUID|SERVICE)\b", re.IGNORECASE)
"""Words that may make a query give another result each time; in a name or string they only look like it."""

_PIECES: Final = re.compile(
    r"""
    (?P<string> \"\"\"(?:\"{0,2}(?:[^"\\]|\\.))*\"\"\" | '''(?:'{0,2}(?:[^'\\]|\\.))*'''
              | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*' )
  | (?P<iri> <[A-Za-z][A-Za-z0-9+.\-]*://[^<>"{}|^`\\\x00-\x20']*> )
  | (?P<plain> <[^<>"{}|^`\\\x00-\x20'\#]*> )
  | (?P<space> (?: [\x20\t\r\n] | \#[^\n\r]* (?: [\n\r] | \Z ) )+ )
  | (?P<other> [^"'<\\\#\x20\t\r\n]+ | <(?=[\x20\t\r\n=]) )
    """,
    re.VERBOSE | re.DOTALL,
)
"""What a query consists of, where that can be told without parsing it. Relative IRIs have no ``#`` here, because
``?a<?b#c>`` may be a comparison and a comment; what begins with ``<scheme://`` can be an IRI alone."""


def gives_the_same(text: str) -> bool:
    """Whether a query gives the same result each time on the same data."""
    return _CHANGING.search(text) is None


def normalised(text: str) -> str:
    """The query with one space for all white space and comments between its tokens.

    Two queries with the same normalised text mean the same. A text whose strings and IRIs cannot be told from the rest
    with certainty is left as it is.

    >>> normalised("ASK {   ?s ?p 'a  b' } # anything")
    "ASK { ?s ?p 'a  b' }"
    """
    if _LOOSE.search(text) is None:
        return text.strip(" ")
    if len(text) > _NORMALISED:
        return text
    parts, place = [], 0
    while place < len(text):
        piece = _PIECES.match(text, place)
        if piece is None:
            return text
        parts.append(" " if piece.lastgroup == "space" else piece[0])
        place = piece.end()
    return "".join(parts).strip(" ")


@dataclass(slots=True, eq=False)
class Result:
    """A whole result: its bytes, its media type and the version it is of; compressed forms are made when asked for."""

    media_type: str
    stamp: str
    body: bytes
    compressed: dict[str, bytes] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Bytes of all forms."""
        return len(self.body) + sum(map(len, self.compressed.values()))


class ResultCache:
    """The results of one version of the data, those that were used last; ``megabytes`` bounds what they take."""

    def __init__(self, megabytes: int) -> None:
        self._most = megabytes << 20
        self.largest = self._most // _LARGEST_PART
        self._stamp = ""
        self._results: OrderedDict[Hashable, tuple[Result, int]] = OrderedDict()
        self._size = 0

    def __len__(self) -> int:
        return len(self._results)

    def get(self, stamp: str, key: Hashable) -> Result | None:
        """The result of a query on the version with this stamp."""
        if stamp != self._stamp:
            self._forget(stamp)
            return None
        found = self._results.get(key)
        if found is None:
            return None
        self._results.move_to_end(key)
        return found[0]

    def put(self, key: Hashable, result: Result, text_bytes: int) -> None:
        """Keeps a whole result, where it is of the version that was asked for last and not too large.

        ``text_bytes`` is what the key takes.
        """
        size = result.size + text_bytes + _OVERHEAD
        if result.stamp != self._stamp or size > self.largest:
            return
        self._drop(key)
        self._results[key] = (result, size)
        self._size += size
        while self._size > self._most:
            self._drop(next(iter(self._results)))

    def compressed(self, key: Hashable, result: Result, coding: str) -> bytes:
        """A result in a content coding, made when it is asked for first."""
        body = result.compressed.get(coding)
        if body is None:
            body = compress(result.body, coding)
            found = self._results.get(key)
            if found is not None and found[0] is result:
                result.compressed[coding] = body
                self.put(key, result, found[1] - _OVERHEAD - result.size + len(body))
        return body

    def _drop(self, key: Hashable) -> None:
        found = self._results.pop(key, None)
        if found is not None:
            self._size -= found[1]

    def _forget(self, stamp: str) -> None:
        self._results.clear()
        self._size = 0
        self._stamp = stamp

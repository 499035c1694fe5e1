"""The shelf: pages that were made already, and stay right until the data change."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from http import HTTPStatus

from kg.api.problem import Header
from kg.api.readers.version import Version


@dataclass(frozen=True, slots=True)
class Made:
    """A page, or a file of one, as it is given: its bytes, what they are, and the version of the data they are of."""

    body: bytes
    media_type: str
    version: Version
    status: HTTPStatus
    headers: tuple[Header, ...]
    styles: bool


class Shelf:
    """Keeps the pages of one version of the data that were asked for last; ``most_bytes`` bounds what they take."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._made: OrderedDict[Hashable, Made] = OrderedDict()
        self._bytes = 0
        self._stamp = ""

    def get(self, version: Version, key: Hashable) -> Made | None:
        """The page with this key, where it is of this version; all others are forgotten."""
        if version.stamp != self._stamp:
            self._made.clear()
            self._bytes, self._stamp = 0, version.stamp
        found = self._made.get(key)
        if found is not None:
            self._made.move_to_end(key)
        return found

    def put(self, key: Hashable, made: Made) -> None:
        """Keeps a page, where it is of the version that was asked for last."""
        if made.version.stamp != self._stamp or len(made.body) > self._most // 8:
            return
        self._drop(key)
        self._made[key] = made
        self._bytes += len(made.body)
        while self._bytes > self._most:
            self._drop(next(iter(self._made)))

    def _drop(self, key: Hashable) -> None:
        gone = self._made.pop(key, None)
        self._bytes -= 0 if gone is None else len(gone.body)

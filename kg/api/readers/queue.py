"""The queue: queries that wait for a reader, served fairly."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Final, Generic, TypeVar

from kg.errors import QueryLimitError

T = TypeVar("T")

WAITING: Final = 256
"""Queries that may wait altogether."""

WAITING_EACH: Final = 64
"""Queries of one client that may wait."""


class FairQueue(Generic[T]):
    """Futures that wait for something: one client's turn after another's, each client's in the order they came."""

    def __init__(self, most: int = WAITING, most_each: int = WAITING_EACH) -> None:
        self._most = most
        self._most_each = most_each
        self._lines: dict[str, deque[asyncio.Future[T]]] = {}
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def join(self, client: str) -> asyncio.Future[T]:
        """A place at the end of the client's line. Raises ``QueryLimitError`` where too many wait."""
        line = self._lines.get(client)
        if self._size >= self._most:
            raise too_busy(self._size)
        if line is not None and len(line) >= self._most_each:
            raise QueryLimitError(
                f"{len(line)} queries of yours wait for a reader.",
                limit="waiting_queries",
                value=self._most_each,
                remedy="Send fewer at a time.",
            )
        if line is None:
            line = self._lines[client] = deque()
        place: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        line.append(place)
        self._size += 1
        return place

    def leave(self, client: str, place: asyncio.Future[T]) -> None:
        """Gives a place up. One that was served has left already."""
        line = self._lines.get(client)
        if line is not None and place in line:
            line.remove(place)
            self._size -= 1
            if not line:
                del self._lines[client]

    def clients(self) -> tuple[str, ...]:
        """Who waits, whose turn comes first before the others."""
        return tuple(self._lines)

    def serve(self, client: str) -> asyncio.Future[T]:
        """Takes out the first place of a client who waits; the client's next turn comes after all others'."""
        line = self._lines.pop(client)
        place = line.popleft()
        self._size -= 1
        if line:
            self._lines[client] = line  # which puts it at the end
        return place

    def close(self) -> None:
        """Cancels all places."""
        for line in self._lines.values():
            for place in line:
                place.cancel()
        self._lines.clear()
        self._size = 0


def too_busy(waiting: int) -> QueryLimitError:
    """Why a query gets no reader at all."""
    return QueryLimitError(
        "All readers are busy and too many queries wait for one.",
        limit="waiting_queries",
        value=waiting,
        remedy="Send the query again in a while.",
    )

"""The finder: asks the search index of a workspace, for pages, programs and assistants alike."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from pathlib import Path
from threading import Lock

from kg.api.problem import Problem
from kg.errors import StoreError
from kg.search import Results, SearchReader
from kg.settings import Settings
from kg.web.search.wish import Wanted


class Finder:
    """Asks the index of a workspace, which may come, and be made anew, while the service runs."""

    def __init__(self, settings: Settings) -> None:
        self._path: Path = settings.workspace / "search.sqlite"
        self._lock = Lock()
        self._reader: SearchReader | None = None
        self._file = 0

    async def find(self, wanted: Wanted) -> Results:
        """What is found. Raises ``Problem`` (503) where there is no index."""
        return await asyncio.to_thread(self._find, wanted)

    async def version(self) -> int:
        """The version of the data that the index is of. Raises as ``find`` does."""
        return await asyncio.to_thread(self._version)

    def _find(self, wanted: Wanted) -> Results:
        with self._lock:
            try:
                return self._opened().search(
                    wanted.text,
                    wanted.kinds or None,
                    wanted.classes or None,
                    wanted.limit,
                    wanted.offset,
                    wanted.excerpts,
                )
            except StoreError as error:
                raise self._missing() from error

    def _version(self) -> int:
        with self._lock:
            try:
                return self._opened().version or 0
            except StoreError as error:
                raise self._missing() from error

    def _opened(self) -> SearchReader:
        """The reader of the file that is there now. Raises ``StoreError``."""
        try:
            file = self._path.stat().st_ino
        except OSError:
            file = 0
        if self._reader is not None and file != self._file:
            self._reader.close()
            self._reader = None
        if self._reader is None:
            self._reader, self._file = SearchReader(self._path), file
        return self._reader

    def _missing(self) -> Problem:
        if self._reader is not None:
            self._reader.close()
            self._reader = None
        text = "There is no index to search, or it is damaged. Whoever runs the service makes it with 'kg rebuild'."
        return Problem(HTTPStatus.SERVICE_UNAVAILABLE, text)

"""Warming: what everybody opens first is made as soon as the data have settled down, before anybody waits for it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from types import TracebackType
from typing import Final, Self

from kg.api.client import Client
from kg.api.linked.census import Counter
from kg.api.linked.lookup import Lookup
from kg.api.readers.pool import Pool
from kg.api.register import Register
from kg.api.views.home import Home
from kg.errors import HerodotusError

_LOOK_SECONDS: Final = 1.0
_SETTLED: Final = 3
"""Looks at which the version must have stayed the same: while documents come in, nothing is made for each of them."""


class Warming:
    """Makes the first page, and counts the dataset, for each version that lasts. An asynchronous context manager.

    Its queries run one at a time, and stand in no register: they are nobody's, and nobody's budget pays for them.
    """

    def __init__(self, pool: Pool, home: Home, counter: Counter) -> None:
        self._pool = pool
        self._home = home
        self._counter = counter
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._watch())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _watch(self) -> None:
        made, seen, looks = None, None, 0
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            newest = self._pool.newest
            looks = looks + 1 if newest == seen else 1
            seen = newest
            if newest != made and looks >= _SETTLED:
                made = newest
                with suppress(HerodotusError):  # whoever asks is told
                    await self._warm()

    async def _warm(self) -> None:
        lookup = Lookup(self._pool, Register(), Client("service"))
        await self._home.make(lookup.texts)
        await self._counter.census(lookup, self._pool.newest)

"""The inquiry: one query of a client, from its admission to its end."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Final

from kg.api.client import Client
from kg.api.observation.layer import request_id
from kg.api.readers.pool import Pool
from kg.api.readers.query import Query
from kg.api.readers.reply import Reply
from kg.api.register import Outcome, Register
from kg.errors import (
    DecisionError,
    HerodotusError,
    IdentityConflictError,
    QueryError,
    QueryLimitError,
    UnknownClaimError,
    UnknownDocumentError,
    UnknownEntityError,
)

_OF_RUNNING: Final = frozenset(
    {"query_seconds", "query_memory_mb", "query_rows", "result_bytes", "waiting_queries", "page_bytes"}
)
"""The limits that a query can only run into; the others are seen in its text."""


class Inquiry:
    """A query in the register, on a reader. ``async with`` gives the reply; at its end both are closed.

    Entering raises what ``Pool.ask`` does.
    """

    def __init__(self, pool: Pool, register: Register, client: Client, query: Query) -> None:
        self._pool = pool
        self._register = register
        self._client = client
        self._query = query
        self._reply: Reply | None = None

    async def __aenter__(self) -> Reply:
        self._work = self._register.begin("query", self._client, self._query.text, request_id.get())
        try:
            self._reply = await self._pool.ask(self._query, self._client.key, self._work)
        except BaseException as error:
            self._register.end(self._work, outcome_of(error))
            raise
        if self._reply.whole:
            self._finish()
        else:
            self._reply.released.append(self._finish)
        return self._reply

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._reply is not None:
            self._reply.close()
        self._register.end(self._work, outcome_of(error))

    def _finish(self) -> None:
        """What comes after the reader is free, its client's pace, is no work."""
        if self._reply is not None and self._reply.whole:
            self._register.end(self._work, Outcome.DONE)


def outcome_of(error: BaseException | None) -> Outcome:
    """What a query came to that ended with ``error``."""
    match error:
        case None:
            return Outcome.DONE
        case QueryLimitError():
            return Outcome.LIMIT if error.limit in _OF_RUNNING else Outcome.REFUSED
        case QueryError() | DecisionError() | IdentityConflictError():
            return Outcome.REFUSED
        case UnknownClaimError() | UnknownDocumentError() | UnknownEntityError():
            return Outcome.REFUSED
        case asyncio.CancelledError() | TimeoutError():
            return Outcome.LEFT
        case HerodotusError():
            return Outcome.FAILED
        case _:
            return Outcome.FAILED

"""Federation: what opens doors to the servers that a query or an update asks, for as long as it runs."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from typing import Self

from kg.api.outbound.gateway import Gateway
from kg.api.readers.reader import OtherServerError
from kg.errors import HerodotusError, QueryError, StoreError


class OpenDoors:
    """The doors of one query or update; ``addresses`` are pairs of an IRI and the door to it. Close them.

    Raises ``QueryLimitError`` where one of the servers is not on the operator's list.
    """

    def __init__(self, gateway: Gateway, services: Iterable[str]) -> None:
        self._gateway = gateway
        self._stack = ExitStack()
        self._doors = self._stack.enter_context(gateway.doors(services))
        self._why: str | None = None

    @property
    def addresses(self) -> tuple[tuple[str, str], ...]:
        """Pairs of a server's IRI and the address at which it can be had."""
        return tuple(self._doors.items())

    def translated(self, error: HerodotusError) -> HerodotusError:
        """An error of the query as its sender may see it: by the servers' own names, and with what went wrong there."""
        why = self._why or self._gateway.why(self._doors)
        if why is not None and type(error) in {OtherServerError, QueryError, StoreError}:
            return OtherServerError(why)
        if self._gateway.told(str(error), self._doors) == str(error):
            return error
        return OtherServerError("A server that is asked with SERVICE did not answer as it should.")

    def close(self) -> None:
        """Closes the doors. Closing twice does no harm."""
        self._why = self._why or self._gateway.why(self._doors)
        self._stack.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

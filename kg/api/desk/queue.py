"""The queue in front of the writer: bounded, and fair between clients."""

from __future__ import annotations

import asyncio
import secrets
from collections import deque
from dataclasses import dataclass, field, replace
from typing import Final

from kg.api.desk.message import Done, Order
from kg.api.register import Work
from kg.errors import HerodotusError, QueryLimitError
from kg.workspace.acts import Signed
from kg.workspace.writes import Update

WAITING: Final = 256
"""Writes that may wait for the writer."""

EACH: Final = 64
"""Writes that may wait of one client."""

BATCH: Final = 32
"""Writes that are handed to the writer together at most."""


@dataclass(eq=False, slots=True)
class Ticket:
    """One write, or act, that waits for its answer.

    ``begun`` says that the engine has got it, ``attempts`` how often.
    """

    order: Order
    work: Work
    answer: asyncio.Future[Done]
    key: str = field(default_factory=lambda: secrets.token_hex(16))
    begun: bool = False
    attempts: int = 0

    @property
    def sent(self) -> Order:
        """The write or act under the name that this ticket gives it."""
        return replace(self.order, key=self.key)

    @property
    def online(self) -> bool:
        """Whether it asks other servers, and so has a process with a network, which no other write should have."""
        return isinstance(self.order, Update) and bool(self.order.doors)

    @property
    def alone(self) -> bool:
        """Whether it has a batch to itself: what asks other servers, and what is no write."""
        return self.online or isinstance(self.order, Signed)

    @property
    def first(self) -> bool:
        """Whether it has to come first in its batch: those before it would change what it is meant for."""
        return self.alone or (not isinstance(self.order, Signed) and self.order.expected is not None)

    @property
    def wanted(self) -> bool:
        """Whether anybody still waits for the answer."""
        return not self.answer.done()

    def done(self, done: Done) -> None:
        """Gives the answer, if anybody waits for it."""
        if self.wanted:
            self.answer.set_result(done)

    def refuse(self, error: HerodotusError) -> None:
        """Gives an error for an answer, if anybody waits for it."""
        if self.wanted:
            self.answer.set_exception(error)


class Queue:
    """Tickets by client. Clients take turns; the writes of one client keep their order."""

    def __init__(self) -> None:
        self._lines: dict[str, deque[Ticket]] = {}
        self._turns: deque[str] = deque()

    def __len__(self) -> int:
        return sum(len(line) for line in self._lines.values())

    def add(self, ticket: Ticket) -> None:
        """Lets a ticket wait. Raises ``QueryLimitError`` where too many do."""
        client = ticket.work.client.key
        line = self._lines.get(client, ())
        if len(line) >= EACH or len(self) >= WAITING:
            raise too_busy(WAITING if len(self) >= WAITING else EACH)
        self._line(client).append(ticket)

    def put_back(self, tickets: list[Ticket]) -> None:
        """Lets tickets that have had their turn in vain go first, in their order."""
        for ticket in reversed(tickets):
            self._line(ticket.work.client.key).appendleft(ticket)

    def remove(self, ticket: Ticket) -> None:
        """Takes a ticket out that nobody waits for any longer."""
        line = self._lines.get(ticket.work.client.key)
        if line is not None and ticket in line:
            line.remove(ticket)

    def take(self) -> list[Ticket]:
        """The tickets whose turn it is.

        A write that is meant for one version of the data is the first of its batch: those before it would change it.
        One that asks other servers has a batch to itself, and so has an act.
        """
        batch: list[Ticket] = []
        while self._turns and len(batch) < BATCH and not any(ticket.alone for ticket in batch):
            client = self._turns[0]
            line = self._lines[client]
            while line and not line[0].wanted:
                line.popleft()
            if line:
                if batch and line[0].first:
                    break
                batch.append(line.popleft())
            self._turns.popleft()
            if line:
                self._turns.append(client)
            else:
                del self._lines[client]
        return batch

    def _line(self, client: str) -> deque[Ticket]:
        if client not in self._lines:
            self._lines[client] = deque()
            self._turns.append(client)
        return self._lines[client]


def too_busy(value: int) -> QueryLimitError:
    """The answer to a write that there is no room or no time for; it was not begun."""
    return QueryLimitError(
        "Too many writes wait for the writer; this one was not begun.",
        limit="waiting_writes",
        value=value,
        remedy="Send it again in a while.",
    )

"""The desk: takes writes, lets the writer process do those that wait together, and answers each with what is true."""

from __future__ import annotations

import asyncio
import logging
from typing import Final, Self

from kg.api.client import Client
from kg.api.desk.audit import Audit
from kg.api.desk.message import Done, Order, Reply
from kg.api.desk.queue import Queue, Ticket, too_busy
from kg.api.desk.spool import Spool
from kg.api.desk.writer import DiedError, Writer
from kg.api.inquiry import outcome_of
from kg.api.process.child import Death
from kg.api.register import Outcome, Register, Work, WorkKind
from kg.errors import HerodotusError, QueryLimitError, StoreError
from kg.settings import Settings
from kg.workspace.acts import Act, Acted, Signed, in_words
from kg.workspace.writes import Write, Written

_LOG: Final = logging.getLogger(__name__)

_ATTEMPTS: Final = 3
"""How often a write is handed to a writer that dies of something else before it gives up."""

_PATIENCE: Final = 3
"""How many times ``query_seconds`` a write may wait for its turn: others have that long for theirs."""

_LEAVE_SECONDS: Final = 1.0
"""Seconds that a write has to finish whose client has left."""

_FAREWELL_SECONDS: Final = 8.0
"""Seconds that the last batch has to finish once the service is told to stop."""

_SETTLE_SECONDS: Final = 600.0
"""Seconds that a successor may take to settle what its predecessor left: the lock may be another process's."""


class Desk:
    """Writes of one service. Use it as an asynchronous context manager; the writer starts with the first write."""

    def __init__(self, settings: Settings, register: Register) -> None:
        self._settings = settings
        self._register = register
        self._audit = Audit(settings.workspace)
        self._queue = Queue()
        self._writer: Writer | None = None
        self._running: asyncio.Task[None] | None = None
        self._current: Ticket | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._open = False
        self.spool = Spool(settings)

    async def __aenter__(self) -> Self:
        self._open = True
        self.spool.sweep()
        return self

    async def __aexit__(self, *_: object) -> None:
        self._open = False
        if (running := self._running) is not None:  # which is forgotten as soon as it ends
            await asyncio.wait([running], timeout=_FAREWELL_SECONDS)
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
        if self._writer is not None:
            await self._writer.end()

    async def write(self, kind: WorkKind, client: Client, write: Write, text: str, request: str = "") -> Written:
        """What the write came to, once a snapshot shows it.

        ``text`` is what the register and the log show of it. A client that leaves (the task is cancelled) before its
        turn takes its write along; one that leaves later has it finished or ended, as the writer finds it. Raises the
        error of ``kg.errors`` for which it was refused; nothing was written then.
        """
        written = await self._done(kind, client, write, text, request)
        assert isinstance(written, Written)  # noqa: S101 - for the type checker: writes are answered so
        return written

    async def act(self, client: Client, act: Act, request: str = "") -> Acted:
        """What a reviewer's act came to, once a snapshot shows it; the client's name is that of the reviewer.

        Leaving is as for writes. Raises ``UnknownEntityError``, ``UnknownClaimError``, ``UnknownDocumentError``,
        ``IdentityConflictError`` or ``DecisionError`` where it was refused; nothing was decided then.
        """
        signed = Signed(act, client.name or client.key)
        acted = await self._done("review", client, signed, in_words(act), request)
        assert isinstance(acted, Acted)  # noqa: S101 - for the type checker: acts are answered so
        return acted

    async def _done(self, kind: WorkKind, client: Client, order: Order, text: str, request: str) -> Done:
        work = self._register.begin(kind, client, text, request)
        ticket = Ticket(order, work, asyncio.get_running_loop().create_future())
        work.stop = lambda: self._stop(ticket)
        outcome, done = Outcome.FAILED, None
        try:
            self._queue.add(ticket)
            self._proceed()
            done = await self._answered(ticket)
            outcome = Outcome.DONE
        except asyncio.CancelledError:
            outcome = Outcome.LEFT
            self._leave(ticket)
            raise
        except HerodotusError as error:
            outcome = outcome_of(error)
            raise
        finally:
            self._queue.remove(ticket)
            self._note(work, outcome, done)
            self._register.end(work, outcome)
        return done

    def _note(self, work: Work, outcome: Outcome, done: Done | None) -> None:
        try:
            self._audit.note(work, outcome, done)
        except OSError as error:
            _LOG.error("the audit log cannot be written: %s", error)
            if done is not None:
                raise StoreError(
                    "The write is done, but the log of writes could not be kept.", remedy="Tell the operator."
                ) from error

    async def _answered(self, ticket: Ticket) -> Done:
        """Waits for the answer; as long as the write has not begun, only for so long."""
        waiting = self._settings.query_seconds * _PATIENCE
        while True:
            done, _ = await asyncio.wait([ticket.answer], timeout=waiting)
            if not done and not ticket.begun:
                ticket.refuse(too_busy(len(self._queue)))
            if ticket.answer.done():
                return ticket.answer.result()

    def _leave(self, ticket: Ticket) -> None:
        ticket.answer.cancel()
        if self._current is ticket:
            asyncio.get_running_loop().call_later(_LEAVE_SECONDS, self._end_abandoned, ticket)

    def _end_abandoned(self, ticket: Ticket) -> None:
        if self._current is ticket and self._writer is not None:
            self._writer.kill("abandoned")

    def _stop(self, ticket: Ticket) -> None:
        if self._current is ticket and self._writer is not None:
            self._writer.kill("stopped")
        elif not ticket.begun:
            ticket.refuse(_stopped())

    def _proceed(self) -> None:
        if self._open and self._running is None and len(self._queue):
            self._running = asyncio.get_running_loop().create_task(self._work())

    async def _work(self) -> None:
        try:
            while self._open and (batch := self._queue.take()):
                try:
                    await self._do(batch)
                except HerodotusError as error:
                    for ticket in batch:
                        ticket.refuse(error)
        finally:
            self._running = None

    async def _do(self, batch: list[Ticket]) -> None:
        """Lets the writer do a batch and answers its tickets, or puts them back. Raises what prevents all writing."""
        writer = await self._ready(online=any(ticket.online for ticket in batch))
        for ticket in batch:
            ticket.begun = False
            ticket.attempts += 1
        try:
            sent = [ticket.sent for ticket in batch]
            answers = await writer.write(sent, lambda number: self._begin(batch[number]), self._finish)
        except DiedError as died:
            _LOG.warning("the writer process ended before its time: %s", died)
            culprit = self._current
            self._finish()
            await self._settle(batch, culprit, died.death)
            return
        finally:
            self._finish()
        if writer.online:
            writer.kill("retired")
        for ticket, answer in zip(batch, answers, strict=True):
            if isinstance(answer, HerodotusError):
                ticket.refuse(answer)
            else:
                ticket.done(answer)

    def _begin(self, ticket: Ticket) -> bool:
        """Whether a write whose turn has come should still be done; from here on its limits hold."""
        self._finish()
        if not ticket.wanted:
            return False
        ticket.begun = True
        ticket.work.start()
        self._current = ticket
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(self._settings.query_seconds, self._too_late)
        return True

    def _finish(self) -> None:
        self._current = None
        if self._timer is not None:
            self._timer.cancel()

    def _too_late(self) -> None:
        if self._writer is not None:
            self._writer.kill("deadline")

    async def _ready(self, *, online: bool = False) -> Writer:
        """A process that can take writes, with a network or without. Raises ``StoreError`` where none can be had."""
        for attempt in range(1, _ATTEMPTS + 1):
            if self._writer is not None and not (self._writer.alive and self._writer.online is online):
                await self._writer.end()
                self._writer = None
            if self._writer is not None:
                break
            writer = Writer(self._settings, online=online)
            try:
                await writer.start()
            except StoreError:
                if attempt == _ATTEMPTS:
                    raise
            else:
                self._writer = writer
        assert self._writer is not None  # noqa: S101 - for the type checker: the loop ends with one, or raises
        return self._writer

    async def _settle(self, batch: list[Ticket], culprit: Ticket | None, death: Death | HerodotusError) -> None:
        """Answers a batch whose writer died: a successor says which of the writes that had begun were done."""
        begun = [ticket for ticket in batch if ticket.begun]
        answers = dict(zip(begun, await self._settled([ticket.key for ticket in begun]), strict=True))
        again = []
        for ticket in batch:
            answer = answers.get(ticket)
            ticket.begun = False
            if isinstance(answer, Done):
                ticket.done(answer)
            elif isinstance(death, HerodotusError):
                ticket.refuse(death)
            elif ticket is culprit or ticket.attempts >= _ATTEMPTS:
                ticket.refuse(_mourn(death if ticket is culprit else "unknown", self._settings))
            else:
                again.append(ticket)
        self._queue.put_back(again)

    async def _settled(self, keys: list[str]) -> list[Reply | None]:
        """What the writes with these keys came to. Raises ``StoreError`` where it cannot be found out."""
        for _ in range(_ATTEMPTS if keys else 0):
            try:
                writer = await self._ready()
                async with asyncio.timeout(_SETTLE_SECONDS):
                    return await writer.settle(keys)
            except (DiedError, StoreError, TimeoutError) as error:
                _LOG.error("what a writer left when it died could not be settled: %s", error)
                if self._writer is not None:
                    self._writer.kill("retired")
        if not keys:
            return []
        raise StoreError(
            "The write was cut short, and whether it was done could not be found out.",
            remedy="Ask for the data before you send it again.",
        )


def _mourn(death: Death, settings: Settings) -> HerodotusError:
    """The answer to the one whose write the writer died of. It was not done."""
    seconds, megabytes = settings.query_seconds, settings.query_memory_mb
    match death:
        case "deadline":
            return QueryLimitError(
                f"The write took longer than {seconds:g} seconds, and nothing of it was done.",
                limit="query_seconds",
                value=seconds,
                remedy="Write less at a time.",
            )
        case "memory":
            return QueryLimitError(
                f"The write took more than {megabytes} MiB of memory, and nothing of it was done.",
                limit="query_memory_mb",
                value=megabytes,
                remedy="Write less at a time.",
            )
        case "stack":
            return QueryLimitError(
                "The update nests or branches more than the engine bears, and nothing of it was done.",
                limit="query_nesting",
                value=0,
                remedy="Write it flatter.",
            )
        case "stopped":
            return _stopped()
        case _:
            text = "The process that wrote ended unexpectedly, and nothing of the write was done."
            return StoreError(text, remedy="Send it again.")


def _stopped() -> StoreError:
    return StoreError("An administrator ended the write, and nothing of it was done.")

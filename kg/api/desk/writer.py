"""The writer: the service's end of the writer process."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from typing import Final

from kg.api.desk.message import Order, Reply, answers_from_json, orders_to_json, settings_to_json
from kg.api.process.child import Cause, Child, Death
from kg.api.process.frames import FrameKind
from kg.api.process.secrets import told
from kg.errors import HerodotusError, StoreError
from kg.settings import Settings
from kg.store import Server

_OVERGROWN_MB: Final = 768
"""MiB after which the process is replaced rather than used again: memory once taken is not always given back."""


class DiedError(Exception):
    """The process died while it worked; ``death`` says what of, or is the error it gave up with."""

    def __init__(self, death: Death | HerodotusError) -> None:
        super().__init__(str(death))
        self.death = death


class Writer:
    """One process. It does one thing at a time and is never used again after a failed one."""

    def __init__(self, settings: Settings, *, online: bool = False) -> None:
        """``online`` lets the process keep its network, for a write that asks other servers."""
        arguments = (settings_to_json(settings), *(("online",) if online else ()))
        self._child = Child("kg.api.desk.worker", *arguments, secrets=told(Server.of(settings)))
        self.online = online
        self._spent = False

    async def start(self) -> None:
        """Starts the process. Raises ``StoreError``."""
        await self._child.start()

    @property
    def alive(self) -> bool:
        """Whether the process can take writes."""
        return self._child.alive and self._child.cause is None and not self._spent

    def kill(self, cause: Cause) -> None:
        """Ends the process at once."""
        self._child.kill(cause)

    async def end(self) -> None:
        """Ends the process and waits until it is gone."""
        await self._child.end()

    async def write(
        self, orders: Sequence[Order], begin: Callable[[int], bool], finish: Callable[[], None]
    ) -> list[Reply]:
        """What a batch of writes, or one act, came to.

        ``begin`` is asked right before the engine gets a write, by its number, and says whether it still should.
        ``finish`` is called when all are done, and only to be shown yet. Raises ``DiedError`` where the process died:
        then some, all or none of it may have been done.
        """
        self._child.say(FrameKind.BATCH, orders_to_json(orders))
        while True:
            kind, content = await self._hear()
            match kind:
                case FrameKind.BEGUN:
                    self._child.say(FrameKind.BEGUN if begin(int(content)) else FrameKind.END)
                case FrameKind.END:
                    finish()
                case _:
                    break
        answers = self._answers(kind, content)
        if len(answers) != len(orders) or None in answers:
            raise DiedError(StoreError("The writer process answered out of turn."))
        return [answer for answer in answers if answer is not None]

    async def settle(self, keys: Sequence[str]) -> list[Reply | None]:
        """What the writes and acts with these keys came to that a process was busy with when it died.

        ``None`` stands for what was not done. Raises ``DiedError``.
        """
        self._child.say(FrameKind.SETTLE, json.dumps(list(keys)).encode())
        return self._answers(*await self._hear())

    def _answers(self, kind: FrameKind, content: bytes) -> list[Reply | None]:
        if kind is FrameKind.FAILURE:
            self._spent = True
            error = answers_from_json(content)[0][0]
            raise DiedError(error if isinstance(error, HerodotusError) else StoreError("The writer process gave up."))
        if kind is not FrameKind.ANSWERS:
            raise DiedError(StoreError("The writer process answered out of turn."))
        answers, megabytes = answers_from_json(content)
        self._spent = megabytes > _OVERGROWN_MB
        return answers

    async def _hear(self) -> tuple[FrameKind, bytes]:
        try:
            return await self._child.hear()
        except (OSError, asyncio.IncompleteReadError) as error:
            raise DiedError(await self._child.death()) from error

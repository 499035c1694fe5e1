"""The child: a process that serves this one, and the connection to it."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal

import kg
from kg.api.process.channel import Channel, Receiver
from kg.api.process.frames import FrameKind, frame
from kg.errors import StoreError

_LOG: Final = logging.getLogger(__name__)
_START_SECONDS: Final = 20.0

Cause = Literal["deadline", "abandoned", "retired", "stopped"]
"""Who ended a process, and why: its deadline, a client that left, the service, an administrator."""

Death = Cause | Literal["memory", "stack", "unknown"]
"""What a process died of."""


class Child:
    """``python -m module DESCRIPTOR argument…``, which talks in frames over the socket with that descriptor."""

    def __init__(self, module: str, *arguments: str, secrets: Mapping[str, str] | None = None) -> None:
        """``secrets`` are added to the environment, which nobody else may read."""
        self._secrets = dict(secrets or {})
        self._module = module
        self._arguments = arguments
        self._cause: Cause | None = None
        self._messages = -1
        self._channel = Channel()
        self._connected = False
        self.started = False

    async def start(self) -> bytes:
        """Starts the process and gives what it says when it is ready. Raises ``StoreError``."""
        ours, theirs = socket.socketpair()
        self._messages = os.memfd_create("child")
        try:
            with theirs:
                self._process = await asyncio.create_subprocess_exec(
                    *(sys.executable, "-P", "-m", self._module, str(theirs.fileno()), *self._arguments),
                    stdin=asyncio.subprocess.DEVNULL,
                    stdout=asyncio.subprocess.DEVNULL,
                    stderr=self._messages,
                    pass_fds=(theirs.fileno(),),
                    env={**_environment(), **self._secrets},
                    start_new_session=True,
                )
            await asyncio.get_running_loop().create_unix_connection(lambda: self._channel, sock=ours)
            self._connected = True
            async with asyncio.timeout(_START_SECONDS):
                kind, content = await self._channel.hear()
            self.started = kind is FrameKind.READY
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            _LOG.error("%s did not start: %s", self._module, self._last_words() or error)
            raise StoreError("The store cannot be used at the moment.", remedy="Run `kg doctor`.") from error
        finally:
            if not self.started:
                ours.close()
                await self.end()
        return content

    @property
    def alive(self) -> bool:
        """Whether the process runs and has not closed its end."""
        return self.started and self._process.returncode is None and not self._channel.closed

    @property
    def cause(self) -> Cause | None:
        """Why the process was killed, where it was."""
        return self._cause

    def say(self, kind: FrameKind, content: bytes = b"") -> None:
        """Sends a frame."""
        self._channel.say(frame(kind, content))

    async def hear(self) -> tuple[FrameKind, bytes]:
        """The next frame. Raises ``OSError`` or ``asyncio.IncompleteReadError`` where there will be none."""
        return await self._channel.hear()

    def divert(self, receiver: Receiver | None) -> None:
        """Gives every frame to ``receiver`` as it arrives, from now on; ``None`` leaves them to ``hear`` again."""
        self._channel.receiver = receiver

    def pause(self) -> None:
        """Lets the process wait before it sends more."""
        self._channel.pause()

    def resume(self) -> None:
        """Lets the process send again."""
        self._channel.resume()

    def kill(self, cause: Cause) -> None:
        """Ends the process at once; the first cause is the one that is reported."""
        self._cause = self._cause or cause
        if self._process.returncode is None:
            self._process.kill()

    async def end(self) -> None:
        """Ends the process and waits until it is gone."""
        if hasattr(self, "_process"):
            if self._process.returncode is None:
                self._process.kill()
            await self._process.wait()
        if self._connected:
            self._channel.close()
        if self._messages >= 0:
            os.close(self._messages)
            self._messages = -1

    async def death(self) -> Death:
        """What the process died of, by who ended it, by its signal and by its last words."""
        if self._process.returncode is None:
            self._process.kill()  # it closed its end and may be hanging
        code = await self._process.wait()
        if self._cause is not None:
            return self._cause
        words = self._last_words()
        if code == -signal.SIGALRM:
            return "deadline"
        if "memory allocation" in words or "bad_alloc" in words or "MemoryError" in words:
            return "memory"
        if code == -signal.SIGSEGV or "overflowed its stack" in words:
            return "stack"
        _LOG.warning("%s ended unexpectedly (%s): %s", self._module, code, words[-500:])
        return "unknown"

    def _last_words(self) -> str:
        return os.pread(self._messages, 1 << 14, 0).decode(errors="replace") if self._messages >= 0 else ""


def _environment() -> dict[str, str]:
    """The environment of a child: none of our settings (one is a secret), and two heaps for the whole process."""
    root = str(Path(kg.__file__).resolve().parent.parent)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    path = os.pathsep.join(filter(None, (root, inherited.get("PYTHONPATH"))))
    return {**inherited, "PYTHONPATH": path, "MALLOC_ARENA_MAX": "2"}

"""The switchboard: what all service processes of one port are running, listed and ended by way of any of them.

Each process has a socket in a folder that only this user may enter. Where there is but one process, there is no folder.
"""

from __future__ import annotations

import asyncio
import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, Self

from kg.api.register import Register, Work

FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"
"""The variable that names the folder in which several processes meet; their metrics lie there, too."""

_TEXT_SHOWN: Final = 10_000
_PATIENCE: Final = 2.0
"""Seconds that another process has to answer."""


class Switchboard:
    """Use it as an asynchronous context manager. Work goes by ``{process}-{number}``."""

    def __init__(self, register: Register) -> None:
        self._register = register
        folder = os.environ.get(FOLDER)
        self._folder = Path(folder) if folder else None
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        if self._folder is not None:
            self._server = await asyncio.start_unix_server(self._serve, self._folder / f"{os.getpid()}.sock")
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None and self._folder is not None:
            self._server.close()
            (self._folder / f"{os.getpid()}.sock").unlink(missing_ok=True)

    async def running(self) -> list[dict[str, Any]]:
        """What all processes are running, the oldest first."""
        answers = await asyncio.gather(*(self._ask(path, {"list": True}) for path in self._others()))
        found = [*self._list(), *(work for answer in answers for work in answer or [])]
        return sorted(found, key=lambda work: -work["seconds"])

    async def stop(self, name: str) -> bool:
        """Ends a piece of work; whether there was one of this name."""
        process, _, number = name.partition("-")
        if not process.isdecimal() or not number.isdecimal():
            return False
        if int(process) == os.getpid():
            return self._register.stop(int(number))
        path = next((path for path in self._others() if path.stem == process), None)
        return path is not None and bool(await self._ask(path, {"stop": int(number)}))

    def _others(self) -> list[Path]:
        if self._folder is None:
            return []
        return [path for path in self._folder.glob("*.sock") if path.stem != str(os.getpid())]

    def _list(self) -> list[dict[str, Any]]:
        return [_shown(work) for work in self._register.running()]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, ValueError):
            asked = json.loads(await reader.readline())
            answer = self._register.stop(asked["stop"]) if "stop" in asked else self._list()
            writer.write(json.dumps(answer).encode() + b"\n")
            await writer.drain()
        writer.close()

    async def _ask(self, path: Path, question: dict[str, Any]) -> Any:
        """What another process says; ``None`` where it has died or does not answer."""
        with suppress(OSError, ValueError, TimeoutError):
            async with asyncio.timeout(_PATIENCE):
                reader, writer = await asyncio.open_unix_connection(path, limit=1 << 26)
                try:
                    writer.write(json.dumps(question).encode() + b"\n")
                    return json.loads(await reader.readline())
                finally:
                    writer.close()
        return None


def _shown(work: Work) -> dict[str, Any]:
    return {
        "id": f"{os.getpid()}-{work.id}",
        "kind": work.kind,
        "client": work.client.key,
        "request": work.request,
        "seconds": round(work.seconds, 3),
        "busy": round(work.busy, 3),
        "text": work.text[:_TEXT_SHOWN],
    }

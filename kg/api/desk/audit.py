"""The audit log: who wrote what, when, and what came of it; one line of JSON for each write, only ever added to.

The truth knows what stands; this says who put it there. A line is written before its write is acknowledged, so that
nothing that somebody was told is done is missing here.
"""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from kg.api.desk.message import Done
from kg.api.register import Outcome, Work
from kg.workspace.acts import Acted
from kg.workspace.writes import Written

FILE_NAME: Final = "audit.jsonl"
"""The file in the workspace; it may be rotated while the service runs."""

_SHOWN: Final = 2_000
"""Characters of a write's text that a line shows; the checksum is of all of them."""


class Audit:
    """The log of one workspace. Several processes may add to it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME

    def note(self, work: Work, outcome: Outcome, done: Done | None) -> None:
        """Adds a line. ``left`` and ``failed`` say that nobody was told whether it was done; the version may tell.

        Raises ``OSError`` where it cannot be written: then the write must not be acknowledged.
        """
        line = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "client": work.client.key,
            "token": work.client.name,
            "request": work.request,
            "kind": work.kind,
            "outcome": str(Outcome.ENDED if work.stopped else outcome),
            "version": done.version if done else None,
            "added": done.added if isinstance(done, Written) else None,
            "removed": done.removed if isinstance(done, Written) else None,
            "line": done.line if isinstance(done, Acted) else None,
            "sha256": sha256(work.text.encode("utf-8", errors="replace")).hexdigest(),
            "text": work.text[:_SHOWN],
        }
        data = json.dumps({name: value for name, value in line.items() if value not in (None, "")}) + "\n"
        descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.write(descriptor, data.encode())
        finally:
            os.close(descriptor)

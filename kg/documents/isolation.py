"""Isolation: a parser that may loop, swell or die runs in a process of its own, with limits."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from kg.errors import DocumentError

SECONDS: Final = 50
"""Seconds of the processor's time that a parser may take for one file; a busy machine is not held against it."""

_PATIENCE: Final = 12
"""How many times as long as that by the clock."""

_MEMORY: Final = 1_500_000_000
"""Bytes of address space that a parser may use."""


def isolated(program: str, data: bytes, name: str, *, seconds: int = SECONDS) -> dict[str, Any]:
    """What ``program``, a file beside this one, makes of ``data``: the JSON object that it writes.

    Raises ``DocumentError`` for the document called ``name`` where it takes more than ``seconds`` of the processor's
    time, needs too much memory, or dies.
    """
    # -P: the folder of the program holds modules that are called like some of the standard library's.
    command = [sys.executable, "-P", str(Path(__file__).with_name(program))]
    # A parser that a hostile file takes over shall find no token in its environment.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    ) as process:
        try:
            resource.prlimit(process.pid, resource.RLIMIT_AS, (_MEMORY, _MEMORY))
            resource.prlimit(process.pid, resource.RLIMIT_CPU, (seconds, seconds + 1))
            written, _ = process.communicate(data, timeout=seconds * _PATIENCE)
        except subprocess.TimeoutExpired:
            raise _too_slow(name, seconds) from None
        except OSError as error:
            raise DocumentError(name, f"it could not be taken apart: {error.strerror or error}.") from error
        finally:
            process.kill()
    if process.returncode == -signal.SIGXCPU:
        raise _too_slow(name, seconds)
    try:
        found = json.loads(written)
    except ValueError:
        found = None
    if process.returncode != 0 or not isinstance(found, dict):
        raise DocumentError(
            name,
            "it could not be taken apart: it is damaged or needs too much memory.",
            remedy="Save its text as .txt.",
        )
    return found


def _too_slow(name: str, seconds: int) -> DocumentError:
    return DocumentError(
        name, f"it could not be taken apart within {seconds} seconds.", remedy="Split it, or save its text as .txt."
    )

"""Isolation: a parser that may loop, swell or die runs in a process of its own, with limits."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from kg.errors import DocumentError

SECONDS: Final = 60.0
"""How long a parser may take for one file."""

_MEMORY: Final = 1_500_000_000
"""Bytes of address space that a parser may use."""


def isolated(program: str, data: bytes, name: str, *, seconds: float = SECONDS) -> dict[str, Any]:
    """What ``program``, a file beside this one, makes of ``data``: the JSON object that it writes.

    Raises ``DocumentError`` for the document called ``name`` where it takes longer than ``seconds``, needs too much
    memory, or dies.
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
            written, _ = process.communicate(data, timeout=seconds)
        except subprocess.TimeoutExpired:
            raise DocumentError(
                name, f"it could not be taken apart within {seconds:g} seconds.", remedy="Save its text as .txt."
            ) from None
        except OSError as error:
            raise DocumentError(name, f"it could not be taken apart: {error.strerror or error}.") from error
        finally:
            process.kill()
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

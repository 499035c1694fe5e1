"""Folders in memory for the tests that make hundreds of workspaces."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

_MEMORY = Path("/dev/shm")


def memory() -> Path | None:
    """A folder that lies in memory, where there is one."""
    return _MEMORY if os.access(_MEMORY, os.W_OK) else None


@pytest.fixture
def fast_path() -> Iterator[Path]:
    """A temporary folder, in memory where that can be."""
    with tempfile.TemporaryDirectory(dir=memory()) as path:
        yield Path(path)

"""The words that identity goes by (``words.toml``)."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

_FILE: Final = Path(__file__).with_name("words.toml")


@cache
def words(name: str) -> frozenset[str]:
    """The words of one list."""
    return frozenset(_tables()[name].split())


@cache
def states() -> MappingProxyType[str, str]:
    """Abbreviations of American states and what they stand for."""
    return MappingProxyType(dict(_tables()["states"]))


@cache
def _tables() -> dict[str, Any]:
    with _FILE.open("rb") as file:
        return tomllib.load(file)

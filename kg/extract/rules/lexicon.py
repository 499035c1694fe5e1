"""Reads the packaged lexicons: TOML files that hold words, so that rules hold only grammar."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """The lexicon ``name`` (the file's name without suffix) as TOML gives it; callers never change it."""
    text = files("kg.extract.rules").joinpath("lexicons", f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def words(value: str) -> frozenset[str]:
    """The words of a whitespace-separated list."""
    return frozenset(value.split())

"""The answer: a query's result as a page shows it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Solutions:
    """Solutions: the names of the variables, and one cell for each in every row; an unbound cell is empty."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Answer = Solutions | bool | str
"""A table of ``SELECT``, the boolean of ``ASK``, or the Turtle of ``CONSTRUCT`` and ``DESCRIBE``."""

"""The examples: queries that make sense of any data of ours, each one a lesson in how the graph is laid out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).resolve().parent / "examples"
VIEWS: Final = {
    "attacks": "table",
    "disagreements": "table",
    "tolls": "table",
    "quotes": "table",
    "denials": "table",
    "claimants": "table",
    "designations": "table",
    "tenures": "table",
    "places": "map",
    "relations": "network",
    "vocabulary": "table",
}
"""The files, in the order in which they are offered, each with the view that suits its result."""


@dataclass(frozen=True, slots=True)
class Example:
    """One example: the question that its first line asks, the whole text, and the view of its result."""

    question: str
    text: str
    view: str

    @property
    def parameters(self) -> dict[str, str]:
        """What the address of the page says, for it to show the example with its result."""
        return {"query": self.text} | ({} if self.view == "table" else {"view": self.view})


@cache
def examples() -> tuple[Example, ...]:
    """All of them."""
    return tuple(_read(name, view) for name, view in VIEWS.items())


def _read(name: str, view: str) -> Example:
    text = (FOLDER / f"{name}.rq").read_text(encoding="utf-8").strip() + "\n"
    return Example(text.partition("\n")[0].removeprefix("#").strip(), text, view)

"""Asking: what the reader wants of a language model, and what comes back, whoever carries it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Question:
    """One request to a model: what it is to do, the text it is to do it with, and the JSON Schema of its answer.

    ``prompt`` is the version of the instructions; it is part of what names an answer in a cache.
    """

    prompt: str
    instructions: str
    text: str
    schema: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the server counts them, of the question and of the answer; zero where it does not say."""

    asked: int = 0
    answered: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(self.asked + other.asked, self.answered + other.answered)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model wrote, as it wrote it: nothing of it is believed yet. ``cached``: it was not asked again."""

    text: str
    usage: Usage
    cached: bool = False


class Model(Protocol):
    """A language model that can be asked, from several threads at once."""

    @property
    def name(self) -> str:
        """The model's name at its server, with what changes its answers (temperature)."""
        ...

    def ask(self, question: Question) -> Answer:
        """The model's answer. Raises ``ExtractionError`` where there is none after retries, or the budget is spent."""
        ...

"""The trace: how an extractor went through a document, and what it considered and turned down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kg.model import Span


@dataclass(frozen=True, slots=True, order=True)
class Refusal:
    """Words that might have meant something, and why they were not taken for it.

    ``kind`` says what they might have been: a trigger of an event, a name, a date. ``candidate`` is that event's class,
    the name's class, the date in EDTF, as far as that is known.
    """

    span: Span
    kind: Literal["event", "name", "date"]
    candidate: str
    reason: str


@dataclass(frozen=True, slots=True)
class Trace:
    """The sentences of a document as the extractor parted them, and what it turned down, both in the order of the text.

    A document that is not read, such as one in a language that nobody here reads, has neither.
    """

    sentences: tuple[Span, ...] = ()
    refusals: tuple[Refusal, ...] = ()

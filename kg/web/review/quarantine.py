"""What the gate turned away, with its report in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.web.labels import name_of
from kg.web.words import local_name, words
from kg.workspace.record import DocumentRecord

if TYPE_CHECKING:
    from kg.validation import Result


@dataclass(frozen=True, slots=True)
class ShownFault:
    """One thing that is wrong: what the shape says, and the node, property and value it is about."""

    message: str
    focus: str
    focus_iri: str
    property: str
    value: str
    shape: str


@dataclass(frozen=True, slots=True)
class ShownQuarantined:
    """A document in quarantine with what is wrong with it."""

    id: str
    name: str
    names: tuple[str, ...]
    reason: str
    date: str
    faults: tuple[ShownFault, ...]
    more: int


def shown_quarantined(record: DocumentRecord, results: Iterable[Result], most: int = 20) -> ShownQuarantined:
    """A document in quarantine, with up to ``most`` of the results of its report."""
    every = tuple(results)
    return ShownQuarantined(
        id=record.id or "",
        name=record.title or next(iter(record.names), record.id or ""),
        names=record.names,
        reason=record.reason or "",
        date=record.date or "",
        faults=tuple(map(_fault, every[:most])),
        more=max(0, len(every) - most),
    )


def _fault(result: Result) -> ShownFault:
    return ShownFault(
        message=result.message,
        focus=name_of(result.focus) if result.focus else "",
        focus_iri=result.focus or "",
        property=words(local_name(result.path)) if result.path else "",
        value=result.value or "",
        shape=local_name(result.shape) if result.shape else "",
    )

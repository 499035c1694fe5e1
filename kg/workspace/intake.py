"""The intake: what one arrival changes in the truth, before anything is checked or written to the store."""

from __future__ import annotations

from kg.workspace.record import Arrival, Failure, Outcome, State
from kg.workspace.truth import Held, Source, Truth


def fail(truth: Truth, failure: Failure) -> None:
    """Notes that a source could not be read. What it gave before stays: nobody knows that it says something else."""
    known = truth.source(failure.location)
    if known and known.document:
        truth.put_source(Source(known.location, known.name, known.document, failure.reason))
    else:
        truth.put_source(Source(failure.location, failure.name, None, failure.reason))


def take(truth: Truth, arrival: Arrival) -> Outcome:
    """Takes in one arrival; the documents that it concerns become ``pending`` or ``retracting``.

    The outcome is what becomes of the source if the gate lets its document in; ``unread`` means that the truth holds
    no reading of these bytes, and that nothing was changed.
    """
    held, source = truth.held(arrival.document), truth.source(arrival.location)
    if held and held.sha256 != arrival.sha256:
        reason = f"its checksum begins like that of another document, {held.id}, which cannot be by chance."
        fail(truth, Failure(arrival.location, arrival.name, reason))
        return Outcome.FAILED
    is_read = is_read_as(held, arrival.options, arrival.extractor)
    if not is_read and arrival.reading is None:
        return Outcome.UNREAD
    now = Source(arrival.location, arrival.name, arrival.document, None)
    if is_read and source and source.document == now.document and source.name == now.name:
        if source.reason is not None:
            truth.put_source(now)
        return Outcome.UNCHANGED
    if is_read:
        truth.set_state(arrival.document, State.PENDING)
    elif arrival.reading:
        truth.put(arrival, arrival.reading)
    truth.put_source(now)
    if source and source.document and source.document != arrival.document:
        leave(truth, source.document)
        return Outcome.REPLACED
    return Outcome.REPLACED if held and not is_read else Outcome.COMMITTED


def is_read_as(held: Held | None, options: str, extractor: str) -> bool:
    """Whether the truth holds what this extractor makes of a document with these options."""
    return held is not None and held.options == options and held.extractor == extractor


def leave(truth: Truth, document: str) -> None:
    """Lets go of a document that lost a source: it goes if that was its last one, else it has fewer names."""
    truth.set_state(document, State.PENDING if truth.sources(document) else State.RETRACTING)

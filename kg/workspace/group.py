"""The group: writes that wait together, done in few transactions of the truth and shown in one snapshot."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from kg.errors import QueryError, VersionError
from kg.workspace.operations import Effect
from kg.workspace.stage import Stage
from kg.workspace.truth import Truth
from kg.workspace.view import Checkpoint, View
from kg.workspace.writes import Answer, Update, Write, Written
from kg.workspace.writing import Writing

_LONG: Final = 1_000_000
"""Bytes of a payload from which on it may take long."""


def carry_out(
    truth: Truth,
    view: View,
    base_iri: str,
    writes: Sequence[Write],
    begun: Callable[[int], None],
    checkpoint: Checkpoint,
) -> tuple[Answer, ...]:
    """Does the writes and says what each came to; see ``Workspace.write``."""
    graphs, answers = view.graphs, list[Answer]()
    with view.writer() as writer, Stage(view, writer) as stage:
        writing = Writing(graphs, base_iri, stage)
        before = truth.version
        for number, segment in enumerate(_segments(writes)):
            with truth.transaction():
                if not number:
                    graphs.forget_changes()
                effects = [_attempt(truth, writing, before, *one, begun) for one in segment]
                version = before + bool(graphs.changes())
                if version != truth.version:
                    truth.set_fact("version", str(version))
                    truth.set_fact("written", str(version))
                told = [_told(effect, version) for effect in effects]
                for (_, write), answer in zip(segment, told, strict=True):
                    if write.key is not None and isinstance(answer, Written):
                        truth.note_written(write.key, answer)
            answers += told
            checkpoint("truth written")
        if truth.version != before:
            view.replay(writer)
            view.show(writer)
            checkpoint("snapshot published")
    return tuple(answers)


def _segments(writes: Sequence[Write]) -> Iterator[list[tuple[int, Write]]]:
    """The writes with their numbers, in lists that are committed together.

    Whoever may take long begins a new list, so that those before it are done whatever becomes of it.
    """
    segment: list[tuple[int, Write]] = []
    for number, write in enumerate(writes):
        if segment and _may_take_long(write):
            yield segment
            segment = []
        segment.append((number, write))
    if segment:
        yield segment


def _may_take_long(write: Write) -> bool:
    if isinstance(write, Update):
        return "where" in write.text.lower()
    return any(payload.path.stat().st_size > _LONG for payload in write.payloads if payload.path.exists())


def _attempt(
    truth: Truth, writing: Writing, before: int, number: int, write: Write, begun: Callable[[int], None]
) -> Answer | Effect:
    try:
        begun(number)
        with truth.attempt():
            if write.expected is not None and (write.expected != before or writing.graphs.changes()):
                raise VersionError("The data have changed since the version that the write was meant for.")
            return writing.do(write)
    except (QueryError, VersionError) as error:
        writing.stage.clear()
        return error


def _told(answer: Answer | Effect, version: int) -> Answer:
    return Written(version, answer.created, answer.added, answer.removed) if isinstance(answer, Effect) else answer

"""The group: writes that wait together, done in one transaction of the truth and shown in one snapshot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self

from kg.errors import QueryError, VersionError
from kg.store import Scratch, Writer
from kg.workspace.replay import replay
from kg.workspace.truth import Truth
from kg.workspace.view import Checkpoint, View
from kg.workspace.writes import Answer, Write, Written
from kg.workspace.writing import Effect, Writing


def carry_out(
    truth: Truth,
    view: View,
    base_iri: str,
    writes: Sequence[Write],
    begun: Callable[[int], None],
    checkpoint: Checkpoint,
) -> tuple[Answer, ...]:
    """Does the writes and says what each came to; see ``Workspace.write``."""
    graphs = view.graphs
    answers: list[Answer | Effect] = []
    with view.writer() as writer, Stage(view, writer) as stage:
        writing = Writing(graphs, base_iri, stage.scratch)
        with truth.transaction():
            graphs.forget_changes()
            before = truth.version
            for number, write in enumerate(writes):
                try:
                    begun(number)
                    with truth.attempt():
                        if write.expected is not None and (write.expected != before or graphs.changes()):
                            raise VersionError("the data have changed since the version that the write was meant for.")
                        answers.append(writing.do(write))
                except (QueryError, VersionError) as error:
                    stage.clear()
                    answers.append(error)
            has_changed = bool(graphs.changes())
            version = before + has_changed
            if has_changed:
                truth.set_fact("version", str(version))
                truth.set_fact("written", str(version))
            told = tuple(_told(answer, version) for answer in answers)
            for write, answer in zip(writes, told, strict=True):
                if write.key is not None and isinstance(answer, Written):
                    truth.note_written(write.key, answer)
        checkpoint("truth written")
        if has_changed:
            view.replay(writer)
            view.snapshots.publish(version, writer.checkpoint)
            checkpoint("snapshot published")
    return told


def _told(answer: Answer | Effect, version: int) -> Answer:
    return Written(version, answer.created, answer.added, answer.removed) if isinstance(answer, Effect) else answer


class Stage:
    """The one scratch of a group. Use it as a context manager."""

    def __init__(self, view: View, writer: Writer) -> None:
        self._view = view
        self._writer = writer
        self._scratch: Scratch | None = None

    def scratch(self) -> Scratch:
        """A copy of the store that holds what the truth does, made at the first call."""
        if self._scratch is None:
            self._scratch = self._view.scratch(self._writer)
        replay(self._view.graphs, self._scratch)
        return self._scratch

    def clear(self) -> None:
        """Throws the copy away: it may hold what was refused."""
        if self._scratch is not None:
            self._scratch.remove_folder()
            self._scratch = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.clear()

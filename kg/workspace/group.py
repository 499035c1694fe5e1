"""The group: writes that wait together, done in one transaction of the truth and shown in one snapshot."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kg.errors import QueryError, VersionError
from kg.workspace.operations import Effect
from kg.workspace.stage import Stage
from kg.workspace.truth import Truth
from kg.workspace.view import Checkpoint, View
from kg.workspace.writes import Answer, Write, Written
from kg.workspace.writing import Writing


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
        writing = Writing(graphs, base_iri, stage)
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

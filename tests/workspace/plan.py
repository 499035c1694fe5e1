"""A plan of changes to a workspace, and the process that carries it out until it is killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kg.pipeline.ingestion import Batches
from kg.workspace import Workspace
from kg.workspace.writes import Update, Written
from tests.workspace.toy import ingest, open_toy

A = "Alpha attacks Beta\nBeta attacks Gamma\n"
B = "beta attacks DELTA\n"
C = "GAMMA attacks alpha\nalpha attacks beta\n"
D = "Epsilon attacks Alpha\n"
BAD = "Alpha attacks FORBIDDEN\n"


@dataclass(frozen=True)
class Step:
    """One batch to be ingested, one source whose document is retracted, a group of writes, or a rebuild."""

    texts: tuple[tuple[str, str], ...] = ()
    retract: str | None = None
    writes: tuple[tuple[str, str], ...] = ()
    """Graphs that people write, and what is in each afterwards; nothing where it is dropped."""

    def after(self, state: dict[str, str]) -> dict[str, str]:
        """What the sources say after this step."""
        if self.retract is not None:
            return {location: text for location, text in state.items() if text != state[self.retract]}
        return {place: text for place, text in (state | dict(self.texts) | dict(self.writes)).items() if text}


PLAN = (
    Step((("/in/a.txt", A),)),
    Step(retract="/in/a.txt"),  # the store is empty again
    Step(writes=(("urn:g", "one"), ("urn:h", "two"))),
    Step((("/in/a.txt", A), ("/in/b.txt", B))),
    Step((("/in/bad.txt", BAD), ("/in/d.txt", D))),
    Step((("/in/a.txt", C), ("/in/copy.txt", D))),  # one replaced, one with another name
    Step((("/in/b.txt", BAD),)),  # replaced by what the gate turns away
    Step(writes=(("urn:g", "three"), ("urn:h", ""), ("urn:i", "four"))),
    Step(),  # a rebuild
    Step(writes=(("urn:i", ""), ("urn:g", "five"))),
    Step(retract="/in/d.txt"),
    Step((("/in/new.txt", A), ("/in/c.txt", C))),
)


def states() -> list[dict[str, str]]:
    """What the sources say before the first step and after each."""
    found: list[dict[str, str]] = [{}]
    for step in PLAN:
        found.append(step.after(found[-1]))
    return found


def carry_out(folder: Path, first: int = 0, die_at: int | None = None) -> None:
    """Carries out the plan from step ``first`` on; notes each step in the file ``acknowledged`` once it is done.

    The process kills itself at the checkpoint number ``die_at``. Without that it notes how many there were.
    """
    passed = 0

    def checkpoint(_: str) -> None:
        nonlocal passed
        passed += 1
        if passed == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    with (
        (folder / "acknowledged").open("a", buffering=1) as notes,
        open_toy(folder / "w", checkpoint=checkpoint) as workspace,
    ):
        workspace.take(())  # finishes what an earlier process began
        for number, step in enumerate(PLAN[first:], first):
            _do(workspace, step, partial(notes.write, f"{number}\n"))
    (folder / "checkpoints").write_text(str(passed))


def carry_in(folder: Path, texts: dict[str, str]) -> None:
    """Ingests texts in small batches."""
    with open_toy(folder / "w") as workspace:
        assert ingest(workspace, texts, batches=Batches(documents=3)).is_whole


def _do(workspace: Workspace, step: Step, acknowledge: Callable[[], object]) -> None:
    if step.texts:
        last = step.texts[-1][0]
        ingest(workspace, dict(step.texts), progress=lambda source: source.location == last and acknowledge())
        return
    if step.writes:
        write(workspace, step.writes)
    elif step.retract is None:
        workspace.rebuild()
    elif any(step.retract in record.sources for record in workspace.documents()):
        workspace.retract(step.retract)
    acknowledge()


def write(workspace: Workspace, writes: Iterable[tuple[str, str]]) -> None:
    """Writes graphs in one group, which are done together: the first with a pattern, which has to be tried first."""
    updates = []
    for number, (graph, text) in enumerate(writes):
        drop = f"DROP SILENT GRAPH <{graph}>"
        if number == 0:
            drop = (
                f"CREATE SILENT GRAPH <{graph}> ; DELETE {{ ?s ?p ?o }} USING <{graph}> WHERE {{ ?s ?p ?o }} ; {drop}"
            )
        fill = f"INSERT DATA {{ GRAPH <{graph}> {{ <urn:s> <urn:p> '{text}' }} }}"
        updates.append(Update(f"{drop} ; {fill}" if text else drop))
    assert all(isinstance(answer, Written) for answer in workspace.write(updates))


def acknowledged(folder: Path) -> int:
    """How many steps were acknowledged."""
    try:
        lines = (folder / "acknowledged").read_text().splitlines()
    except FileNotFoundError:
        return 0
    return int(lines[-1]) + 1 if lines else 0

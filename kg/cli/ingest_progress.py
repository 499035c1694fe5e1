"""The progress of an ingestion on a terminal: how many documents, how fast, how long still."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kg.cli.console import messages

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


@contextmanager
def progress(task: str, count: Callable[[], Iterable[object]]) -> Iterator[Callable[[], None]]:
    """A progress bar on standard error, on a terminal only; to be told of every document that is done.

    ``count`` gives the sources once more; they are counted beside the work, so that it need not wait for that. Where
    there are more documents than sources, some source is a collection, and nobody knows how many are still to come.
    """
    console = messages()
    if not console.is_terminal:
        yield lambda: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
    from rich.progress import TimeRemainingColumn as Remaining

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        Remaining(),
    )
    with Progress(*columns, console=console, transient=True, speed_estimate_period=120) as bar:
        number = bar.add_task(task, total=None, rate="")
        left = threading.Event()
        counting = threading.Thread(target=_count, args=(bar, number, count, left), daemon=True)
        counting.start()

        def tell() -> None:
            bar.advance(number)
            shown = bar.tasks[0]
            rate = f"{shown.speed:.1f} documents/s" if shown.speed else ""
            overfull = shown.total is not None and shown.completed > shown.total
            if overfull:
                shown.total = None
            bar.update(number, rate=rate)

        try:
            yield tell
        finally:
            left.set()
            counting.join()


def _count(bar: Progress, task: TaskID, count: Callable[[], Iterable[object]], left: threading.Event) -> None:
    total = 0
    for _ in count():
        total += 1
        if left.is_set():
            return
    bar.update(task, total=total)

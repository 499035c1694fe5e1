"""Spreading: who applies the stages to the sources, and how far ahead of what is being committed."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final

from kg.pipeline.stages import Loaded, Stages

AHEAD: Final = 16
"""Documents read ahead of those that are being committed."""

Placed = tuple[int, Loaded]
"""What a source gave, with the source's place among all."""

Spread = Callable[[Stages, Iterable[Placed]], Iterable[Placed]]
"""Applies the stages to each of many and gives the results, in any order."""


def ahead(stages: Stages, items: Iterable[Placed]) -> Iterator[Placed]:
    """Reads in a second thread, some items ahead of what is taken, in their order.

    The next documents are read while a batch is committed: checking and writing a graph, and waiting for the disk,
    leave the interpreter free.
    """
    waiting: deque[tuple[int, Future[Loaded]]] = deque()
    pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="reading")
    try:
        for place, item in items:
            waiting.append((place, pool.submit(stages, item)))
            if len(waiting) > AHEAD:
                yield _result(waiting.popleft())
        while waiting:
            yield _result(waiting.popleft())
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _result(waiting: tuple[int, Future[Loaded]]) -> Placed:
    place, future = waiting
    return place, future.result()

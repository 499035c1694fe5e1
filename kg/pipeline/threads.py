"""Threads: several documents read at once by one process, for readers that wait for others most of the time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from queue import Empty, SimpleQueue
from typing import Final

from kg.pipeline.spreading import Placed
from kg.pipeline.stages import Loaded, Stages
from kg.workspace import Arrival

_LOOK: Final = 0.1
"""Seconds after which it is looked whether somebody wants the work to stop."""


class Threads:
    """A ``Spread``: reads up to ``number`` documents at once and gives each when it is read.

    Where ``stopping`` turns true, what is under way is left to itself: ``leave`` is called, as it is at the end, to
    let the reader know that nobody waits for it any more.
    """

    def __init__(
        self, number: int, stopping: Callable[[], bool] = lambda: False, leave: Callable[[], None] = lambda: None
    ) -> None:
        self._number = number
        self._stopping = stopping
        self._leave = leave

    def __call__(self, stages: Stages, items: Iterable[Placed]) -> Iterator[Placed]:
        """What the sources gave, in the order in which it is read."""
        todo: SimpleQueue[Placed | None] = SimpleQueue()
        done: SimpleQueue[tuple[int, Loaded | BaseException]] = SimpleQueue()
        # Daemons: a request that nobody waits for any more keeps no process alive.
        for number in range(self._number):
            threading.Thread(target=_work, args=(stages, todo, done), name=f"reading-{number}", daemon=True).start()
        waiting = iter(items)
        is_more, under_way = True, 0
        try:
            while is_more or under_way:
                while is_more and under_way < self._number:
                    place, loaded = next(waiting, (-1, None))
                    if loaded is None:
                        is_more = False
                    elif isinstance(loaded, Arrival) and not loaded.is_known:
                        todo.put((place, loaded))
                        under_way += 1
                    else:
                        yield place, loaded
                if under_way:
                    found = self._next(done)
                    if found is None:
                        return
                    under_way -= 1
                    yield found
        finally:
            self._leave()
            for _ in range(self._number):
                todo.put(None)

    def _next(self, done: SimpleQueue[tuple[int, Loaded | BaseException]]) -> Placed | None:
        """The next that is read; ``None`` where the work is to stop first."""
        while True:
            try:
                place, result = done.get(timeout=_LOOK)
            except Empty:
                if self._stopping():
                    return None
                continue
            if isinstance(result, BaseException):
                raise result
            return place, result


def _work(
    stages: Stages, todo: SimpleQueue[Placed | None], done: SimpleQueue[tuple[int, Loaded | BaseException]]
) -> None:
    while (item := todo.get()) is not None:
        place, loaded = item
        try:
            done.put((place, stages(loaded)))
        except BaseException as error:  # noqa: BLE001 - whoever waits for the result is told
            done.put((place, error))

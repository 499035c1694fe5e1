"""The nurseries of a Dask worker: processes that have loaded an extractor, kept from one task to the next.

A Dask worker is a daemon with threads, which must not fork. So a nursery is started as a program of its own, whose
one thread forks; all tasks of the Dask worker share it, and it ends with the Dask worker.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from kg.errors import ResourceError
from kg.pipeline.cluster.group import Job
from kg.pipeline.workers import Hatchery


@dataclass(slots=True)
class _Kept:
    hatchery: Hatchery
    users: int = 0
    is_retired: bool = False


_KEPT: Final[dict[str, _Kept]] = {}
_LOCK: Final = threading.Lock()


@contextmanager
def nursery(job: Job) -> Iterator[Hatchery]:
    """The nursery that reads as this job wants it, loaded. Raises ``ResourceError`` where it cannot be."""
    key = job.nursery
    with _LOCK:
        for other in [kept for kept in _KEPT if kept != key]:
            _retire(other)
        kept = _KEPT.get(key)
        if kept is None:
            kept = _KEPT[key] = _Kept(Hatchery(job.stages, job.limits.memory_mb))
            kept.hatchery.start()
        kept.users += 1
        kept.is_retired = False
    try:
        kept.hatchery.name()
        yield kept.hatchery
    except ResourceError:
        kept.is_retired = True  # the next task begins anew
        raise
    finally:
        with _LOCK:
            kept.users -= 1
            if kept.is_retired:
                _retire(key)


def retire(job: Job) -> None:
    """Ends the nursery of a job as soon as no task uses it."""
    with _LOCK:
        _retire(job.nursery)


def _retire(key: str) -> None:
    kept = _KEPT.get(key)
    if kept is not None:
        kept.is_retired = True
        if not kept.users:
            kept.hatchery.close()
            del _KEPT[key]

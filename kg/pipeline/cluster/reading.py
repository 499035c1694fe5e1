"""What runs on the workers of a Dask cluster: a look at them, and the task that reads one group into one shard.

Errors go back as values: what they are made of at a worker need not exist where they arrive.
"""

from __future__ import annotations

import platform
from dataclasses import dataclass

from kg import __version__
from kg.errors import HerodotusError
from kg.pipeline.cluster.group import Group, Job
from kg.pipeline.cluster.nurseries import nursery, retire
from kg.pipeline.workers import Pool
from kg.shards import Place, dump
from kg.workspace import Arrival, Failure


@dataclass(frozen=True, slots=True)
class Looked:
    """What a worker is: its versions, and why it cannot use the place for shards, where it cannot."""

    herodotus: str
    python: str
    fault: str | None


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a worker cannot read at all, whatever the documents."""

    reason: str


def look(place: str, mark: str) -> Looked:
    """Looks around on a worker."""
    try:
        fault = None if Place(place).has(mark) else _not_shared(place)
    except HerodotusError as error:
        fault = str(error)
    return Looked(__version__, platform.python_version(), fault)


def read_group(group: Group) -> str | Refused:
    """Reads a group and writes its shard; gives the name of that."""
    try:
        return _read(group)
    except HerodotusError as error:
        return Refused(str(error))


def rest(job: Job) -> None:
    """Lets go of what was loaded for a job."""
    retire(job)


def _read(group: Group) -> str | Refused:
    job = group.job
    if job.herodotus != __version__:
        return Refused(f"it has Herodotus {__version__}, and {job.herodotus} is wanted.")
    place = Place(job.place)
    if not place.has(job.mark):
        return Refused(_not_shared(job.place))
    with nursery(job) as hatchery:
        if hatchery.name() != job.extractor:
            return Refused(f"its extractor is '{hatchery.name()}', and '{job.extractor}' is wanted.")
        with Pool(1, job.stages, job.limits, hatchery=hatchery) as pool:
            done = dict(pool(job.stages, enumerate(group.arrivals)))
    records = [done[number] for number in range(len(group.arrivals))]
    place.write(group.name, dump(job.header, [one for one in records if isinstance(one, Arrival | Failure)]))
    return group.name


def _not_shared(place: str) -> str:
    return (
        f"it cannot see {place} as it is here. Name a place for shards that all machines reach:"
        " --shards with a shared folder, or s3://…"
    )

"""The group: some sources that one task reads and one shard holds, and where a stream of sources is cut into groups."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

from kg import __version__
from kg.pipeline.stages import Stages
from kg.pipeline.workers import Limits
from kg.shards import SUFFIX, Header
from kg.workspace import Arrival, Failure

MOST: Final = 32
"""Documents that a group may have, and ..."""

_MOST_BYTES: Final = 1_000_000
"""... the bytes that they may have together; one that is larger is a group of its own."""

_CUT: Final = "0"
"""The first digit of the checksum of a document that ends its group: one in sixteen."""


class Extracting(Stages):
    """Stages that end with the extract: who is who is decided where the graph is kept."""

    __slots__ = ()

    def prepared(self, arrival: Arrival) -> Arrival | Failure:
        """The arrival with what was extracted."""
        return self.extract(arrival)


@dataclass(frozen=True, slots=True)
class Job:
    """What all tasks of one ingestion share: how to read, and where to write.

    ``extractor`` is the name that the extractor has at the client, ``mark`` a file that lies at ``place`` as the client
    knows it: where a worker finds it, both mean the same place. ``nursery`` is the same for jobs whose nurseries are.
    """

    stages: Extracting
    limits: Limits
    extractor: str
    place: str
    mark: str
    nursery: str
    herodotus: str = __version__

    @staticmethod
    def of(stages: Stages, limits: Limits, extractor: str, place: str, mark: str) -> Job:
        """The job of reading with these stages, as far as the extract."""
        extracting = Extracting(stages.extractor, stages.derivation, stages.options, stages.base_iri)
        # Once pickled and unpickled, equal stages are neither equal nor pickled to the same bytes; so it is told here.
        nursery = sha256(pickle.dumps((extracting, limits.memory_mb))).hexdigest()
        return Job(extracting, limits, extractor, place, mark, nursery)

    @property
    def header(self) -> Header:
        """The header of its shards."""
        return Header(self.extractor, self.stages.options.to_json(), self.herodotus)


@dataclass(frozen=True, slots=True)
class Group:
    """Sources with their bytes; ``name`` is that of their shard, the same for the same sources read the same way."""

    job: Job
    arrivals: tuple[Arrival, ...]

    @property
    def name(self) -> str:
        """The name of the shard, in which everything has a part that decides what is in it."""
        digest = sha256(repr(self.job.header).encode())
        for arrival in self.arrivals:
            told = (arrival.location, arrival.name, arrival.sha256, arrival.media_type, arrival.url)
            digest.update(repr(told).encode())
        return digest.hexdigest()[:40] + SUFFIX

    def halves(self) -> tuple[Group, Group]:
        """Two groups, of two sources at least."""
        middle = len(self.arrivals) // 2
        return replace(self, arrivals=self.arrivals[:middle]), replace(self, arrivals=self.arrivals[middle:])


@dataclass(slots=True)
class Cutter:
    """Decides where a stream of documents is cut.

    It sees those that need not be read as well, and cuts by what they are: so a run that goes on where another was
    stopped makes the same groups, and finds their shards.
    """

    documents: int = 0
    bytes: int = 0

    def is_full_with(self, arrival: Arrival) -> bool:
        """Whether a document is too large to join the ones before."""
        return self.documents > 0 and self.bytes + len(arrival.content) > _MOST_BYTES

    def ends_with(self, arrival: Arrival) -> bool:
        """Takes note of a document; whether its group ends with it."""
        self.documents += 1
        self.bytes += len(arrival.content)
        return self.documents >= MOST or self.bytes >= _MOST_BYTES or arrival.sha256.startswith(_CUT)

    def cut(self) -> None:
        """Takes note that a group begins."""
        self.documents = self.bytes = 0

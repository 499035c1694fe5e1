"""The query as it travels to a reader process, and what comes back before the bytes of its result."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal, Self

from kg.store import Server

ResultKind = Literal["solutions", "boolean", "graph"]
"""What a query gives: ``SELECT`` solutions, ``ASK`` a boolean, ``CONSTRUCT`` and ``DESCRIBE`` a graph."""


DEFAULT: Final = "default"
"""The default graph, where a graph is named; IRIs of graphs are absolute, so that none is the same."""

DATASET: Final = "dataset"
"""All graphs, where a graph is named, in a format that tells graphs apart."""


@dataclass(frozen=True, slots=True)
class Query:
    """One query with the formats that its sender accepts.

    ``solutions_format`` and ``graph_format`` are media types of ``kg.api.sparql.formats``, ``None`` where the sender
    accepts none of that family. ``default_graphs`` and ``named_graphs`` are those of the protocol; ``None`` where it
    names none, so that the query's own ``FROM`` holds. ``head`` stops the result after its first bytes.
    ``graph`` asks for a graph whole instead: by its IRI, the default graph by ``DEFAULT``, all by ``DATASET``.
    ``doors`` are the addresses at which the servers that the query asks with ``SERVICE`` can be had. ``update`` says
    that the text is an update, of which nothing is wanted but which servers those are. ``union`` makes the default
    graph the union of all, whatever the settings say; ``unlimited`` says that the service itself bounds what it asks.
    """

    text: str
    solutions_format: str | None
    graph_format: str | None
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    head: bool = False
    graph: str | None = None
    doors: tuple[tuple[str, str], ...] = ()
    update: bool = False
    union: bool = False
    unlimited: bool = False

    def to_json(self) -> bytes:
        """The query as the bytes of one frame."""
        fields = (self.text, self.solutions_format, self.graph_format, self.default_graphs, self.named_graphs)
        flags = (self.update, self.union, self.unlimited)
        return json.dumps((*fields, self.head, self.graph, self.doors, *flags)).encode()

    @classmethod
    def from_json(cls, data: bytes) -> Self:
        """The query in the bytes of one frame."""
        text, solutions, graph, default, named, head, whole, doors, *flags = json.loads(data)
        graphs = (default and tuple(default), named and tuple(named))
        return cls(text, solutions, graph, *graphs, head, whole, tuple((iri, door) for iri, door in doors), *flags)


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of a result before its bytes: its kind, its media type, and the version of the data it is of.

    ``stamp`` is that of ``kg.api.readers.version.Version``.
    """

    kind: ResultKind
    media_type: str
    version: int
    stamp: str

    def to_json(self) -> bytes:
        """The head as the bytes of one frame."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    @lru_cache(maxsize=64)  # there are few of them, and one comes with every result
    def from_json(cls, data: bytes) -> Self:
        """The head in the bytes of one frame."""
        return cls(**json.loads(data))


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a reader refused or could not finish a query: the error of ``kg.errors`` that the service is to raise.

    ``error`` is ``syntax``, ``limit``, ``format``, ``graph`` or ``store``; ``services`` where the text asks other
    servers, which are then in ``services``, and ``others`` where one of those failed. ``limit`` and ``value`` name what
    was exceeded, ``line`` and ``column`` the place in the query, counted from 1. ``detail`` is for the log alone.
    """

    error: Literal["syntax", "limit", "format", "graph", "store", "services", "others"]
    message: str
    remedy: str | None = None
    limit: str | None = None
    value: float | None = None
    line: int | None = None
    column: int | None = None
    services: tuple[str, ...] = ()
    detail: str | None = None

    def to_json(self) -> bytes:
        """The failure as the bytes of one frame."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def from_json(cls, data: bytes) -> Self:
        """The failure in the bytes of one frame."""
        fields = json.loads(data)
        return cls(**{**fields, "services": tuple(fields["services"])})


@dataclass(frozen=True, slots=True)
class ReaderLimits:
    """What one reader process reads, and the limits it keeps for each query.

    ``seconds`` is a fallback: the service itself ends a reader at its deadline, and the reader ends itself a second
    later, should the service be gone. ``memory_mb`` comes on top of what the process needs when it is idle.
    ``federates`` says that some other servers may be asked, and ``online`` that this process is one that does.
    ``server`` is where the graph is kept where that is not in the snapshots.
    """

    snapshots: Path
    base_iri: str
    union: bool
    seconds: float
    memory_mb: int
    rows: int | None
    result_bytes: int | None = None
    federates: bool = False
    online: bool = False
    server: Server | None = None

    def to_json(self) -> str:
        """The limits as one command-line argument, which others may see: without secrets."""
        server = self.server and self.server.told()
        return json.dumps({**asdict(self), "snapshots": str(self.snapshots), "server": server})

    @classmethod
    def from_json(cls, data: str, secrets: Mapping[str, str] | None = None) -> Self:
        """The limits in one command-line argument, with the secrets that the environment told."""
        fields = json.loads(data)
        server = fields["server"] and Server(**{**fields["server"], **(secrets or {})})
        return cls(**{**fields, "snapshots": Path(fields["snapshots"]), "server": server})

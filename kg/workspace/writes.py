"""What people write into their own graphs: SPARQL updates and the graph store's operations, and what each came to.

``Workspace.write(writes, begun)`` takes writes that wait together, in their order, and gives an ``Answer`` for each;
one that is refused changes nothing and leaves the others alone. ``begun(i)`` is called right before the engine gets
write ``i``, so that whoever ends the process knows whom it was busy with. ``Workspace.settled(key)`` first settles what
a process that died left undone, and then says what the write with this ``key`` came to, ``None`` where it was not done.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kg.errors import HerodotusError


@dataclass(frozen=True, slots=True)
class Payload:
    """A file that holds RDF of ``media_type``; its blank nodes are its own."""

    path: Path
    media_type: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a ``LOAD`` of the IRI ``source`` fetched; no ``payload`` where it could not be had."""

    source: str
    payload: Payload | None


@dataclass(frozen=True, slots=True)
class Update:
    """One SPARQL 1.1 Update request.

    ``using`` and ``using_named`` are the graphs that the protocol names, ``None`` where it names none. ``key`` is the
    sender's name for this one write, never used twice; ``expected`` the only version of the data that it may change,
    ``None`` where any will do (else ``VersionError``). ``loaded`` is what has been fetched for its ``LOAD`` operations:
    others are refused. ``doors`` are pairs of a server that a ``SERVICE`` pattern asks, and the address at which it
    can be had; without them an update may ask nobody.
    """

    text: str
    using: tuple[str, ...] | None = None
    using_named: tuple[str, ...] | None = None
    key: str | None = None
    expected: int | None = None
    loaded: tuple[Loaded, ...] = ()
    doors: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class GraphWrite:
    """One operation of the SPARQL 1.1 Graph Store HTTP Protocol on ``graph`` (``None``: the default graph).

    ``put`` replaces the graph, ``post`` adds to it, ``delete`` drops it. The ``payloads`` are what is put or posted
    together, several only where a form sent several; their relative IRIs are resolved against ``base``. There is none
    for ``delete``, which gives ``UnknownGraphError`` where there is no such graph. ``key`` and ``expected`` are as in
    ``Update``.
    """

    method: Literal["put", "post", "delete"]
    graph: str | None
    payloads: tuple[Payload, ...] = ()
    base: str | None = None
    key: str | None = None
    expected: int | None = None


Write = Update | GraphWrite


@dataclass(frozen=True, slots=True)
class Written:
    """What a write came to: the version of the data that shows it, and whether it made a graph that was not there."""

    version: int
    created: bool
    added: int
    removed: int


Answer = Written | HerodotusError
"""What one write came to: what it did, or why it was refused."""

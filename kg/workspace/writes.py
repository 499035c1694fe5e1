"""What people write into their own graphs: SPARQL updates and the graph store's operations, and what each came to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True)
class Update:
    """One SPARQL 1.1 Update request.

    ``using`` and ``using_named`` are the graphs that the protocol names, ``None`` where it names none.
    """

    text: str
    using: tuple[str, ...] | None = None
    using_named: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class GraphWrite:
    """One operation of the SPARQL 1.1 Graph Store HTTP Protocol on ``graph`` (``None``: the default graph).

    ``put`` replaces the graph, ``post`` adds to it, ``delete`` drops it. ``payload`` is a file that holds RDF of the
    media type ``media_type``, whose relative IRIs are resolved against ``base``; there is none for ``delete``.
    """

    method: Literal["put", "post", "delete"]
    graph: str | None
    payload: Path | None = None
    media_type: str | None = None
    base: str | None = None


Write = Update | GraphWrite


@dataclass(frozen=True, slots=True)
class Written:
    """What a write came to: the version of the data that shows it, and whether it made a graph that was not there."""

    version: int
    created: bool
    added: int
    removed: int

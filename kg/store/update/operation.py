"""What an update asks for: its operations, each with the graphs that it may change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Data:
    """``INSERT DATA`` or ``DELETE DATA``. ``prologue`` and ``block`` (with its braces) are its text."""

    prologue: str
    block: str
    inserts: bool


@dataclass(frozen=True, slots=True)
class Manage:
    """``CREATE``, ``CLEAR`` or ``DROP`` of one graph (by IRI), the default graph, all named graphs or all graphs."""

    verb: Literal["create", "clear", "drop"]
    graph: str | None
    which: Literal["one", "default", "named", "all"]
    silent: bool


@dataclass(frozen=True, slots=True)
class Transfer:
    """``ADD``, ``COPY`` or ``MOVE`` from one graph to another; ``None`` is the default graph."""

    verb: Literal["add", "copy", "move"]
    source: str | None
    target: str | None
    silent: bool


@dataclass(frozen=True, slots=True)
class Load:
    """``LOAD`` of ``source`` into a graph; ``None`` is the default graph."""

    source: str
    target: str | None
    silent: bool


@dataclass(frozen=True, slots=True)
class Part:
    """Triples of a template, as text, and the graph where they stand.

    ``graph`` is an IRI, ``None`` for the default graph; where a variable names the graph it is in ``variable``.
    """

    graph: str | None
    variable: str | None
    body: str


@dataclass(frozen=True, slots=True)
class Modify:
    """``DELETE``, ``INSERT`` or both, for each solution of a pattern; ``DELETE WHERE`` too.

    ``scope`` is the text of ``WITH``, ``templates`` that of the templates, ``tail`` that of ``USING`` and ``WHERE``. A
    part of a template outside of ``GRAPH`` has the graph of ``WITH``.
    """

    prologue: str
    scope: str
    templates: str
    tail: str
    deletes: tuple[Part, ...]
    inserts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """The operation as an update of its own."""
        return f"{self.prologue}{self.scope}{self.templates}{self.tail}"

    @property
    def graphs(self) -> frozenset[str | None] | None:
        """The graphs that may change; ``None`` where variables name some."""
        parts = (*self.deletes, *self.inserts)
        return None if any(part.variable for part in parts) else frozenset(part.graph for part in parts)


@dataclass(frozen=True, slots=True)
class Opaque:
    """What is perhaps an update, but was not understood; it may change any graph."""

    text: str


Operation = Data | Manage | Transfer | Load | Modify | Opaque

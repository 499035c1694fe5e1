"""The gate: decides whether a document's graph enters the store or waits in quarantine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.validation import shapes
from kg.validation.authority import Authority
from kg.validation.engine import Engine
from kg.validation.quotes import longest_text, misquotes
from kg.validation.report import Report

LONG_TEXT: Final = 100_000
"""Code points from which on the gate compares quotes itself, in time that does not grow with the square of the text."""

_QUOTES: Final = "quote.ttl"


class Gate:
    """Checks the graphs of documents, each by itself in a fresh store: the cost does not grow with what is stored.

    The fast engine decides. Where it finds a violation or fails, pySHACL checks again and writes the report, and its
    word counts. Warnings are reported and do not keep a document out. Threads may share a gate.
    """

    __slots__ = ("_all", "_long_text", "_without_quotes")

    def __init__(self, shapes_dir: Path | None = None, *, long_text: int = LONG_TEXT) -> None:
        """Compile the shapes of a folder, our own by default. Raises ``ValidationError`` where they cannot be used."""
        self._long_text = long_text
        self._all = _Validator(shapes.read(shapes_dir))
        self._without_quotes = _Validator(shapes.read(shapes_dir, without=_QUOTES))

    def check(self, quads: Iterable[ox.Quad]) -> Report:
        """The report on one document's graph with the descriptions of its entities; names of graphs do not matter.

        A validator that fails gives a report that does not conform and says why: never an exception.
        """
        triples = tuple({quad.triple: None for quad in quads})
        if longest_text(triples) < self._long_text:
            return self._all.check(triples)
        report = self._without_quotes.check(triples)
        wrong = tuple(misquotes(triples))
        return report.with_results(wrong) if wrong else report


class _Validator:
    """The fast engine and the authority over the same shapes."""

    __slots__ = ("_authority", "_engine")

    def __init__(self, turtle: str) -> None:
        self._engine = Engine(turtle)
        self._authority = Authority(turtle)

    def check(self, triples: tuple[ox.Triple, ...]) -> Report:
        report, reason = _attempt(self._engine.check, triples)
        if report is not None and report.conforms:
            return report
        judged, failed = _attempt(self._authority.check, triples)
        if judged is None:
            return Report.failure(f"The data could not be checked: {failed}")
        if reason is not None and judged.conforms:
            return Report.failure(f"The data could not be checked: {reason}")
        return judged


def _attempt(
    check: Callable[[tuple[ox.Triple, ...]], Report], triples: tuple[ox.Triple, ...]
) -> tuple[Report | None, str | None]:
    """The report, or why there is none."""
    try:
        return check(triples), None
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    # Validators raise nearly anything on ill-typed data, a panic of native code even outside Exception. Whatever it is,
    # the data were not shown to conform.
    except BaseException as error:  # noqa: BLE001
        return None, f"{type(error).__name__}: {error}"


def validate_documents(
    graphs: Iterable[tuple[str, Iterable[ox.Quad]]], gate: Gate | None = None
) -> Iterator[tuple[str, Report]]:
    """The report on each document of a store, one at a time: no more than one graph is in memory.

    ``graphs`` gives the id of each document with its graph and the descriptions of its entities.
    """
    gate = gate or Gate()
    for document, quads in graphs:
        yield document, gate.check(quads)

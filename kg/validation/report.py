"""The report: whether data conform to the shapes, and each thing that is wrong (SHACL, section 3.6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Final

import pyoxigraph as ox

from kg.validation import report_graph
from kg.validation.result import Result, Severity
from kg.vocabulary import PREFIXES

_COLUMNS: Final = ("severity", "focus", "path", "value", "message")
_WIDTH: Final = 48
"""Characters of an IRI or value that a table shows; messages stand last and whole."""


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of one validation.

    ``conforms`` is true where there is no violation, or, for a report after the letter of SHACL, no result at all.
    ``graph`` holds the triples of the report as SHACL defines it.
    """

    conforms: bool
    results: tuple[Result, ...]
    graph: tuple[ox.Triple, ...]

    @staticmethod
    def read(triples: Iterable[ox.Triple]) -> Report:
        """The report that an engine wrote as RDF. Raises ``ValueError`` where the triples hold none."""
        graph = tuple(triples)
        conforms, results = report_graph.read(graph)
        return Report(conforms, results, graph)

    @staticmethod
    def rejection(results: Iterable[Result]) -> Report:
        """The report of data that do not conform, for results whose focus, value and shape are IRIs."""
        return Report.read(report_graph.write(results))

    @staticmethod
    def failure(reason: str) -> Report:
        """The report of a validator that failed: data that nobody could check do not conform."""
        return Report.rejection([Result(None, None, None, Severity.VIOLATION, reason, None)])

    def with_results(self, results: Iterable[Result]) -> Report:
        """This report with further violations, whose focus, value and shape are IRIs: it does not conform any more."""
        return Report.read(report_graph.write(results, self.graph))

    def to_turtle(self) -> str:
        """The report in Turtle."""
        turtle = BytesIO()
        ox.serialize(sorted(self.graph, key=str), turtle, ox.RdfFormat.TURTLE, prefixes=PREFIXES)
        lines = turtle.getvalue().decode("utf-8").splitlines(keepends=True)
        declared = sum(line.startswith("@prefix ") for line in lines)
        return "".join((*sorted(lines[:declared]), *lines[declared:]))

    def to_table(self) -> str:
        """The report as plain text: a line that says whether the data conform, then a row for each result."""
        violations = sum(result.severity is Severity.VIOLATION for result in self.results)
        milder = len(self.results) - violations
        head = "Conforms" if self.conforms else "Does not conform"
        counts = ", ".join(_count(n, noun) for n, noun in ((violations, "violation"), (milder, "warning")) if n)
        lines = [f"{head}: {counts}." if counts else f"{head}."]
        if self.results:
            rows = [_COLUMNS, *map(_row, self.results)]
            widths = [max(len(row[column]) for row in rows) for column in range(len(_COLUMNS) - 1)] + [0]
            lines.append("")
            lines += ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
        return "\n".join(lines) + "\n"


def _row(result: Result) -> tuple[str, ...]:
    cells = (result.focus, result.path, result.value)
    return (result.severity.value, *map(_short, cells), " ".join(result.message.split()))


def _short(cell: str | None) -> str:
    """A cell on one line, with prefixes where there are some; the end of an IRI tells more than its beginning."""
    if cell is None:
        return ""
    cell = " ".join(cell.split())
    for prefix, namespace in PREFIXES.items():
        cell = cell.replace(namespace, prefix + ":")
    return cell if len(cell) <= _WIDTH else "…" + cell[1 - _WIDTH :]


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"

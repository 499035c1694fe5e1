"""The rows of the named queries as the evaluation looks at them, with entities' names and documents' texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Final

from kg.evaluation.matching import Pattern, alternatives, fits_names

Row = Mapping[str, str]

QUERIES: Final = (
    "mentions",
    "events",
    "attributions",
    "tolls",
    "places",
    "relationships",
    "designations",
    "tenures",
)
"""The named queries whose rows the evaluation needs."""


class Rows:
    """The rows of each of ``QUERIES``, and the text of each document by the name of its file."""

    def __init__(self, rows: Mapping[str, Sequence[Row]], texts: Mapping[str, str]) -> None:
        self._rows = {query: rows.get(query, ()) for query in QUERIES}
        self._texts = texts
        self._of: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for query, found in self._rows.items():
            for row in found:
                self._of[query, PurePosixPath(row["file"]).name].append(row)
        self._names: dict[tuple[str, str], set[str]] = defaultdict(set)
        for row in self._rows["mentions"]:
            self._names[row["file"], row["entity"]] |= {row["label"], row["text"]} - {""}
        actors = {row["entity"] for row in self._rows["mentions"]}
        actors |= {row["claimant"] for row in self._rows["attributions"]}
        actors |= {row[end] for row in self._rows["relationships"] for end in ("subject", "object")}
        self._known = actors
        self._place_labels: dict[str, set[str]] = defaultdict(set)
        for row in self._rows["places"]:
            self._place_labels[row["place"]].add(row["label"])

    def of(self, query: str, document: str) -> list[Row]:
        """The rows of a query that belong to a document; ``*`` is any."""
        return list(self._rows[query] if document == "*" else self._of.get((query, PurePosixPath(document).name), ()))

    def groups(self, query: str, document: str, column: str) -> Iterable[list[Row]]:
        """The rows of a query that belong to a document, by file and the value of ``column``."""
        groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in self.of(query, document):
            groups[row["file"], row[column]].append(row)
        return groups.values()

    def names(self, row: Row, column: str, *labels: str) -> set[str]:
        """Every name of the thing in ``column``: in its document's mentions, in the label columns, itself."""
        thing = row.get(column, "")
        names = set(self._names.get((row["file"], thing), ())) | {row.get(label, "") for label in labels}
        if "://" not in thing:
            names.add(thing)
        return names - {""}

    def place_names(self, row: Row) -> set[str]:
        """Every name of the place of an event."""
        return self.names(row, "place") | self._place_labels.get(row.get("place", "") or "-", set())

    def is_own_voice(self, row: Row) -> bool:
        """Whether the claimant of a row is the document itself."""
        return row.get("claimant", "") not in self._known - {""}

    def texts(self) -> dict[str, str]:
        """The stored text of each document, by the name of its file without folders."""
        return {PurePosixPath(file).name: text for file, text in self._texts.items()}

    def fits_claimant(self, wanted: Pattern, row: Row, *labels: str) -> bool:
        """Whether the claimant of a row is the one that is wanted."""
        own_voice = self.is_own_voice(row)

        def one(expression: str | None) -> bool:
            if expression in (None, "@document"):
                return own_voice
            if expression == "!@document":
                return not own_voice
            if own_voice:
                return str(expression).startswith("!")
            return fits_names(expression, self.names(row, "claimant", *labels))

        return any(one(expression) for expression in alternatives(wanted))

    def cut(self, row: Row, part: str) -> str:
        """The words of a row's span, white space made single: ``cut(row, "cue")`` reads cueBegin and cueEnd."""
        begin, end = ("begin", "end") if not part else (part + "Begin", part + "End")
        if not row.get(begin) or not row.get(end):
            return ""
        return " ".join(self._texts.get(row["file"], "")[int(row[begin]) : int(row[end])].split())

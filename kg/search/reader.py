"""The reader of the index: finds entries, ranks them, counts them by kind and class. Many may read while one writes."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Final, Self

from kg.errors import StoreError
from kg.search.entry import Kind
from kg.search.excerpt import excerpt
from kg.search.expression import Alternatives, Expressions
from kg.search.ranking import best_name, score
from kg.search.record import unpacked
from kg.search.request import Request, read
from kg.search.results import Facets, Hit, Results
from kg.search.schema import FORMAT, PREFIXES, REBUILD, number, translated
from kg.search.vocabulary import alternatives

_MOST: Final = 1_000
"""Hits that can be paged through, and are counted, of each kind."""

_WANTED: Final = {Kind.ENTITY: 120, Kind.EVENT: 60, Kind.CLAIM: 60, Kind.DOCUMENT: 60}
"""Entries of a kind that are ranked, at least: the most prominent of those that match."""

_ENOUGH: Final = 20
"""Entries from which on nobody needs other spellings."""


@dataclass
class _Found:
    """What was found of one kind: places with the worth of their texts (0–1); ``more`` where a limit was met."""

    kind: Kind
    rows: dict[int, float] = field(default_factory=dict)
    more: bool = False


class SearchReader:
    """Opens the index for reading; may be used by several threads, one after the other.

    Raises ``StoreError`` where there is none, or it is damaged.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = Lock()
        if not path.exists():
            raise StoreError(f"There is no search index {path}.", remedy="`kg rebuild` makes it.")
        with translated(path):
            self._connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None, check_same_thread=False
            )
            try:
                self._connection.execute("PRAGMA cache_size = -32768")
                found = number(self._connection, "format")
            except sqlite3.Error:
                self._connection.close()
                raise
        if found != FORMAT:
            self._connection.close()
            raise StoreError(f"The search index {path} has another version's layout.", remedy=REBUILD)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the file."""
        with self._lock:
            self._connection.close()

    def check(self) -> None:
        """Reads the whole file. Raises ``StoreError`` where it is damaged."""
        with self._lock, translated(self._path):
            found = [row[0] for row in self._connection.execute("PRAGMA quick_check(1)")]
        if found != ["ok"]:
            raise StoreError(f"The search index {self._path} is damaged: {found[0]}.", remedy=REBUILD)

    @property
    def version(self) -> int | None:
        """The version of the data that the index was last committed for, ``None`` where it never was."""
        with self._lock, translated(self._path):
            return number(self._connection, "version")

    def search(
        self,
        text: str,
        kinds: Collection[Kind] | None = None,
        classes: Collection[str] | None = None,
        limit: int = 20,
        offset: int = 0,
        excerpts: Collection[str] | None = None,
    ) -> Results:
        """What fits ``text`` best, whatever it is: nothing that can be typed is an error.

        All words have to be found, in any order, the last one by its beginning; ``"words in quotes"`` side by side.
        Where little is found, words that sound alike or are a letter or two off count as well, and where nothing is,
        some of the words. ``kinds`` and ``classes`` (local names of the ontology; subclasses count) narrow the hits
        down. Claims with the same words are one hit. Only things whose ids are among ``excerpts`` get one; by default
        all do.
        """
        request = read(text)
        limit, offset = min(max(limit, 0), _MOST), min(max(offset, 0), _MOST)
        with self._lock, translated(self._path):
            self._connection.execute("BEGIN")
            try:
                version = number(self._connection, "version") or 0
                if not request:
                    return Results((), Facets({}, {}), 0, more=False, version=version)
                shown = None if excerpts is None else frozenset(excerpts)
                found = _Search(self._connection, request, limit + offset, shown)
                return found.results(frozenset(kinds or Kind), frozenset(classes or ()), limit, offset, version)
            finally:
                self._connection.execute("ROLLBACK")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """``name`` is the place of the name that fits best; ``same`` is equal where one hit is enough.

    That is so for an event of several documents, and for claims with the same words.
    """

    kind: Kind
    row: int
    same: str
    subject: str
    label: str
    cls: str | None
    name: int
    score: float


class _Search:
    """One search in one state of the index."""

    def __init__(
        self, connection: sqlite3.Connection, request: Request, wanted: int, excerpts: frozenset[str] | None
    ) -> None:
        self._run = connection.execute
        self._connection = connection
        self._request = request
        self._excerpts = excerpts
        self._wanted = {kind: min(max(wanted, least), _MOST) for kind, least in _WANTED.items()}
        self._meant: dict[str, dict[str, float]] | None = None
        self._known: dict[str, str] | None = None

    def results(
        self, kinds: frozenset[Kind], classes: frozenset[str], limit: int, offset: int, version: int
    ) -> Results:
        found = {kind: self._find(kind, classes) for kind in Kind}
        best: dict[str, _Candidate] = {}
        counts: Counter[Kind] = Counter()
        for kind in Kind:
            candidates = self._ranked(found[kind])
            counts[kind] = len({candidate.same for candidate in candidates})
            for candidate in candidates if kind in kinds else ():
                other = best.get(candidate.same)
                if other is None or _order(candidate) < _order(other):
                    best[candidate.same] = candidate
        hits = sorted(best.values(), key=_order)
        by_class: Counter[str] = Counter()
        for kind in sorted(kinds):
            by_class += self._classes(found[kind] if not classes else self._find(kind, frozenset()))
        facets = Facets({kind: n for kind, n in counts.items() if n}, dict(by_class.most_common()))
        more = any(found[kind].more for kind in kinds)
        shown = tuple(map(self._hit, hits[offset : offset + limit]))
        return Results(shown, facets, len(hits), more, version)

    # Finding

    def _find(self, kind: Kind, classes: frozenset[str]) -> _Found:
        found = _Found(kind)
        ask = Expressions(self._request, classes, PREFIXES[kind])
        self._take(found, ask.whole(), 0.0)
        opening = ask.opening()
        if opening is not None:
            self._take(found, opening, 0.0)
        self._take(found, ask.all({}), 1.0)
        if len(found.rows) < _ENOUGH:
            if any(self._alternatives.values()):
                self._take(found, ask.all(self._alternatives), 0.8)
            some = None if found.rows else ask.some(self._alternatives)
            if some is not None:
                self._take(found, some, 0.3)
        return found

    @property
    def _alternatives(self) -> Alternatives:
        if self._meant is None:
            last = len(self._request.words) - 1
            self._meant = {
                word: alternatives(self._connection, word, prefix=self._request.prefix and at == last)
                for at, word in enumerate(self._request.words)
            }
        return self._meant

    def _take(self, found: _Found, expression: str, worth: float) -> None:
        """Adds what matches, the most prominent first; ``worth`` is that of a perfect text."""
        table = f"{found.kind.value}_words"
        by_text = worth > 0 and found.kind is not Kind.ENTITY
        rank = f"bm25({table}, 0, 4, 1, 0)" if by_text else "0"
        query = f"SELECT rowid, {rank} FROM {table} WHERE {table} MATCH ? LIMIT ?"  # noqa: S608 (one of four words)
        rows = self._run(query, (expression, self._wanted[found.kind])).fetchall()
        found.more = found.more or len(rows) == self._wanted[found.kind]
        for row, value in rows:
            strength = worth * (0.2 + 0.8 * -value / (4.0 - value)) if by_text else 0.0
            found.rows[row] = max(found.rows.get(row, 0.0), strength)

    def _rows(self, found: _Found, columns: str) -> Sequence[tuple[object, ...]]:
        marks = ", ".join(map(str, found.rows))
        return self._run(f"SELECT {columns} FROM {found.kind.value} WHERE row IN ({marks})").fetchall()  # noqa: S608

    # Ranking

    def _ranked(self, found: _Found) -> list[_Candidate]:
        out = []
        for row in self._rows(found, "row, subject, label, classes, folded, prominence, document, begin"):
            place, subject, label, classes, names, prominence, document, begin = row
            same = str(subject) if found.kind is not Kind.CLAIM or begin is None else f"{document}#{begin}"
            folded = [tuple(name.split(" ")) for name in str(names).split("\n")]
            value, at = best_name(self._request, self._meant or {}, folded) or (0.0, 0)
            total = score(found.kind, value, found.rows[int(str(place))], int(str(prominence)))
            cls = str(classes).partition(" ")[0] or None
            out.append(_Candidate(found.kind, int(str(place)), same, str(subject), str(label), cls, at, total))
        return out

    def _classes(self, found: _Found) -> Counter[str]:
        by_subject = {str(subject): str(classes) for subject, classes in self._rows(found, "subject, classes")}
        return Counter(name for classes in by_subject.values() for name in classes.split())

    # Showing

    def _typed(self, word: str) -> str | None:
        """The word of the request that a word of a text stands for."""
        if self._known is None:
            likely = (self._meant or {}).items()
            self._known = {other: typed for typed, others in likely for other in others}
            self._known |= {typed: typed for typed in self._request.all}
        last = self._request.all[-1]
        return self._known.get(word) or (last if self._request.prefix and word.startswith(last) else None)

    def _hit(self, candidate: _Candidate) -> Hit:
        query = f"SELECT names, document, begin, text FROM {candidate.kind.value} WHERE row = ?"  # noqa: S608
        names, document, begin, packed = self._run(query, (candidate.row,)).fetchone()
        is_shown = self._excerpts is None or candidate.subject in self._excerpts
        text = unpacked(packed) if is_shown else ""
        name = json.loads(names)[candidate.name] if candidate.name else None
        shared = (candidate.subject, candidate.kind, candidate.cls, candidate.label, candidate.score, name)
        if not text:
            return Hit(*shared, document=document)
        shown = excerpt(text, self._typed)
        first, last = (None, None) if begin is None else (begin + shown.begin, begin + shown.end)
        return Hit(*shared, shown.text, shown.matches, document, first, last)


def _order(candidate: _Candidate) -> tuple[float, str, str, int]:
    return -candidate.score, candidate.label, candidate.subject, candidate.row

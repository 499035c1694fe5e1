"""The cache: answers by the content of what was asked, in a file of the workspace, so that nothing is asked twice."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Final

from kg.errors import ExtractionError
from kg.extract.llm import said
from kg.extract.llm.asking import Answer, Model, Question, Usage
from kg.extract.llm.client.terms import Terms

FILE: Final = "llm.sqlite"
"""The file's name in the workspace."""

_VERSION: Final = 1
_BUSY_SECONDS: Final = 60.0
_TABLE: Final = """
CREATE TABLE IF NOT EXISTS answers (
    question TEXT PRIMARY KEY,
    model TEXT NOT NULL,
    text TEXT NOT NULL,
    asked INTEGER NOT NULL,
    answered INTEGER NOT NULL,
    checksum TEXT NOT NULL
) STRICT, WITHOUT ROWID
"""


def key(question: Question, terms: Terms) -> str:
    """What names an answer: everything that it depends on, as a checksum."""
    asked = {
        "model": terms.model,
        "temperature": terms.temperature,
        "seed": terms.seed,
        "answer_tokens": terms.answer_tokens,
        "prompt": question.prompt,
        "instructions": question.instructions,
        "schema": question.schema,
        "text": question.text,
    }
    return sha256(json.dumps(asked, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


class AnswerCache:
    """The file. Several threads and processes may use it at once.

    A file that is damaged or cannot be written costs a warning and what it would have saved, never a wrong answer:
    each row is believed as far as its checksum goes.
    """

    def __init__(self, path: Path, terms: Terms, warn: Callable[[str], None], *, looking: bool = False) -> None:
        """``looking`` never writes a byte, and takes a file that is missing for one without answers."""
        self._path = path
        self._terms = terms
        self._warn = warn
        self._looking = looking
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._is_broken = False

    def get(self, question: Question) -> Answer | None:
        """The answer that was given, if it is known."""
        name = key(question, self._terms)
        query = "SELECT text, asked, answered, checksum FROM answers WHERE question = ?"
        rows = self._run(query, (name,))
        if not rows:
            return None
        text, asked, answered, checksum = rows[0]
        if checksum != _checksum(name, text, asked, answered):
            self._warn(f"{self._path}: an answer that is kept there is damaged; it is asked for again.")
            return None
        return Answer(text, Usage(asked, answered), cached=True)

    def put(self, question: Question, answer: Answer) -> None:
        """Keeps an answer."""
        name, used = key(question, self._terms), answer.usage
        checksum = _checksum(name, answer.text, used.asked, used.answered)
        row = (name, self._terms.name, answer.text, used.asked, used.answered, checksum)
        self._run("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?)", row)

    def close(self) -> None:
        """Closes the file."""
        with self._lock:
            self._is_broken = True
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _run(self, statement: str, values: tuple[str | int, ...]) -> list[tuple[str, int, int, str]]:
        with self._lock:
            if self._is_broken or (self._looking and not self._path.exists()):
                return []
            try:
                if self._connection is None:
                    self._connection = self._opened()
                return self._connection.execute(statement, values).fetchall()
            except (sqlite3.Error, OSError, UnicodeError) as error:
                self._is_broken = True
                self._warn(
                    f"{self._path}: answers of the language model cannot be kept there, or taken from there ({error});"
                    " they are asked for. Remove the file if it is damaged."
                )
                return []

    def _opened(self) -> sqlite3.Connection:
        if self._looking:
            # Without a log beside it nobody writes: SQLite need not make the files that readers and writers share.
            mode = "mode=ro" if Path(f"{self._path}-wal").exists() else "mode=ro&immutable=1"
            where, uri = f"{self._path.resolve().as_uri()}?{mode}", True
        else:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
            where, uri = str(self._path), False
        connection = sqlite3.connect(
            where, timeout=_BUSY_SECONDS, isolation_level=None, uri=uri, check_same_thread=False
        )
        try:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version not in (0, _VERSION):
                raise sqlite3.DatabaseError(f"its version is {version}, not {_VERSION}")
            if not self._looking:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = NORMAL")
                connection.execute(_TABLE)
                connection.execute(f"PRAGMA user_version = {_VERSION}")
        except BaseException:
            connection.close()
            raise
        return connection


class Remembering:
    """Satisfies ``Model``: asks another one what the cache does not know, and keeps what it answers.

    An answer that nobody could read is asked for once more: a document whose answers are all like that has failed.
    """

    def __init__(self, inner: Model, cache: AnswerCache) -> None:
        self._inner = inner
        self._cache = cache
        self._lock = threading.Lock()
        self.remembered = 0
        """Questions that were not asked, since their answer was known."""

    @property
    def name(self) -> str:
        """The model's name."""
        return self._inner.name

    def ask(self, question: Question) -> Answer:
        """The answer that is known, or else the other's. Raises ``ExtractionError`` where that does."""
        known = self._cache.get(question)
        if known is not None and said.read(known.text).readable:
            with self._lock:
                self.remembered += 1
            return known
        answer = self._inner.ask(question)
        self._cache.put(question, answer)
        return answer


class Known:
    """Satisfies ``Model``: gives the answers that the cache knows, and asks nobody."""

    def __init__(self, cache: AnswerCache, terms: Terms) -> None:
        self._cache = cache
        self.name = terms.name

    def ask(self, question: Question) -> Answer:
        """The answer that is known. Raises ``ExtractionError`` where none is."""
        known = self._cache.get(question)
        if known is None:
            raise ExtractionError(
                self.name,
                "a passage of this document has not been read by this model.",
                remedy="Run `kg ingest --extractor rules+llm` on it first.",
            )
        return known


def _checksum(name: str, text: str, asked: int, answered: int) -> str:
    return sha256(json.dumps([name, text, asked, answered]).encode()).hexdigest()

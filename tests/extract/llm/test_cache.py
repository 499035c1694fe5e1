"""Answers are kept by everything that they depend on, and believed as far as their checksum goes."""

from __future__ import annotations

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from kg.extract.llm import Answer, Question, Usage
from kg.extract.llm.cache import AnswerCache, Remembering
from kg.extract.llm.client import Terms

TERMS = Terms("http://127.0.0.1:9/v1", "m")
QUESTION = Question("1", "instructions", "text", {"type": "object"})
ANSWER = Answer('{"quote": "“é”\\n"}', Usage(5, 7))
KEPT = replace(ANSWER, cached=True)


class Warned(list[str]):
    def __call__(self, text: str) -> None:
        self.append(text)


def cache(path: Path, terms: Terms = TERMS, *, looking: bool = False) -> tuple[AnswerCache, Warned]:
    warned = Warned()
    return AnswerCache(path, terms, warned, looking=looking), warned


def kept(path: Path) -> Path:
    opened, _ = cache(path)
    opened.put(QUESTION, ANSWER)
    opened.close()
    return path


def test_an_answer_is_kept_and_only_for_its_owner(tmp_path: Path) -> None:
    path = kept(tmp_path / "llm.sqlite")
    again, warned = cache(path)
    assert again.get(QUESTION) == KEPT
    assert warned == []
    assert path.stat().st_mode & 0o777 == 0o600
    again.close()


@pytest.mark.parametrize(
    "question",
    [
        replace(QUESTION, prompt="2"),
        replace(QUESTION, instructions="others"),
        replace(QUESTION, text="text "),
        replace(QUESTION, schema={"type": "array"}),
        Question("1instructions", "", "text", {"type": "object"}),
    ],
)
def test_another_question_has_another_answer(tmp_path: Path, question: Question) -> None:
    opened, _ = cache(kept(tmp_path / "llm.sqlite"))
    assert opened.get(question) is None


@pytest.mark.parametrize(
    "terms",
    [
        replace(TERMS, model="n"),
        replace(TERMS, temperature=0.1),
        replace(TERMS, seed=None),
        replace(TERMS, answer_tokens=9),
    ],
)
def test_another_way_to_ask_has_another_answer(tmp_path: Path, terms: Terms) -> None:
    opened, _ = cache(kept(tmp_path / "llm.sqlite"), terms)
    assert opened.get(QUESTION) is None


def test_neither_key_nor_address_nor_patience_make_another_answer(tmp_path: Path) -> None:
    other = replace(TERMS, endpoint="http://a.example/v1", key="sk-secret", seconds=1.0, concurrency=1)
    path = kept(tmp_path / "llm.sqlite")
    opened, _ = cache(path, other)
    assert opened.get(QUESTION) == KEPT
    opened.put(replace(QUESTION, text="more"), ANSWER)
    opened.close()
    assert b"sk-secret" not in path.read_bytes()


@pytest.mark.parametrize("column", ["text", "asked", "answered"])
def test_a_damaged_answer_is_asked_for_again(tmp_path: Path, column: str) -> None:
    path = kept(tmp_path / "llm.sqlite")
    with sqlite3.connect(path) as connection:
        connection.execute(f"UPDATE answers SET {column} = 8")
    opened, warned = cache(path)
    assert opened.get(QUESTION) is None
    assert "damaged" in warned[0]
    opened.put(QUESTION, ANSWER)
    assert opened.get(QUESTION) == KEPT


@pytest.mark.parametrize("damage", ["garbage", "newer", "middle", "folder"])
def test_a_file_that_cannot_be_used_costs_one_warning(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "llm.sqlite"
    if damage == "folder":
        path.mkdir()
    elif damage == "garbage":
        path.write_bytes(b"no database at all, and long enough to be taken for one" * 40)
    else:
        with sqlite3.connect(kept(path)) as connection:
            if damage == "newer":
                connection.execute("PRAGMA user_version = 99")
        connection.close()
        if damage == "middle":
            data = bytearray(path.read_bytes())
            data[100:4096] = b"\xff" * 3996
            path.write_bytes(data)
    opened, warned = cache(path)
    for _ in range(3):
        assert opened.get(QUESTION) is None
        opened.put(QUESTION, ANSWER)
    assert len(warned) == 1
    assert str(path) in warned[0]


def test_who_only_looks_writes_nothing(tmp_path: Path) -> None:
    opened, warned = cache(tmp_path / "llm.sqlite", looking=True)
    assert opened.get(QUESTION) is None
    assert list(tmp_path.iterdir()) == []
    path = kept(tmp_path / "llm.sqlite")
    before = path.read_bytes()
    opened, warned = cache(path, looking=True)
    assert opened.get(QUESTION) == KEPT
    opened.close()
    assert [entry.name for entry in tmp_path.iterdir()] == ["llm.sqlite"]
    assert (path.read_bytes(), warned) == (before, [])


def test_several_use_it_at_once(tmp_path: Path) -> None:
    path = tmp_path / "llm.sqlite"
    caches = [cache(path) for _ in range(3)]

    def put(number: int) -> None:
        opened, _ = caches[number % 3]
        opened.put(replace(QUESTION, text=str(number)), Answer(str(number), Usage(number, 0)))

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(put, range(60)))
    for number in range(60):
        answer = caches[number % 2][0].get(replace(QUESTION, text=str(number)))
        assert answer == Answer(str(number), Usage(number, 0), cached=True)
    assert [warned for _, warned in caches] == [[], [], []]


def test_what_is_remembered_is_not_asked(tmp_path: Path) -> None:
    asked = []
    lock = threading.Lock()

    class Counting:
        name = "m"

        def ask(self, question: Question) -> Answer:
            with lock:
                asked.append(question.text)
            return ANSWER

    opened, _ = cache(tmp_path / "llm.sqlite")
    model = Remembering(Counting(), opened)
    assert [model.ask(QUESTION).cached for _ in range(3)] == [False, True, True]
    assert (len(asked), model.remembered, model.name) == (1, 2, "m")

"""Gold against the graph, from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import TEXTS, Kg

TEXT = TEXTS["/in/a.txt"]  # Alpha attacks Beta, Beta attacks Gamma
FACTS = {
    "document": "a.txt",
    "facts": [
        {"id": "first", "kind": "event", "agent": "Alpha", "target": "Beta"},
        {"id": "lost", "kind": "event", "agent": "Gamma"},
    ],
}


def entity(name: str, number: int = 0) -> dict[str, Any]:
    begin = [i for i in range(len(TEXT)) if TEXT.startswith(name, i)][number]
    return {"id": f"{name}{number}", "type": "ArmedGroup", "begin": begin, "end": begin + len(name)}


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    file = tmp_path / "facts.json"
    file.write_text(json.dumps(FACTS))
    return file


@pytest.fixture
def spans(tmp_path: Path) -> Path:
    """Gold in which the second attack is missing from the graph's point of view, and a document it does not have."""
    first = {
        "file": "a.txt",
        "entities": [entity("Alpha"), entity("Beta"), entity("Beta", 1), entity("Gamma")],
        "clusters": [["Beta0", "Beta1"]],
        "events": [
            {"type": "Attack", "begin": 6, "end": 13, "arguments": [{"role": "agent", "entity": "Alpha0"}]},
            {"type": "Protest", "begin": 24, "end": 31, "arguments": []},
        ],
    }
    second = {"file": "none.txt", "entities": [entity("Alpha")]}
    file = tmp_path / "gold.jsonl"
    file.write_text(json.dumps(first) + "\n" + json.dumps(second) + "\n")
    return file


def test_facts_are_counted_with_intervals_and_what_is_missing_is_listed(kg: Kg, facts: Path) -> None:
    shown = kg("evaluate", facts)
    assert shown.exit_code == 0, shown.output
    assert "missing   a.txt event lost; nearest: Attack" in shown.stdout
    assert "recall 0.500 (0.500–0.500)" in " ".join(shown.stdout.split())
    report = json.loads(kg("evaluate", facts, "--format", "json").stdout)
    assert (report["found"], report["expected"], report["violations"]) == (1, 2, 0)
    assert report["intervals"] == {"precision": [1, 1], "recall": [0.5, 0.5], "f1": [0.6667, 0.6667]}


def test_too_little_recall_gives_exit_code_1(kg: Kg, facts: Path) -> None:
    assert kg("evaluate", facts, "--min-recall", "0.5").exit_code == 0
    assert kg("evaluate", facts, "--min-recall", "0.6").exit_code == 1


def test_span_gold_is_measured_and_missing_documents_are_named(kg: Kg, spans: Path) -> None:
    done = kg("evaluate", spans, "--format", "json")
    assert "1 of 2 documents are not in the graph" in done.stderr
    (report,) = json.loads(done.stdout)["spans"]
    assert (report["documents"], report["missing"]) == (2, ["none.txt"])
    measures = {name: (m["precision"], m["recall"], m["gold"]) for name, m in report["measures"].items()}
    assert measures == {
        "mentions": (1, 0.8, 5),
        "triggers": (0.5, 0.5, 2),
        "arguments": (0.25, 1, 1),
        "coreference": (1, 1, 4),
    }
    low, high = report["measures"]["mentions"]["intervals"]["recall"]
    assert low < 0.8 < high
    assert report["mean"]["of"] == ["mentions", "triggers", "arguments"]
    table = kg("evaluate", spans).stdout
    assert "mentions" in table
    assert "mean of mentions, triggers, arguments" in table


def test_a_mapping_says_what_the_words_of_span_gold_mean(kg: Kg, spans: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.json"
    tables = {"entity_types": {}, "event_types": {"Attack": ["Attack", "Protest"]}, "roles": {"agent": ["target"]}}
    mapping.write_text(json.dumps(tables))
    (report,) = json.loads(kg("evaluate", "--mapping", mapping, spans, "--format", "json").stdout)["spans"]
    assert report["measures"]["triggers"]["recall"] == 1
    assert report["measures"]["arguments"]["recall"] == 0


def test_texts_other_than_the_stored_ones_are_not_measured(kg: Kg, spans: Path, tmp_path: Path) -> None:
    texts = tmp_path / "documents"
    texts.mkdir()
    (texts / "a.txt").write_text(TEXT)
    assert "another text" not in kg("evaluate", spans).stderr
    (texts / "a.txt").write_text(TEXT + "\n")
    done = kg("evaluate", spans, "--format", "json")
    assert "1 of 2 documents are stored with another text" in done.stderr
    assert json.loads(done.stdout)["spans"][0]["measures"]["triggers"]["recall"] == 0
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    assert "another text" not in kg("evaluate", spans, "--documents", elsewhere).stderr


def test_facts_and_spans_may_be_given_together(kg: Kg, facts: Path, spans: Path) -> None:
    report = json.loads(kg("evaluate", facts, spans, "--format", "json").stdout)
    assert report["found"] == 1
    assert len(report["spans"]) == 1


def test_gold_that_is_malformed_is_refused(kg: Kg, tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_text('{"file": "a.txt"}')
    done = kg("evaluate", tmp_path / "gold.jsonl")
    assert done.exit_code == 2
    assert "line 1: this is no span gold: nothing is annotated" in done.stderr

"""A set of span gold against the rows of the named queries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from kg.evaluation import Rows
from kg.evaluation.spans import Correspondence, GoldDocument, SpanEvaluation, evaluate_spans
from tests.evaluation.spans import annotated

Change = Callable[[dict[str, Any], dict[str, list[dict[str, str]]]], object]


def measured(
    change: Change = lambda gold, rows: None, words: Correspondence | None = None, texts: dict[str, str] | None = None
) -> SpanEvaluation:
    gold, rows = annotated.gold(), annotated.rows()
    change(gold, rows)
    evaluated = Rows(rows, {"in/a.txt": annotated.TEXT})
    return evaluate_spans([GoldDocument.model_validate(gold)], evaluated, texts, words or Correspondence())


def counts(measure: str, change: Change, words: Correspondence | None = None) -> tuple[float, float, float]:
    count = measured(change, words).figures.count(measure)
    return round(count.precision, 3), round(count.recall, 3), count.gold


def test_rows_that_say_what_is_annotated_are_right_in_every_measure() -> None:
    figures = measured().figures
    assert list(figures) == [
        "mentions", "triggers", "arguments", "coreference", "tolls, figure", "tolls, figure and claimant", "tolls",
    ]  # fmt: skip
    assert {figures.count(measure).f1 for measure in figures} == {1.0}


def test_what_is_not_annotated_is_not_measured() -> None:
    assert list(measured(lambda gold, rows: [gold.pop(key) for key in ("clusters", "events", "tolls")]).figures) == [
        "mentions"
    ]


@pytest.mark.parametrize(
    ("measure", "change", "precision", "recall"),
    [
        ("mentions", lambda gold, rows: rows["mentions"].pop(), 1, 0.833),
        ("mentions", lambda gold, rows: rows["mentions"][0].update(type="Person"), 0.833, 0.833),
        ("mentions", lambda gold, rows: rows["mentions"].append(rows["mentions"][0] | {"begin": "1"}), 0.857, 1),
        ("mentions", lambda gold, rows: rows["mentions"].append(rows["mentions"][0]), 1, 1),
        ("triggers", lambda gold, rows: rows["events"].pop(), 1, 0.5),
        ("triggers", lambda gold, rows: rows["events"][2].update(type="Protest"), 0.5, 0.5),
        ("triggers", lambda gold, rows: rows["events"][2].update(type="Attack"), 0.5, 0.5),
        ("arguments", lambda gold, rows: rows["events"][1].update(role="victim"), 0.667, 0.667),
        ("arguments", lambda gold, rows: rows["events"][1].update(fillerBegin="0", fillerEnd="7"), 0.667, 0.667),
        ("arguments", lambda gold, rows: rows["events"].pop(1), 1, 0.667),
        ("arguments", lambda gold, rows: rows["events"][2].update(place=annotated.ID + "lund"), 0.75, 1),
        ("coreference", lambda gold, rows: rows["mentions"][2].update(entity="x"), 1, 0.778),
        ("coreference", lambda gold, rows: rows["mentions"][4].update(entity=annotated.ID + "norland"), 0.75, 1),
        ("tolls", lambda gold, rows: rows["tolls"][0].update(event=annotated.ID + "e2"), 0, 0),
        ("tolls, figure and claimant", lambda gold, rows: rows["tolls"][0].update(event=annotated.ID + "e2"), 1, 1),
        ("tolls, figure and claimant", lambda gold, rows: rows["tolls"][0].update(claimant=annotated.DOCUMENT), 0, 0),
        ("tolls, figure", lambda gold, rows: rows["tolls"][0].update(claimant=annotated.DOCUMENT), 1, 1),
        ("tolls, figure", lambda gold, rows: rows["tolls"][0].update(max=""), 0, 0),
        ("tolls, figure", lambda gold, rows: rows["tolls"][0].update(effect="Injured"), 0, 0),
        ("tolls", lambda gold, rows: rows["tolls"].append(rows["tolls"][0] | {"toll": "x", "begin": "1"}), 1, 1),
        ("tolls", lambda gold, rows: gold["tolls"][0].update(event=None, claimant="the state of Sudland"), 1, 1),
        ("tolls", lambda gold, rows: gold["tolls"][0].update(claimant=None), 0, 0),
    ],
)
def test_a_difference_is_counted(measure: str, change: Change, precision: float, recall: float) -> None:
    found = counts(measure, change)
    assert found[:2] == (precision, recall)


WORDS = Correspondence.model_validate(
    {
        "entity_types": {"Organisation": ["ORG"], "State": ["GPE"], "Place": ["GPE", "LOC"], "Person": []},
        "event_types": {"Attack": ["Conflict.Attack"], "Protest": []},
        "roles": {"Attacker": ["agent"], "Place": ["place", "target"]},
        "gold_entity_types": ["GPE", "LOC", "ORG"],
        "scored_event_types": ["Conflict"],
    }
)


def translate(gold: dict[str, Any], rows: object) -> None:
    """The annotation in the words of another set."""
    for entity in gold["entities"]:
        entity["type"] = {"State": "GPE", "Settlement": "LOC"}[entity["type"]]
    for event in gold["events"]:
        event["type"] = "Conflict.Attack.Bombardment"
        for argument in event["arguments"]:
            argument["role"] = {"agent": "Attacker", "target": "Place"}[argument["role"]]


def test_a_mapping_says_which_words_correspond() -> None:
    figures = measured(translate, WORDS).figures
    assert {figures.count(measure).f1 for measure in figures} == {1.0}


def test_classes_and_types_that_a_mapping_leaves_out_are_neither_right_nor_wrong() -> None:
    def leave_out(gold: dict[str, Any], rows: dict[str, list[dict[str, str]]]) -> None:
        translate(gold, rows)
        gold["entities"][4]["type"] = "WEA"  # Sudland
        rows["mentions"][4]["type"] = "Person"
        gold["events"][1]["type"] = "Life.Die"  # shelled

    figures = measured(leave_out, WORDS).figures
    for measure, gold in (("mentions", 5), ("triggers", 1), ("arguments", 2)):
        assert (figures.count(measure).f1, figures.count(measure).gold) == (1, gold), measure


def test_a_document_that_is_missing_or_has_another_text_counts_as_missed_and_is_named() -> None:
    other = measured(texts={"a.txt": annotated.TEXT + " "})
    assert (other.other_text, other.missing) == (("a.txt",), ())
    gone = evaluate_spans([GoldDocument.model_validate(annotated.gold())], Rows({}, {}))
    assert (gone.other_text, gone.missing) == ((), ("a.txt",))
    for evaluation in (other, gone):
        assert evaluation.figures.count("triggers").recall == 0
    assert measured(texts={"a.txt": annotated.TEXT}).other_text == ()

"""Tracing: what was considered and turned down is told with the condition that was not met."""

from __future__ import annotations

import pytest

from kg.documents import read
from kg.extract import Trace
from kg.extract.rules import RuleExtractor

pytestmark = pytest.mark.slow


def traced(text: str) -> tuple[list[str], list[tuple[str, str, str, str]]]:
    document = read(text.encode(), "note.txt")
    trace = RuleExtractor().trace(document)
    sentences = [span.of(document.text) for span in trace.sentences]
    return sentences, [(r.span.of(document.text), r.kind, r.candidate, r.reason) for r in trace.refusals]


def test_sentences_come_as_they_were_parted_and_never_cross_blocks() -> None:
    sentences, _ = traced("The raid in Karsk\n\nNorland bombed the town. Sudland condemned it.\n")
    assert sentences == ["The raid in Karsk", "Norland bombed the town.", "Sudland condemned it."]


def test_a_trigger_that_its_frame_turns_down_says_which_slot_is_filled_wrongly() -> None:
    _, refusals = traced(
        "The measures of the ministry were long discussed. The quarantine hit industry hard in the spring.\n"
    )
    (reason,) = [
        reason for words, kind, candidate, reason in refusals if (words, kind, candidate) == ("hit", "event", "Attack")
    ]
    assert "its object “industry” is no " in reason
    assert "building" in reason


def test_what_is_taken_is_not_among_what_is_turned_down() -> None:
    _, refusals = traced("Norland soldiers bombed the town of Karsk on 3 May 2021, the ministry of defence said.\n")
    assert "bombed" not in {words for words, *_ in refusals}
    assert "3 May 2021" not in {words for words, *_ in refusals}


def test_a_date_that_no_event_has_is_told() -> None:
    _, refusals = traced(
        "The bridge over the river has been blue since 3 May 2011, as all the people of the town know.\n"
    )
    assert any((kind, candidate[:10]) == ("date", "2011-05-03") for _, kind, candidate, _ in refusals)


def test_a_language_that_is_not_read_leaves_no_trace() -> None:
    german = "Der Präsident sagte am Dienstag, dass die Armee die Stadt angegriffen habe und viele Menschen starben."
    assert RuleExtractor().trace(read(german.encode(), "note.txt")) == Trace()

"""The explanation tells everything that an extract holds, each thing once, and what became of the document."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.explanation import Explanation, explain
from kg.extract import Refusal, Trace
from kg.model import Span
from kg.workspace import Workspace
from tests.workspace import toy

TEXT = "Alpha attacks Beta\nBeta attacks Gamma\n"
NONE = Trace()


def explained(folder: Path, text: str = TEXT, trace: Trace = NONE) -> Explanation:
    with toy.open_toy(folder) as workspace:
        (source,) = toy.ingest(workspace, {"/in/a.txt": text}).sources
        return account(workspace, str(source.document), trace)


def account(workspace: Workspace, document: str, trace: Trace) -> Explanation:
    reading = workspace.reading(document)
    return explain(reading, trace, workspace.document(document), workspace.report(document), "http://e.org/")


def test_each_thing_stands_with_the_sentence_in_which_it_begins(tmp_path: Path) -> None:
    trace = Trace((Span(0, 18), Span(19, 37)), (Refusal(Span(24, 31), "event", "Attack", "its object is no building"),))
    first, second = explained(tmp_path, trace=trace).sentences
    assert (first.words.text, second.words.text) == ("Alpha attacks Beta", "Beta attacks Gamma")
    assert [(m.words.text, m.kind, m.label) for m in first.mentions if m.kind == "name"] == [
        ("Alpha", "name", "Alpha"),
        ("Beta", "name", "Beta"),
    ]
    assert (first.events, second.events) == (("e1",), ("e2",))
    assert [(c.predicate, c.object_label) for c in second.claims] == [
        ("type", "Attack"),
        ("agent", "Beta"),
        ("target", "Gamma"),
    ]
    assert not first.refusals
    assert [(r.words.text, r.candidate, r.reason) for r in second.refusals] == [
        ("attacks", "Attack", "its object is no building")
    ]


def test_an_event_has_its_roles_and_a_rule_its_counts(tmp_path: Path) -> None:
    explanation = explained(tmp_path)
    roles = {(role.predicate, role.label): role.claims for role in explanation.events[0].roles}
    assert roles[("agent", "Alpha")] == ("c2",)
    (rule,) = explanation.rules
    assert (rule.rule, rule.claims, rule.holding, rule.lowest, rule.highest) == ("toy 1", 6, 6, 0.9, 0.9)


def test_entities_say_who_they_are_in_the_graph_and_what_decided_it(tmp_path: Path) -> None:
    entity = explained(tmp_path).entities[1]
    assert (entity.name, entity.mentions, entity.iri) == ("Beta", 2, "http://e.org/id/organisation/beta")
    assert (entity.basis, entity.within) == ("its full name", ("Land",))


def test_the_gates_verdict_is_told_with_its_messages(tmp_path: Path) -> None:
    assert explained(tmp_path).gate.conforms
    gate = explained(tmp_path, "Alpha attacks FORBIDDEN Beta\n").gate
    assert (gate.state, gate.conforms) == ("quarantined", False)
    assert "FORBIDDEN is forbidden" in str(gate.reason)
    assert any("FORBIDDEN is forbidden" in message for message in gate.messages)


@settings(deadline=None, max_examples=25)
@given(
    lines=st.lists(
        st.sampled_from(["Alpha attacks Beta", "Beta attacks Gamma", "", "Gamma attacks Alpha"]), min_size=1
    ),
    cuts=st.sets(st.integers(1, 60), max_size=6),
)
def test_nothing_is_lost_and_nothing_told_twice(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], cuts: set[int]
) -> None:
    """Wherever the sentences of the trace lie, even where they leave parts of the text out."""
    text = "\n".join([*lines, "Alpha attacks Beta"])
    places = sorted(cut for cut in cuts if cut < len(text))
    spans = tuple(Span(begin, end) for begin, end in pairwise(places))
    with toy.open_toy(tmp_path_factory.mktemp("toy")) as workspace:
        (source,) = toy.ingest(workspace, {"/in/a.txt": text}).sources
        extract = workspace.extract(str(source.document))
        explanation = account(workspace, str(source.document), Trace(spans))
    told = [claim.id for sentence in explanation.sentences for claim in sentence.claims]
    assert sorted(told) == sorted(claim.id for claim in extract.claims)
    mentions = [(m.words.begin, m.node) for sentence in explanation.sentences for m in sentence.mentions]
    assert sorted(mentions) == sorted((m.span.begin, m.node) for m in extract.mentions)
    assert sum(rule.claims for rule in explanation.rules) == len(extract.claims)

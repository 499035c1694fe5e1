"""Reports on casualties, read side by side: which conflict, what supersedes what, and what they come to."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.graph import joint_conflicts, summarise_tolls, supersessions
from kg.model import Effect
from tests.graph.reports import report, reports

SCENARIOS = tomllib.loads(Path(__file__).with_name("casualties.toml").read_text(encoding="utf-8"))["scenario"]


def numbered(key) -> int:
    return int(key.node.removeprefix("c"))


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario["name"])
def test_a_scenario_comes_to_what_a_careful_reader_says(scenario):
    told = reports(*scenario["reports"])
    conflicts = [sorted((numbered(c.one), numbered(c.other))) for c in joint_conflicts(told)]
    assert sorted(conflicts) == scenario["conflicts"]
    replaced = sorted([numbered(s.later), numbered(s.earlier)] for s in supersessions(told))
    assert replaced == scenario["supersedes"]
    killed = [s for s in summarise_tolls(told) if s.effect is Effect.KILLED]
    assert [[s.best, s.low, s.high] for s in killed] == ([scenario["toll"]] if scenario["toll"] else [])


def test_a_thousand_reports_of_two_figures_are_one_pair():
    told = reports(*(f"D{n} 14 -: {25 if n < 900 else 40}" for n in range(1000)))
    (conflict,) = joint_conflicts(told)
    assert (numbered(conflict.one), numbered(conflict.other), conflict.kind) == (0, 900, "toll")


def test_every_named_claimant_of_a_figure_is_linked():
    told = reports("A 14 Norland: 25", "B 14 Estmark: 25", "C 14 Brigade: 40", "D 14 Roe: 40")
    pairs = {(numbered(c.one), numbered(c.other)) for c in joint_conflicts(told)}
    assert pairs == {(0, 2), (0, 3), (1, 2)}


def test_documents_of_one_publisher_are_one_claimant():
    told = [replace(one, publisher="The Courier") for one in reports("A 14 -: 20", "B 15 -: 25")]
    assert joint_conflicts(told) == ()
    assert [(numbered(s.later), numbered(s.earlier)) for s in supersessions(told)] == [(1, 0)]


def test_many_different_figures_give_a_bounded_number_of_pairs():
    told = reports(*(f"D{n} 14 -: {n + 1}" for n in range(200)))
    assert 200 <= len(joint_conflicts(told)) <= 8 * 200


ANY = st.lists(
    st.builds(
        "{} {} {}: {}{}".format,
        st.sampled_from("ABCDEF"),
        st.sampled_from(["14", "15", "16", "?"]),
        st.sampled_from(["-", "Norland", "Ministry", "officials"]),
        st.sampled_from(["0", "20", "25", "20+", "20-30", "-15", "40"]),
        st.sampled_from(["", " fighters", " people", " civilians", " denied", " update", " injured", " Iron Brigade"]),
    ),
    max_size=12,
)


@settings(max_examples=150, deadline=None)
@given(ANY, st.randoms(use_true_random=False))
def test_whatever_is_told_holds_in_any_order(texts, random):
    """Order does not show; pairs are of two documents; supersession has no circle; best is within low–high."""
    told = [report(text, order) for order, text in enumerate(texts)]
    shuffled = random.sample(told, len(told))
    conflicts, replaced, tolls = joint_conflicts(told), supersessions(told), summarise_tolls(told)
    assert (joint_conflicts(shuffled), supersessions(shuffled), summarise_tolls(shuffled)) == (
        conflicts,
        replaced,
        tolls,
    )
    assert all(c.one < c.other and c.one.document != c.other.document for c in conflicts)
    assert all(s.low <= s.best <= s.high and s.claims for s in tolls)
    gone = {s.earlier for s in replaced}
    assert not any({c.one, c.other} & gone for c in conflicts)
    left = {(s.later, s.earlier) for s in replaced}
    while ends := {pair for pair in left if pair[1] not in {later for later, _ in left}}:
        left -= ends
    assert not left

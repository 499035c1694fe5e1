"""Counts, figures and their intervals."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.evaluation import Count, Figures


@st.composite
def counts(draw: st.DrawFn) -> Count:
    product, gold = draw(st.integers(0, 9)), draw(st.integers(0, 9))
    return Count(draw(st.integers(0, min(product, gold))), product, gold)


def test_counts_give_precision_recall_and_f1() -> None:
    count = Count(right=2, product=4, gold=8)
    assert (count.precision, count.recall, count.f1) == (0.5, 0.25, pytest.approx(1 / 3))


def test_what_is_right_and_what_is_found_may_differ() -> None:
    count = Count(right=3, product=4, gold=4, found=2) + Count(1, 1, 1)
    assert (count.precision, count.recall) == (4 / 5, 3 / 5)


def test_nothing_read_makes_no_mistake_and_finds_nothing() -> None:
    assert (Count(0, 0, 5).precision, Count(0, 0, 5).recall, Count(0, 0, 5).f1) == (1, 0, 0)
    assert (Count(0, 5, 0).precision, Count(0, 5, 0).f1) == (0, 0)
    assert Count().f1 == 1


@given(counts(), counts(), counts())
def test_counts_add_up_in_any_order(a: Count, b: Count, c: Count) -> None:
    assert (a + b) + c == a + (b + c)
    assert a + b == b + a
    assert 0 <= (a + b).f1 <= 1


@settings(max_examples=20)
@given(st.lists(counts(), min_size=1, max_size=6))
def test_the_interval_lies_within_the_best_and_the_worst_document(documents: list[Count]) -> None:
    figure = Figures([{"m": count} for count in documents]).figure("m")
    recalls = [count.recall for count in documents if count.gold]
    low, high = figure.recall
    assert low <= high
    if len(recalls) == len(documents):
        assert min(recalls) - 1e-12 <= low
        assert high <= max(recalls) + 1e-12


def test_documents_that_are_alike_leave_no_doubt_and_the_draws_are_always_the_same() -> None:
    alike = Figures([{"m": Count(1, 2, 2)}] * 5)
    assert alike.figure("m").f1 == (0.5, 0.5)
    unlike = [{"m": Count(n, 9, 9)} for n in range(9)]
    assert Figures(unlike).figure("m") == Figures(unlike).figure("m")
    low, high = Figures(unlike).figure("m").f1
    assert low < 4 / 9 < high


def test_a_measure_that_some_documents_lack_is_summed_over_the_others() -> None:
    figures = Figures([{"a": Count(1, 1, 1)}, {"a": Count(0, 1, 1), "b": Count(1, 1, 1)}])
    assert list(figures) == ["a", "b"]
    assert (figures.count("a").f1, figures.count("b").f1) == (0.5, 1)
    assert figures.mean_f1(["a", "b"])[0] == 0.75


def test_a_measure_without_gold_and_finds_is_not_shown() -> None:
    assert list(Figures([{"a": Count(0, 0, 0), "b": Count(0, 1, 0), "c": Count(0, 0, 1)}])) == ["b", "c"]


def test_no_documents_give_no_figures() -> None:
    assert list(Figures([])) == []
    assert Figures([]).figure("m").f1 == (0, 1)


def test_a_difference_is_drawn_from_the_same_documents_of_both() -> None:
    hard, easy = Count(1, 10, 10), Count(9, 10, 10)
    one = Figures([{"m": hard}, {"m": easy}] * 10)
    better = Figures([{"m": Count(2, 10, 10)}, {"m": Count(10, 10, 10)}] * 10)
    difference, (low, high) = one.difference(better, "m")
    assert round(difference, 6) == 0.1
    assert round(low, 6) == round(high, 6) == 0.1, "each document is better by as much, whichever are drawn"
    assert one.difference(one, "m") == (0.0, (0.0, 0.0))
    apart, (least, most) = one.difference(Figures([{"other": easy}] * 20), "m")
    assert apart == 1 - one.count("m").f1
    assert least <= apart <= most
    with pytest.raises(ValueError, match="cannot be compared"):
        one.difference(Figures([{"m": easy}]), "m")

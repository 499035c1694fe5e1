"""Spans are half-open ranges of code points."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Span

SPANS = st.tuples(st.integers(0, 30), st.integers(1, 30)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))


@pytest.mark.parametrize(("begin", "end"), [(3, 3), (4, 3), (-1, 2)])
def test_a_span_that_holds_nothing_or_begins_before_the_text_is_refused(begin: int, end: int) -> None:
    with pytest.raises(ValueError, match="begin < end"):
        Span(begin, end)


def test_offsets_count_code_points() -> None:
    assert Span(2, 5).of("🚢 ärz") == "ärz"


@given(SPANS, SPANS)
def test_spans_are_the_sets_of_their_characters(one: Span, other: Span) -> None:
    first, second = set(range(one.begin, one.end)), set(range(other.begin, other.end))
    assert one.overlaps(other) == other.overlaps(one) == bool(first & second)
    assert one.contains(other) == (first >= second)
    assert len(one) == len(first)

"""One-to-one matching of greatest total weight."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.evaluation.spans.assignment import Pair, assign

pairs = st.tuples(st.integers(0, 4), st.integers(0, 4))


def best(weights: dict[Pair, float]) -> float:
    """The greatest total by trying everything."""
    return max(sum(weights.get((a, b), 0.0) for a, b in enumerate(order)) for order in permutations(range(5)))


@given(st.dictionaries(pairs, st.sampled_from([0.5, 1.0, 1.5, 2.0, 3.25])))
def test_nothing_that_could_be_matched_weighs_more(weights: dict[Pair, float]) -> None:
    found = assign(weights)
    assert sum(weights[pair] for pair in found) == pytest.approx(best(weights))


@given(st.dictionaries(pairs, st.floats(0, 5)))
def test_each_side_is_matched_once_and_only_by_a_weight(weights: dict[Pair, float]) -> None:
    found = assign(weights)
    assert len({a for a, _ in found}) == len({b for _, b in found}) == len(found)
    assert all(weights[pair] > 0 for pair in found)


def test_nothing_matches_nothing() -> None:
    assert assign({}) == set()
    assert assign({(0, 0): 0.0}) == set()

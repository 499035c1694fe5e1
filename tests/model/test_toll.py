"""A toll has a bound, and its bounds do not contradict each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Effect, NodeId, Toll

BOUNDS = st.none() | st.integers(0, 10_000)


@given(BOUNDS, BOUNDS)
def test_a_toll_holds_at_least_one_number_or_is_refused(minimum: int | None, maximum: int | None) -> None:
    known = [bound for bound in (minimum, maximum) if bound is not None]
    if known and known == sorted(known):
        toll = Toll(NodeId("t1"), Effect.KILLED, minimum, maximum)
        assert (toll.minimum, toll.maximum) == (minimum, maximum)
    else:
        with pytest.raises(ValueError, match="a toll"):
            Toll(NodeId("t1"), Effect.KILLED, minimum, maximum)

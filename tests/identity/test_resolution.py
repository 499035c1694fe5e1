"""Resolution: what people decide holds, the machine's pairs join where they may, and no order shows."""

from __future__ import annotations

import random
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from kg.identity.resolution import Pair, connected, contradiction, resolve

_THINGS = st.integers(0, 12)
_PAIRS = st.lists(
    st.builds(Pair.of, _THINGS, _THINGS, st.sampled_from([0.8, 0.9, 0.95, 1.0])).filter(lambda p: p.first != p.second),
    max_size=25,
)


def _one(sets: tuple[frozenset[int], ...], a: int, b: int) -> bool:
    return a == b or any(a in members and b in members for members in sets)


@given(_PAIRS, _PAIRS, _PAIRS, st.integers())
def test_the_order_of_what_is_known_does_not_show(
    pairs: list[Pair[int]], same: list[Pair[int]], different: list[Pair[int]], seed: int
) -> None:
    before = resolve(pairs, same, different)
    for known in (pairs, same, different):
        random.Random(seed).shuffle(known)
    assert resolve(pairs, same, different) == before


@given(_PAIRS, _PAIRS, _PAIRS)
def test_what_people_decided_holds(pairs: list[Pair[int]], same: list[Pair[int]], different: list[Pair[int]]) -> None:
    sets = resolve(pairs, same, different)
    assert all(_one(sets, p.first, p.second) for p in same)
    if contradiction(same, different) is None:
        assert not any(_one(sets, p.first, p.second) for p in different)


@given(_PAIRS)
def test_things_are_one_only_where_pairs_lead_from_one_to_the_other(pairs: list[Pair[int]]) -> None:
    neighbours: dict[int, set[int]] = {}
    for pair in pairs:
        neighbours.setdefault(pair.first, set()).add(pair.second)
        neighbours.setdefault(pair.second, set()).add(pair.first)
    parts = connected(neighbours, lambda one: neighbours[one])
    assert resolve(pairs) == parts
    assert sum(map(len, parts)) == len(neighbours)


@given(_PAIRS, st.sets(st.frozensets(_THINGS, min_size=2, max_size=2)))
def test_nothing_joins_a_set_that_holds_what_excludes_it(
    pairs: list[Pair[int]], exclusions: set[frozenset[int]]
) -> None:
    sets = resolve(pairs, excludes=lambda a, b: frozenset({a, b}) in exclusions)
    assert not any(frozenset({a, b}) in exclusions for members in sets for a, b in combinations(members, 2))


@given(_PAIRS, _PAIRS, _PAIRS)
def test_each_connected_part_may_be_resolved_by_itself(
    pairs: list[Pair[int]], same: list[Pair[int]], different: list[Pair[int]]
) -> None:
    joined = resolve([*pairs, *same])
    whole = resolve(pairs, same, different)
    alone = [
        members
        for part in joined
        for members in resolve(*([p for p in known if p.first in part] for known in (pairs, same, different)))
    ]
    assert set(whole) == set(alone)


def test_a_stronger_pair_goes_first() -> None:
    weak, strong = Pair.of(1, 2, 0.9), Pair.of(2, 3, 0.95)
    assert resolve([weak, strong], different=[Pair.of(1, 3)]) == (frozenset({2, 3}),)


def test_a_contradiction_is_found_by_way_of_others() -> None:
    same = [Pair.of(1, 2), Pair.of(2, 3)]
    assert contradiction(same, [Pair.of(1, 4), Pair.of(3, 1)]) == Pair.of(1, 3)
    assert contradiction(same, [Pair.of(1, 4)]) is None

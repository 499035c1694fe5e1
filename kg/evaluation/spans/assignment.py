"""One-to-one matching of greatest total weight: each find gets at most one gold thing, and the other way round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

Pair = tuple[int, int]


def assign(weights: Mapping[Pair, float]) -> set[Pair]:
    """The pairs that match best; only those with a weight above 0 are considered.

    >>> sorted(assign({(0, 0): 3, (0, 1): 2, (1, 0): 2}))
    [(0, 1), (1, 0)]
    """
    chosen: set[Pair] = set()
    for left, right in _parts(weights):
        if len(left) <= len(right):
            pairs = [
                (left[i], right[j]) for i, j in _cheapest([[-weights.get((a, b), 0.0) for b in right] for a in left])
            ]
        else:
            pairs = [
                (left[j], right[i]) for i, j in _cheapest([[-weights.get((a, b), 0.0) for a in left] for b in right])
            ]
        chosen |= {pair for pair in pairs if weights.get(pair, 0.0) > 0}
    return chosen


def _parts(weights: Mapping[Pair, float]) -> Iterator[tuple[list[int], list[int]]]:
    """Both sides of each connected part: parts do not touch each other, and most are tiny."""
    near: dict[tuple[int, int], set[tuple[int, int]]] = defaultdict(set)
    for a, b in weights:
        near[0, a].add((1, b))
        near[1, b].add((0, a))
    seen: set[tuple[int, int]] = set()
    for start in list(near):
        part: set[tuple[int, int]] = set()
        waiting = [] if start in seen else [start]
        while waiting:
            node = waiting.pop()
            if node not in part:
                part.add(node)
                waiting += near[node] - part
        seen |= part
        if part:
            yield sorted(n for side, n in part if side == 0), sorted(n for side, n in part if side == 1)


def _cheapest(costs: Sequence[Sequence[float]]) -> list[Pair]:
    """A column for each row at the least total cost; there must be no more rows than columns.

    The Hungarian method by shortest augmenting paths (Jonker and Volgenant 1987), O(rows² · columns).
    """
    columns = len(costs[0])
    row_price, column_price = [0.0] * len(costs), [0.0] * columns
    row_of: list[int | None] = [None] * columns
    for row in range(len(costs)):
        slack, before = [float("inf")] * columns, [-1] * columns
        done: list[int] = []
        left = set(range(columns))
        current, column = row, -1
        while True:
            for j in left:
                reduced = costs[current][j] - row_price[current] - column_price[j]
                if reduced < slack[j]:
                    slack[j], before[j] = reduced, column
            nearest = min(left, key=lambda j: (slack[j], j))
            step = slack[nearest]
            row_price[row] += step
            for j in done:
                taken = row_of[j]
                if taken is not None:
                    row_price[taken] += step
                column_price[j] -= step
            for j in left:
                slack[j] -= step
            left.remove(nearest)
            column = nearest
            holder = row_of[column]
            if holder is None:
                break
            done.append(column)
            current = holder
        while column >= 0:
            previous = before[column]
            row_of[column] = row if previous < 0 else row_of[previous]
            column = previous
    return [(row, column) for column, row in enumerate(row_of) if row is not None]

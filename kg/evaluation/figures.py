"""Precision, recall and F1 of counted documents, with intervals that tell how far other documents could move them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Final

DRAWS: Final = 1000
SEED: Final = 13

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Count:
    """What was found of one measure.

    ``right`` of the ``product`` things that were read are right; ``found`` of the ``gold`` ones were read. Right and
    found are the same number where things are matched one to one, and ``found`` may then be left out.
    """

    right: float = 0
    product: float = 0
    gold: float = 0
    found: float | None = None

    def __add__(self, other: Count) -> Count:
        return Count(
            self.right + other.right,
            self.product + other.product,
            self.gold + other.gold,
            _found(self) + _found(other),
        )

    @property
    def precision(self) -> float:
        """Right ones among those read, 0–1; 1 where nothing was read."""
        return self.right / self.product if self.product else 1.0

    @property
    def recall(self) -> float:
        """Found ones among the gold, 0–1; 1 where there is none."""
        return _found(self) / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 1 where there was nothing to read and nothing was."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure over all documents, and the 95 % intervals of its precision, recall and F1."""

    count: Count
    precision: Interval
    recall: Interval
    f1: Interval


class Figures:
    """The counts of documents by measure, added up.

    The intervals hold the middle 95 % of ``DRAWS`` draws of as many documents with replacement (the percentile
    bootstrap), from a fixed seed: documents, not single finds, are what another collection would exchange.
    """

    def __init__(self, documents: Sequence[Mapping[str, Count]]) -> None:
        """``documents`` holds the counts of each document by measure; a measure may be missing from some."""
        self.documents = len(documents)
        self._measures = list(dict.fromkeys(measure for counts in documents for measure in counts))
        self._counts = documents
        self._total = self._sum(documents)
        generator = random.Random(SEED)  # noqa: S311 (it draws samples, it keeps no secrets)
        drawn = (generator.choices(documents, k=len(documents)) for _ in range(DRAWS if documents else 0))
        self._draws = [self._sum(draw) for draw in drawn]

    def __iter__(self) -> Iterator[str]:
        """The measures that there is anything to say about: something was read, or there was something to read."""
        return (m for m in self._measures if self._total[m].product or self._total[m].gold)

    def count(self, measure: str) -> Count:
        """The counts of all documents; of a measure that none has, nothing."""
        return self._total.get(measure, Count())

    def figure(self, measure: str) -> Figure:
        """One measure with its intervals."""
        return Figure(
            self.count(measure),
            self._interval(lambda counts: counts[measure].precision),
            self._interval(lambda counts: counts[measure].recall),
            self._interval(lambda counts: counts[measure].f1),
        )

    def mean_f1(self, measures: Sequence[str]) -> tuple[float, Interval]:
        """The mean of the F1 of some measures, and its interval."""

        def mean(counts: Mapping[str, Count]) -> float:
            return sum(counts[m].f1 for m in measures) / len(measures)

        return mean(self._total), self._interval(mean)

    def difference(self, other: Figures, measure: str) -> tuple[float, Interval]:
        """How much higher the other's F1 of a measure is, and the interval of that.

        Both are to be of the same documents in the same order: each draw takes the same ones of both, so that what is
        hard in a document is hard for both. Raises ``ValueError`` where their numbers differ.
        """
        if self.documents != other.documents:
            raise ValueError(f"{self.documents} documents cannot be compared with {other.documents}")

        def f1(counts: Mapping[str, Count]) -> float:
            return counts.get(measure, Count()).f1

        apart = sorted(f1(b) - f1(a) for a, b in zip(self._draws, other._draws, strict=True))
        return f1(other._total) - f1(self._total), _middle(apart) if apart else (-1.0, 1.0)

    def _sum(self, documents: Sequence[Mapping[str, Count]]) -> dict[str, Count]:
        return {m: reduce(add, (d[m] for d in documents if m in d), Count()) for m in self._measures}

    def _interval(self, value: Callable[[Mapping[str, Count]], float]) -> Interval:
        if not self._draws:
            return 0.0, 1.0
        return _middle(sorted(map(value, self._draws)))


def _middle(values: Sequence[float]) -> Interval:
    """The ends of the middle 95 % of sorted values."""
    return values[int(0.025 * len(values))], values[int(0.975 * len(values)) - 1]


def _found(count: Count) -> float:
    return count.right if count.found is None else count.found

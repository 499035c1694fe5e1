"""Precision, recall and F1 on gold facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kg.evaluation.facts.candidates import Candidate, candidates
from kg.evaluation.facts.gold import Fact, Gold
from kg.evaluation.figures import Count, Figures
from kg.evaluation.rows import Rows


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one line of a gold file.

    ``found`` says whether the graph holds it; for a ``forbidden`` one that is a mistake. ``nearest`` is what was
    found, or what came closest.
    """

    document: str
    name: str
    kind: str
    forbidden: bool
    found: bool
    nearest: Candidate | None

    @property
    def right(self) -> bool:
        """Whether the graph is as the gold has it."""
        return self.found != self.forbidden


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The findings and what they add up to.

    Gold facts are not all that a text says, so precision is that of the statements the gold knows about: of those
    that the graph holds, how many are facts and not forbidden. All three figures are 0–1; with nothing to find they
    are 1.
    """

    findings: tuple[Finding, ...]

    @property
    def count(self) -> Count:
        """Facts found, statements of the gold found, and facts in all."""
        return _count(self.findings)

    @property
    def expected(self) -> int:
        """Facts in the gold."""
        return sum(not f.forbidden for f in self.findings)

    @property
    def found(self) -> int:
        """Facts that the graph holds."""
        return sum(f.found and not f.forbidden for f in self.findings)

    @property
    def violations(self) -> int:
        """Forbidden statements that the graph holds."""
        return sum(f.found and f.forbidden for f in self.findings)

    @property
    def figures(self) -> Figures:
        """The measure ``facts`` with intervals by document."""
        documents = dict.fromkeys(f.document for f in self.findings)
        return Figures([{"facts": _count(f for f in self.findings if f.document == d)} for d in documents])

    def kinds(self) -> dict[str, tuple[int, int]]:
        """Found and expected facts by kind."""
        expected = Counter(f.kind for f in self.findings if not f.forbidden)
        found = Counter(f.kind for f in self.findings if not f.forbidden and f.found)
        return {kind: (found[kind], n) for kind, n in sorted(expected.items())}


def evaluate(gold: Iterable[Gold], rows: Rows) -> Evaluation:
    """Looks for every fact and every forbidden statement of the gold files in the rows."""
    findings = []
    for one in gold:
        for facts, forbidden in ((one.facts, False), (one.forbidden, True)):
            for number, fact in enumerate(facts, start=1):
                findings.append(_find(fact, one.document, rows, forbidden=forbidden, number=number))
    return Evaluation(tuple(findings))


def _find(fact: Fact, document: str, rows: Rows, *, forbidden: bool, number: int) -> Finding:
    nearest = min(candidates(fact, rows, document), key=lambda c: len(c.lacks), default=None)
    return Finding(
        document=document,
        name=fact.id or f"{'forbidden' if forbidden else 'fact'} {number}",
        kind=fact.kind,
        forbidden=forbidden,
        found=nearest is not None and not nearest.lacks,
        nearest=nearest,
    )


def _count(findings: Iterable[Finding]) -> Count:
    findings = list(findings)
    found = sum(f.found and not f.forbidden for f in findings)
    return Count(found, sum(f.found for f in findings), sum(not f.forbidden for f in findings))

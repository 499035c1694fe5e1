"""The resolver: keeps profiles, what is worth comparing, pairs and sets in the truth's file, and finds what moved.

One implementation for actors and places and for events. Everything here is a function of the profiles and the
judgements: a resolver that was told them in another order, or all at once, holds the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from kg.identity.comparison import unambiguous
from kg.identity.resolution import Pair, connected, resolve
from kg.model import Likeness
from kg.workspace.codec import Codec
from kg.workspace.truth import Truth

P = TypeVar("P")

_PAIRS_OF: Final = (
    "(SELECT * FROM pairs WHERE sort = ?1 AND one = ?4 UNION ALL SELECT * FROM pairs WHERE sort = ?1 AND other = ?4)"
)

CROWD: Final = 256
"""Things that may share a block; one that more share tells nothing and is passed over."""


@dataclass(frozen=True)
class Comparison(Generic[P]):
    """How things of one sort are compared. ``lead`` orders the members of a set: the least gives the set its name."""

    blocks: Callable[[P], frozenset[str]]
    compare: Callable[[P, P], Likeness]
    excludes: Callable[[P, P], bool]
    same: float
    candidate: float
    lead: Callable[[str, P], tuple[object, ...]]
    cautious: bool = False
    """Whether a pair is left to people where one of its ends fits something else as well."""


@dataclass(frozen=True, slots=True)
class Judgements:
    """What people decided about the things of one sort, and holds."""

    same: tuple[Pair[str], ...] = ()
    different: tuple[Pair[str], ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two things that may be one, with what speaks for it."""

    first: str
    second: str
    score: float
    reasons: tuple[str, ...]


class Resolver(Generic[P]):
    """The things of one sort, by their ids. Use it inside a transaction of the truth."""

    def __init__(self, truth: Truth, sort: str, codec: Codec[P], comparison: Comparison[P]) -> None:
        self._truth = truth
        self._sort = sort
        self._codec = codec
        self._comparison = comparison
        self._leads: dict[str, str] | None = None

    @contextmanager
    def remembering(self) -> Iterator[None]:
        """Inside, which all has to lie in one transaction, each lead is looked up once."""
        self._leads = {}
        try:
            yield
        finally:
            self._leads = None

    # What is known

    def profile(self, one: str) -> P | None:
        """The profile of a thing, ``None`` where there is none."""
        rows = self._truth.run("SELECT profile FROM profiles WHERE sort = ? AND id = ?", self._sort, one)
        return self._codec.load(rows[0][0]) if rows else None

    def lead(self, one: str) -> str:
        """The thing whose name the set of this one goes by: itself where it is alone."""
        if self._leads is None:
            return self._lead(one)
        if one not in self._leads:
            self._leads[one] = self._lead(one)
        return self._leads[one]

    def _lead(self, one: str) -> str:
        rows = self._truth.run("SELECT lead FROM leads WHERE sort = ? AND id = ?", self._sort, one)
        return rows[0][0] if rows else one

    def members(self, lead: str) -> tuple[str, ...]:
        """All things of a set, the leading one among them, sorted."""
        rows = self._truth.run("SELECT id FROM leads WHERE sort = ? AND lead = ?", self._sort, lead)
        return tuple(sorted({lead, *(row[0] for row in rows)}))

    def moved(self) -> tuple[tuple[str, str], ...]:
        """All things that go by another's name, each with that of the leading one, sorted."""
        rows = self._truth.run("SELECT id, lead FROM leads WHERE sort = ? ORDER BY id", self._sort)
        return tuple((one, lead) for one, lead in rows)

    def candidates(self, one: str | None = None, limit: int = 100, offset: int = 0) -> tuple[Candidate, ...]:
        """Pairs that may be one and are not, the likeliest first; of one thing, where it is named.

        Those that a person has judged, and that judgement holds, are left out.
        """
        pairs = "pairs" if one is None else _PAIRS_OF
        rows = self._truth.run(
            f"SELECT p.one, p.other, p.score, p.reasons FROM {pairs} p"  # noqa: S608 — one of two
            " LEFT JOIN leads a ON a.sort = p.sort AND a.id = p.one"
            " LEFT JOIN leads b ON b.sort = p.sort AND b.id = p.other"
            " WHERE p.sort = ?1 AND coalesce(a.lead, p.one) != coalesce(b.lead, p.other)"
            " AND NOT EXISTS (SELECT 1 FROM judgements j WHERE j.one = p.one AND j.other = p.other"
            " AND j.verdict != 'undo' AND NOT EXISTS (SELECT 1 FROM judgements u WHERE u.undoes = j.number))"
            " ORDER BY p.score DESC, p.one, p.other LIMIT ?2 OFFSET ?3",
            *(self._sort, limit, offset, *(() if one is None else (one,))),
        )
        return tuple(Candidate(a, b, score, tuple(json.loads(reasons))) for a, b, score, reasons in rows)

    def pair(self, one: str, other: str) -> Candidate | None:
        """What speaks for two things being one, as far as it is worth keeping."""
        one, other = sorted((one, other))
        rows = self._truth.run(
            "SELECT score, reasons FROM pairs WHERE sort = ? AND one = ? AND other = ?", self._sort, one, other
        )
        return Candidate(one, other, rows[0][0], tuple(json.loads(rows[0][1]))) if rows else None

    # What changes

    def forget(self) -> None:
        """Forgets everything."""
        self._truth.run("DELETE FROM profiles WHERE sort = ?", self._sort)
        self._truth.run("DELETE FROM blocks WHERE sort = ?", self._sort)
        self._truth.run("DELETE FROM pairs WHERE sort = ?", self._sort)
        self._truth.run("DELETE FROM leads WHERE sort = ?", self._sort)

    def update(
        self, profiles: Mapping[str, P | None], judgements: Judgements, judged: Collection[str] = ()
    ) -> dict[str, tuple[str, str]]:
        """Takes new profiles (``None``: the thing is gone) and gives what moved: each thing's old and new lead.

        ``judged`` are things about which people have decided something new.
        """
        changed = {one for one, profile in profiles.items() if self._put(one, profile)}
        if not changed and not judged:
            return {}
        crowded = self._reblock(changed, profiles)
        before = self._neighbours(changed | crowded)
        for one in sorted(changed | crowded):
            self._compare(one)
        remembered, self._leads = self._leads, None
        moved = self._resolve(changed | crowded | set(judged) | before, judgements)
        self._leads = None if remembered is None else {}
        return moved

    def _put(self, one: str, profile: P | None) -> bool:
        rows = self._truth.run("SELECT profile FROM profiles WHERE sort = ? AND id = ?", self._sort, one)
        old = rows[0][0] if rows else None
        new = None if profile is None else self._codec.dump(profile).decode()
        if old == new:
            return False
        if new is None:
            self._truth.run("DELETE FROM profiles WHERE sort = ? AND id = ?", self._sort, one)
        else:
            self._truth.run("INSERT OR REPLACE INTO profiles VALUES (?, ?, ?)", self._sort, one, new)
        return True

    def _reblock(self, changed: Iterable[str], profiles: Mapping[str, P | None]) -> set[str]:
        """Files the changed things under their blocks; gives all of blocks that became crowded, or no longer are."""
        touched: dict[str, int] = {}
        for one in sorted(changed):
            profile = profiles[one]
            new = frozenset() if profile is None else self._comparison.blocks(profile)
            old = {
                row[0] for row in self._truth.run("SELECT block FROM blocks WHERE sort = ? AND id = ?", self._sort, one)
            }
            for block in (old | new) - (old & new):
                touched.setdefault(block, self._size(block))
            for block in old - new:
                self._truth.run("DELETE FROM blocks WHERE sort = ? AND block = ? AND id = ?", self._sort, block, one)
            self._truth.run_many(
                "INSERT INTO blocks VALUES (?, ?, ?)", ((self._sort, block, one) for block in sorted(new - old))
            )
        turned = [block for block, size in touched.items() if (size > CROWD) is not (self._size(block) > CROWD)]
        return {one for block in turned for one in self.sharing(block)}

    def _size(self, block: str) -> int:
        query = "SELECT count(*) FROM (SELECT 1 FROM blocks WHERE sort = ? AND block = ? LIMIT ?)"
        size: int = self._truth.run(query, self._sort, block, CROWD + 1)[0][0]
        return size

    def sharing(self, block: str) -> set[str]:
        """The things that share a block."""
        return {
            row[0] for row in self._truth.run("SELECT id FROM blocks WHERE sort = ? AND block = ?", self._sort, block)
        }

    def _neighbours(self, things: Iterable[str]) -> set[str]:
        return {other for one in things for other in self._paired(one, 0.0)}

    def _paired(self, one: str, least: float) -> set[str]:
        # The plus keeps SQLite from looking at all pairs of that score; without the name of an index it would look at
        # all of this sort, since another one has every column that is asked for.
        rows = self._truth.run(
            "SELECT other FROM pairs WHERE sort = ?1 AND one = ?2 AND +score >= ?3 UNION"
            " SELECT one FROM pairs INDEXED BY pairs_by_other WHERE sort = ?1 AND other = ?2 AND +score >= ?3",
            *(self._sort, one, least),
        )
        return {row[0] for row in rows}

    def _compare(self, one: str) -> None:
        """Compares a thing with all that share a block with it, and keeps the pairs that are worth it."""
        self._truth.run("DELETE FROM pairs WHERE sort = ? AND one = ?", self._sort, one)
        self._truth.run("DELETE FROM pairs WHERE sort = ? AND other = ?", self._sort, one)
        profile = self.profile(one)
        if profile is None:
            return
        blocks = [
            row[0] for row in self._truth.run("SELECT block FROM blocks WHERE sort = ? AND id = ?", self._sort, one)
        ]
        others: set[str] = set()
        for block in blocks:
            if self._size(block) <= CROWD:
                others |= self.sharing(block)
        rows = []
        for other in sorted(others - {one}):
            found = self.profile(other)
            likeness = None if found is None else self._comparison.compare(profile, found)
            if likeness is not None and likeness.score >= self._comparison.candidate:
                first, second = sorted((one, other))
                rows.append(
                    (self._sort, first, second, likeness.score, json.dumps(likeness.reasons, ensure_ascii=False))
                )
        self._truth.run_many("INSERT INTO pairs VALUES (?, ?, ?, ?, ?)", rows)

    def _resolve(self, start: set[str], judgements: Judgements) -> dict[str, tuple[str, str]]:
        joined: dict[str, set[str]] = {}
        for pair in judgements.same:
            joined.setdefault(pair.first, set()).add(pair.second)
            joined.setdefault(pair.second, set()).add(pair.first)
        same = self._comparison.same

        def neighbours(one: str) -> set[str]:
            return self._paired(one, same) | joined.get(one, set()) | set(self.members(self.lead(one)))

        moved: dict[str, tuple[str, str]] = {}
        for part in connected(start, neighbours):
            if len(part) == 1:
                continue  # it has been alone before: otherwise those who shared its name would be here
            pairs = [Pair(one, other, score) for one, other, score in self._pairs_within(part, same)]
            if self._comparison.cautious:
                pairs = list(unambiguous(pairs, self._excludes))
            sets = resolve(
                pairs,
                [pair for pair in judgements.same if pair.first in part],
                [pair for pair in judgements.different if pair.first in part and pair.second in part],
                self._excludes,
            )
            # What a judgement is about may be gone; it still joins the others, and has no name itself.
            known = {one for one in part if self.profile(one) is not None}
            leads = {one: self._leading(members & known) for members in sets for one in members & known}
            leads = {one: lead for one, lead in leads.items() if one != lead}
            for one in sorted(known):
                old, new = self.lead(one), leads.get(one, one)
                if old != new:
                    moved[one] = (old, new)
            for one in part:
                self._truth.run("DELETE FROM leads WHERE sort = ? AND id = ?", self._sort, one)
            self._truth.run_many(
                "INSERT INTO leads VALUES (?, ?, ?)", [(self._sort, *pair) for pair in sorted(leads.items())]
            )
        return moved

    def _pairs_within(self, part: frozenset[str], least: float) -> list[tuple[str, str, float]]:
        rows = (
            row
            for one in sorted(part)
            for row in self._truth.run(
                "SELECT one, other, score FROM pairs WHERE sort = ? AND one = ? AND +score >= ?", self._sort, one, least
            )
        )
        return [(one, other, score) for one, other, score in rows]

    def _excludes(self, one: str, other: str) -> bool:
        ours, theirs = self.profile(one), self.profile(other)
        return ours is not None and theirs is not None and self._comparison.excludes(ours, theirs)

    def _leading(self, members: Collection[str]) -> str:
        known = [(one, profile) for one in members if (profile := self.profile(one)) is not None]
        return min(known, key=lambda pair: (self._comparison.lead(*pair), pair[0]))[0]

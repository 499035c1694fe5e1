"""The automaton: a text is matched against all shapes at once, from left to right, without going back.

At each word it keeps, for each state, the cheapest way to it alone, so that time grows with the length of the text
and not with the number of ways to read it. A way costs what is left open in it: each word that a name takes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kg.queries.shapes.groups import FILLERS, OPENING
from kg.queries.shapes.shape import Choice, Part, Shape, Slot, Word, parse_parts
from kg.queries.shapes.tokens import SAME, Token, word_set

_NAME: Final = 1_000
"""Cost of a word of a name; a filler that is passed over costs 1."""

_MOST: Final = 12
"""Words of a name."""

_NEVER_FIRST: Final = word_set(
    "up who whom whose what which when where why how that this these those it its he she they them him her his "
    "their we our you your i me my is are was were be been being am do does did have has had would shall "
    "should can could might must and or but nor if of in on at by to from for with about into onto over under "
    "between against during since until till before after because than as not no n't 's there here anybody "
    "anyone anything somebody someone something everybody everyone everything nobody nothing each another "
    "other others one ones s attack attacks attacked"
)
"""No name begins with one of these."""

_NEVER_LAST: Final = word_set(
    "the a an of in on at by to from for with about into between against during since until till before after "
    "and or but nor who whom which what is are was were do does did has have had been be 's n't that than as "
    "not ever"
)
"""No name ends with one of these."""

Span = tuple[int, str, str]
"""Where a value ends, the value, and why it is none that can be used; one of the two is empty."""

Spans = Callable[[int], Iterable[Span]]
"""The values of a type that begin at a word."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The words that a slot took, ``[begin, end)``; ``value`` or ``problem`` for what is read at once."""

    slot: Slot
    begin: int
    end: int
    value: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A shape that a text has: its number, what its slots took in their order, and the cost of this reading."""

    number: int
    taken: tuple[Taken, ...]
    cost: int


@dataclass(slots=True)
class _State:
    """``words`` or ``slot`` consume; ``free`` are followed for nothing."""

    words: frozenset[str] = frozenset()
    slot: Slot | None = None
    next: int = -1
    free: list[int] = field(default_factory=list)
    accepts: int = -1


_Way = tuple[int, tuple[Taken, ...], int]
"""Cost, what was taken, and where an open name began (-1 for none)."""


class Automaton:
    """All shapes, made ready. ``types`` says for each shape and slot how its values are read (``""``: names)."""

    def __init__(self, shapes: Sequence[Shape], types: Sequence[Mapping[str, str]]) -> None:
        self._types = types
        self._states: list[_State] = []
        self._owner: list[int] = []
        starts = [self._shape(number, shape.parts) for number, shape in enumerate(shapes)]
        self._start = self._closure(starts)
        end = self._add(-1, _State(accepts=-2))
        self._opening = self._closure([self._sequence(-1, parse_parts(OPENING, "opening"), end)])
        self._closed: dict[int, tuple[int, ...]] = {}

    def matches(self, words: Sequence[Token], spans: Mapping[str, Spans]) -> tuple[Match, ...]:
        """One match for each shape that the words have from first to last, the cheapest first."""
        begins = {0, *self._run(words, {0: self._opening}, spans, opening=True)}
        found = self._run(words, dict.fromkeys(begins, self._start), spans, opening=False)
        best: dict[int, tuple[int, tuple[Taken, ...]]] = {}
        for state, (cost, taken, _) in found.get(len(words), {}).items():
            number = self._states[state].accepts
            if number >= 0 and (number not in best or cost < best[number][0]):
                best[number] = (cost, taken)
        made = [Match(number, taken, cost) for number, (cost, taken) in best.items()]
        return tuple(sorted(made, key=lambda match: (match.cost, match.number)))

    # Running

    def _run(
        self, words: Sequence[Token], starts: Mapping[int, Iterable[int]], spans: Mapping[str, Spans], *, opening: bool
    ) -> dict[int, dict[int, _Way]]:
        """The ways to accepting states by the place where they end."""
        active: list[dict[int, _Way]] = [{} for _ in range(len(words) + 1)]
        accepted: dict[int, dict[int, _Way]] = {}
        for at in range(len(words) + 1):
            here = active[at]
            for state in starts.get(at, ()):
                _keep(here, state, (0, (), -1))
            token = words[at].key if at < len(words) else ""
            meanings = SAME.get(token, frozenset()) | {token}
            for state, way in here.items():
                one = self._states[state]
                if one.accepts != -1:
                    accepted.setdefault(at, {})[state] = way
                if at == len(words):
                    continue
                if token in FILLERS and way[2] < 0 and not opening:
                    _keep(active[at + 1], state, (way[0] + 1, way[1], -1))
                if one.slot is None:
                    if not meanings.isdisjoint(one.words):
                        for follower in self._followers(state):
                            _keep(active[at + 1], follower, (way[0], way[1], -1))
                else:
                    self._take(state, one.slot, at, words, way, active, spans)
        return accepted

    def _take(
        self,
        state: int,
        slot: Slot,
        at: int,
        words: Sequence[Token],
        way: _Way,
        active: list[dict[int, _Way]],
        spans: Mapping[str, Spans],
    ) -> None:
        cost, taken, begin = way
        kind = self._types[self._owner[state]].get(slot.name, "")
        if kind:
            for end, value, problem in spans[kind](at):
                got = (*taken, Taken(slot, at, end, value, problem))
                for follower in self._followers(state):
                    _keep(active[end], follower, (cost, got, -1))
            return
        if begin < 0:
            if words[at].key in _NEVER_FIRST:
                return
            begin = at
        if at - begin >= _MOST:
            return
        _keep(active[at + 1], state, (cost + _NAME, taken, begin))
        if words[at].key not in _NEVER_LAST:
            got = (*taken, Taken(slot, begin, at + 1))
            for follower in self._followers(state):
                _keep(active[at + 1], follower, (cost + _NAME, got, -1))

    def _followers(self, state: int) -> tuple[int, ...]:
        known = self._closed.get(state)
        if known is None:
            known = self._closed[state] = self._closure([self._states[state].next])
        return known

    # Making

    def _shape(self, number: int, parts: Sequence[Part]) -> int:
        return self._sequence(number, parts, self._add(number, _State(accepts=number)))

    def _add(self, owner: int, state: _State) -> int:
        self._states.append(state)
        self._owner.append(owner)
        return len(self._states) - 1

    def _sequence(self, owner: int, parts: Sequence[Part], follower: int) -> int:
        """The first state of a sequence that ends in ``follower``; made from its end."""
        for part in reversed(parts):
            match part:
                case Word(text):
                    follower = self._add(owner, _State(words=frozenset({text}), next=follower))
                case Slot():
                    follower = self._add(owner, _State(slot=part, next=follower))
                case Choice(ways):
                    follower = self._choice(owner, ways, follower)
        return follower

    def _choice(self, owner: int, ways: Sequence[tuple[Part, ...]], follower: int) -> int:
        single = frozenset(way[0].text for way in ways if len(way) == 1 and isinstance(way[0], Word))
        firsts = [self._add(owner, _State(words=single, next=follower))] if single else []
        longer = [way for way in ways if not (len(way) == 1 and isinstance(way[0], Word))]
        firsts += [self._sequence(owner, way, follower) if way else follower for way in longer]
        return self._add(owner, _State(free=firsts))

    def _closure(self, starts: Iterable[int]) -> tuple[int, ...]:
        """The states that consume or accept, reached from ``starts`` for nothing."""
        found: dict[int, None] = {}
        waiting, seen = list(starts), set()
        while waiting:
            state = waiting.pop()
            if state in seen:
                continue
            seen.add(state)
            one = self._states[state]
            if one.next >= 0 or one.accepts != -1:
                found[state] = None
            waiting += one.free
        return tuple(found)


def _keep(ways: dict[int, _Way], state: int, way: _Way) -> None:
    known = ways.get(state)
    if known is None or way[0] < known[0]:
        ways[state] = way

"""The network: the links of one actor and of those around it, or the paths between two, as many as can be read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from kg.graph import Iris
from kg.web.claims import count_of
from kg.web.network.kinds import ATTRIBUTED, SUMMED
from kg.web.network.link import End, Link, LinkKey, Voice
from kg.web.network.names import ends
from kg.web.network.paths import MOST_STEPS, Found, Path, paths
from kg.web.network.single import MOST_CLAIMS, MOST_STATED, doubtful, stated
from kg.web.network.sums import KindCount, between, key_of, kinds, links, strongest
from kg.web.network.wish import MOST, Wish
from kg.web.select import Select, iris, question

STEP: Final = 12
"""Others that one expansion adds at most."""

_MOST_OPENED: Final = 30
_MOST_LINKED: Final = 300
"""An actor that is linked with more than these is not opened of itself at the second step."""

_MOST_PATHS: Final = 10
_MOST_VOICES: Final = 6
"""Claims of a link whose claimants are named."""


@dataclass(frozen=True, slots=True)
class Network:
    """Links and what stands at their ends, the one that is asked for first.

    ``kinds`` are those of its links, with their numbers. ``found`` are the paths to ``other``, where that was asked
    for, and ``paths`` those that are shown. ``notes`` say in words what is left out and why.
    """

    root: End
    other: End | None
    ends: tuple[End, ...]
    links: tuple[Link, ...]
    kinds: tuple[KindCount, ...] = ()
    found: Found | None = None
    paths: tuple[Path, ...] = ()
    notes: tuple[str, ...] = ()

    def end(self, iri: str) -> End:
        """The end with this IRI. Raises ``KeyError`` where it is none of them."""
        for one in self.ends:
            if one.iri == iri:
                return one
        raise KeyError(iri)


async def network(select: Select, base: str, wish: Wish, root: End, other: End | None = None) -> Network:
    """The network around ``root``, or between it and ``other``. Raises what ``select`` does."""
    made = await _between(select, base, root, other) if other else await _around(select, base, wish, root)
    return replace(made, links=await _voiced(select, base, made.links))


async def _between(select: Select, base: str, root: End, other: End) -> Network:
    found = await paths(select, base, root.iri, other.iri)
    steps = dict.fromkeys(tuple(sorted(step)) for path in found.paths for step in pairwise(path))
    told = await between(select, base, ((one, two) for one, two in [*steps, (root.iri, other.iri)]))
    strength: dict[tuple[str, ...], int] = {}
    for link in told:
        pair = tuple(sorted((link.source, link.target)))
        strength[pair] = strength.get(pair, 0) + link.affirmed
    ranked = sorted(
        found.paths, key=lambda path: (-min(strength.get(tuple(sorted(step)), 0) for step in pairwise(path)), path)
    )[:_MOST_PATHS]
    on = dict.fromkeys((root.iri, other.iri, *(actor for path in ranked for actor in path)))
    wanted = {tuple(sorted(step)) for path in ranked for step in pairwise(path)} | {
        tuple(sorted((root.iri, other.iri)))
    }
    also, _ = await stated(select, on)
    beside = [one for one in also if one.source in on and one.target in on]
    kept = [link for link in (*told, *beside) if tuple(sorted((link.source, link.target))) in wanted]
    known = await ends(select, base, on)
    notes = list(_path_notes(found, len(ranked)))
    return Network(root, other, tuple(known[iri] for iri in on), tuple(kept), (), found, tuple(ranked), tuple(notes))


def _path_notes(found: Found, shown: int) -> Iterable[str]:
    looked = count_of(found.looked_at, "actor was", "actors were")
    if not found.paths:
        yield f"No path of up to {MOST_STEPS} steps was found; {looked} looked at."
    elif found.more or len(found.paths) > shown:
        yield f"There are more paths as short; these are the {shown} whose weakest step is told of most."
    if not found.exhaustive:
        yield f"Not all links on the way could be followed, so there may be other paths; {looked} looked at."
    yield "A step is any link between actors that somebody affirms; designations, posts and places are no steps."


class _Growing:
    """A network in the making: takes links in until there are too many others."""

    def __init__(self, root: str) -> None:
        self.actors: dict[str, None] = {root: None}
        self.links: dict[LinkKey, Link] = {}
        self.left = 0
        self.is_full = False

    def take(self, told: Iterable[Link], most: int) -> None:
        """Takes the strongest links in, until there are ``most`` actors."""
        for link in sorted(told, key=lambda one: (-one.number, one.key)):
            new = {link.source, link.target} - self.actors.keys()
            if len(self.actors) + len(new) > most:
                self.left += 1
                self.is_full |= most >= MOST
                continue
            self.actors.update(dict.fromkeys(sorted(new)))
            self.links.setdefault(link.key, link)


async def _around(select: Select, base: str, wish: Wish, root: End) -> Network:
    growing, notes = _Growing(root.iri), []
    counted = await kinds(select, base, root.iri)
    own = await _told_of(select, base, wish, [root.iri], 2 * wish.most)
    crowded = list(own.crowded)
    growing.take(own.links, wish.most if wish.depth == 1 else max(2, wish.most // 2))
    everything = sum(one.links for one in counted if not wish.kinds or one.kind in wish.kinds)
    if growing.left or everything > 2 * wish.most:
        notes.append(f"Of the links of {root.label}, those are shown that most claims tell of.")
    if own.is_cut:
        notes.append(f"Of designations, posts, places and nationalities, {MOST_STATED} are looked at.")
    if wish.depth == 2:
        notes += await _second_step(select, base, wish, growing)
    for iri, kind in wish.expanded:
        if key_of(base, iri):
            narrowed = replace(wish, kinds=(kind,)) if kind else wish
            more = await _told_of(select, base, narrowed, [iri], 10 * STEP)
            crowded += more.crowded
            growing.take(more.links, min(len(growing.actors) + STEP, MOST))
    known = await ends(select, base, growing.actors)
    for iri in dict.fromkeys(crowded):
        notes.append(
            f"More than {MOST_CLAIMS:,} claims speak of {known[iri].label}: "
            "what is only planned, possible or denied of its links is not looked for."
        )
    if growing.is_full:
        notes.append(f"A network has at most {MOST} actors and places here: those that are linked by most claims.")
    told = tuple(sorted(growing.links.values(), key=lambda one: (-one.number, one.key)))
    found = tuple(known[iri] for iri in growing.actors)
    return Network(root, None, found, told, _with_singles(counted, own.uncounted), notes=tuple(notes))


async def _second_step(select: Select, base: str, wish: Wish, growing: _Growing) -> list[str]:
    ring = await ends(select, base, growing.actors)
    near = [one for one in list(ring.values())[1:] if one.shape != "place"]
    opened = [one for one in near if one.linked <= _MOST_LINKED][:_MOST_OPENED]
    told = list(await strongest(select, base, (one.iri for one in opened), wish, 2 * wish.most))
    also, _ = await stated(select, (one.iri for one in opened))
    beside = _wanted(also, wish)
    told += [one for one in beside if wish.kinds or one.kind not in ATTRIBUTED]
    among = [one for one in told if one.source in growing.actors and one.target in growing.actors]
    growing.take(among, wish.most)
    growing.take(told, wish.most)
    shut = [one.label for one in near if one.linked > _MOST_LINKED]
    notes = []
    if shut:
        notes.append(
            f"Not opened at the second step, being linked with more than {_MOST_LINKED}: {', '.join(shut[:5])}."
        )
    if len(opened) + len(shut) < len(near):
        notes.append(f"Opened at the second step are the {len(opened)} nearest.")
    if not wish.kinds and any(one.kind in ATTRIBUTED for one in beside):
        notes.append("Places and nationalities of neighbours are shown where their kind is chosen.")
    if growing.left:
        notes.append(f"Shown are {count_of(wish.most, 'actor')} at most, those first that most claims link.")
    return notes


@dataclass(frozen=True, slots=True)
class _Told:
    """What is told of some actors: the ``links`` that are asked for, and all that no relationship counts.

    Of ``crowded`` too many claims speak; ``is_cut`` says that there may be more of those that are not summed up.
    """

    links: tuple[Link, ...]
    uncounted: tuple[Link, ...]
    crowded: tuple[str, ...]
    is_cut: bool


async def _told_of(select: Select, base: str, wish: Wish, actors: Sequence[str], limit: int) -> _Told:
    """The links of some actors, the strongest of those that are summed up."""
    found = {link.key: link for link in await strongest(select, base, actors, wish, limit)}
    doubted, crowded = await doubtful(select, base, actors)
    also, is_cut = await stated(select, actors)
    singles = (*also, *doubted)
    missing = (one for one in singles if one.kind in SUMMED and one.key not in found)
    summed = {link.key: link for link in await links(select, base, _relationships(base, missing))}
    uncounted = tuple(one for one in singles if one.key not in found and one.key not in summed)
    found.update((link.key, link) for link in _wanted(summed.values(), wish))
    for one in _wanted(singles, wish):
        found[one.key] = found[one.key].joined(one) if one.key in found else one
    return _Told(tuple(found.values()), uncounted, crowded, is_cut)


def _relationships(base: str, told: Iterable[Link]) -> Iterable[str]:
    for one in told:
        first, second = key_of(base, one.source), key_of(base, one.target)
        if first and second:
            yield Iris(base).relationship(first, one.kind, second).value


def _wanted(told: Iterable[Link], wish: Wish) -> list[Link]:
    return [one for one in told if (not wish.kinds or one.kind in wish.kinds) and _touches(one, wish)]


def _touches(one: Link, wish: Wish) -> bool:
    if not (wish.first or wish.last):
        return True
    return (
        bool(one.first and one.last) and one.first <= (wish.last or one.first) and one.last >= (wish.first or one.last)
    )


def _with_singles(counted: Sequence[KindCount], uncounted: Iterable[Link]) -> tuple[KindCount, ...]:
    """The kinds of the graph of relationships with those of single claims."""
    found = {one.kind: one for one in counted}
    for link in uncounted:
        one = found.get(link.kind, KindCount(link.kind, 0, 0))
        found[link.kind] = replace(one, links=one.links + 1, claims=one.claims + link.number)
    return tuple(sorted(found.values(), key=lambda one: (-one.links, one.kind)))


async def _voiced(select: Select, base: str, told: Sequence[Link]) -> tuple[Link, ...]:
    """The links with the words of some of their claims."""
    wanted = iris(claim for link in told for claim in link.claims[:_MOST_VOICES])
    if not wanted:
        return tuple(told)
    rows = await select(question("network-voices", claims=wanted, entities=Iris(base).entities_graph))
    voices: dict[str, Voice] = {}
    for row in sorted(rows, key=lambda row: (int(row["begin"]), row["span"])):
        name = row.get("label") or row.get("title") or "the document"
        voices.setdefault(row["claim"], Voice(row["claim"], name, row["claimant"], row["quote"], row["span"]))
    return tuple(
        replace(link, voices=tuple(voices[one] for one in link.claims[:_MOST_VOICES] if one in voices)) for link in told
    )

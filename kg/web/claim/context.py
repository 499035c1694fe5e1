"""The context: the words that a claim rests on, between the sentences around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final

from kg.graph import Iris
from kg.web.claim.record import Record, Words, graph_of
from kg.web.select import Select, iris, question

_MARGIN: Final = 400
"""Code points before and after the evidence in which the ends of sentences are looked for."""

_APART: Final = 250
"""Code points between two pieces of evidence from which on each has a passage of its own."""

_LONGEST: Final = 4_000
"""Code points of one passage at most."""

_PASSAGES: Final = 6
_SENTENCE: Final = re.compile(r"[.!?…][\"'”’»)\]]*\s+|\n\s*")
_AROUND: Final = 1
"""Whole sentences that are shown before and after the one with the evidence."""

ROLES: Final = {
    "source": "who is quoted",
    "cue": "what marks the report",
    "subject": "what the claim is about",
    "object": "what it says of it",
}
"""The parts that are marked within the evidence and beside it, with what each is."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text with the parts that it plays; ``last`` are those that end with it."""

    text: str
    roles: tuple[str, ...] = ()
    last: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """Pieces in a row that are all evidence, or all not."""

    evidence: bool
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of the text around evidence. ``begin`` is its first offset, ``span`` the IRI of its first evidence.

    ``before`` and ``after`` say that a sentence is cut at that end.
    """

    begin: int
    span: str
    runs: tuple[Run, ...]
    before: bool
    after: bool

    @property
    def roles(self) -> frozenset[str]:
        """The parts that are marked in it."""
        return frozenset(role for run in self.runs for piece in run.pieces for role in piece.roles)


Mark = tuple[int, int, str]
"""A span and the part it plays; ``evidence`` is one."""


async def passages(
    select: Select, base: str, document: str, subject: str, found: Record
) -> tuple[tuple[Passage, ...], bool]:
    """The passages with the evidence of a claim, in order, and whether there are more."""
    bundles = bundled(found.evidence)
    marks = [
        *((one.begin, one.end, "evidence") for one in found.evidence),
        *((one.begin, one.end, "source") for one in found.source),
        *((one.begin, one.end, "cue") for one in found.cue),
        *((one.begin, one.end, "object") for one in found.mention),
    ]
    graph = graph_of(base, document)
    context = Iris(base).context(document.removeprefix(f"{base}document/"))
    shown = []
    for bundle in bundles[:_PASSAGES]:
        first, last = bundle[0].begin, max(one.end for one in bundle)
        begin = max(0, first - _MARGIN)
        length = min(last - begin + _MARGIN, _LONGEST)
        rows = await select(
            question("claim-window", graph=graph, context=context, **{"from": begin + 1, "length": length})
        )
        if not rows:
            continue
        mentions = await select(question("claim-mentions", graph=graph, things=iris([subject]), begin=first, end=last))
        named = [(int(row["begin"]), int(row["end"]), "subject") for row in mentions]
        shown.append(passage(rows[0]["window"], begin, (first, last), [*marks, *named], bundle[0].iri))
    return tuple(shown), len(bundles) > _PASSAGES


def bundled(evidence: Sequence[Words]) -> list[list[Words]]:
    """Pieces of evidence that stand close together, as they share a passage."""
    bundles: list[list[Words]] = []
    for one in evidence:
        if bundles and one.begin - max(other.end for other in bundles[-1]) < _APART:
            bundles[-1].append(one)
        else:
            bundles.append([one])
    return bundles


def passage(window: str, begin: int, core: tuple[int, int], marks: Iterable[Mark], span: str) -> Passage:
    """The passage that the sentences around ``core`` make of a window of the text, which starts at ``begin``."""
    first, last = core[0] - begin, min(core[1] - begin, len(window))
    starts = [0, *(match.end() for match in _SENTENCE.finditer(window, 0, first))]
    cut_before = begin > 0
    if len(starts) > _AROUND + 1 or (len(starts) > 1 and not cut_before):
        left = starts[max(0, len(starts) - 1 - _AROUND)]
    else:
        left = _space(window, 0, first) if cut_before else 0
    cut_before = cut_before and left not in starts[1:]
    ends = [match.end() for match in _SENTENCE.finditer(window, max(0, last - 1))]
    right = ends[_AROUND] if len(ends) > _AROUND else len(window)
    cut_after = right == len(window) and not _ends(window)
    if cut_after:
        right = max(last, window.rfind(" ", last))
    right = max(last, len(window[:right].rstrip()))
    within = [
        (max(b - begin, left), min(e - begin, right), role)
        for b, e, role in marks
        if b - begin < right and e - begin > left
    ]
    return Passage(begin + left, span, _runs(window, left, right, within), cut_before, cut_after)


def _space(window: str, begin: int, end: int) -> int:
    """The beginning of the first whole word."""
    found = window.find(" ", begin, end)
    return found + 1 if found >= 0 else begin


def _ends(window: str) -> bool:
    return bool(re.search(r"[.!?…][\"'”’»)\]]*\s*\Z|\n\s*\Z", window))


def _runs(window: str, left: int, right: int, marks: Sequence[Mark]) -> tuple[Run, ...]:
    edges = sorted({left, right, *(b for b, _, _ in marks), *(e for _, e, _ in marks)})
    pieces = []
    for begin, end in pairwise(edges):
        over = [(e, role) for b, e, role in marks if b <= begin and e >= end]
        roles = tuple(role for role in ROLES if any(role == other for _, other in over))
        last = tuple(role for role in roles if all(e == end for e, other in over if other == role))
        evidence = any(role == "evidence" for _, role in over)
        pieces.append((evidence, Piece(window[begin:end], roles, last)))
    return tuple(
        Run(evidence, tuple(piece for _, piece in group)) for evidence, group in groupby(pieces, key=lambda one: one[0])
    )

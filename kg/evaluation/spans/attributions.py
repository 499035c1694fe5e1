"""Attributions against their gold spans.

========================== ==================================================================================
``cue``                    the cue shares a character with a gold cue
``attribution``            so do source and content; where the gold has no source there must be none
``attribution, unnested``  the same, without unmatched attributions whose cue lies inside a gold content: gold
                           that annotates no attribution inside another's content says nothing about them
``attribution, half``      source and content each share half the tokens of both together, so that neither is
                           much too long
``content tokens``         tokens of content, and
``source tokens``          of source, on the attributions that ``cue`` matches
========================== ==================================================================================
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from kg.evaluation.figures import Count
from kg.evaluation.rows import Row
from kg.evaluation.spans.assignment import Pair, assign
from kg.evaluation.spans.gold import GoldAttribution
from kg.evaluation.spans.stretches import Stretch, Tokens, jaccard, shared, size, span_of, stretch
from kg.model import Span

_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Parts:
    """The three parts of an attribution."""

    source: Stretch
    cue: Stretch
    content: Stretch


def read_attributions(rows: Iterable[Row]) -> list[Parts]:
    """The attributions of one document's rows; the same spans under two IRIs are one."""
    joined: dict[str, tuple[set[Span], set[Span], set[Span]]] = defaultdict(lambda: (set(), set(), set()))
    for row in rows:
        for spans, part in zip(joined[row["attribution"]], ("source", "cue", "content"), strict=True):
            if span := span_of(row, part + "Begin", part + "End"):
                spans.add(span)
    found = dict.fromkeys(Parts(*map(stretch, spans)) for spans in joined.values())
    return [parts for parts in found if parts.cue]


def gold_parts(gold: GoldAttribution) -> Parts:
    """The parts of a gold attribution."""
    return Parts(stretch(gold.source), stretch(gold.cue), stretch(gold.content))


def count_attributions(text: str, product: Sequence[Parts], gold: Sequence[Parts]) -> dict[str, Count]:
    """The counts of one document whose text is ``text``."""
    half = partial(_half, Tokens(text))
    cues: dict[Pair, float] = {}
    whole: dict[Pair, float] = {}
    tight: dict[Pair, float] = {}
    for i, ours in enumerate(product):
        for j, theirs in enumerate(gold):
            if not shared(ours.cue, theirs.cue):
                continue
            touching = _touch(ours.source, theirs.source), _touch(ours.content, theirs.content)
            likeness = jaccard(ours.cue, theirs.cue) + jaccard(ours.content, theirs.content)
            cues[i, j] = 1 + 1e-3 * sum(touching) + 1e-4 * likeness  # among equals the pair that is most alike
            if all(touching):
                whole[i, j] = 1
                if half(ours.source, theirs.source) and half(ours.content, theirs.content):
                    tight[i, j] = 1
    pairs = assign(cues)
    matched = {i for i, _ in pairs}
    nested = sum(i not in matched and _inside(ours.cue, gold) for i, ours in enumerate(product))
    right = len(assign(whole))
    return {
        "cue": Count(len(pairs), len(product), len(gold)),
        "attribution": Count(right, len(product), len(gold)),
        "attribution, unnested": Count(right, len(product) - nested, len(gold)),
        "attribution, half": Count(len(assign(tight)), len(product), len(gold)),
        "content tokens": _tokens(text, pairs, [p.content for p in product], [g.content for g in gold]),
        "source tokens": _tokens(text, pairs, [p.source for p in product], [g.source for g in gold]),
    }


def _touch(ours: Stretch, theirs: Stretch) -> bool:
    return shared(ours, theirs) > 0 if ours and theirs else not ours and not theirs


def _half(tokens: Tokens, ours: Stretch, theirs: Stretch) -> bool:
    if not ours or not theirs:
        return not ours and not theirs
    a, b = tokens.of(ours), tokens.of(theirs)
    return len(a & b) >= _HALF * len(a | b) > 0


def _inside(cue: Stretch, gold: Sequence[Parts]) -> bool:
    return any(shared(cue, theirs.content) >= size(cue) for theirs in gold)


def _tokens(text: str, pairs: Iterable[Pair], ours: Sequence[Stretch], theirs: Sequence[Stretch]) -> Count:
    tokens = Tokens(text)
    a, b = [tokens.of(spans) for spans in ours], [tokens.of(spans) for spans in theirs]
    return Count(sum(len(a[i] & b[j]) for i, j in pairs), sum(map(len, a)), sum(map(len, b)))

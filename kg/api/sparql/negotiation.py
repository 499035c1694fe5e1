"""Content negotiation (RFC 9110, section 12): which of our formats the sender of an ``Accept`` header likes best."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_RANGE: Final = re.compile(r"\s*([\w!#$&^.+\-*]+)/([\w!#$&^.+\-*]+)\s*((?:;[^,]*)?)\s*")
_QUALITY: Final = re.compile(r";\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*(?:;|$)", re.IGNORECASE)
_PARTS: Final = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*")+')


@dataclass(frozen=True, slots=True)
class MediaRange:
    """One wish of an ``Accept`` header: ``quality`` from 0 (never) to 1."""

    type: str
    subtype: str
    quality: float

    def specificity(self, media_type: str) -> int:
        """How closely the wish names ``media_type``: 3 exactly, 2 by its type, 1 by ``*/*``, 0 not at all."""
        kind, _, subtype = media_type.partition("/")
        if (self.type, self.subtype) == (kind, subtype):
            return 3
        if self.subtype == "*":
            return 2 if self.type == kind else 1 if self.type == "*" else 0
        return 0


@lru_cache(maxsize=256)
def parse_accept(header: str | None) -> tuple[MediaRange, ...]:
    """The wishes of an ``Accept`` header; without one, anything. Parts that are no media range are ignored."""
    if header is None or not header.strip():
        return (MediaRange("*", "*", 1.0),)
    ranges = []
    for part in _PARTS.findall(header):
        match = _RANGE.fullmatch(part)
        if match is not None:
            quality = _QUALITY.search(match[3])
            ranges.append(
                MediaRange(match[1].lower(), match[2].lower(), min(float(quality[1]), 1.0) if quality else 1.0)
            )
    return tuple(ranges)


def quality(accept: tuple[MediaRange, ...], media_type: str) -> float:
    """How much the sender likes ``media_type``: what its most specific wish says; 0 where none applies."""
    best = max(accept, key=lambda wish: (wish.specificity(media_type), wish.quality), default=None)
    return best.quality if best is not None and best.specificity(media_type) else 0.0


def choose(accept: tuple[MediaRange, ...], offers: Mapping[str, tuple[str, ...]]) -> str | None:
    """The media type of ``offers`` that the sender likes best, by any of its names; ``None`` where it wants none.

    Between equals, a wish that names a format goes before a wildcard, and then the first offer wins.
    """
    best: tuple[float, int] = (0.0, 0)
    chosen = None
    for offer, others in offers.items():
        for name in (offer, *others):
            if name != offer and not any(wish.specificity(name) == 3 for wish in accept):
                continue  # a wildcard means a format by its own name
            liked = quality(accept, name)
            closeness = max((wish.specificity(name) for wish in accept), default=0)
            if liked > 0 and (liked, closeness) > best:
                best, chosen = (liked, closeness), offer
    return chosen

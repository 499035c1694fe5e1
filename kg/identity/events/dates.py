"""Dates compared: the same day, days that may be the same, days that cannot be."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import IntEnum
from itertools import product
from typing import Final

from kg.model import Edtf

_DAY: Final = re.compile(r"(\d{4}|XXXX)-(\d\d)-(\d\d)[~?%]?")


class Meeting(IntEnum):
    """How two sets of dates stand to each other; the more, the more speaks for one event."""

    EXCLUDED = 0
    UNKNOWN = 1
    """One of them says nothing."""
    OVERLAP = 2
    """A month or year that holds the other's day, or an approximate date near it."""
    DAY_OF_YEAR = 3
    """The same day and month, where one leaves the year open."""
    DAY = 4
    """The same day."""


def meet(ours: Iterable[str], theirs: Iterable[str]) -> Meeting:
    """How the dates of two events stand to each other: their best pair counts."""
    pairs = list(product(ours, theirs))
    return max((_pair(one, other) for one, other in pairs), default=Meeting.UNKNOWN)


def days(dates: Iterable[str]) -> tuple[str, ...]:
    """The month and day of each date that names one: what dates with and without a year have in common."""
    return tuple(sorted({f"{m[2]}-{m[3]}" for date in dates if (m := _DAY.fullmatch(date))}))


def _pair(one: str, other: str) -> Meeting:
    left, right = _DAY.fullmatch(one), _DAY.fullmatch(other)
    if left and right:
        if left.group(2, 3) != right.group(2, 3):
            return Meeting.EXCLUDED
        if "XXXX" in (left[1], right[1]):
            return Meeting.DAY_OF_YEAR
        return Meeting.DAY if left[1] == right[1] else Meeting.EXCLUDED
    try:
        ours, theirs = Edtf.parse(one), Edtf.parse(other)
    except ValueError:
        return Meeting.UNKNOWN
    if ours.excludes(theirs):
        return Meeting.EXCLUDED
    bounds = (ours.earliest, ours.latest, theirs.earliest, theirs.latest)
    if None in bounds:
        return Meeting.UNKNOWN
    begin, end, start, stop = (bound for bound in bounds if bound is not None)
    return Meeting.OVERLAP if begin <= stop and start <= end else Meeting.EXCLUDED

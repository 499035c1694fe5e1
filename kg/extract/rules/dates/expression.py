"""The date expression: words of a text that name a time."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class DateKind(StrEnum):
    """What sort of time an expression names.

    ``POINT``: a day, month, season, year or decade. ``INTERVAL``: from one to another, or open on one side ("since
    2009"). ``OFFSET``: so many days from something else that the sentence names ("two days after the raid").
    """

    POINT = "point"
    INTERVAL = "interval"
    OFFSET = "offset"


@dataclass(frozen=True, slots=True)
class DateExpression:
    """The tokens ``[begin, end)`` and the time that they name.

    ``edtf`` is valid EDTF (levels 0 and 1, and unspecified digits as in ``XXXX-12-27``); it is ``None`` exactly for an
    ``OFFSET``, whose ``days`` count from what it refers to (negative: before it). ``approximate`` says that the text
    itself is vague ("late November", "two weeks later"). ``anchored`` says that the document's date was needed.
    """

    begin: int
    end: int
    kind: DateKind
    edtf: str | None
    days: int | None = None
    approximate: bool = False
    anchored: bool = False

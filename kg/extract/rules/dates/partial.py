"""The partial date: as much of a date as words say, before what they leave open is filled in."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kg.model.edtf import Edtf


@dataclass(frozen=True, slots=True)
class Partial:
    """A year, a month (21–24: a season) and a day, any of which may be missing, or a ``span`` of years (``199X``).

    ``last`` is the last day of a range that begins at ``day``. ``weekday`` (Monday is 1) is set where only that is
    said. ``anchored`` says that the document's date was needed to get here.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    last: Partial | None = None
    span: str | None = None
    weekday: int | None = None
    approximate: bool = False
    anchored: bool = False

    @staticmethod
    def of(day: date) -> Partial:
        """The partial date that says all of ``day``, counted from the document's date."""
        return Partial(day.year, day.month, day.day, anchored=True)

    @property
    def full(self) -> date | None:
        """The day that it names, where it names one."""
        if self.year is None or self.month is None or self.day is None or self.last is not None:
            return None
        return date(self.year, self.month, self.day) if self.exists() else None

    def exists(self) -> bool:
        """Whether the calendar has such a date (29 February without a year is one)."""
        if self.day is None or self.month is None:
            return True
        if not 1 <= self.month <= 12:
            return False
        return 1 <= self.day <= monthrange(self.year if self.year is not None else 2000, self.month)[1]

    def at_year(self, year: int) -> Partial:
        """The same date in ``year``; what it lasts until moves along."""
        last = self.last.at_year(year) if self.last and self.last.year is None else self.last
        return replace(self, year=year, last=last, anchored=True)

    def edtf(self, *, qualified: bool = True) -> str | None:
        """The EDTF string, ``None`` where there is nothing to write or no such day."""
        if self.last is not None:
            first, last = replace(self, last=None).edtf(qualified=False), self.last.edtf(qualified=False)
            return valid(f"{first}/{last}") if first and last else None
        if self.span is None and self.year is None and self.month is None:
            return None
        text = self.span or ("XXXX" if self.year is None else f"{self.year:04d}")
        if self.month is not None:
            text += f"-{self.month:02d}" + (f"-{self.day:02d}" if self.day is not None else "")
        return valid(text + ("~" if qualified and self.approximate else ""))


def valid(text: str) -> str | None:
    """``text`` where it is EDTF, else ``None``: words can name days that do not exist ("31 June")."""
    try:
        return Edtf.parse(text).text
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Anchor:
    """The document's date: a year, and the month and day where they are known."""

    year: int
    month: int | None = None
    day: int | None = None

    @staticmethod
    def of(value: Edtf | date | None) -> Anchor | None:
        """The anchor that an EDTF value or a day gives; ``None`` where the year is open or it is an interval."""
        if value is None:
            return None
        if isinstance(value, date):
            return Anchor(value.year, value.month, value.day)
        first, last = value.earliest, value.latest
        if first is None or last is None or "/" in value.text or first.year != last.year:
            return None
        month = first.month if first.month == last.month else None
        return Anchor(first.year, month, first.day if first == last else None)

    @property
    def date(self) -> date | None:
        """The day, where month and day are known."""
        if self.month is None or self.day is None:
            return None
        return date(self.year, self.month, self.day)

    def months_away(self, months: int) -> Partial | None:
        """The month so many months later (negative: earlier)."""
        if self.month is None:
            return None
        index = self.year * 12 + self.month - 1 + months
        year, month = divmod(index, 12)
        return Partial(year, month + 1, anchored=True) if 1 <= year <= 9999 else None

    def days_away(self, days: int) -> Partial | None:
        """The day so many days later (negative: earlier)."""
        if self.date is None:
            return None
        try:
            return Partial.of(self.date + timedelta(days=days))
        except OverflowError:
            return None

    def years_away(self, years: int) -> Partial | None:
        """The year so many years later (negative: earlier)."""
        return Partial(self.year + years, anchored=True) if 1 <= self.year + years <= 9999 else None

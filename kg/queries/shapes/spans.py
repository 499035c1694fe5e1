"""What is no name: periods and dates, classes of events, numbers – read at once, without asking the index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from kg.model import EventClass
from kg.queries.parameter import ParameterType
from kg.queries.shapes.automaton import Span, Spans
from kg.queries.shapes.periods import dates, periods
from kg.queries.shapes.shape import PERIOD
from kg.queries.shapes.tokens import Token

_LIKEWISE: Final = {
    EventClass.EVENT: ("incident",),
    EventClass.ATTACK: ("assault", "act of violence"),
    EventClass.AIRSTRIKE: ("air strike", "air raid", "aerial bombing"),
    EventClass.DRONE_STRIKE: ("drone attack",),
    EventClass.ROCKET_ATTACK: ("rocket strike", "missile attack", "missile strike"),
    EventClass.SHELLING: ("bombardment", "artillery attack"),
    EventClass.BOMBING: ("bomb attack", "explosion", "suicide bombing", "car bombing", "car bomb"),
    EventClass.SHOOTING: ("gun attack",),
    EventClass.ARMED_CLASH: ("clash", "battle", "firefight", "skirmish", "fighting"),
    EventClass.ASSASSINATION: ("targeted killing",),
    EventClass.CYBERATTACK: ("cyber attack", "hack"),
    EventClass.MILITARY_OPERATION: ("operation", "offensive"),
    EventClass.TERRITORIAL_CAPTURE: ("capture",),
    EventClass.ABDUCTION: ("kidnapping", "hostage taking"),
    EventClass.DETENTION: ("arrest",),
    EventClass.DEATH: ("killing",),
    EventClass.DEMONSTRATION: ("march",),
    EventClass.LABOUR_STRIKE: ("labor strike",),
    EventClass.NEGOTIATION: ("talk", "talks"),
    EventClass.AGREEMENT: ("treaty", "deal", "accord"),
    EventClass.CEASEFIRE: ("cease fire", "truce", "armistice"),
    EventClass.SANCTIONING: ("sanction",),
    EventClass.DISASTER: ("earthquake", "flood"),
}
"""What else the classes are called."""

_LONGEST: Final = 3
"""Words of the name of a class."""

_COUNTED: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_NUMBERS: Final = {word: number for number, word in enumerate(_COUNTED.split())} | {
    **{"thirty": 30, "forty": 40, "fifty": 50, "dozen": 12},
    **{"hundred": 100, "thousand": 1000},
}
_MOST_DIGITS: Final = 9

CLASS: Final = ParameterType.CLASS.value
INTEGER: Final = ParameterType.INTEGER.value
DATE: Final = ParameterType.DATE.value


def readers(words: Sequence[Token]) -> Mapping[str, Spans]:
    """For each type that is read at once, its values by the word where they begin."""

    @cache
    def of_period(at: int) -> tuple[Span, ...]:
        return tuple((one.end, f"{one.since}/{one.until}", one.problem) for one in periods(words, at))

    @cache
    def of_date(at: int) -> tuple[Span, ...]:
        return tuple((one.end, one.since, one.problem) for one in dates(words, at))

    return {
        PERIOD: of_period,
        DATE: of_date,
        CLASS: cache(lambda at: tuple(_classes(words, at))),
        INTEGER: cache(lambda at: tuple(_numbers(words, at))),
    }


def _classes(words: Sequence[Token], at: int) -> Iterator[Span]:
    for end in range(at + 1, min(at + _LONGEST, len(words)) + 1):
        found = _names().get(_plain(" ".join(word.key for word in words[at:end])))
        if found:
            yield end, found, ""


def _numbers(words: Sequence[Token], at: int) -> Iterator[Span]:
    key = words[at].key
    digits = key.replace(",", "")
    if digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS:
        yield at + 1, str(int(digits)), ""
    elif key in _NUMBERS:
        yield at + 1, str(_NUMBERS[key]), ""
    elif key == "a" and at + 1 < len(words) and words[at + 1].key in ("hundred", "thousand", "dozen"):
        yield at + 2, str(_NUMBERS[words[at + 1].key]), ""


@cache
def _names() -> Mapping[str, str]:
    """The classes by what one or many of them are called, without blanks and hyphens."""
    found: dict[str, str] = {}
    for cls in EventClass:
        for name in (cls.value.lower(), *_LIKEWISE.get(cls, ())):
            for form in (name, *_plurals(name)):
                found.setdefault(_plain(form), cls.value)
    return found


def _plurals(name: str) -> tuple[str, ...]:
    if name.endswith("y"):
        return (f"{name[:-1]}ies",)
    return (f"{name}es", f"{name}s") if name.endswith(("s", "sh", "ch", "x")) else (f"{name}s",)


def _plain(name: str) -> str:
    return name.replace(" ", "").replace("-", "")

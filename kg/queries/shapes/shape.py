"""The language of shapes: one line says in how many ways a question is put.

::

    # asks: <who> <attacked> {on} [<in> {in}] [{period}]
    # asks: how many [people] (died|were killed) in {in} -> effect=Killed

====================  =====================================================================================
``word``              that word, whatever its case
``(a|b c)``           one of these
``[a|b c]``           one of these, or nothing
``<who>``             one of a group of words that ``kg/queries/shapes/groups.py`` lists
``{on}``              a value for the parameter ``on``: a name, a class, a number, a date, by the parameter's type
``{least+1}``         a number, and one more is the value ("more than 50")
``{period}``          a period with its preposition ("since 2019"), for the parameters ``since`` and ``until``
``-> name=value``     values of other parameters that the question implies, separated by commas
====================  =====================================================================================
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from kg.errors import ResourceError
from kg.queries.parameter import Parameter
from kg.queries.shapes.groups import GROUPS

PERIOD: Final = "period"
_BOUNDS: Final = ("since", "until")
_PART: Final = re.compile(
    r"\s*(?:(?P<mark>[()\[\]|])|\{(?P<slot>[a-z][A-Za-z0-9]*)(?P<more>\+1)?\}|<(?P<group>[a-z-]+)>"
    r"|(?P<word>[^\W_]+(?:['-][^\W_]+)*|'[a-z]+))"
)
_SETTING: Final = re.compile(r"(?P<name>[a-z][A-Za-z0-9]*)=(?P<value>[^,]+)")


@dataclass(frozen=True, slots=True)
class Word:
    """A word, in lower case."""

    text: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for the value of a parameter, or for a period; ``more`` is added to a number."""

    name: str
    more: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several sequences."""

    ways: tuple[tuple[Word | Slot | Choice, ...], ...]


Part = Word | Slot | Choice


@dataclass(frozen=True, slots=True)
class Shape:
    """One way, or several, to put a question; ``implied`` are the values it gives besides those of its slots."""

    text: str
    parts: tuple[Part, ...]
    implied: Mapping[str, str]

    @property
    def slots(self) -> frozenset[str]:
        """The names of its slots."""
        return frozenset(_slots(self.parts))


def parse_shape(line: str, parameters: Mapping[str, Parameter], source: str) -> Shape:
    """The shape that a header's line says; raises ``ResourceError`` with what is wrong in it."""
    text, arrow, settings = line.partition("->")
    parts = parse_parts(text, source)
    implied = _implied(settings, source) if arrow else {}
    shape = Shape(line.strip(), parts, implied)
    wanted = [name for slot in sorted(shape.slots) for name in (_BOUNDS if slot == PERIOD else (slot,))]
    if unknown := [name for name in (*wanted, *implied) if name not in parameters]:
        raise ResourceError(f"{source}: '# asks: {line}' has a place for '{unknown[0]}', which is no parameter.")
    if both := set(wanted) & set(implied):
        raise ResourceError(f"{source}: '# asks: {line}' gives '{min(both)}' twice.")
    for name, value in implied.items():
        parameters[name].clause(value)
    if _may_be_empty(parts):
        raise ResourceError(f"{source}: '# asks: {line}' needs at least one word that has to be there.")
    return shape


def parse_parts(text: str, source: str) -> tuple[Part, ...]:
    """The parts of a shape, without settings; raises ``ResourceError`` where it is not in the language."""
    ways, at = _ways(text, 0, "", source)
    if at != len(text):
        raise _wrong(text, at, source)
    return ways[0] if len(ways) == 1 else (Choice(ways),)


def _ways(text: str, at: int, closing: str, source: str) -> tuple[tuple[tuple[Part, ...], ...], int]:
    """The sequences between ``|`` up to ``closing``, and where they end."""
    ways: list[tuple[Part, ...]] = []
    parts: list[Part] = []
    while at < len(text) and not text[at:].isspace():
        found = _PART.match(text, at)
        if found is None:
            raise _wrong(text, at, source)
        at = found.end()
        match found["mark"]:
            case None:
                parts.append(_leaf(found, source))
            case "|":
                ways.append(tuple(parts))
                parts = []
            case "(" | "[" as mark:
                inner, at = _ways(text, at, ")" if mark == "(" else "]", source)
                parts.append(Choice(inner if mark == "(" else (*inner, ())))
            case mark if mark == closing:
                if not all((*ways, parts)):
                    raise _wrong(text, at - 1, source)
                return (*ways, tuple(parts)), at
            case _:
                raise _wrong(text, at - 1, source)
    if closing or not all((*ways, parts)):
        raise _wrong(text, len(text), source)
    return (*ways, tuple(parts)), len(text)


def _leaf(found: re.Match[str], source: str) -> Part:
    if name := found["slot"]:
        return Slot(name, 1 if found["more"] else 0)
    if name := found["group"]:
        if name not in GROUPS:
            raise ResourceError(f"{source}: there is no group '<{name}>'; there are {', '.join(sorted(GROUPS))}.")
        return _group(name)
    return Word(found["word"].casefold())


@cache
def _group(name: str) -> Choice:
    return Choice((parse_parts(GROUPS[name], f"<{name}>"),))


def _wrong(text: str, at: int, source: str) -> ResourceError:
    return ResourceError(f"{source}: '# asks:' cannot be read from '{text[at : at + 20]}' on, in '{text.strip()}'.")


def _implied(settings: str, source: str) -> dict[str, str]:
    implied: dict[str, str] = {}
    for one in settings.split(","):
        found = _SETTING.fullmatch(one.strip())
        if found is None or found["name"] in implied:
            raise ResourceError(f"{source}: '# asks: … ->{settings}' is not 'name=value' for different names.")
        implied[found["name"]] = found["value"].strip()
    return implied


def _slots(parts: tuple[Part, ...]) -> list[str]:
    found = []
    for part in parts:
        if isinstance(part, Slot):
            found.append(part.name)
        elif isinstance(part, Choice):
            found += [name for way in part.ways for name in _slots(way)]
    return found


def _may_be_empty(parts: tuple[Part, ...]) -> bool:
    """Whether there is a way through without a word: such a shape would take anything for a question."""
    return all(
        isinstance(part, Slot) or (isinstance(part, Choice) and any(_may_be_empty(way) for way in part.ways))
        for part in parts
    )

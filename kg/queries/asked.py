"""What a question in plain words may mean: the named queries whose shape it has, with what it gives for parameters.

This is recognition alone, of words against shapes: nothing is looked up, and nothing answered. Names are left as they
were typed, for somebody who has an index to resolve.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from kg.queries.named_query import NamedQuery, all_queries
from kg.queries.parameter import Parameter, ParameterType
from kg.queries.shapes.automaton import Automaton, Match, Taken
from kg.queries.shapes.shape import PERIOD, Shape
from kg.queries.shapes.spans import CLASS, DATE, INTEGER, readers
from kg.queries.shapes.tokens import Token, tokens

_READ_AT_ONCE: Final = {
    ParameterType.CLASS: CLASS,
    ParameterType.INTEGER: INTEGER,
    ParameterType.DATE: DATE,
}
_ARTICLES: Final = ("the", "a", "an")
_RARER: Final = {ParameterType.EVENT: 20, ParameterType.DOCUMENT: 10}
"""What it costs to take a name for something that people seldom call by a name, so that actors and places go before."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a question gives for a parameter.

    ``text`` are its words; empty where the question as a whole implies the value. ``value`` is what the parameter
    takes, empty for a name that is still to be looked up, or where ``problem`` says why the words cannot be used.
    """

    parameter: Parameter
    text: str
    value: str = ""
    problem: str = ""

    @property
    def is_name(self) -> bool:
        """Whether it is to be looked up."""
        return not self.value and not self.problem


@dataclass(frozen=True, slots=True)
class Reading:
    """One named query that a question may mean. ``cost`` is less where more of the question's words are the shape's."""

    query: NamedQuery
    given: tuple[Given, ...]
    cost: int

    @property
    def values(self) -> Mapping[str, str]:
        """The values that are known without looking anything up."""
        return {given.parameter.name: given.value for given in self.given if given.value}


def readings(text: str) -> tuple[Reading, ...]:
    """The readings of ``text`` as a question, the one that leaves least open first; none where it has no known shape.

    Takes time in proportion to the length of the text, of which more than 240 characters are no question.
    """
    words = tokens(text)
    if len(words) < 2:
        return ()
    automaton, owners = _machine()
    found = [_reading(owners[match.number], match, words, text) for match in automaton.matches(words, readers(words))]
    once = {(one.query.name, one.given): one for one in reversed(found)}
    return tuple(sorted(once.values(), key=lambda one: (one.cost, one.query.name)))


@cache
def _machine() -> tuple[Automaton, tuple[tuple[NamedQuery, Shape], ...]]:
    owners = tuple((query, shape) for query in all_queries() for shape in query.asks)
    types = [_types(query) for query, _ in owners]
    return Automaton([shape for _, shape in owners], types), owners


def _types(query: NamedQuery) -> dict[str, str]:
    return {PERIOD: PERIOD} | {
        parameter.name: _READ_AT_ONCE[parameter.type]
        for parameter in query.parameters
        if parameter.type in _READ_AT_ONCE
    }


def _reading(owner: tuple[NamedQuery, Shape], match: Match, words: tuple[Token, ...], text: str) -> Reading:
    query, shape = owner
    parameters = {parameter.name: parameter for parameter in query.parameters}
    given = [one for taken in match.taken for one in _given(taken, parameters, words, text)]
    given += [Given(parameters[name], "", value) for name, value in shape.implied.items()]
    order = list(parameters)
    given.sort(key=lambda one: order.index(one.parameter.name))
    return Reading(query, tuple(given), match.cost + sum(_RARER.get(one.parameter.type, 0) for one in given))


def _given(taken: Taken, parameters: Mapping[str, Parameter], words: tuple[Token, ...], text: str) -> tuple[Given, ...]:
    said = " ".join(text[words[taken.begin].begin : words[taken.end - 1].end].split())
    if taken.slot.name == PERIOD:
        since, _, until = taken.value.partition("/")
        bounds = {"since": since, "until": until}
        return tuple(
            Given(parameters[name], said, value, taken.problem)
            for name, value in bounds.items()
            if value or taken.problem
        )
    parameter = parameters[taken.slot.name]
    if parameter.type is ParameterType.INTEGER:
        return (Given(parameter, said, str(int(taken.value) + taken.slot.more), taken.problem),)
    if parameter.type in _READ_AT_ONCE:
        return (Given(parameter, said, taken.value, taken.problem),)
    first, _, rest = said.partition(" ")
    name = rest if first.lower() in _ARTICLES and rest else said
    return (Given(parameter, name, name if parameter.type is ParameterType.STRING else ""),)

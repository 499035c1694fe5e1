"""The header of a named query: the comments at the top of its file, and what they declare.

::

    # question: Who attacked whom?
    # parameter: attacker (actor, optional): who attacked, by name or IRI
    # parameter: class (string, default Attack): the class of event, with its subclasses
    # columns: date type event attacker
    # view: table
    # order: date -mentions
    # note: anything that a reader of the rows must know; may be given several times
    # example: Who attacked the Iron Brigade in 2021?
    # asks: <who> <attacked> {target} [{period}]

``order`` names the columns to sort by before all others, ``-`` for descending. ``asks`` says how people put the
question; there may be any number, in the language of ``kg/queries/shapes/shape.py``. ``example`` is such a question.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Final, Literal, get_args

from kg.errors import ResourceError
from kg.queries.parameter import Parameter, ParameterType
from kg.queries.shapes.shape import Shape, parse_shape

View = Literal["table", "map", "timeline", "graph", "list"]
"""How a page best shows the rows."""

_LINE: Final = re.compile(r"#\s*(?P<key>[a-z]+):\s*(?P<value>.+?)\s*")
_PARAMETER: Final = re.compile(
    r"(?P<name>[a-z][A-Za-z0-9]*) \((?P<type>[a-z]+), (?:(?P<need>required|optional)|default (?P<default>[^)]+))\): "
    r"(?P<meaning>.+)"
)
_ONCE: Final = ("question", "columns", "view")
_KEYS: Final = (*_ONCE, "order", "parameter", "note", "asks", "example")


@dataclass(frozen=True, slots=True)
class Header:
    """What a query asks, takes and gives."""

    question: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    view: View
    order: tuple[str, ...]
    notes: tuple[str, ...]
    asks: tuple[Shape, ...]
    examples: tuple[str, ...]


def parse_header(text: str, source: str) -> Header:
    """The header of the query file ``source``; raises ``ResourceError`` with what is wrong in it."""
    given: dict[str, list[str]] = defaultdict(list)
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.startswith("#"):
            break
        match = _LINE.fullmatch(line)
        if match is None or match["key"] not in _KEYS:
            raise ResourceError(f"{source}:{number}: a header line is '# key: value' with one of {', '.join(_KEYS)}.")
        given[match["key"]].append(match["value"])
    for key in _ONCE:
        if len(given[key]) != 1:
            raise ResourceError(f"{source}: the header needs exactly one '# {key}:' line.")
    view = given["view"][0]
    if view not in get_args(View):
        raise ResourceError(f"{source}: the view '{view}' is none of {', '.join(get_args(View))}.")
    columns = tuple(given["columns"][0].split())
    order = tuple(part for line in given["order"] for part in line.split())
    if unknown := {part.removeprefix("-") for part in order} - set(columns):
        raise ResourceError(f"{source}: '# order:' names columns that there are not: {', '.join(sorted(unknown))}.")
    parameters = tuple(_parameter(line, source) for line in given["parameter"])
    if len({parameter.name for parameter in parameters}) < len(parameters):
        raise ResourceError(f"{source}: two parameters have one name.")
    by_name = {parameter.name: parameter for parameter in parameters}
    asks = tuple(parse_shape(line, by_name, source) for line in given["asks"])
    return Header(
        question=given["question"][0],
        parameters=parameters,
        columns=columns,
        view=view,  # type: ignore[arg-type]  # checked against the literal's values
        order=order,
        notes=tuple(given["note"]),
        asks=asks,
        examples=tuple(given["example"]),
    )


def _parameter(line: str, source: str) -> Parameter:
    match = _PARAMETER.fullmatch(line)
    if match is None:
        raise ResourceError(
            f"{source}: '# parameter: {line}' is not 'name (type, required|optional|default VALUE): meaning'."
        )
    try:
        kind = ParameterType(match["type"])
    except ValueError:
        types = ", ".join(ParameterType)
        raise ResourceError(f"{source}: parameter '{match['name']}': the type is none of {types}.") from None
    parameter = Parameter(match["name"], kind, match["need"] == "required", match["default"], match["meaning"])
    if parameter.default is not None:
        parameter.clause(parameter.default)
    return parameter

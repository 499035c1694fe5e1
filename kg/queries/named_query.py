"""The named query: a question with its SPARQL."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Final, Literal

import pyoxigraph as ox

from kg import resources
from kg.errors import ParameterError, ResourceError, UnknownQueryError
from kg.queries.header import View, parse_header
from kg.queries.parameter import Parameter
from kg.queries.shapes.shape import Shape

_OPEN: Final = re.compile(r"VALUES\s+\?(\w+)\s*\{\s*UNDEF\s*\}")
_WITH: Final = re.compile(r"# with (?P<names>\w+(?:, \w+)*): (?P<clause>.+)$", re.MULTILINE)
"""A clause that is put in where one of these parameters is given: see ``docs/performance.md``."""

_NOTHING: Final[Mapping[str, str]] = {}


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """One question that anybody may ask of the graph.

    ``columns`` are the variables of a ``select``, or ``subject``, ``predicate`` and ``object`` of a ``construct``.
    ``order`` names the columns that rows are sorted by, ``-`` for descending; ties fall to the other columns. ``asks``
    are the shapes in which people put the question, ``examples`` some questions in these.
    """

    name: str
    question: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    view: View
    order: tuple[str, ...]
    notes: tuple[str, ...]
    form: Literal["select", "construct"]
    text: str
    asks: tuple[Shape, ...] = ()
    examples: tuple[str, ...] = ()

    def bind(self, parameters: Mapping[str, str], meant: Mapping[str, str] = _NOTHING) -> str:
        """The SPARQL with every parameter in its place, ready for a store whose default graph is the union of all.

        An empty value counts as none. ``meant`` is what ``naming.resolve`` gives for names; without it the query looks
        names up itself, which takes time in proportion to all names. Raises ``ParameterError`` where a parameter is
        unknown, missing or malformed.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        if unknown := sorted(set(parameters) - set(known)):
            takes = f"takes {', '.join(known)}" if known else "takes no parameters"
            raise ParameterError(f"the query '{self.name}' has no parameter '{unknown[0]}'; it {takes}.")
        clauses = {
            name: meant.get(name) or self._clause(known[name], parameters.get(name) or known[name].default)
            for name in known
        }
        given = {name for name, clause in clauses.items() if clause}
        text = _WITH.sub(lambda match: match["clause"] if given & set(match["names"].split(", ")) else "", self.text)
        return _OPEN.sub(lambda match: clauses[match[1]], text)

    def _clause(self, parameter: Parameter, value: str | None) -> str:
        if value is not None and value.strip():
            return parameter.clause(value)
        if parameter.required:
            raise ParameterError(
                f"the query '{self.name}' needs the parameter '{parameter.name}': {parameter.meaning}."
            )
        return ""


def all_queries() -> tuple[NamedQuery, ...]:
    """Every named query, by name. Raises ``ResourceError`` where a file is wrong."""
    return tuple(_read(path) for path in resources.files("queries", ".rq"))


def load(name: str) -> NamedQuery:
    """The query of that name. Raises ``UnknownQueryError``, or ``ResourceError`` where its file is wrong."""
    paths = {path.stem: path for path in resources.files("queries", ".rq")}
    if name not in paths:
        near = get_close_matches(name, paths, n=1)
        raise UnknownQueryError(
            f"there is no query named '{name}'" + (f"; did you mean '{near[0]}'?" if near else "; see `kg queries`.")
        )
    return _read(paths[name])


@cache
def _read(path: Path) -> NamedQuery:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ResourceError(f"{path} cannot be read: {error}.", remedy="Install herodotus again.") from error
    header = parse_header(text, path.name)
    form, columns = _shape(text, path.name)
    if columns != header.columns:
        raise ResourceError(f"{path.name}: the header declares other columns than the query has: {' '.join(columns)}.")
    opened, declared = set(_OPEN.findall(text)), {parameter.name for parameter in header.parameters}
    if opened != declared:
        odd = ", ".join(sorted(opened ^ declared))
        raise ResourceError(
            f"{path.name}: each parameter is declared and has a 'VALUES ?name {{ UNDEF }}': not so {odd}."
        )
    return NamedQuery(
        path.stem,
        header.question,
        header.parameters,
        header.columns,
        header.view,
        header.order,
        header.notes,
        form,
        text,
        header.asks,
        header.examples,
    )


def _shape(text: str, source: str) -> tuple[Literal["select", "construct"], tuple[str, ...]]:
    """The form of the query and its columns, asked of an empty store."""
    try:
        results = ox.Store().query(text)
    except SyntaxError as error:
        raise ResourceError(f"{source}: {error}") from error
    match results:
        case ox.QuerySolutions():
            return "select", tuple(variable.value for variable in results.variables)
        case ox.QueryTriples():
            return "construct", ("subject", "predicate", "object")
    raise ResourceError(f"{source}: a named query is a SELECT or a CONSTRUCT.")

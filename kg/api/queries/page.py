"""The page of a named query: its form, and the rows of the answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlencode

from kg.api.queries.formats import HTML, formats
from kg.api.queries.wish import Wish
from kg.queries import NamedQuery, Parameter, ParameterType
from kg.web import Leaf, Place, ShownField, ShownQuestion, ShownRows, Table, relative, render_question


def shown_question(query: NamedQuery, given: Mapping[str, str], here: str) -> ShownQuestion:
    """A named query as pages show it, with the values that were given."""
    return ShownQuestion(
        query.name,
        query.question,
        query.notes,
        relative(here, f"/queries/{query.name}"),
        query.examples,
        tuple(_field(parameter, given) for parameter in query.parameters),
    )


def _field(parameter: Parameter, given: Mapping[str, str]) -> ShownField:
    value = given.get(parameter.name, parameter.default or "")
    numeric = parameter.type is ParameterType.INTEGER
    return ShownField(parameter.name, parameter.meaning, value, parameter.required, numeric)


def question_page(wish: Wish, table: Table | None, problem: str | None, place: Place, more: bool) -> str:
    """The HTML of a named query; ``table`` is a page of its rows, where it was asked."""
    address = place.to(f"/queries/{wish.query.name}")

    def to(offset: int) -> str:
        parameters = {**wish.parameters, "limit": wish.limit or 0, "offset": offset, "format": "html"}
        return address + "?" + urlencode(parameters)

    answer = None
    if table is not None and wish.limit is not None:
        asked = "?" + urlencode(wish.parameters) if wish.parameters else ""
        answer = ShownRows(
            table=table,
            begin=wish.offset,
            previous=to(max(0, wish.offset - wish.limit)) if wish.offset else "",
            next=to(wish.offset + wish.limit) if more else "",
            formats=tuple(
                Leaf(name, f"{address}.{name}{asked}", kind)
                for name, kind in formats(wish.query).items()
                if kind != HTML
            ),
            elsewhere=_elsewhere(wish, place),
        )
    return render_question(shown_question(wish.query, wish.parameters, place.path), answer, problem, place)


_VIEWS: Final = {"map": ("map", "See it on a map"), "graph": ("network", "See it as a network")}
"""What the SPARQL page calls the views that headers of queries name."""


def _elsewhere(wish: Wish, place: Place) -> Leaf:
    view, text = _VIEWS.get(wish.query.view, ("table", "See it in the SPARQL editor, and change it"))
    limited = wish.text if wish.query.form == "select" else f"{wish.text}\nLIMIT {_DRAWN}"
    return Leaf(text, place.to("/sparql", query=limited, **({} if view == "table" else {"view": view})))


_DRAWN: Final = 2_000
"""Triples that are handed to a drawing."""

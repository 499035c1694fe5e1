"""The page of a named query: its form, and the rows of the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlencode

from kg.api.queries.formats import HTML, formats
from kg.api.queries.wish import Wish
from kg.queries import NamedQuery, Parameter, ParameterType
from kg.web import Leaf, ShownField, ShownQuestion, ShownRows, Value, name_of, render_question, shortened, term_address
from kg.web.place import relative

Cells = Sequence[Sequence[Mapping[str, str] | None]]


def shown_question(query: NamedQuery, given: Mapping[str, str], here: str) -> ShownQuestion:
    """A named query as pages show it, with the values that were given."""
    return ShownQuestion(
        query.name,
        query.question,
        query.notes,
        relative(here, f"/queries/{query.name}"),
        tuple(_field(parameter, given) for parameter in query.parameters),
    )


def _field(parameter: Parameter, given: Mapping[str, str]) -> ShownField:
    value = given.get(parameter.name, parameter.default or "")
    numeric = parameter.type is ParameterType.INTEGER
    return ShownField(parameter.name, parameter.meaning, value, parameter.required, numeric)


def question_page(wish: Wish, table: Cells | None, problem: str | None, here: str, base: str, more: bool) -> str:
    """The HTML of a named query at the path ``here``; ``table`` is a page of its rows, where it was asked."""
    query = wish.query
    address = f"/queries/{query.name}"

    def leads(iri: str) -> str:
        if term := term_address(iri):
            return relative(here, f"/{term}")
        if iri.startswith(base):
            return relative(here, f"/{iri.removeprefix(base)}")
        return iri if iri.startswith(("http://", "https://")) else ""

    def to(offset: int) -> str:
        parameters = {**wish.parameters, "limit": wish.limit or 0, "offset": offset, "format": "html"}
        return relative(here, address) + "?" + urlencode(parameters)

    answer = None
    if table is not None and wish.limit is not None:
        asked = "?" + urlencode(wish.parameters) if wish.parameters else ""
        answer = ShownRows(
            names=query.columns,
            rows=tuple(tuple(_value(cell, leads) for cell in row) for row in table),
            begin=wish.offset,
            previous=to(max(0, wish.offset - wish.limit)) if wish.offset else "",
            next=to(wish.offset + wish.limit) if more else "",
            formats=tuple(
                Leaf(name, f"{relative(here, address)}.{name}{asked}", kind)
                for name, kind in formats(query).items()
                if kind != HTML
            ),
        )
    return render_question(shown_question(query, wish.parameters, here), answer, problem, relative(here, "/"))


def _value(cell: Mapping[str, str] | None, leads: Callable[[str], str]) -> Value:
    if cell is None:
        return Value("")
    if cell["type"] == "uri":
        return Value(name_of(cell["value"]), cell["value"], leads(cell["value"]))
    return Value(shortened(str(cell["value"])))

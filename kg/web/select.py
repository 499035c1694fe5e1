"""How pages get their data: queries of this package, and a function that answers them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path
from string import Template

Row = dict[str, str]
"""One solution: the values of its bound variables, IRIs and literals alike."""

Select = Callable[[str], Awaitable[list[Row]]]
"""Answers a ``SELECT`` query. Raises an error of ``kg.errors``."""


def question(name: str, **values: str | int) -> str:
    """The query ``queries/{name}.rq`` with ``values`` in the place of its ``$`` names.

    Values are IRIs in angle brackets that come from the graph itself, and numbers; never what a visitor sent.
    """
    return _template(name).substitute({key: str(value) for key, value in values.items()})


@cache
def _template(name: str) -> Template:
    return Template((Path(__file__).resolve().parent / "queries" / f"{name}.rq").read_text(encoding="utf-8"))

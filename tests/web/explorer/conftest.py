"""The two invented documents with everything that is derived from them, asked as the service asks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pyoxigraph as ox
import pytest

from kg.web.explorer import explorer_page
from kg.web.page import Page
from kg.web.place import Place
from kg.web.select import Select, Solution
from tests.graph.fiction import BASE
from tests.queries.world import world

Asked = Callable[..., Page]


def asks(store: ox.Store) -> Select:
    """Answers over a plain default graph, as a service may that is set so."""

    async def select(text: str) -> list[Solution]:
        solutions = store.query(text)
        names = [variable.value for variable in solutions.variables]
        return [{name: row[name].value for name in names if row[name] is not None} for row in solutions]

    return select


def place(**parameters: str) -> Place:
    return Place("/explorer", BASE, tuple((name.rstrip("_"), value) for name, value in parameters.items()))


@pytest.fixture
def asked() -> Asked:
    """The page for some parameters; ``from_`` and ``class_`` stand for words that Python keeps for itself."""
    return lambda **parameters: asyncio.run(explorer_page(asks(world()), place(**parameters)))

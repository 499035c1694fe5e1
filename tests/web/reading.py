"""Reads pages of things: made from a real graph whose default graph is empty, as a service may have it."""

import asyncio
import re
from html import unescape
from itertools import pairwise

import pyoxigraph as ox

from kg.web import Page, Place, Select, Solution, ThingMaker, render_page
from tests.graph.fiction import BASE


def answers(graph: ox.Store) -> Select:
    """Answers queries from a store's named graphs."""

    async def select(text: str) -> list[Solution]:
        solutions = graph.query(text)
        names = [variable.value for variable in solutions.variables]
        return [{n: s[n].value for n in names if s[n] is not None} for s in solutions]

    return select


def read(make: ThingMaker, path: str, graph: ox.Store, **parameters: str) -> tuple[Page, str]:
    """The page of the thing at ``path`` below the base, and its HTML."""
    place = Place(f"/page/{path}", BASE, tuple(parameters.items()))
    page = asyncio.run(make(answers(graph), place, BASE + path))
    assert page is not None, f"{path} has no page"
    return page, render_page(page, place, 7)


def copy_of(graph: ox.Store) -> ox.Store:
    """A copy of a store that a test may change."""
    copied = ox.Store()
    copied.extend(graph)
    return copied


def text_of(page: str) -> str:
    """The words of a page's main part."""
    main = page[page.index("<main") : page.index("</main>")]
    main = re.sub(r"</(dt|dd|p|h[1-6]|li|td|th|div|figcaption|caption)>", " ", main)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", main)).split())


def scripts_of(page: str) -> list[str]:
    """The scripts of a page that are neither a data block nor a module of ours."""
    return re.findall(r'<script(?! type="(?:application/ld\+json|module)")[^>]*>', page)


def check_whole(page: str) -> None:
    """Headings in order, ids once, every label's target there, no IRI where a label should stand."""
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'aria-labelledby="([^"]+)"', page)) <= set(ids)
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)

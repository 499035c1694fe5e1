"""The page: what a view hands over to be shown, whole."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from kg.web.leaf import Leaf
from kg.web.place import Place
from kg.web.select import Select
from kg.web.table import Table


@dataclass(frozen=True, slots=True)
class File:
    """Something of a page that can be taken away: ``write`` gives its bytes, from the version of the data."""

    name: str
    media_type: str
    write: Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class Page:
    """A page, ready to be written.

    ``template`` gets ``values`` by their names, ``place``, the page itself as ``page`` and the ``version`` of the data.
    ``section`` is the entry of the navigation that it belongs to. ``tables`` can be taken away one by one, ``files`` by
    the name that ``?format=`` gives them. ``alternates`` are the same as data. ``schema`` is what the page says in
    schema.org's words. ``islands`` are the names of its scripts, below ``static/islands``; ``styles`` says that one of
    them writes styles into the page. ``refused`` says that the address asks for what cannot be, and the page why.
    """

    template: str
    title: str
    section: str = ""
    description: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    tables: tuple[Table, ...] = ()
    files: Mapping[str, File] = field(default_factory=dict)
    alternates: tuple[Leaf, ...] = ()
    previous: str = ""
    next: str = ""
    schema: Mapping[str, object] | None = None
    islands: tuple[str, ...] = ()
    styles: bool = False
    refused: bool = False


Maker = Callable[[Select, Place], Awaitable[Page | None]]
"""Makes the page of a place; ``None`` where there is nothing to show. Raises what ``Select`` does."""

ThingMaker = Callable[[Select, Place, str], Awaitable[Page | None]]
"""Makes the page of the thing with an IRI."""

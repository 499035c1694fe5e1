"""What stands beside an answer about a thing: the same in other formats, other pages of it, and where it went."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from kg.api.linked.address import Address
from kg.api.linked.answer import elsewhere, link
from kg.api.linked.description import Description, Moved
from kg.api.linked.formats import HTML, RDF_SUFFIXES
from kg.web.place import relative


def links_of(here: str, address: Address) -> Iterable[str]:
    """Links to the same in other formats, and from the page to what it is about."""
    data = relative(here, address.data)
    yield link(data, "describedby")
    yield link(relative(here, f"/{address.path}"), "http://xmlns.com/foaf/0.1/primaryTopic")
    yield link(relative(here, address.page), "alternate", HTML)
    for suffix, media_type in RDF_SUFFIXES.items():
        yield link(data + suffix, "alternate", media_type)


def leaves_of(request: Request, found: Description) -> Iterable[str]:
    """Links to the pages before and after."""
    here = request.url.path
    others = {name: value for name, value in request.query_params.items() if name == "as"}

    def to(number: int) -> str:
        return relative(here, here, **others, **({"page": number} if number > 1 else {}))

    if found.number > 1:
        yield link(to(1), "first")
        yield link(to(found.number - 1), "prev")
    if found.more:
        yield link(to(found.number + 1), "next")


def moved(request: Request, base: str, gone: Moved, below: str, suffix: str) -> Response:
    """Leads to what the thing has become part of; ``below`` is the part of the path before the thing's."""
    target = gone.to.value
    if target.startswith(base):
        target = relative(request.url.path, (below or "/") + target.removeprefix(base) + suffix)
    return elsewhere(HTTPStatus.MOVED_PERMANENTLY, target)

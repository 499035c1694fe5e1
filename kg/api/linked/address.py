"""Addresses: which thing a path names, and where its data and its page are, from wherever the reader stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

import pyoxigraph as ox
from starlette.requests import Request

from kg.api.linked.formats import split_suffix
from kg.api.problem import Problem

_ESCAPED: Final = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_MOST_PAGES: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Address:
    """A thing below the base IRI: ``path`` is what follows the base, ``suffix`` the format it names."""

    path: str
    suffix: str

    def thing(self, base: str) -> ox.NamedNode:
        """The IRI of the thing."""
        return ox.NamedNode(base + self.path)

    @property
    def data(self) -> str:
        """The path of its data, in the format that the sender likes best."""
        return f"/data/{self.path}"

    @property
    def page(self) -> str:
        """The path of its page."""
        return f"/page/{self.path}"


def address_of(request: Request, below: str = "/") -> Address:
    """The thing that the path of a request names below ``below``. Raises ``Problem`` (404) where it names none."""
    raw = request.scope.get("raw_path") or request.scope["path"].encode()
    path, suffix = split_suffix(normalised(raw.decode("ascii", errors="replace")).removeprefix(below))
    try:
        ox.NamedNode(f"http://example.org/{path}")
    except ValueError as error:
        raise nothing() from error
    return Address(path, suffix)


def normalised(path: str) -> str:
    """The path with percent-encoding only where it says something, as IRIs are minted (RFC 3986, section 6.2.2).

    >>> normalised("/id/place/al%2Dqaim%2f1")
    '/id/place/al-qaim%2F1'
    """

    def plain(match: re.Match[str]) -> str:
        character = chr(int(match[1], 16))
        return character if character in _UNRESERVED else match[0].upper()

    return _ESCAPED.sub(plain, path)


def page_of(request: Request, most: int = _MOST_PAGES) -> int:
    """The page that a request asks for, from 1 to ``most``. Raises ``Problem`` (400)."""
    given = request.query_params.get("page", "1")
    if not (given.isascii() and given.isdigit() and 1 <= int(given[:9]) <= most and len(given) <= 9):
        raise Problem(HTTPStatus.BAD_REQUEST, f"'page' is a whole number from 1 to {most:,}.")
    return int(given)


def nothing() -> Problem:
    """The answer where there is nothing of the name."""
    return Problem(HTTPStatus.NOT_FOUND, "There is nothing of this name in the graph.")

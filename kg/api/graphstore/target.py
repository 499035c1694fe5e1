"""Which graph a request is about: named in the address (section 4.2), or by the address itself (section 4.1)."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

import pyoxigraph as ox
from starlette.types import Scope

from kg.api.incoming import pairs
from kg.api.problem import Problem
from kg.api.readers.query import DEFAULT

PATH: Final = "/store"
"""The path of the graph store."""


@dataclass(frozen=True, slots=True)
class Target:
    """A graph by its IRI, ``None`` for the default graph. ``fresh`` says that it is to be made for the request."""

    iri: str | None
    fresh: bool = False

    @property
    def wanted(self) -> str:
        """The graph as a reader is asked for it."""
        return DEFAULT if self.iri is None else self.iri

    def base(self, base_iri: str) -> str:
        """What relative IRIs in a body are resolved against."""
        return f"{base_iri}{PATH[1:]}" if self.iri is None else self.iri


def target_of(scope: Scope, base_iri: str) -> Target:
    """The target of a request. Raises ``Problem`` (400) where it names none, several, or no IRI."""
    given = [(name, value) for name, value in pairs(scope["query_string"]) if name in {"default", "graph"}]
    below = _below(scope)
    if len(given) + bool(below) > 1:
        raise Problem(HTTPStatus.BAD_REQUEST, "The request names several graphs: name one.")
    if below:
        return Target(_checked(f"{base_iri}{PATH[1:]}/{below}"))
    if given:
        name, value = given[0]
        return Target(None) if name == "default" else Target(_checked(value))
    if scope["method"] == "POST":
        return Target(f"{base_iri}{PATH[1:]}/{secrets.token_urlsafe(12)}", fresh=True)
    raise Problem(
        HTTPStatus.BAD_REQUEST,
        "The request names no graph: add ?default, ?graph=IRI, or a path of its own.",
    )


def _below(scope: Scope) -> str:
    """The part of the path below that of the graph store, as it was sent."""
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    path = raw.partition(b"?")[0].decode("ascii", errors="replace")
    below = path[len(PATH) :].removeprefix("/")
    if any(segment in {".", ".."} for segment in below.replace("%2e", ".").replace("%2E", ".").split("/")):
        raise Problem(HTTPStatus.BAD_REQUEST, "The path of a graph has no segments '.' and '..'.")
    return below


def _checked(iri: str) -> str:
    try:
        ox.NamedNode(iri)
    except ValueError as error:
        raise Problem(HTTPStatus.BAD_REQUEST, f"'{iri}' is not an absolute IRI: {error}.") from error
    return iri

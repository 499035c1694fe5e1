"""The place: where a page stands, and how every address looks from there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from kg.vocabulary import KG, ONTOLOGY_GRAPH
from kg.web.words import local_name

_SPAN: Final = re.compile(r"#char=(\d+),\d+$")
"""The end of a span's IRI. A long text has several pages, and what follows ``#`` does not reach the service."""


def relative(here: str, there: str, **parameters: str | int) -> str:
    """``there`` as seen from ``here``, both paths from the root of the service, which a proxy may have put deeper.

    >>> relative("/id/place/kirkuk", "/data/id/place/kirkuk", page=2)
    '../../data/id/place/kirkuk?page=2'
    """
    query = "?" + urlencode(parameters) if parameters else ""
    return ("../" * (here.count("/") - 1) + there[1:] or "./") + query


def term_address(iri: str) -> str:
    """The fragment of the ontology's page that explains one of our terms; empty for other IRIs."""
    return f"ontology#{local_name(iri)}" if iri.startswith(KG) else "ontology" if iri == ONTOLOGY_GRAPH else ""


@dataclass(frozen=True, slots=True)
class Place:
    """A page at ``path``, from the root of the service, asked for with ``parameters``; ``base`` starts our IRIs."""

    path: str
    base: str
    parameters: tuple[tuple[str, str], ...] = ()

    @property
    def root(self) -> str:
        """The root of the service."""
        return relative(self.path, "/")

    def parameter(self, name: str, default: str = "") -> str:
        """The first value of a parameter."""
        return next((value for key, value in self.parameters if key == name), default)

    def every(self, name: str) -> tuple[str, ...]:
        """All values of a parameter that are not empty."""
        return tuple(value for key, value in self.parameters if key == name and value)

    def to(self, path: str, **parameters: str | int) -> str:
        """Another path of the service."""
        return relative(self.path, path, **parameters)

    def again(self, **changes: str | int | None) -> str:
        """This page, with some parameters changed, or left out where they are ``None``."""
        kept = [(key, value) for key, value in self.parameters if key not in changes and value]
        kept += [(key, str(value)) for key, value in changes.items() if value is not None]
        return relative(self.path, self.path) + ("?" + urlencode(kept) if kept else "")

    def leads(self, iri: str) -> str:
        """Where an IRI leads: to a page of ours, or as it is; empty where it leads nowhere.

        >>> place = Place("/page/id/place/kirkuk", "http://example.org/")
        >>> place.leads("http://example.org/document/7c#char=2,5"), place.leads("javascript:alert(1)")
        ('../../../page/document/7c?at=2#char=2,5', '')
        """
        if term := term_address(iri):
            return self.to(f"/{term}")
        if iri.startswith(self.base):
            path = _SPAN.sub(r"?at=\1\g<0>", iri.removeprefix(self.base))
            return self.to(f"/page/{path}" if path.startswith(("id/", "document/")) else f"/{path}")
        return iri if iri.startswith(("http://", "https://")) else ""

"""Federation: the other servers that a query or an update asks, and how to send it elsewhere instead."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kg.errors import QueryLimitError
from kg.store.shape import tokens
from kg.store.syntax import Kind, uses_keyword

_ABSOLUTE: Final = re.compile(r"https?://[^\s\\]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Place:
    """A ``SERVICE`` of a text: where its keyword and its IRI stand."""

    begin: int
    end: int
    silent: bool
    iri: str


def services(text: str, base_iri: str | None, kind: Kind = "query") -> tuple[str, ...]:
    """The IRIs of the servers that a query or update asks with ``SERVICE``, each once, in their order.

    Raises ``QueryLimitError`` where they are not all written out: a variable, or a relative IRI.
    """
    return tuple(dict.fromkeys(place.iri for place in _places(text, base_iri, kind)))


def redirected(text: str, base_iri: str | None, addresses: Mapping[str, str], kind: Kind = "query") -> str:
    """The text with each server's IRI in the place of ``SERVICE`` replaced by its address."""
    parts, done = [], 0
    for place in _places(text, base_iri, kind):
        parts += [text[done : place.begin], f"SERVICE {'SILENT ' if place.silent else ''}<{addresses[place.iri]}>"]
        done = place.end
    return "".join([*parts, text[done:]])


def _places(text: str, base_iri: str | None, kind: Kind) -> list[_Place]:
    if "SERVICE" not in text.upper():
        return []
    found = list(tokens(text))
    prefixes: dict[str, str] = {}
    places = []
    for at, token in enumerate(found):
        word = token[0].upper() if token.lastgroup == "word" else ""
        if word == "PREFIX" and at + 2 < len(found) and found[at + 2].lastgroup == "iri":
            prefixes[found[at + 1][0]] = found[at + 2][0][1:-1]
        if word != "SERVICE":
            continue
        silent = at + 1 < len(found) and found[at + 1][0].upper() == "SILENT"
        name = found[at + 1 + silent] if at + 1 + silent < len(found) else None
        iri = _iri(name, prefixes) if name else None
        if name is None or iri is None:
            raise _unclear()
        places.append(_Place(token.start(), name.end(), silent, iri))
    # The tokens are nearly, not exactly, the engine's: with GRAPH in the place of each SERVICE none may be left.
    rest, done = [], 0
    for place in places:
        rest += [text[done : place.begin], f"GRAPH <{place.iri}>"]
        done = place.end
    if uses_keyword("".join([*rest, text[done:]]), "SERVICE", base_iri, kind):
        raise _unclear()
    return places


def _iri(token: re.Match[str], prefixes: dict[str, str]) -> str | None:
    iri = None
    if token.lastgroup == "iri":
        iri = token[0][1:-1]
    elif token.lastgroup == "word" and token[0][0] not in "?$@":
        prefix, colon, local = token[0].partition(":")
        if colon and prefix + colon in prefixes and "%" not in local:
            iri = prefixes[prefix + colon] + local
    return iri if iri is not None and _ABSOLUTE.fullmatch(iri) else None


def _unclear() -> QueryLimitError:
    return QueryLimitError(
        "The query asks another server (SERVICE) whose IRI is not written out.",
        limit="service_allow",
        value=0,
        remedy="Write the absolute IRI of the server behind SERVICE.",
    )

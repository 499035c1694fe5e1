"""Names of things in answers: short, since assistants read and repeat them.

IRIs of ours are relative to the base that each answer names, terms of the vocabularies have their usual prefix, and all
others are whole. What is short here may be used in SPARQL as it is, where the prefixes are declared: the base is the
query's own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from kg.mcp.problem import ToolError
from kg.vocabulary import PREFIXES
from kg.web.select import iri

_LONGEST: Final = 2_000
_SPAN: Final = re.compile(r"(?P<document>.*)#char=(?P<begin>\d{1,9}),(?P<end>\d{1,9})")
_PREFIXED: Final = sorted(PREFIXES.items(), key=lambda one: -len(one[1]))
_LOCAL: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand: the IRI of the document and the code points ``[begin, end)`` of its text."""

    document: str
    begin: int
    end: int


def short(base: str, name: str) -> str:
    """An IRI as answers write it.

    >>> short("http://example.org/", "http://example.org/id/place/kirkuk")
    'id/place/kirkuk'
    >>> short("http://example.org/", "https://w3id.org/herodotus/ns#agent")
    'kg:agent'
    """
    if name.startswith(base) and _whole(base, name[len(base) :]) == name:
        return name[len(base) :]
    for prefix, namespace in _PREFIXED:
        local = name[len(namespace) :]
        if name.startswith(namespace) and _LOCAL.fullmatch(local):
            return f"{prefix}:{local}"
    return name


def full(base: str, given: str, argument: str) -> str:
    """The IRI that an argument names, short or whole. Raises ``ToolError`` where it is none."""
    name = _whole(base, given)
    if len(name) > _LONGEST or name == base or iri(name) is None:
        shown = given if len(given) <= 80 else given[:79] + "…"
        raise ToolError(
            f"'{argument}': {shown!r} is no IRI. Give one as an answer has it, such as 'id/place/kirkuk'; "
            "the tool 'search' finds the IRI of a name."
        )
    return name


def _whole(base: str, given: str) -> str:
    """What a name would be whole, whether or not that is an IRI."""
    name = given.strip(" \t\r\n").removeprefix("<").removesuffix(">")
    prefix, colon, local = name.partition(":")
    if colon and prefix in PREFIXES and not local.startswith("//"):
        return PREFIXES[prefix] + local
    return name if "://" in name else base + name.removeprefix("/")


def place_of(span: str) -> Place | None:
    """Where the words of a span stand, by its IRI; ``None`` where it is none.

    >>> place_of("http://example.org/document/7c#char=2,5")
    Place(document='http://example.org/document/7c', begin=2, end=5)
    """
    found = _SPAN.fullmatch(span)
    return Place(found["document"], int(found["begin"]), int(found["end"])) if found else None


def kind_of(base: str, name: str) -> str:
    """The kind that one of our IRIs names: ``person``, ``event``, ``document``; empty where it names none."""
    parts = name.removeprefix(base).split("/") if name.startswith(base) else [""]
    return parts[1] if parts[0] == "id" and len(parts) > 2 else parts[0] if parts[0] == "document" else ""

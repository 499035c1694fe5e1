"""How Turtle and TriG write a term, and in which order subjects come."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from kg.vocabulary import PREFIXES

_KINDS: Final = (
    *("person", "organisation", "group", "actor", "place"),
    *("event", "toll", "designation", "post", "tenure", "programme", "attribution", "claim"),
    *("reading", "refusal", "model"),
)
"""Kinds of our own things below ``id/``, in the order in which a file gives them."""

_LOCAL: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?", re.ASCII)
"""Local names that every parser reads after a prefix; Turtle itself allows many more."""

_DIGITS: Final = re.compile(r"(\d+)", re.ASCII)
_INTEGER: Final = re.compile(r'"-?(?:0|[1-9][0-9]{0,17})"')
_DECIMAL: Final = re.compile(r'"-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,18}"')
_ESCAPE: Final = re.compile(r"\\(.)")
_FORBIDDEN: Final = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_BARE: Final = {
    "http://www.w3.org/2001/XMLSchema#integer": _INTEGER,
    "http://www.w3.org/2001/XMLSchema#decimal": _DECIMAL,
    "http://www.w3.org/2001/XMLSchema#boolean": re.compile(r'"(?:true|false)"'),
}
"""Datatypes whose values Turtle writes without quotes, where they have this form (no more: parsers rewrite ``+5``)."""


Natural = tuple[tuple[str | tuple[int, str], ...], str]
"""A sort key made of text and numbers in turn."""


def natural(value: str) -> Natural:
    """A sort key under which numbers inside the string come in numeric order.

    >>> sorted(["c10", "c9", "c09"], key=natural)
    ['c09', 'c9', 'c10']
    """
    parts = _DIGITS.split(value)
    return tuple(_number(part) if place % 2 else part for place, part in enumerate(parts)), value


def _number(digits: str) -> tuple[int, str]:
    """Compares as the number does, however long it is (Python converts no more than 4,300 digits)."""
    significant = digits.lstrip("0")
    return len(significant), significant


class Notation:
    """Writes terms and remembers which prefixes it used."""

    __slots__ = ("_base", "_iris", "_namespaces", "_rank", "_used")

    def __init__(self, base: str) -> None:
        self._base = base
        own = {kind: f"{base}id/{kind}/" for kind in _KINDS} | {"document": f"{base}document/"}
        self._namespaces = {namespace: prefix for prefix, namespace in (PREFIXES | own).items()}
        self._iris: dict[str, str] = {}
        self._used: set[str] = set()
        self._rank = {f"{kind}:": rank for rank, kind in enumerate(("document", *_KINDS))}

    def term(self, term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
        """The term as Turtle writes it."""
        if isinstance(term, ox.NamedNode):
            return self._iri(term.value)
        if isinstance(term, ox.Literal):
            return self._literal(str(term))
        return str(term)

    def preview(self, iri: str) -> str:
        """The IRI as ``term`` would write it, without counting its prefix as used."""
        namespace, local = _split(iri)
        prefix = self._namespaces.get(namespace)
        if prefix is not None and _LOCAL.fullmatch(local):
            return f"{prefix}:{local}"
        return "<" + _FORBIDDEN.sub(lambda match: f"\\u{ord(match[0]):04X}", iri) + ">"

    def declarations(self) -> Iterator[str]:
        """A line for each prefix that was used, by prefix."""
        for namespace, prefix in sorted(self._namespaces.items(), key=lambda item: item[1]):
            if prefix in self._used:
                yield f"@prefix {prefix}: <{namespace}> .\n"

    def order(self, subject: str) -> tuple[int, Natural]:
        """The sort key of a subject as it is written: kinds first, then its name."""
        prefix, colon, _ = subject.partition(":")
        if subject.startswith("<" + self._base + "document/"):
            rank = len(self._rank) + (1 if subject.endswith("#context>") else 0)
        elif subject.startswith("<" + self._base + "id/"):
            rank = self._rank.get(subject[len(self._base) + 4 :].partition("/")[0] + ":", len(self._rank) + 2)
        else:
            rank = self._rank.get(prefix + colon, len(self._rank) + 2)
        return rank, natural(subject)

    def _iri(self, value: str) -> str:
        written = self._iris.get(value)
        if written is None:
            written = self._iris[value] = self.preview(value)
            if not written.startswith("<"):
                self._used.add(written.partition(":")[0])
        return written

    def _literal(self, canonical: str) -> str:
        """A literal from its N-Triples form."""
        if canonical.endswith(">"):
            quoted, _, datatype = canonical[:-1].rpartition("^^<")
            bare = _BARE.get(datatype)
            if bare is not None and bare.fullmatch(quoted):
                return quoted[1:-1]
            return f"{_readable(quoted)}^^{self._iri(datatype)}"
        if canonical.endswith('"'):
            return _readable(canonical)
        quoted, _, language = canonical.rpartition("@")
        return f"{_readable(quoted)}@{language}"


def _split(iri: str) -> tuple[str, str]:
    cut = max(iri.rfind("#"), iri.rfind("/")) + 1
    return iri[:cut], iri[cut:]


def _readable(quoted: str) -> str:
    """A quoted string; one of several lines keeps its lines, between triple quotes."""
    if "\\n" not in quoted:
        return quoted
    body = _ESCAPE.sub(_unescape, quoted[1:-1])
    if "\n" not in body:  # what looked like a line feed was an escaped backslash before an n
        return quoted
    body = body.replace('"""', '\\"\\"\\"')
    if body.endswith('"'):
        body = body[:-1] + '\\"'
    return f'"""{body}"""'


def _unescape(match: re.Match[str]) -> str:
    return {"n": "\n", '"': '"'}.get(match[1], match[0])

"""Validation of files that anyone brings, after the letter of SHACL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pyoxigraph as ox
import rdflib

from kg.errors import ValidationError
from kg.validation.authority import validate
from kg.validation.gate import Gate
from kg.validation.report import Report
from kg.validation.shapes import read

_FORMATS: Final = {
    ".ttl": "turtle",
    ".nt": "nt",
    ".nq": "nquads",
    ".trig": "trig",
    ".jsonld": "json-ld",
    ".rdf": "xml",
    ".xml": "xml",
}


def validate_files(data: Path, shapes: Path | None = None) -> Report:
    """The report on a file of RDF; the union of its graphs is checked.

    ``shapes`` is a file, or a folder of Turtle files; with shapes of one's own, pySHACL alone judges, and every result
    counts. Without, our own shapes check the data as the gate checks a document.

    Raises ``ValidationError`` where a file cannot be read or the shapes graph cannot be processed, which SHACL (section
    3.4.2) calls a failure.
    """
    if shapes is None:
        return Gate().check(_quads(data))
    with _verbatim_literals():
        graph = _graph(data)
        given, kind = (read(shapes), "turtle") if shapes.is_dir() else (str(shapes), _format(shapes))
        try:
            return validate(graph, given, kind, allow_warnings=False)
        except ValidationError:
            raise
        except Exception as error:
            raise ValidationError(f"{data} cannot be checked with {shapes}: {error}") from error


class _Graph(rdflib.Graph):
    """A graph that is not counted whenever pySHACL asks whether it is empty (see the authority)."""

    def __bool__(self) -> bool:
        return True


def _graph(path: Path) -> rdflib.Graph:
    kind = _format(path)
    target = rdflib.Dataset(default_union=True) if kind in ("nquads", "trig") else _Graph()
    try:
        return target.parse(str(path), format=kind, publicID=path.resolve().as_uri())
    except (OSError, SyntaxError, ValueError, rdflib.exceptions.ParserError) as error:
        raise ValidationError(f"{path} cannot be read: {error}") from error


def _quads(path: Path) -> list[ox.Quad]:
    kind = ox.RdfFormat.from_extension(path.suffix.removeprefix("."))
    try:
        return list(ox.parse(path=str(path), format=kind, base_iri=path.resolve().as_uri()))
    except (OSError, SyntaxError, ValueError) as error:
        raise ValidationError(f"{path} cannot be read: {error}") from error


def _format(path: Path) -> str:
    try:
        return _FORMATS[path.suffix.lower()]
    except KeyError:
        known = ", ".join(_FORMATS)
        raise ValidationError(f"{path} has no known format.", remedy=f"Known endings are {known}.") from None


@contextmanager
def _verbatim_literals() -> Iterator[None]:
    """Literals stay as written (``"none"^^xsd:boolean``): rdflib would rewrite them to what it makes of them."""
    before = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False
    try:
        yield
    finally:
        rdflib.NORMALIZE_LITERALS = before

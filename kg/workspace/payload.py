"""The payload: RDF that somebody sent, as triples in the store's canonical forms."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final
from xml.parsers.expat import ErrorString, ExpatError, ParserCreate

import pyoxigraph as ox

from kg.errors import QueryError, QuerySyntaxError

_CHUNK: Final = 5_000
_FORMATS: Final = (
    ox.RdfFormat.TURTLE,
    ox.RdfFormat.N_TRIPLES,
    ox.RdfFormat.TRIG,
    ox.RdfFormat.N_QUADS,
    ox.RdfFormat.RDF_XML,
    ox.RdfFormat.JSON_LD,
)


def payload_format(media_type: str) -> ox.RdfFormat | None:
    """The format with this media type, parameters aside; ``None`` where it is not one that payloads may have.

    >>> payload_format("text/turtle; charset=utf-8").name
    'Turtle'
    """
    found = ox.RdfFormat.from_media_type(media_type)
    return found if found in _FORMATS else None


def read_payload(path: Path, media_type: str, base: str | None) -> Iterator[str]:
    """The triples of a file, as in N-Triples without the full stop; its blank nodes get names that nobody else has.

    Reads the file as it goes. Nothing else is ever read: contexts of JSON-LD that lie elsewhere and XML entities are
    errors. Raises ``QuerySyntaxError`` where the file is not what ``media_type`` says, and ``QueryError`` where it has
    named graphs or declares XML entities, or where the media type is not supported.
    """
    form = payload_format(media_type)
    if form is None:
        known = ", ".join(form.media_type for form in _FORMATS)
        raise QueryError(f"The media type {media_type} is not supported.", remedy=f"Send one of {known}.")
    if form == ox.RdfFormat.RDF_XML:
        _check_xml(path)
    try:
        quads = ox.parse(path=path, format=form, base_iri=base, rename_blank_nodes=True)
        while chunk := list(islice(quads, _CHUNK)):
            yield from _canonical(chunk)
    except (SyntaxError, ValueError) as error:
        line, column = getattr(error, "lineno", None), getattr(error, "offset", None)
        where = f" (line {line}, column {column})" if line else ""
        why = error.msg if isinstance(error, SyntaxError) else str(error)  # without the name of the file
        raise QuerySyntaxError(f"The payload is not {form.name}{where}: {why}.", line=line, column=column) from error


def canonical_line(quad: ox.Quad) -> str:
    """The triple of a quad that comes from a store, as in N-Triples without the full stop."""
    return str(quad.triple)


def _canonical(quads: list[ox.Quad]) -> Iterator[str]:
    if any(not isinstance(quad.graph_name, ox.DefaultGraph) for quad in quads):
        raise QueryError("The payload has named graphs.", remedy="Send one graph, or use a SPARQL update.")
    # The store writes some literals in another way, and what it holds is what is true.
    store = ox.Store()
    store.extend(quads)
    return map(canonical_line, store)


def _check_xml(path: Path) -> None:
    """Refuses XML that declares entities, and XML without its end, which the engine would take for whole."""
    parser = ParserCreate()
    parser.EntityDeclHandler = _refuse_entity
    try:
        with path.open("rb") as file:
            parser.ParseFile(file)
    except ExpatError as error:
        line, column = error.lineno, error.offset + 1
        why = f"The payload is not XML (line {line}, column {column}): {ErrorString(error.code)}."
        raise QuerySyntaxError(why, line=line, column=column) from error


def _refuse_entity(*_: object) -> None:
    raise QueryError("The payload declares XML entities.", remedy="Write out what they stand for.")

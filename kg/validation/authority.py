"""The authority: pySHACL, whose word counts and which writes the reports."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pyshacl
import rdflib
from pyshacl.graph_abstraction import OxigraphDataGraph

from kg.errors import ValidationError
from kg.validation.report import Report

if TYPE_CHECKING:
    from pyshacl.pytypes import GraphLike


class Authority:
    """The shapes as pySHACL reads them."""

    __slots__ = ("_shapes",)

    def __init__(self, shapes: str) -> None:
        """Read shapes, in Turtle. Raises ``ValidationError`` where they are no Turtle."""
        try:
            self._shapes = rdflib.Graph().parse(data=shapes, format="turtle")
        except SyntaxError as error:
            raise ValidationError(f"The shapes are no Turtle: {error}") from error

    def check(self, triples: Iterable[ox.Triple]) -> Report:
        """The report on data; results that are no violations do not count against them.

        Raises whatever pySHACL raises, which the gate takes for a rejection.
        """
        store = ox.Store()
        store.extend(ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
        return validate(_Data(store), self._shapes, allow_warnings=True)


def validate(data: GraphLike, shapes: GraphLike | str, kind: str | None = None, *, allow_warnings: bool) -> Report:
    """The report of pySHACL on data, without inference and imports.

    ``shapes`` is a graph, or the name of a file or its text in the format ``kind``.

    Raises ``ValidationError`` where the shapes cannot be processed, which SHACL (section 3.4.2) calls a failure, and
    whatever else pySHACL raises.
    """
    _, report, text = pyshacl.validate(
        data,
        shacl_graph=shapes,
        shacl_graph_format=kind,
        inference="none",
        do_owl_imports=False,
        allow_warnings=allow_warnings,
    )
    if not isinstance(report, rdflib.Graph):
        raise ValidationError(f"The shapes cannot be processed: {text}")
    triples = report.serialize(format="nt", encoding="utf-8")
    return Report.read(ox.parse(triples, format=ox.RdfFormat.N_TRIPLES))


class _Data(OxigraphDataGraph):
    """A graph in a store, mended in two places.

    It knows its size: pySHACL asks each graph whether it is empty whenever a shape fails, nested ones as well, and
    counts all triples to find out, which is two thirds of its time and quadratic in the size of the data. And a literal
    has no properties, where the store raises ``TypeError``: data may say that a thing is an instance of one.
    """

    def __init__(self, store: ox.Store) -> None:
        super().__init__(store)
        self._size = len(store)

    def __len__(self, context: object = None) -> int:
        return self._size

    def objects(self, subject: Any = None, predicate: Any = None, unique: bool = False) -> Generator[Any, None, None]:
        if not isinstance(subject, rdflib.Literal):
            yield from super().objects(subject, predicate, unique)

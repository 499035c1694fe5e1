"""The description: what the graph says of one thing, in both directions, with the labels of everything it mentions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

import pyoxigraph as ox

from kg.api.linked.lookup import Lookup, Row, values
from kg.api.readers.version import Version
from kg.graph import Iris
from kg.vocabulary import DCTERMS, KG, NIF, RDFS, SKOS

PAGE: Final = 250
"""Statements on one page about a thing."""

DOCUMENT_PAGE: Final = 20_000
"""Statements on one page of a document's data, so that nearly all documents come whole, with all their spans."""

LABELS: Final = (
    SKOS + "prefLabel",
    DCTERMS + "title",
    RDFS + "label",
    KG + "fileName",
    KG + "eventClass",
    NIF + "anchorOf",
)
"""The properties that say what a thing is called, best first."""

_REPLACED: Final = ox.NamedNode(DCTERMS + "isReplacedBy")
_ATTEMPTS: Final = 3


@dataclass(frozen=True, slots=True)
class Moved:
    """The thing has become part of another, ``to``."""

    to: ox.NamedNode


@dataclass(frozen=True, slots=True)
class Description:
    """One page of what the graph says of ``thing``.

    ``quads`` are the statements of the page, ``context`` the labels of what they mention and the spans they rest on.
    ``more`` says that there is another page.
    """

    thing: ox.NamedNode
    quads: tuple[ox.Quad, ...]
    context: tuple[ox.Quad, ...]
    number: int
    more: bool
    version: Version

    @property
    def all(self) -> set[ox.Quad]:
        """Every statement."""
        return {*self.quads, *self.context}


async def find(lookup: Lookup, base: str, thing: ox.NamedNode) -> Moved | Literal[True] | None:
    """Whether the graph speaks of a thing, or what it has become part of; ``None`` where it does neither."""
    rows = await lookup.rows(
        f"""SELECT ?new WHERE {{
          {{ {values("thing", [thing])} GRAPH {Iris(base).entities_graph} {{ ?thing {_REPLACED} ?new }} }}
          UNION {{ SELECT ?thing WHERE {{ {values("thing", [thing])} GRAPH ?g {{ ?thing ?p ?o }} }} LIMIT 1 }}
          UNION {{ SELECT ?thing WHERE {{ {values("thing", [thing])} GRAPH ?g {{ ?s ?p ?thing }} }} LIMIT 1 }}
        }}"""
    )
    new = sorted((row["new"] for row in rows if "new" in row), key=str)
    if new and isinstance(new[0], ox.NamedNode):
        return Moved(new[0])
    return True if rows else None


async def describe(
    lookup: Lookup, base: str, thing: ox.NamedNode, number: int, *, whole: bool
) -> Description | Moved | None:
    """Page ``number`` of what the graph says of a thing; ``None`` where there is no such page.

    ``whole`` has documents described with everything that they say. Raises what ``Lookup.rows`` does.
    """
    document = thing.value.removeprefix(f"{base}document/") if thing.value.startswith(f"{base}document/") else None
    size = DOCUMENT_PAGE if whole and document is not None else PAGE
    text = _whole(thing, document, base) if whole and document is not None else _around(thing)
    text += f" LIMIT {size + 1} OFFSET {(number - 1) * size}"
    for _ in range(_ATTEMPTS):
        found = await find(lookup, base, thing)
        if isinstance(found, Moved) or found is None:
            return found
        version = lookup.version
        rows = await lookup.rows(text)
        quads = tuple(dict.fromkeys(quads_of(rows[:size])))
        around = tuple(await context(lookup, base, quads)) if quads else ()
        if version is not None and lookup.version == version:  # all from one state of the data
            break
    if not quads or version is None:
        return None
    return Description(thing, quads, around, number, len(rows) > size, version)


def _around(thing: ox.NamedNode) -> str:
    return f"""SELECT ?s ?p ?o ?g WHERE {{
      {{ {values("s", [thing])} GRAPH ?g {{ ?s ?p ?o }} }} UNION {{ {values("o", [thing])} GRAPH ?g {{ ?s ?p ?o }} }}
    }}"""


def _whole(thing: ox.NamedNode, document: str, base: str) -> str:
    """The document's own graphs first, then what others say of it."""
    iris = Iris(base)
    own = [iris.document_graph(document), iris.conflicts_graph(document)]
    others = f"FILTER(?g NOT IN ({', '.join(map(str, own))}))"
    return f"""SELECT ?s ?p ?o ?g WHERE {{
      {{ {values("g", own)} GRAPH ?g {{ ?s ?p ?o }} }}
      UNION {{ {values("s", [thing])} GRAPH ?g {{ ?s ?p ?o }} {others} }}
      UNION {{ {values("o", [thing])} GRAPH ?g {{ ?s ?p ?o }} {others} }}
    }}"""


async def context(lookup: Lookup, base: str, quads: tuple[ox.Quad, ...]) -> Iterator[ox.Quad]:
    """The labels of what the quads mention, and the spans they point to, which have no address of their own."""
    subjects = {quad.subject for quad in quads}
    mentioned = {term for quad in quads for term in (quad.subject, quad.predicate, quad.object)}
    named = sorted((term for term in mentioned if isinstance(term, ox.NamedNode)), key=str)
    spans = [
        node
        for node in named
        if node not in subjects and node.value.startswith(f"{base}document/") and "#char=" in node.value
    ]
    properties = values("p", map(ox.NamedNode, LABELS))
    return quads_of(
        await lookup.rows(
            f"""SELECT ?s ?p ?o ?g WHERE {{
              {{ {values("s", named)} {properties} GRAPH ?g {{ ?s ?p ?o }} }}
              UNION {{ {values("s", spans)} GRAPH ?g {{ ?s ?p ?o }} }}
            }}"""
        )
    )


def quads_of(rows: Iterable[Row]) -> Iterator[ox.Quad]:
    """The quads that rows of ``?s ?p ?o ?g`` say."""
    for row in rows:
        subject, predicate, object_, graph = row["s"], row["p"], row["o"], row["g"]
        if isinstance(subject, ox.NamedNode | ox.BlankNode) and isinstance(predicate, ox.NamedNode):
            name = graph if isinstance(graph, ox.NamedNode | ox.BlankNode) else ox.DefaultGraph()
            yield ox.Quad(subject, predicate, object_, name)

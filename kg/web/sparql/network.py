"""The network of a result: its nodes and the links between them, as many as a picture can hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kg.vocabulary import RDF, RDFS, SKOS
from kg.web.sparql.answer import Solutions
from kg.web.sparql.cells import Writer

MOST_NODES: Final = 150
_MOST_LINKS: Final = 400
_TYPE: Final = RDF + "type"
_LABELS: Final = (SKOS + "prefLabel", RDFS + "label")


@dataclass(frozen=True, slots=True)
class Node:
    """One node; ``kind`` is what its IRI names it to be: ``person``, ``event``, ``span`` …, empty where nothing."""

    iri: str
    text: str
    href: str
    kind: str


@dataclass(frozen=True, slots=True)
class Link:
    """One link from a node to another, in words."""

    source: str
    target: str
    text: str


@dataclass(frozen=True, slots=True)
class Network:
    """What is drawn. ``nodes_of`` and ``links_of`` are how many there are in the result."""

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    nodes_of: int
    links_of: int

    @property
    def is_cut(self) -> bool:
        """Whether there is more than is drawn."""
        return self.nodes_of > len(self.nodes) or self.links_of > len(self.links)


def network_of(solutions: Solutions, writer: Writer, base: str) -> Network | None:
    """The links of a graph, or between the first two columns of nodes; ``None`` where no row has both ends.

    Labels in the graph are names, not nodes; types are left out, since all things of a class would hang together.
    """
    pairs = dict.fromkeys(_triples(solutions) if solutions.graph else _pairs(solutions))
    if not pairs:
        return None
    labels = _labels(solutions) if solutions.graph else {}
    nodes = list(dict.fromkeys(end for source, target, _ in pairs for end in (source, target)))
    drawn = set(nodes[:MOST_NODES])
    links = [link for link in pairs if link[0] in drawn and link[1] in drawn]
    return Network(
        nodes=tuple(_node(iri, labels, writer, base) for iri in nodes[:MOST_NODES]),
        links=tuple(Link(source, target, writer.name(by) if by else "") for source, target, by in links[:_MOST_LINKS]),
        nodes_of=len(nodes),
        links_of=len(pairs),
    )


_Pair = tuple[str, str, str]


def _triples(solutions: Solutions) -> Iterator[_Pair]:
    for subject, predicate, value in solutions.rows:
        match subject, predicate, value:
            case ox.NamedNode(), ox.NamedNode(), ox.NamedNode() if predicate.value != _TYPE and subject != value:
                yield subject.value, value.value, predicate.value


def _pairs(solutions: Solutions) -> Iterator[_Pair]:
    columns = [
        at for at in range(len(solutions.names)) if any(isinstance(v, ox.NamedNode) for v in solutions.column(at))
    ]
    if len(columns) < 2:
        return
    source, *between, target = columns[:3] if solutions.names[:3] in _SPO else columns[:2]
    for row in solutions.rows:
        one, other = row[source], row[target]
        if isinstance(one, ox.NamedNode) and isinstance(other, ox.NamedNode) and one != other:
            by = row[between[0]] if between else None
            yield one.value, other.value, by.value if isinstance(by, ox.NamedNode) else ""


_SPO: Final = (("s", "p", "o"), ("subject", "predicate", "object"), ("subject", "property", "object"))


def _labels(solutions: Solutions) -> dict[str, str]:
    found: dict[str, str] = {}
    for subject, predicate, value in solutions.rows:
        match subject, predicate, value:
            case ox.NamedNode(), ox.NamedNode(), ox.Literal() if predicate.value in _LABELS:
                found.setdefault(subject.value, value.value)
    return found


def _node(iri: str, labels: dict[str, str], writer: Writer, base: str) -> Node:
    shown = writer.term(ox.NamedNode(iri))
    return Node(iri, labels.get(iri) or shown.text, shown.href, _kind(iri, base))


def _kind(iri: str, base: str) -> str:
    parts = iri.removeprefix(base).split("/") if iri.startswith(base) else []
    match parts:
        case ["id", kind, _, *_]:
            return kind
        case ["document", name]:
            return "span" if "#" in name else "document"
        case _:
            return parts[0] if len(parts) > 1 else ""

"""The SPARQL page: a query, and its result in the view that somebody chose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode

from kg.vocabulary import PREFIXES
from kg.web.leaf import Leaf
from kg.web.page import Page
from kg.web.place import Place
from kg.web.sparql.answer import Solutions, declared
from kg.web.sparql.cells import ShownTerm, Writer
from kg.web.sparql.examples import examples
from kg.web.sparql.network import Network, network_of
from kg.web.sparql.points import Points, points_of

SHOWN_ROWS: Final = 1_000
"""Rows of a result that the page shows; files have them all."""

_OF_SOLUTIONS: Final = {
    "csv": ("CSV", "text/csv"),
    "tsv": ("TSV", "text/tab-separated-values"),
    "json": ("JSON", "application/sparql-results+json"),
    "xml": ("XML", "application/sparql-results+xml"),
}
_OF_GRAPHS: Final = {
    "ttl": ("Turtle", "text/turtle"),
    "nt": ("N-Triples", "application/n-triples"),
    "jsonld": ("JSON-LD", "application/ld+json"),
    "rdf": ("RDF/XML", "application/rdf+xml"),
}
_GRAPHS: Final = ("default-graph-uri", "named-graph-uri")
"""The parameters of the protocol that say what the default graph is and which graphs are named."""

_VIEWS: Final = {"table": "Table", "map": "Map", "network": "Network", "raw": "Raw"}


@dataclass(frozen=True, slots=True)
class Fault:
    """Why there is no result: in words, with the place in the query, counted from 1, where there is one."""

    words: str
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a query: its answer with the labels of the nodes in it and its raw text, or its fault.

    ``seconds`` is how long it took.
    """

    answer: Solutions | bool | None = None
    raw: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    fault: Fault | None = None
    seconds: float = 0.0

    @property
    def took(self) -> str:
        """How long it took, in words."""
        return f"{self.seconds:.1f} s" if self.seconds >= 1 else f"{max(1, round(self.seconds * 1000))} ms"


@dataclass(frozen=True, slots=True)
class ShownResult:
    """A result as the page shows it, in one of its ``views``."""

    names: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[ShownTerm, ...], ...]
    total: int
    is_graph: bool
    view: str
    views: tuple[tuple[str, Leaf], ...]
    raw: str
    points: Points | None
    network: Network | None
    drawing: object


def sparql_page(place: Place, query: str | None, outcome: Outcome | None, *, seconds: float, union: bool) -> Page:
    """The page for ``query``, ``None`` where nobody has written one yet.

    ``seconds`` is how long a query may take; ``union`` says that the default graph is the union of all.
    """
    result, title = None, "SPARQL"
    files: tuple[Leaf, ...] = ()
    if outcome is not None and query:
        if isinstance(outcome.answer, Solutions):
            result = _shown(place, query, outcome, outcome.answer)
            title = f"{_counted(result.total, result.is_graph)} · SPARQL"
        if not (outcome.fault and outcome.fault.line):
            files = _files(place, query, outcome)
    views = {"map": "results-map", "network": "results-network"}
    islands = ("editor", *((views[result.view],) if result and result.view in views else ()))
    return Page(
        template="sparql.html",
        title=f"Problem · {title}" if outcome and outcome.fault else title,
        section="sparql",
        description="Ask the graph anything in SPARQL.",
        values={
            "query": examples()[0].text if query is None else query,
            "asked": query is not None,
            "outcome": outcome,
            "boolean": outcome.answer if outcome and isinstance(outcome.answer, bool) else None,
            "result": result,
            "files": files,
            "permalink": place.to(place.path, query=query) if query else "",
            "examples": tuple(Leaf(one.question, place.to(place.path, **one.parameters)) for one in examples()),
            "prefixes": PREFIXES,
            "seconds": seconds,
            "union": union,
        },
        islands=islands,
        styles=True,
    )


def _shown(place: Place, query: str, outcome: Outcome, solutions: Solutions) -> ShownResult:
    writer = Writer(place, outcome.labels, declared(query))
    points, network = points_of(solutions, writer), network_of(solutions, writer, place.base)
    offered = {"table": True, "map": points is not None, "network": network is not None, "raw": True}
    wanted = place.parameter("view")
    view = wanted if offered.get(wanted) else "table"
    return ShownResult(
        names=solutions.names,
        numeric=tuple(solutions.is_numeric(at) for at in range(len(solutions.names))),
        rows=writer.rows(solutions, SHOWN_ROWS),
        total=len(solutions.rows),
        is_graph=solutions.graph,
        view=view,
        views=tuple(
            (name, Leaf(text, place.again(view=None if name == "table" else name) + "#answer"))
            for name, text in _VIEWS.items()
            if offered[name]
        ),
        raw=outcome.raw,
        points=points,
        network=network,
        drawing=_drawing(view, points, network),
    )


def _drawing(view: str, points: Points | None, network: Network | None) -> object:
    """What the script that draws the view needs, as JSON has it."""
    if view == "map" and points is not None:
        return [[point.long, point.lat, point.text, point.href] for point in points.points]
    if view == "network" and network is not None:
        return {
            "nodes": [{"id": n.iri, "text": n.text, "href": n.href, "kind": n.kind} for n in network.nodes],
            "links": [{"source": link.source, "target": link.target, "text": link.text} for link in network.links],
        }
    return None


def _files(place: Place, query: str, outcome: Outcome) -> tuple[Leaf, ...]:
    """The result as files; both families where the query ran into a limit before it was known which it gives."""
    graph = isinstance(outcome.answer, Solutions) and outcome.answer.graph
    offers = _OF_GRAPHS if graph else _OF_SOLUTIONS if outcome.answer is not None else _OF_SOLUTIONS | _OF_GRAPHS
    if isinstance(outcome.answer, bool):
        offers = {name: offer for name, offer in offers.items() if name in {"json", "xml"}}
    kept = [(name, value) for name in _GRAPHS for value in place.every(name)]
    return tuple(
        Leaf(text, place.to(place.path) + "?" + urlencode([("query", query), *kept, ("format", name)]), media_type)
        for name, (text, media_type) in offers.items()
    )


def _counted(total: int, is_graph: bool) -> str:
    one, many = ("triple", "triples") if is_graph else ("row", "rows")
    return f"{total:,} {one if total == 1 else many}"

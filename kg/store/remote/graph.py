"""The graph in a server, to be read: as much of the engine's own interface as readers need."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import IO, Final

import pyoxigraph as ox

from kg.errors import QueryError
from kg.store.remote import answer
from kg.store.remote.client import Client
from kg.store.remote.names import Graph, Names
from kg.store.remote.server import Server
from kg.store.shape import tokens
from kg.vocabulary import ONTOLOGY_GRAPH

Subject = ox.NamedNode | ox.BlankNode
Object = ox.NamedNode | ox.BlankNode | ox.Literal
Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

_NOTHING: Final = ox.Store()
_RELATIVE: Final = re.compile(r"<(?![A-Za-z][A-Za-z0-9+.-]*:)[^<>\"{}|^`\\\s]*>")
_PRIVATE: Final = re.compile(r"<\s*(?:bif|sql)\s*:", re.IGNORECASE)
_ESCAPED: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_TRIPLES_ONLY: Final = frozenset({ox.RdfFormat.N_TRIPLES, ox.RdfFormat.TURTLE, ox.RdfFormat.RDF_XML})

_SYSTEM_GRAPHS: Final = (
    *("http://www.openlinksw.com/schemas/virtrdf#", "http://www.w3.org/ns/ldp#", "http://www.w3.org/2002/07/owl#"),
    *("http://localuriqaserver/sparql", "urn:core:services:sparql", "urn:activitystreams-owl:map", "b3sifp"),
)
"""Graphs of Virtuoso's own, which belong to nobody's union."""


class RemoteGraph:
    """The graphs of ours in a server; ``user_graphs`` are the names (as in N-Quads) of those that people wrote.

    For the use of one thread. What the server has besides is seen by queries over all graphs, and by nothing else.
    """

    def __init__(
        self,
        server: Server,
        user_graphs: Iterable[str] = (),
        client: Client | None = None,
        *,
        base_iri: str | None = None,
    ) -> None:
        """``base_iri`` is what ours are told by where it is not the server's."""
        self._client = client or Client(server)
        self._base = base_iri or server.base_iri
        self._names = Names(self._base)
        self._users = frozenset(user_graphs)

    def query(
        self,
        text: str,
        *,
        base_iri: str | None = None,
        use_default_graph_as_union: bool = False,
        default_graph: Sequence[ox.NamedNode] | None = None,
        named_graphs: Sequence[ox.NamedNode] | None = None,
        substitutions: object = None,
    ) -> Results:
        """The results, as they come in. Parameters and errors are the engine's, but for the server's own refusals.

        Raises ``SyntaxError``, ``QueryError`` where the server cannot run the query, ``StoreError`` where it fails.
        """
        if substitutions:
            raise QueryError("Values cannot be passed beside a query to another server; write them into its text.")
        _refuse_private(text)
        form = _NOTHING.query(text, base_iri=base_iri)
        parameters = [("default-graph-uri", graph.value) for graph in default_graph or ()]
        parameters += [("named-graph-uri", graph.value) for graph in named_graphs or ()]
        if use_default_graph_as_union and not parameters:
            parameters.append(("union-default-graph", "true"))
        if base_iri is not None and _RELATIVE.search(text):
            text = f"BASE <{base_iri}>\n{text}"
        if use_default_graph_as_union and self._client.is_virtuoso and not _names_a_graph(text):
            text = self._without_others() + text
        accept = answer.TRIPLES if isinstance(form, ox.QueryTriples) else answer.SOLUTIONS
        response = self._client.ask(text, accept, tuple(parameters))
        try:
            if isinstance(form, ox.QueryTriples):
                return self._constructed(answer.triples(self._client, response))
            read = answer.solutions if isinstance(form, ox.QuerySolutions) else answer.boolean
            return read(self._client, response)
        except SyntaxError as error:
            raise answer.unreadable(self._client) from error

    def quads_for_pattern(
        self,
        subject: Subject | ox.Triple | None,
        predicate: ox.NamedNode | None,
        object: Object | None,  # noqa: A002 - the engine's name for it
        graph_name: Graph | None = None,
    ) -> Iterator[ox.Quad]:
        """The quads of our graphs that fit; ``None`` fits everything, and no triple is a subject in SPARQL 1.1."""
        if isinstance(subject, ox.Triple):
            return
        if subject is None and predicate is None and object is None:
            graphs = self.all_graphs() if graph_name is None else (graph_name,)
            for graph in graphs:
                yield from self._whole(graph)
            return
        terms = [
            "?s" if subject is None else str(self._names.node(subject)),
            "?p" if predicate is None else str(predicate),
            "?o" if object is None else str(self._names.node(object)),
        ]
        place = "?g" if graph_name is None else str(self._names.graph(graph_name))
        text = f"SELECT * WHERE {{ GRAPH {place} {{ {' '.join(terms)} }} }}"
        with self._client.query(text, answer.SOLUTIONS) as response:
            for row in answer.solutions(self._client, response):
                found = graph_name if graph_name is not None else self._mine(row["g"])
                if found is not None:
                    triple = ox.Triple(
                        subject if subject is not None else row["s"],
                        predicate if predicate is not None else row["p"],
                        object if object is not None else row["o"],
                    )
                    yield self._names.here(triple, found)

    def contains_named_graph(self, graph: Subject) -> bool:
        """Whether a graph has triples; most servers know no empty ones."""
        text = f"ASK {{ GRAPH {self._names.graph(graph)} {{ ?s ?p ?o }} }}"
        with self._client.query(text, answer.SOLUTIONS) as response:
            return bool(answer.boolean(self._client, response))

    def named_graphs(self) -> Iterator[Subject]:
        """Our named graphs."""
        return (graph for graph in self.all_graphs() if not isinstance(graph, ox.DefaultGraph))

    def all_graphs(self) -> list[Graph]:
        """Our graphs, the unnamed one among them where it has triples."""
        text = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"
        with self._client.query(text, answer.SOLUTIONS) as response:
            found = [self._mine(row["g"]) for row in answer.solutions(self._client, response)]
        return [graph for graph in found if graph is not None]

    def sizes(self) -> dict[str, int]:
        """How many triples each of our named graphs has, by its IRI."""
        text = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
        with self._client.query(text, answer.SOLUTIONS) as response:
            rows = [(self._mine(row["g"]), row["n"]) for row in answer.solutions(self._client, response)]
        return {g.value: int(n.value) for g, n in rows if g is not None and not isinstance(g, ox.DefaultGraph)}

    def dump(self, output: IO[bytes], format: ox.RdfFormat, *, from_graph: Graph | None = None) -> None:  # noqa: A002
        """Writes a graph, or all of ours."""
        quads = self.quads_for_pattern(None, None, None, from_graph)
        if from_graph is None and format not in _TRIPLES_ONLY:
            ox.serialize(quads, output, format)
        else:
            ox.serialize((quad.triple for quad in quads), output, format)

    def close(self) -> None:
        """Ends the connections."""
        self._client.close()

    def _whole(self, graph: Graph) -> Iterator[ox.Quad]:
        response = self._client.graph(self._names.graph(graph).value)
        if response is not None:
            for quad in answer.triples(self._client, response):
                yield self._names.here(quad, graph)

    def _constructed(self, quads: Iterator[ox.Quad]) -> Results:
        store = ox.Store()
        store.extend(quads)
        return store.query("CONSTRUCT WHERE { ?s ?p ?o }")

    def _mine(self, graph: object) -> Graph | None:
        """A graph of the server as we call it; ``None`` where it is not ours."""
        if not isinstance(graph, ox.NamedNode) or graph == self._names.mark:
            return None
        here = self._names.graph_here(graph)
        if not isinstance(here, ox.NamedNode):
            return here
        ours = here.value == ONTOLOGY_GRAPH or here.value.startswith(self._base)
        return here if ours or str(here) in self._users else None

    def _without_others(self) -> str:
        """What lets Virtuoso leave its own graphs out of the union; it then finds no graph that a query names."""
        graphs = (*_SYSTEM_GRAPHS, self._names.mark.value)
        lines = [f"DEFINE input:{kind}-graph-exclude <{g}>" for g in graphs for kind in ("default", "named")]
        return "\n".join(lines) + "\n"


def _names_a_graph(text: str) -> bool:
    """Whether ``GRAPH`` is followed by anything but a variable."""
    found = list(tokens(text))
    return any(token[0].upper() == "GRAPH" and not name[0].startswith(("?", "$")) for token, name in pairwise(found))


def _refuse_private(text: str) -> None:
    """Raises ``QueryError`` where a query calls functions of Virtuoso's own: some read files, or call others."""
    plain = _ESCAPED.sub(lambda found: chr(min(int(found[1] or found[2], 16), 0x10FFFF)), text)
    if _PRIVATE.search(plain):
        raise QueryError("There are no functions bif: and sql: here.", remedy="Use those of SPARQL 1.1.")

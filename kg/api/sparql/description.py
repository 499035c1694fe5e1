"""What the endpoint says of itself (SPARQL 1.1 Service Description)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from kg.api.readers.engine import GRAPH_FORMATS, SOLUTION_FORMATS
from kg.vocabulary import RDF

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_VOID: Final = "http://rdfs.org/ns/void#"
_RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_RESULTS: Final = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_GRAPHS: Final = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "N-Quads", "TriG")
assert (len(_RESULTS), len(_GRAPHS)) == (len(SOLUTION_FORMATS), len(GRAPH_FORMATS))  # noqa: S101 - it tells all


def describe_service(endpoint: str, media_type: str, *, union: bool, federated: bool = False) -> bytes:
    """The description of the endpoint at the address ``endpoint``, in a format of ``GRAPH_FORMATS``.

    ``federated`` says that some other servers may be asked with ``SERVICE``. The update endpoint lies beside this one.
    """
    prefixes = {"sd": _SD, "formats": _FORMATS, "void": _VOID, "rdfs": _RDFS}
    triples = [*_query_service(endpoint, union=union, federated=federated), *_update_service(endpoint)]
    data = ox.serialize(triples, format=GRAPH_FORMATS[media_type], prefixes=prefixes)
    return data or b""


def _query_service(endpoint: str, *, union: bool, federated: bool) -> Iterator[ox.Triple]:
    service = ox.NamedNode(endpoint)
    yield ox.Triple(service, _type(), _sd("Service"))
    yield ox.Triple(service, _rdfs("label"), ox.Literal("Queries"))
    yield ox.Triple(service, _sd("endpoint"), service)
    for language in ("SPARQL10Query", "SPARQL11Query"):
        yield ox.Triple(service, _sd("supportedLanguage"), _sd(language))
    if union:
        yield ox.Triple(service, _sd("feature"), _sd("UnionDefaultGraph"))
    if federated:
        yield ox.Triple(service, _sd("feature"), _sd("BasicFederatedQuery"))
    for name in (*_RESULTS, *_GRAPHS):
        yield ox.Triple(service, _sd("resultFormat"), ox.NamedNode(_FORMATS + name))
    yield from _dataset(service, endpoint)


def _update_service(endpoint: str) -> Iterator[ox.Triple]:
    """The update operation has an address of its own, and so is a service of its own on the same dataset."""
    address = f"{endpoint.removesuffix('/sparql')}/update"
    service = ox.NamedNode(address)
    yield ox.Triple(service, _type(), _sd("Service"))
    yield ox.Triple(service, _rdfs("label"), ox.Literal("Updates, for those who have a token"))
    yield ox.Triple(service, _sd("endpoint"), service)
    yield ox.Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Update"))
    yield ox.Triple(service, _sd("feature"), _sd("EmptyGraphs"))
    yield ox.Triple(service, _sd("defaultDataset"), ox.NamedNode(f"{endpoint}#dataset"))


def _dataset(service: ox.NamedNode, endpoint: str) -> Iterator[ox.Triple]:
    dataset, default = ox.NamedNode(f"{endpoint}#dataset"), ox.NamedNode(f"{endpoint}#default-graph")
    yield ox.Triple(service, _sd("feature"), _sd("EmptyGraphs"))
    yield ox.Triple(service, _sd("defaultDataset"), dataset)
    yield ox.Triple(dataset, _type(), _sd("Dataset"))
    yield ox.Triple(dataset, _type(), ox.NamedNode(_VOID + "Dataset"))
    yield ox.Triple(dataset, ox.NamedNode(_VOID + "sparqlEndpoint"), service)
    for name in _GRAPHS:
        yield ox.Triple(dataset, ox.NamedNode(_VOID + "feature"), ox.NamedNode(_FORMATS + name))
    yield ox.Triple(dataset, _sd("defaultGraph"), default)
    yield ox.Triple(default, _type(), _sd("Graph"))


def _type() -> ox.NamedNode:
    return ox.NamedNode(RDF + "type")


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(_SD + name)


def _rdfs(name: str) -> ox.NamedNode:
    return ox.NamedNode(_RDFS + name)

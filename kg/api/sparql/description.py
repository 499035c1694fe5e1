"""What the endpoint says of itself (SPARQL 1.1 Service Description)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from kg.api.readers.engine import GRAPH_FORMATS, SOLUTION_FORMATS
from kg.vocabulary import RDF

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
_RESULT_FORMATS: Final = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "N-Quads", "TriG"),
)
assert len(_RESULT_FORMATS) == len(SOLUTION_FORMATS) + len(GRAPH_FORMATS)  # noqa: S101 - a description tells all


def describe_service(endpoint: str, media_type: str, *, union: bool) -> bytes:
    """The description of the endpoint at the address ``endpoint``, in a format of ``GRAPH_FORMATS``."""
    prefixes = {"sd": _SD, "formats": _FORMATS}
    data = ox.serialize(_triples(endpoint, union), format=GRAPH_FORMATS[media_type], prefixes=prefixes)
    return data or b""


def _triples(endpoint: str, union: bool) -> Iterator[ox.Triple]:
    service = ox.NamedNode(endpoint)
    dataset, default = ox.NamedNode(f"{endpoint}#dataset"), ox.NamedNode(f"{endpoint}#default-graph")
    yield ox.Triple(service, _type(), _sd("Service"))
    yield ox.Triple(service, _sd("endpoint"), service)
    yield ox.Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    if union:
        yield ox.Triple(service, _sd("feature"), _sd("UnionDefaultGraph"))
    for name in _RESULT_FORMATS:
        yield ox.Triple(service, _sd("resultFormat"), ox.NamedNode(_FORMATS + name))
    yield ox.Triple(service, _sd("defaultDataset"), dataset)
    yield ox.Triple(dataset, _type(), _sd("Dataset"))
    yield ox.Triple(dataset, _sd("defaultGraph"), default)
    yield ox.Triple(default, _type(), _sd("Graph"))


def _type() -> ox.NamedNode:
    return ox.NamedNode(RDF + "type")


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(_SD + name)

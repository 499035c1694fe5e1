"""JSON-LD 1.1 of a graph, with the words of the vocabulary as keys; the context with all of them is published."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Any, Final

import pyoxigraph as ox

from kg.vocabulary import DATATYPE_PROPERTIES, KG, OBJECT_PROPERTIES, PREFIXES, RDF, XSD

_TYPE: Final = RDF + "type"
_WORDS: Final = {
    **{KG + name: name for name in (*OBJECT_PROPERTIES, *DATATYPE_PROPERTIES)},
    **{
        PREFIXES[prefix] + name: name
        for prefix, names in {
            "rdf": ("subject", "predicate", "object"),
            "skos": ("prefLabel", "altLabel", "exactMatch"),
            "dcterms": ("title", "creator", "publisher", "isReplacedBy"),
            "nif": ("anchorOf", "beginIndex", "endIndex", "referenceContext", "isString"),
            "itsrdf": ("taIdentRef",),
            "wgs84": ("lat", "long"),
        }.items()
        for name in names
    },
}
"""The words of the context, by the properties that they stand for."""

_NODES: Final = frozenset(
    {
        *OBJECT_PROPERTIES,
        *("subject", "predicate", "exactMatch", "isReplacedBy", "referenceContext", "taIdentRef"),
    }
)
"""The words whose values are IRIs where they are strings."""


def context() -> dict[str, Any]:
    """The context that is published: prefixes, and a word for each property."""
    words = {word: _definition(iri) for iri, word in sorted(_WORDS.items(), key=lambda pair: pair[1])}
    return {"@context": {"@version": 1.1, **PREFIXES, **words}}


def to_jsonld(statements: Iterable[ox.Quad | ox.Triple]) -> bytes:
    """The statements, whatever graphs they stand in, with as much of the context as they need."""
    statements = tuple(statements)
    if any(map(_is_odd, statements)):
        return _plain(statements)
    used: dict[str, Any] = {}
    nodes: defaultdict[str, defaultdict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for triple in sorted({_triple(statement) for statement in statements}, key=str):
        node = nodes[_name(triple.subject)]
        if triple.predicate.value == _TYPE and isinstance(triple.object, ox.NamedNode | ox.BlankNode):
            node["@type"].append(_short(_name(triple.object), used))
        else:
            word = _key(triple.predicate.value, used)
            node[word].append(_value(triple.object, word in _NODES, used))
    graph = [
        {"@id": name, **{word: found[0] if len(found) == 1 else found for word, found in node.items()}}
        for name, node in nodes.items()
    ]
    document = {"@context": dict(sorted(used.items())), "@graph": graph}
    return json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8") + b"\n"


def _is_odd(statement: ox.Quad | ox.Triple) -> bool:
    """Whether words would not do: a triple is spoken of, or an IRI has a scheme that is called like a prefix."""
    terms = (statement.subject, statement.object)
    return any(
        isinstance(term, ox.Triple) or (isinstance(term, ox.NamedNode) and _scheme(term.value) in PREFIXES)
        for term in terms
    )


def _scheme(iri: str) -> str:
    return iri.partition(":")[0].lower()


def _plain(statements: Iterable[ox.Quad | ox.Triple]) -> bytes:
    return ox.serialize(sorted({_triple(s) for s in statements}, key=str), format=ox.RdfFormat.JSON_LD) or b""


def _triple(statement: ox.Quad | ox.Triple) -> ox.Triple:
    return statement.triple if isinstance(statement, ox.Quad) else statement


def _definition(iri: str) -> Any:
    word = _WORDS[iri]
    return {"@id": iri, "@type": "@id"} if word in _NODES else iri


def _key(iri: str, used: dict[str, Any]) -> str:
    word = _WORDS.get(iri)
    if word is None:
        return _short(iri, used)
    used[word] = _definition(iri)
    return word


def _short(iri: str, used: dict[str, Any]) -> str:
    """The IRI with its prefix, where it has one of ours and the rest is a plain name."""
    prefix, namespace = _prefix(iri)
    if not prefix:
        return iri
    used[prefix] = namespace
    return f"{prefix}:{iri.removeprefix(namespace)}"


@cache
def _prefix(iri: str) -> tuple[str, str]:
    for prefix, namespace in PREFIXES.items():
        rest = iri.removeprefix(namespace)
        if rest != iri and rest.isidentifier():
            return prefix, namespace
    return "", ""


def _name(term: ox.NamedNode | ox.BlankNode | ox.Triple) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def _value(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple, node: bool, used: dict[str, Any]) -> Any:
    if not isinstance(term, ox.Literal):
        return _name(term) if node else {"@id": _name(term)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    if term.datatype.value == XSD + "string":
        return {"@value": term.value} if node else term.value
    return {"@value": term.value, "@type": _short(term.datatype.value, used)}

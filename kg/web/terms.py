"""The terms of a vocabulary, as its page lists them: grouped by what they are, each with what is said of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kg.vocabulary import OWL, RDF, RDFS, SH, SKOS
from kg.web.labels import name_of
from kg.web.thing import Fact, Statement, Value, shortened
from kg.web.words import local_name, title

_KINDS: Final = {
    OWL + "Ontology": "About it",
    OWL + "Class": "Classes",
    OWL + "ObjectProperty": "Properties between things",
    OWL + "DatatypeProperty": "Properties with values",
    OWL + "AnnotationProperty": "Annotations",
    OWL + "NamedIndividual": "Individuals",
    SH + "NodeShape": "Shapes of things",
    SH + "PropertyShape": "Shapes of properties",
}
"""The kinds of terms and the headings they come under, in order; what is none of them comes last."""

_REST: Final = "More"
_TYPE: Final = RDF + "type"
_NAMED: Final = (RDFS + "label", SKOS + "prefLabel")
_NESTED: Final = 4
"""How deep nodes without names are told."""


@dataclass(frozen=True, slots=True)
class Term:
    """One term: the anchor it has on the page, its label, its IRI and what is said of it."""

    anchor: str
    label: str
    iri: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one kind, by label."""

    heading: str
    terms: tuple[Term, ...]


def show_terms(statements: Iterable[Statement], namespace: str) -> tuple[Terms, ...]:
    """Every named subject of the statements under its kind. Terms of ``namespace`` lead to each other."""
    said: defaultdict[str, defaultdict[str, set[tuple[str, bool]]]] = defaultdict(lambda: defaultdict(set))
    for subject, predicate, value, is_node in statements:
        said[subject][predicate].add((value, is_node))
    kinds: defaultdict[str, list[Term]] = defaultdict(list)
    for iri, found in said.items():
        if not iri.startswith("_:"):
            kinds[_kind(found)].append(_term(iri, said, namespace))
    headings = [*_KINDS.values(), _REST]
    return tuple(
        Terms(heading, tuple(sorted(kinds[heading], key=lambda term: (term.label.lower(), term.iri))))
        for heading in headings
        if kinds[heading]
    )


_Said = defaultdict[str, defaultdict[str, set[tuple[str, bool]]]]


def _kind(found: defaultdict[str, set[tuple[str, bool]]]) -> str:
    types = {value for value, _ in found.get(_TYPE, ())}
    return next((heading for iri, heading in _KINDS.items() if iri in types), _REST)


def _term(iri: str, said: _Said, namespace: str) -> Term:
    labels = sorted(value for name in _NAMED for value, _ in said[iri].get(name, ()))
    facts = [
        Fact(
            Value(title(local_name(predicate)), predicate, _address(predicate, namespace)),
            tuple(sorted((_value(value, node, said, namespace) for value, node in values), key=lambda v: v.text)),
        )
        for predicate, values in said[iri].items()
        if predicate not in _NAMED
    ]
    label = labels[0] if labels else title(local_name(iri)) if iri.startswith(namespace) else name_of(iri)
    return Term(local_name(iri), label, iri, tuple(sorted(facts, key=lambda fact: fact.predicate.text)))


def _value(value: str, is_node: bool, said: _Said, namespace: str) -> Value:
    if not is_node:
        return Value(shortened(value))
    if value.startswith("_:"):
        return Value(shortened(_told(value, said, _NESTED)))
    return Value(local_name(value) or value, value, _address(value, namespace))


def _told(node: str, said: _Said, depth: int) -> str:
    """A node without a name, by what is said of it; lists as lists."""
    if RDF + "first" in said[node]:
        return "(" + ", ".join(_list(node, said, depth)) + ")"
    if depth == 0:
        return "…"
    parts = [
        f"{local_name(predicate)} {_inner(value, is_node, said, depth)}"
        for predicate, values in sorted(said[node].items())
        for value, is_node in sorted(values)
    ]
    return "[" + "; ".join(parts) + "]"


def _list(node: str, said: _Said, depth: int) -> Iterable[str]:
    seen: set[str] = set()
    while node in said and node not in seen:
        seen.add(node)
        for value, is_node in sorted(said[node].get(RDF + "first", ())):
            yield _inner(value, is_node, said, depth)
        node = next((value for value, _ in said[node].get(RDF + "rest", ())), "")


def _inner(value: str, is_node: bool, said: _Said, depth: int) -> str:
    if is_node and value.startswith("_:"):
        return _told(value, said, depth - 1) if depth else "…"
    return local_name(value) if is_node else f"“{value}”"


def _address(iri: str, namespace: str) -> str:
    if iri.startswith(namespace):
        return f"#{local_name(iri)}"
    if iri == namespace.rstrip("#"):
        return f"#{local_name(iri)}"
    return iri if iri.startswith(("http://", "https://")) else ""

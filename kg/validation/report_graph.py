"""The report as RDF: reads what an engine wrote, and writes what the gate itself found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import pyoxigraph as ox

from kg.validation.result import Result, Severity
from kg.vocabulary import RDF, SH, XSD

_Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
_Facts = Mapping[tuple[str, str], list[_Node]]
"""Objects by the N-Triples form of subject and the IRI of the property."""

_A: Final = ox.NamedNode(RDF + "type")
_MARKS: Final = {
    "inversePath": "^{}",
    "zeroOrMorePath": "{}*",
    "oneOrMorePath": "{}+",
    "zeroOrOnePath": "{}?",
    "alternativePath": "{}",
}


def read(triples: Iterable[ox.Triple]) -> tuple[bool, tuple[Result, ...]]:
    """Whether the data conform, and the results in their order.

    Results of nested shapes (``sh:detail``) are left to the RDF. Raises ``ValueError`` where there is no report.
    """
    facts: defaultdict[tuple[str, str], list[_Node]] = defaultdict(list)
    reports = []
    for triple in triples:
        facts[str(triple.subject), triple.predicate.value].append(triple.object)
        if triple.predicate == _A and triple.object == ox.NamedNode(SH + "ValidationReport"):
            reports.append(triple.subject)
    if not reports:
        raise ValueError("the validator gave no report")
    report = str(reports[0])
    conforms = [node.value in ("true", "1") for node in facts[report, SH + "conforms"] if isinstance(node, ox.Literal)]
    if len(conforms) != 1:
        raise ValueError("the validator's report does not say whether the data conform")
    results = (_result(facts, str(node)) for node in facts[report, SH + "result"])
    return conforms[0], tuple(sorted(results, key=lambda result: result.order))


def write(results: Iterable[Result], report_so_far: Iterable[ox.Triple] = ()) -> Iterator[ox.Triple]:
    """The report of data that do not conform, for results whose focus, value and shape are IRIs.

    They come on top of what the report says so far.
    """
    report: ox.NamedNode | ox.BlankNode = ox.BlankNode()
    for triple in report_so_far:
        if triple.predicate.value != SH + "conforms":
            yield triple
        elif not isinstance(triple.subject, ox.Triple):
            report = triple.subject
    yield ox.Triple(report, _A, ox.NamedNode(SH + "ValidationReport"))
    yield ox.Triple(report, ox.NamedNode(SH + "conforms"), ox.Literal("false", datatype=ox.NamedNode(XSD + "boolean")))
    for result in results:
        node = ox.BlankNode()
        yield ox.Triple(report, ox.NamedNode(SH + "result"), node)
        yield ox.Triple(node, _A, ox.NamedNode(SH + "ValidationResult"))
        yield ox.Triple(node, ox.NamedNode(SH + "resultSeverity"), ox.NamedNode(SH + result.severity.value))
        yield ox.Triple(node, ox.NamedNode(SH + "resultMessage"), ox.Literal(result.message, language="en"))
        for local, iri in (("focusNode", result.focus), ("value", result.value), ("sourceShape", result.shape)):
            if iri is not None:
                yield ox.Triple(node, ox.NamedNode(SH + local), ox.NamedNode(iri))


def _result(facts: _Facts, node: str) -> Result:
    def first(local: str) -> _Node | None:
        return next(iter(facts.get((node, SH + local), ())), None)

    path = first("resultPath")
    severity = _text(first("resultSeverity")) or ""
    messages = sorted(_text(message) or "" for message in facts.get((node, SH + "resultMessage"), ()))
    return Result(
        focus=_text(first("focusNode")),
        path=None if path is None else _path(facts, path),
        value=_text(first("value")),
        # A shape may name a severity of its own making; what is not milder by the specification is a violation.
        severity=next((known for known in Severity if severity == SH + known.value), Severity.VIOLATION),
        message=" ".join(messages),
        shape=_text(first("sourceShape")),
    )


def _text(node: _Node | None) -> str | None:
    if node is None or isinstance(node, ox.Triple):
        return None if node is None else str(node)
    return str(node) if isinstance(node, ox.BlankNode) else node.value


def _path(facts: _Facts, node: _Node, depth: int = 0) -> str:
    """A property path in words like SPARQL's; one that is nested without end is cut."""
    if isinstance(node, ox.NamedNode) or depth > 9:
        return _text(node) or ""
    for local, mark in _MARKS.items():
        for inner in facts.get((str(node), SH + local), ()):
            members = [_path(facts, member, depth + 1) for member in _members(facts, inner)]
            return mark.format("|".join(members) if members else _path(facts, inner, depth + 1))
    return "/".join(_path(facts, member, depth + 1) for member in _members(facts, node))


def _members(facts: _Facts, node: _Node) -> Iterator[_Node]:
    seen = set()
    while (key := str(node)) not in seen and (key, RDF + "first") in facts:
        seen.add(key)
        yield facts[key, RDF + "first"][0]
        node = facts[key, RDF + "rest"][0]

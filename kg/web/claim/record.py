"""The record of a claim: all that the graph of its document says of it, by what it is there for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kg.graph import Iris, to_turtle
from kg.vocabulary import KG, NIF, RDF
from kg.web.select import Select, Solution, iri, iris, question


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the text: the span ``[begin, end)`` in code points, and its IRI."""

    begin: int
    end: int
    text: str
    iri: str


@dataclass(frozen=True, slots=True)
class Record:
    """What a claim rests on. ``turtle`` is all of it as Turtle; ``object`` is the term that the claim states."""

    turtle: str
    evidence: tuple[Words, ...]
    mention: tuple[Words, ...]
    source: tuple[Words, ...]
    cue: tuple[Words, ...]
    object: ox.NamedNode | ox.Literal | None
    rule: str
    attribution: str
    effect: str
    least: str | None
    most: str | None


async def record(select: Select, base: str, claim: str) -> Record:
    """Reads the record of the claim with this IRI."""
    rows = await select(question("claim-statements", claim=iris([claim])))
    triples = [triple for row in rows if (triple := _triple(row)) is not None]
    said: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]] = {}
    for triple in triples:
        if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode | ox.Literal):
            values = said.setdefault(triple.subject.value, {}).setdefault(triple.predicate.value, [])
            if triple.object not in values:
                values.append(triple.object)

    def of(node: str, name: str) -> list[str]:
        return sorted(value.value for value in said.get(node, {}).get(name, ()))

    def words(node: str, name: str) -> tuple[Words, ...]:
        found = (_words(span, said.get(span, {})) for span in of(node, KG + name))
        return tuple(sorted((one for one in found if one is not None), key=lambda one: (one.begin, one.end)))

    def first(node: str, name: str) -> str:
        return next(iter(of(node, name)), "")

    attribution = first(claim, KG + "attribution")
    objects = said.get(claim, {}).get(RDF + "object", [])
    toll = said.get(objects[0].value, {}) if objects else {}
    return Record(
        turtle=to_turtle(set(triples), base),
        evidence=words(claim, "evidence"),
        mention=words(claim, "objectMention"),
        source=words(attribution, "source"),
        cue=words(attribution, "cue"),
        object=objects[0] if objects else None,
        rule=first(claim, KG + "rule"),
        attribution=attribution,
        effect=next((value.value for value in toll.get(KG + "effect", ())), ""),
        least=next((value.value for value in toll.get(KG + "min", ())), None),
        most=next((value.value for value in toll.get(KG + "max", ())), None),
    )


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the document of a claim comes from; what is not known is empty. ``date`` is EDTF."""

    title: str = ""
    author: str = ""
    publisher: str = ""
    date: str = ""
    url: str = ""
    file: str = ""


async def origin(select: Select, base: str, document: str) -> Origin:
    """Reads what is known of the document with this IRI."""
    node, graph = iri(document), graph_of(base, document)
    if node is None:
        return Origin()
    rows = await select(
        question("document-facts", document=node, graph=graph, properties=map(ox.NamedNode, _FACTS.values()))
    )
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row["p"], []).append(row["o"])
    return Origin(**{name: ", ".join(sorted(found.get(property_, ()))) for name, property_ in _FACTS.items()})


def graph_of(base: str, document: str) -> ox.NamedNode:
    """The named graph of the document with this IRI."""
    return Iris(base).document_graph(document.removeprefix(f"{base}document/"))


_FACTS: Final = {
    "title": "http://purl.org/dc/terms/title",
    "author": "http://purl.org/dc/terms/creator",
    "publisher": "http://purl.org/dc/terms/publisher",
    "date": "http://purl.org/dc/terms/date",
    "url": "http://purl.org/dc/terms/source",
    "file": KG + "fileName",
}


def _triple(row: Solution) -> ox.Triple | None:
    subject, predicate = iri(row["s"]), iri(row["p"])
    if row["isNode"] == "true":
        value: ox.NamedNode | ox.Literal | None = iri(row["o"])
    else:
        datatype = iri(row.get("type", ""))
        value = ox.Literal(row["o"], datatype=datatype) if datatype else ox.Literal(row["o"])
    if subject is None or predicate is None or value is None:
        return None
    return ox.Triple(subject, predicate, value)


def _words(span: str, said: dict[str, list[ox.NamedNode | ox.Literal]]) -> Words | None:
    given = {name: values[0].value for name, values in said.items() if name.startswith(NIF) and values}
    if not {NIF + "beginIndex", NIF + "endIndex", NIF + "anchorOf"} <= given.keys():
        return None
    return Words(int(given[NIF + "beginIndex"]), int(given[NIF + "endIndex"]), given[NIF + "anchorOf"], span)

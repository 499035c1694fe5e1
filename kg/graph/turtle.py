"""Canonical Turtle and TriG (RDF 1.2 Turtle, W3C): grouped by subject, prefixed, the same bytes for the same data.

Subjects come by kind (documents, actors, places, events, … claims, spans, texts), then by name with numbers in numeric
order; properties in the order in which a person reads them; values sorted. Only the prefixes that occur are declared.
All of the data is held in memory while it is sorted; text leaves in chunks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

import pyoxigraph as ox

from kg.graph.notation import Notation, natural
from kg.vocabulary import DCTERMS, KG, NIF, OWL, RDF, RDFS, SKOS

_CHUNK: Final = 64 * 1024
"""Characters that a chunk has at least, except the last."""

_WIDTH: Final = 120
"""Characters after which the values of one property get a line each."""

_READING_ORDER: Final = (
    *(SKOS + name for name in ("prefLabel", "altLabel")),
    *(RDFS + name for name in ("label", "comment")),
    SKOS + "definition",
    *(RDFS + name for name in ("subClassOf", "subPropertyOf", "domain", "range")),
    OWL + "inverseOf",
    *(DCTERMS + name for name in ("title", "date", "creator", "publisher", "source", "language")),
    *(KG + name for name in ("fileName", "sha256", "extractor")),
    *(RDF + name for name in ("subject", "predicate", "object")),
    *(KG + name for name in ("claimant", "polarity", "certainty", "realis", "confidence", "rule", "attribution")),
    *(KG + name for name in ("evidence", "objectMention", "statedIn", "conflictsWith")),
    *(KG + name for name in ("eventClass", "agent", "target", "victim", "participant", "instrument", "place", "date")),
    *(KG + name for name in ("earliest", "latest", "toll", "effect", "group", "min", "max")),
    *(KG + name for name in ("source", "cue", "content", "mentionKind")),
    *(NIF + name for name in ("anchorOf", "beginIndex", "endIndex", "referenceContext")),
)
"""Properties that come first, after ``rdf:type``; all others follow by name."""

_Pair = tuple[str, str]
"""A predicate and an object as they are written."""


def turtle_chunks(statements: Iterable[ox.Quad | ox.Triple], base: str) -> Iterator[str]:
    """Turtle of the statements, whatever graphs they stand in, in chunks of text.

    ``base`` is the base IRI below which our own things are named; it decides their prefixes and their order.
    """
    notation = Notation(base)
    subjects = _group(statements, notation)
    ranks = _ranks(notation)
    yield from _chunks(_document(subjects, notation, ranks))


def trig_chunks(quads: Iterable[ox.Quad], base: str) -> Iterator[str]:
    """TriG of the quads, in chunks of text: the default graph first, then the named graphs by name."""
    notation = Notation(base)
    graphs: dict[str, dict[str, list[_Pair]]] = {}
    for quad in quads:
        name = "" if isinstance(quad.graph_name, ox.DefaultGraph) else str(quad.graph_name)
        _add(graphs.setdefault(name, defaultdict(list)), quad, notation)
    ranks = _ranks(notation)
    yield from _chunks(_dataset(graphs, notation, ranks))


def to_turtle(statements: Iterable[ox.Quad | ox.Triple], base: str) -> str:
    """Turtle of the statements as one string; see ``turtle_chunks``."""
    return "".join(turtle_chunks(statements, base))


def to_trig(quads: Iterable[ox.Quad], base: str) -> str:
    """TriG of the quads as one string; see ``trig_chunks``."""
    return "".join(trig_chunks(quads, base))


def _ranks(notation: Notation) -> dict[str, int]:
    """The place of each property in reading order, by the way it is written; asked without declaring its prefix."""
    return {"a": -1} | {notation.preview(iri): rank for rank, iri in enumerate(_READING_ORDER)}


def _group(statements: Iterable[ox.Quad | ox.Triple], notation: Notation) -> dict[str, list[_Pair]]:
    subjects: dict[str, list[_Pair]] = defaultdict(list)
    for statement in statements:
        _add(subjects, statement, notation)
    return subjects


def _add(subjects: dict[str, list[_Pair]], statement: ox.Quad | ox.Triple, notation: Notation) -> None:
    write = notation.term
    predicate = statement.predicate
    verb = "a" if predicate.value == _TYPE else write(predicate)
    subjects[write(statement.subject)].append((verb, write(statement.object)))


_TYPE: Final = RDF + "type"


def _document(subjects: dict[str, list[_Pair]], notation: Notation, ranks: dict[str, int]) -> Iterator[str]:
    yield from notation.declarations()
    for subject in sorted(subjects, key=notation.order):
        yield "\n"
        yield from _block(subject, subjects[subject], ranks, "")


def _dataset(graphs: dict[str, dict[str, list[_Pair]]], notation: Notation, ranks: dict[str, int]) -> Iterator[str]:
    yield from notation.declarations()
    for graph in sorted(graphs, key=natural):
        subjects = graphs[graph]
        yield f"\nGRAPH {graph} {{\n" if graph else ""
        for number, subject in enumerate(sorted(subjects, key=notation.order)):
            yield "\n" if number or not graph else ""
            yield from _block(subject, subjects[subject], ranks, "    " if graph else "")
        yield "}\n" if graph else ""


def _block(subject: str, pairs: list[_Pair], ranks: dict[str, int], margin: str) -> Iterator[str]:
    """One subject with everything that is said of it."""
    last = len(ranks)
    values: dict[str, set[str]] = defaultdict(set)
    for verb, value in pairs:
        values[verb].add(value)
    indent = "\n" + margin + "    "
    opening = f"{margin}{subject} "
    for verb in sorted(values, key=lambda verb: (ranks.get(verb, last), verb)):
        yield opening
        yield verb
        yield _list(values[verb], indent)
        opening = f" ;{indent}"
    yield " .\n"


def _list(values: set[str], indent: str) -> str:
    if len(values) == 1:
        return f" {next(iter(values))}"
    ordered = sorted(values, key=natural)
    line = ", ".join(ordered)
    if len(line) <= _WIDTH:
        return f" {line}"
    deeper = indent + "    "
    return deeper + f",{deeper}".join(ordered)


def _chunks(pieces: Iterator[str]) -> Iterator[str]:
    held: list[str] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= _CHUNK:
            yield "".join(held)
            held, size = [], 0
    if held:
        yield "".join(held)

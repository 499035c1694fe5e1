"""The derivation: the stages that turn what was read into checked quads, as the workspace calls them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Protocol

import pyoxigraph as ox

from kg.graph import DocumentGraph, build, describe, ontology_quads
from kg.model import Document, EntityKey, Extract, Identification, Identity
from kg.workspace.record import Reading


class Report(Protocol):
    """What the gate says about a graph."""

    @property
    def conforms(self) -> bool:
        """Whether the graph may enter the store."""
        ...

    def to_turtle(self) -> str:
        """The SHACL validation report."""
        ...


@dataclass(frozen=True, slots=True)
class Derivation:
    """The stages between an extract and the store. Equal arguments must give equal quads."""

    identify: Callable[[Extract, Document], Identity]
    build: Callable[[Document, Extract, Identity, str, tuple[str, ...]], DocumentGraph]
    describe: Callable[[Counter[Identification], str], tuple[ox.Quad, ...]]
    ontology: Callable[[], tuple[ox.Quad, ...]]
    check: Callable[[Sequence[ox.Quad]], Report]


@cache
def standard() -> Derivation:
    """The stages of the product."""
    # Imported here, since they bring libraries that those who only look into a workspace need not wait for.
    from kg.identity import identify  # noqa: PLC0415
    from kg.validation import Gate  # noqa: PLC0415

    return Derivation(identify, build, describe, ontology_quads, Gate().check)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate decided about one document: its graph, or the reason why it may not enter the store."""

    graph: DocumentGraph | None
    reason: str | None = None
    report: str | None = None


def judge(derivation: Derivation, reading: Reading, base_iri: str, names: tuple[str, ...]) -> Verdict:
    """Makes the graph of a document and puts it to the gate, together with its own descriptions of entities."""
    try:
        graph = derivation.build(reading.document, reading.extract, reading.identity, base_iri, names)
        report = derivation.check([*graph.graph, *_own_descriptions(derivation, reading.identity, base_iri)])
        if report.conforms:
            return Verdict(graph)
        return Verdict(None, "its graph does not conform to the shapes.", report.to_turtle())
    except Exception as error:  # noqa: BLE001 — what cannot be checked is not let in, whatever the validator died of
        return Verdict(None, f"its graph could not be checked: {type(error).__name__}: {error}")


def judge_again(
    derivation: Derivation, reading: Reading, base_iri: str, names: tuple[str, ...]
) -> tuple[Reading, Verdict]:
    """Identifies the entities of a document as one would today, and judges the graph that follows."""
    try:
        identity = derivation.identify(reading.extract, reading.document)
    except Exception as error:  # noqa: BLE001 — one document must not keep all the others from being rebuilt
        return reading, Verdict(None, f"its entities could not be identified: {type(error).__name__}: {error}")
    reading = replace(reading, identity=identity)
    return reading, judge(derivation, reading, base_iri, names)


def identifications(identity: Identity) -> tuple[Identification, ...]:
    """All that a document says of entities, whether it mentions them or only leads to them."""
    return (*identity.entities, *identity.added)


def _own_descriptions(derivation: Derivation, identity: Identity, base_iri: str) -> list[ox.Quad]:
    by_key: dict[EntityKey, Counter[Identification]] = {}
    for identification in identifications(identity):
        by_key.setdefault(identification.key, Counter())[identification] += 1
    return [quad for told in by_key.values() for quad in derivation.describe(told, base_iri)]

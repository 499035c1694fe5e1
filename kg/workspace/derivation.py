"""The derivation: the stages that turn what was read into checked quads, as the workspace calls them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.graph import DocumentGraph, build, describe, ontology_quads, rejection_quads
from kg.identity.events import event_profiles
from kg.identity.profiles import profile
from kg.model import Document, EntityKey, EventProfile, Extract, Identification, Identity, NodeId, Profile
from kg.workspace.record import Reading
from kg.workspace.world import Joint
from kg.workspace.written import WrittenGraph

if TYPE_CHECKING:
    from kg.validation import Gate, Report


@dataclass(frozen=True, slots=True)
class Derivation:
    """The stages between an extract and the store. Equal arguments must give equal quads."""

    identify: Callable[[Extract, Document], Identity]
    build: Callable[[Document, Extract, Identity, str, tuple[str, ...], Joint, Collection[NodeId]], DocumentGraph]
    describe: Callable[[Counter[Identification], str], tuple[ox.Quad, ...]]
    ontology: Callable[[], tuple[ox.Quad, ...]]
    check: Callable[[Sequence[ox.Quad]], Report]
    profile: Callable[[EntityKey, Counter[Identification]], Profile | None] = profile
    event_profiles: Callable[[Document, Extract, Identity], tuple[EventProfile, ...]] = event_profiles


def standard() -> Derivation:
    """The stages of the product."""
    return Derivation(_identify, build, describe, ontology_quads, _check)


# Imported at the first use, since they bring libraries that those who only look into a workspace need not wait for.


def _identify(extract: Extract, document: Document) -> Identity:
    from kg.identity import identify  # noqa: PLC0415

    return identify(extract, document)


def _check(quads: Sequence[ox.Quad]) -> Report:
    return _gate().check(quads)


@cache
def _gate() -> Gate:
    from kg.validation import Gate  # noqa: PLC0415

    return Gate()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate decided about one document: its graph, or the reason why it may not enter the store."""

    graph: DocumentGraph | WrittenGraph | None
    reason: str | None = None
    report: str | None = None

    @property
    def sizes(self) -> tuple[int, int]:
        """The quads of the document's graph, and those of its conflicts."""
        if isinstance(self.graph, WrittenGraph):
            return self.graph.sizes
        return (len(self.graph.graph), len(self.graph.conflicts)) if self.graph else (0, 0)


def judge(
    derivation: Derivation, reading: Reading, base_iri: str, names: tuple[str, ...], joint: Joint = MappingProxyType({})
) -> Verdict:
    """Makes the graph of a document and puts it to the gate, with its own descriptions and what is rejected of it."""
    try:
        graph = _build(derivation, reading, base_iri, names, joint)
        report = derivation.check([*graph.graph, *_own_descriptions(derivation, reading, base_iri)])
        if report.conforms:
            return Verdict(graph)
        return Verdict(None, _reason(report), report.to_turtle())
    except Exception as error:  # noqa: BLE001 — what cannot be checked is not let in, whatever the validator died of
        return Verdict(None, f"its graph could not be checked: {type(error).__name__}: {error}")


def _build(
    derivation: Derivation, reading: Reading, base_iri: str, names: tuple[str, ...], joint: Joint
) -> DocumentGraph:
    return derivation.build(
        reading.document, reading.extract, reading.identity, base_iri, names, joint, tuple(reading.rejections)
    )


def _reason(report: Report) -> str:
    violations = [result.message for result in report.results if result.severity == "Violation"]
    more = f" (and {len(violations) - 1} more)" if len(violations) > 1 else ""
    return f"its graph does not conform to the shapes: {violations[0]}{more}"


def make_again(
    derivation: Derivation, reading: Reading, base_iri: str, names: tuple[str, ...], joint: Joint
) -> Verdict:
    """Makes the graph of a document that is known to conform, with other names, which cannot change that."""
    try:
        return Verdict(_build(derivation, reading, base_iri, names, joint))
    except Exception as error:  # noqa: BLE001 — what cannot be made is not let in
        return Verdict(None, f"its graph could not be made: {type(error).__name__}: {error}")


def identify_again(derivation: Derivation, reading: Reading) -> Reading | Verdict:
    """A reading with its entities identified as one would today; a verdict where that fails."""
    try:
        return replace(reading, identity=derivation.identify(reading.extract, reading.document))
    except Exception as error:  # noqa: BLE001 — one document must not keep all the others from being rebuilt
        return Verdict(None, f"its entities could not be identified: {type(error).__name__}: {error}")


def identifications(identity: Identity) -> tuple[Identification, ...]:
    """All that a document says of entities, whether it mentions them or only leads to them."""
    return (*identity.entities, *identity.added)


def _own_descriptions(derivation: Derivation, reading: Reading, base_iri: str) -> list[ox.Quad]:
    """What a document says of its entities, and reviewers of its claims."""
    by_key: dict[EntityKey, Counter[Identification]] = {}
    for identification in identifications(reading.identity):
        by_key.setdefault(identification.key, Counter())[identification] += 1
    descriptions = [quad for told in by_key.values() for quad in derivation.describe(told, base_iri)]
    return [*descriptions, *rejection_quads(reading.rejections.values(), base_iri)]

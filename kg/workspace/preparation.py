"""The preparation: what of the writer's work needs no workspace, done where a document is read.

A document's graph under its own names, the gate's word on it, and what the truth keeps, packed. The writer takes the
graph as it is where the names of now are those of the document, which is so for most.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.graph import DocumentGraph
from kg.model import Identity
from kg.workspace.codec import Packed, pack
from kg.workspace.derivation import Derivation, Verdict, judge
from kg.workspace.record import Reading
from kg.workspace.written import WrittenGraph


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was worked out for a document called ``name``, at a base IRI, with an identity.

    Where the gate turned it away there is no graph, but a reason and perhaps a report.
    """

    packed: Packed
    identity: Identity
    name: str
    base_iri: str
    graph: WrittenGraph | None
    reason: str | None
    report: str | None

    def verdict(self, reading: Reading, base_iri: str, names: tuple[str, ...]) -> Verdict | None:
        """What the gate decided; ``None`` where the question is another one now, and has to be put again."""
        own = reading.identity is self.identity or reading.identity == self.identity
        if not own or reading.rejections or (base_iri, names) != (self.base_iri, (self.name,)):
            return None
        return Verdict(self.graph, self.reason, self.report)


def prepare(derivation: Derivation, reading: Reading, content: bytes, base_iri: str, name: str) -> Prepared:
    """Works out what can be worked out of a document by itself. Equal arguments give equal results."""
    verdict = judge(derivation, reading, base_iri, (name,))
    written = None
    if isinstance(verdict.graph, DocumentGraph):
        written = WrittenGraph.of(verdict.graph)
    packed = pack(reading, content)
    return Prepared(packed, reading.identity, name, base_iri, written, verdict.reason, verdict.report)

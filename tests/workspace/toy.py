"""A toy extractor and toy stages around the real graph: fast and deterministic, so that hundreds of trials are cheap.

Each line of a toy document is ``Somebody attacks Somebody``. Letters' case does not matter for who somebody is, but it
does for what they are called, so that descriptions depend on all documents. A document that contains ``FORBIDDEN``
is turned away by the toy gate, one with ``UNREADABLE`` by the toy extractor; with ``HANG`` it is never read to its end,
``EXIT`` and ``KILL`` end the process that reads it, ``SWELL`` takes all memory that there is.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg import pipeline
from kg.documents import LARGEST, Source
from kg.errors import DocumentError, ExtractionError
from kg.graph import build, describe
from kg.model import (
    Claim,
    ClassObject,
    Document,
    Entity,
    EntityClass,
    EntityKey,
    Event,
    EventClass,
    Extract,
    Identification,
    Identity,
    Mention,
    MentionKind,
    NodeId,
    NodeObject,
    Predicate,
    Span,
)
from kg.pipeline import IngestReport, Options
from kg.settings import Settings
from kg.validation import Report
from kg.vocabulary import ONTOLOGY_GRAPH
from kg.workspace import Derivation, Workspace


@dataclass(frozen=True)
class ToyExtractor:
    name: str = "toy 1"

    def extract(self, document: Document) -> Extract:
        if "UNREADABLE" in document.text:
            raise ExtractionError(document.name, "it says that it cannot be read.")
        if "CRASH" in document.text:
            raise ZeroDivisionError("a fault of the extractor")
        _poison(document.text)
        entities: dict[str, Entity] = {}
        events, mentions, claims = [], [], []
        for line in _lines(document.text):
            words = [w for w in _words(document.text, line) if w.of(document.text) not in ("attacks", "FORBIDDEN")]
            for word in words:
                name = word.of(document.text)
                entity = entities.setdefault(
                    name.lower(), Entity(NodeId(f"n{len(entities) + 1}"), EntityClass.ARMED_GROUP, name, proper=True)
                )
                mentions.append(Mention(word, entity.id, MentionKind.NAME))
            event = Event(NodeId(f"e{len(events) + 1}"), EventClass.ATTACK)
            events.append(event)
            mentions.append(Mention(line, event.id, MentionKind.TRIGGER))
            claims.append(self._claim(len(claims), event.id, Predicate.TYPE, ClassObject(event.cls), line))
            for predicate, word in zip((Predicate.AGENT, Predicate.TARGET), words, strict=False):
                filler = NodeObject(entities[word.of(document.text).lower()].id)
                claims.append(self._claim(len(claims), event.id, predicate, filler, line))
        return Extract(
            document=document.id,
            extractor=self.name,
            entities=tuple(entities.values()),
            events=tuple(events),
            mentions=tuple(mentions),
            claims=tuple(claims),
        )

    def _claim(
        self, number: int, event: NodeId, predicate: Predicate, filler: NodeObject | ClassObject, line: Span
    ) -> Claim:
        return Claim(NodeId(f"c{number + 1}"), event, predicate, filler, (line,), self.name, 0.9)


def _poison(text: str) -> None:
    if "HANG" in text:
        while True:
            time.sleep(1)
    if "EXIT" in text:
        os._exit(3)
    if "KILL" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "SWELL" in text:
        bytearray(1 << 40)


def identify(extract: Extract, document: Document) -> Identity:
    land = EntityKey("place", "land")
    return Identity(
        extract.document,
        tuple(
            Identification(
                e.id,
                EntityKey("organisation", e.name.lower()),
                e.cls,
                e.name,
                aliases=(e.name.title(),),
                within=(land,),
            )
            for e in extract.entities
        ),
        (Identification(NodeId(""), land, EntityClass.COUNTRY, "Land"),) if extract.entities else (),
    )


def check(quads: Sequence[ox.Quad]) -> Report:
    if any("FORBIDDEN" in quad.object.value for quad in quads if isinstance(quad.object, ox.Literal)):
        return Report.failure("FORBIDDEN is forbidden.")
    return Report(conforms=True, results=(), graph=())


@cache
def ontology() -> tuple[ox.Quad, ...]:
    graph = ox.NamedNode(ONTOLOGY_GRAPH)
    nodes = (ox.NamedNode("http://example.com/Thing"), ox.BlankNode("c14n0"))
    label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    return tuple(ox.Quad(node, label, ox.Literal(str(number)), graph) for number, node in enumerate(nodes))


DERIVATION = Derivation(identify, build, describe, ontology, check)


def settings(folder: Path) -> Settings:
    return Settings(workspace=folder, durability="process")


def open_toy(folder: Path, **others: Any) -> Workspace:
    return Workspace.open(settings(folder), create=True, derivation=DERIVATION, **others)


def export(workspace: Workspace) -> str:
    """All quads of the newest snapshot, sorted."""
    with workspace.reader() as reader:
        return "".join(sorted(f"{quad} .\n" for quad in reader.quads()))


@dataclass(frozen=True, slots=True)
class ToySource(Source):
    data: bytes = b""

    def load(self, limit: int = LARGEST) -> bytes:
        if self.data == b"MISSING":
            raise DocumentError(self.name, "there is no such file.")
        return self.data


def sources(texts: Mapping[str, str]) -> list[ToySource]:
    """One source for each text; its name is the last part of its location."""
    return [ToySource(location.rpartition("/")[2], location, data=text.encode()) for location, text in texts.items()]


def ingest(workspace: Workspace, texts: Mapping[str, str], date: str | None = None, **others: Any) -> IngestReport:
    extractor = others.pop("extractor", None) or ToyExtractor()
    return pipeline.ingest(workspace, sources(texts), extractor, Options(date), **others)


def _lines(text: str) -> list[Span]:
    lines, begin = [], 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            lines.append(Span(begin, begin + len(line.rstrip())))
        begin += len(line)
    return lines


def _words(text: str, line: Span) -> list[Span]:
    words, begin = [], line.begin
    for word in line.of(text).split(" "):
        if word:
            words.append(Span(begin, begin + len(word)))
        begin += len(word) + 1
    return words

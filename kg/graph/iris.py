"""The IRIs of everything that Herodotus names, below one base IRI."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

import pyoxigraph as ox

from kg.model import Effect, EntityKey, Key, NodeId, NodeKey, Span

NodeKind = Literal["event", "claim", "attribution", "toll", "designation", "post", "tenure"]
"""Kinds of nodes that belong to one document."""


@dataclass(frozen=True, slots=True)
class Iris:
    """Mints IRIs below ``base``, which ends in ``/``: spans are fragments below it.

    >>> Iris("http://example.org/").entity(EntityKey("place", "kirkuk")).value
    'http://example.org/id/place/kirkuk'
    """

    base: str

    def document(self, document: str) -> ox.NamedNode:
        """The document with this id."""
        return ox.NamedNode(f"{self.base}document/{document}")

    def span(self, document: str, span: Span) -> ox.NamedNode:
        """A span of a document's text, by its RFC 5147 fragment."""
        return ox.NamedNode(f"{self.base}document/{document}#char={span.begin},{span.end}")

    def context(self, document: str) -> ox.NamedNode:
        """The node that carries a document's text."""
        return ox.NamedNode(f"{self.base}document/{document}#context")

    def entity(self, key: EntityKey) -> ox.NamedNode:
        """An actor or a place."""
        return ox.NamedNode(f"{self.base}id/{key.kind}/{key.name}")

    def node(self, kind: NodeKind, document: str, node: NodeId) -> ox.NamedNode:
        """An event, claim, attribution, toll, designation, post or tenure of a document."""
        return ox.NamedNode(f"{self.base}id/{kind}/{document}-{node}")

    def programme(self, name: str) -> ox.NamedNode:
        """The programme of sanctions or designations that goes by this name, whatever its case and punctuation."""
        return ox.NamedNode(f"{self.base}id/programme/{_slug(name)}")

    def document_graph(self, document: str) -> ox.NamedNode:
        """The named graph of what a document says."""
        return ox.NamedNode(f"{self.base}graph/document/{document}")

    def conflicts_graph(self, document: str) -> ox.NamedNode:
        """The named graph of the conflicts that rest on a document."""
        return ox.NamedNode(f"{self.base}graph/conflicts/{document}")

    def reference_list(self, name: str) -> ox.NamedNode:
        """An imported reference list."""
        return ox.NamedNode(f"{self.base}id/list/{name}")

    def listing(self, name: str, entry: str) -> ox.NamedNode:
        """The entry with this id, as it stands in an IRI, of an imported reference list."""
        return ox.NamedNode(f"{self.base}id/listing/{name}/{entry}")

    def list_graph(self, name: str) -> ox.NamedNode:
        """The named graph of an imported reference list."""
        return ox.NamedNode(f"{self.base}graph/list/{name}")

    def joint_conflicts_graph(self, subject: Key) -> ox.NamedNode:
        """The named graph of the conflicts between documents about one event or actor, and of what supersedes what."""
        match subject:
            case NodeKey(document, node):
                return ox.NamedNode(f"{self.base}graph/conflicts/event/{document}-{node}")
            case EntityKey(kind, name):
                return ox.NamedNode(f"{self.base}graph/conflicts/actor/{kind}/{name}")

    def claim(self, claim: NodeKey) -> ox.NamedNode:
        """A claim of any document."""
        return self.node("claim", claim.document, claim.node)

    def toll_summary(self, event: NodeKey, effect: Effect) -> ox.NamedNode:
        """The summary of what the accounts of one event say of one effect."""
        return ox.NamedNode(f"{self.base}id/toll-summary/{event.document}-{event.node}-{effect.value.lower()}")

    def relationship(self, first: EntityKey, kind: str, second: EntityKey) -> ox.NamedNode:
        """The relationship of an ordered pair of actors."""
        ends = [f"{key.kind}-{key.name}" for key in (first, second)]
        return ox.NamedNode(f"{self.base}id/relationship/{ends[0]}--{kind}--{ends[1]}")

    def connection(self, first: EntityKey, second: EntityKey) -> ox.NamedNode:
        """The step from one actor to another."""
        ends = [f"{key.kind}-{key.name}" for key in (first, second)]
        return ox.NamedNode(f"{self.base}id/connection/{ends[0]}--{ends[1]}")

    def reading(self, document: str, number: int) -> ox.NamedNode:
        """What a language model contributed to a document; ``number`` counts from 1."""
        return ox.NamedNode(f"{self.base}id/reading/{document}-r{number}")

    def refusal(self, document: str, number: int, reason: str) -> ox.NamedNode:
        """What of a reading was not believed for one reason."""
        return ox.NamedNode(f"{self.base}id/refusal/{document}-r{number}-{_slug(reason)}")

    def language_model(self, name: str) -> ox.NamedNode:
        """The language model that goes by this name, whatever its case and punctuation."""
        return ox.NamedNode(f"{self.base}id/model/{_slug(name)}")

    def rejection(self, number: int) -> ox.NamedNode:
        """The rejection with this number in the log."""
        return ox.NamedNode(f"{self.base}id/rejection/{number}")

    @property
    def reviews_graph(self) -> ox.NamedNode:
        """The named graph of what reviewers decided about claims."""
        return ox.NamedNode(f"{self.base}graph/reviews")

    @property
    def tolls_graph(self) -> ox.NamedNode:
        """The named graph of the toll summaries."""
        return ox.NamedNode(f"{self.base}graph/tolls")

    @property
    def relationships_graph(self) -> ox.NamedNode:
        """The named graph of the relationships between actors."""
        return ox.NamedNode(f"{self.base}graph/relationships")

    @property
    def entities_graph(self) -> ox.NamedNode:
        """The named graph of the descriptions of actors and places."""
        return ox.NamedNode(f"{self.base}graph/entities")


def _slug(name: str) -> str:
    """The name in ASCII letters, digits and hyphens; a checksum where no letter or digit of it is ASCII."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return slug or "x" + sha256(name.encode("utf-8")).hexdigest()[:16]

"""What a workspace tells about its documents, and what became of each source that was ingested."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from kg.model import Document, Extract, Identity, NodeId, Rejection

if TYPE_CHECKING:
    from kg.workspace.preparation import Prepared


class State(StrEnum):
    """Where a document stands. ``pending`` and ``retracting`` last until the batch ends or its crash is mended."""

    PENDING = "pending"
    COMMITTED = "committed"
    QUARANTINED = "quarantined"
    RETRACTING = "retracting"
    FAILED = "failed"


class Outcome(StrEnum):
    """What became of one source in one ingestion."""

    COMMITTED = "committed"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    QUARANTINED = "quarantined"
    FAILED = "failed"
    SKIPPED = "skipped"
    UNREAD = "unread"
    """Nothing was done: the document has to be read first. The pipeline does so; nobody else sees this."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A document and what was read out of it, and which of its claims are rejected.

    Where it was read in another process, what that has ``prepared`` for the writer comes along.
    """

    document: Document
    extract: Extract
    identity: Identity
    rejections: dict[NodeId, Rejection] = field(default_factory=dict, hash=False)
    prepared: Prepared | None = field(default=None, compare=False, repr=False)

    @property
    def upheld(self) -> Extract:
        """The extract without the claims that are rejected: what follows from the document rests on these."""
        return self.extract.without(self.rejections)

    @property
    def words(self) -> int:
        """The words of the text that is read, counted by the space between them."""
        return sum(len(block.span.of(self.document.text).split()) for block in self.document.blocks)


@dataclass(frozen=True, slots=True)
class Extracted:
    """A document and what was read out of it, before anybody asks who its entities are."""

    document: Document
    extract: Extract


@dataclass(frozen=True, slots=True)
class Arrival:
    """The bytes that one source gave.

    ``location`` is where they came from (an absolute path, ``-``, an address), ``name`` what the document is called
    for it. ``options`` are the metadata given from outside, as canonical JSON; ``extractor`` names who reads. Where
    ``is_known`` the workspace has been found to hold a reading of these bytes with these options by this extractor;
    otherwise the arrival needs a ``reading``, which took ``seconds``. A collection that they were part of may say of
    what ``media_type`` they are and from which ``url`` they came. Where somebody else has read them, what they
    ``extracted`` comes along.
    """

    location: str
    name: str
    sha256: str
    content: bytes
    options: str
    extractor: str
    is_known: bool = False
    reading: Reading | None = None
    seconds: float = 0.0
    media_type: str | None = None
    url: str | None = None
    extracted: Extracted | None = None

    @property
    def document(self) -> str:
        """The id of the document that these bytes are."""
        return Document.id_for(self.sha256)


@dataclass(frozen=True, slots=True)
class Failure:
    """A source that could not be read or extracted, and why."""

    location: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """One line of the list of documents.

    A source that could not be read has no ``id``, the state ``failed`` and a ``reason``. Otherwise ``names`` are the
    names of the document, ``sources`` the locations that give it, both sorted by code point. ``words`` counts the
    words of the text, ``claims`` the claims of the extract.
    """

    id: str | None
    state: State
    names: tuple[str, ...]
    sources: tuple[str, ...]
    reason: str | None = None
    title: str | None = None
    date: str | None = None
    media_type: str | None = None
    extractor: str | None = None
    words: int = 0
    claims: int = 0

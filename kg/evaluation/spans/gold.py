"""Span gold: JSON lines, one annotated document a line. The format stands in ``docs/formats.md``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, PlainValidator, ValidationError, model_validator

from kg.errors import ResourceError
from kg.model import Effect, Span


def _span(ends: Any) -> Span:
    if not (isinstance(ends, list | tuple) and len(ends) == 2 and all(type(end) is int for end in ends)):
        raise ValueError("a span is written as [begin, end]")
    return Span(*ends)


Ends = Annotated[Span, PlainValidator(_span)]
"""A span that is written as ``[begin, end]``."""


class _Annotation(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Stretch(_Annotation):
    begin: int
    end: int

    @property
    def span(self) -> Span:
        """The words that are annotated."""
        return Span(self.begin, self.end)

    @model_validator(mode="after")
    def _is_span(self) -> Self:
        Span(self.begin, self.end)
        return self


class GoldAttribution(_Annotation):
    """An attribution by its spans; the source is empty where nobody is named."""

    source: tuple[Ends, ...] = ()
    cue: tuple[Ends, ...]
    content: tuple[Ends, ...]


class GoldEntity(_Stretch):
    """A mention of an entity."""

    id: str
    type: str


class GoldArgument(_Annotation):
    """What fills a role of an event: the entity that one mention denotes."""

    role: str
    entity: str


class GoldEvent(_Stretch):
    """A trigger of an event, with what takes part in it."""

    id: str = ""
    type: str
    arguments: tuple[GoldArgument, ...] = ()


class GoldToll(_Annotation):
    """A count of people: of which event (any of its triggers; ``null`` for whichever), and who says it.

    ``claimant`` is a name, or ``null`` where the document says it in its own voice.
    """

    event: Ends | None = None
    effect: Effect
    min: int | None = None
    max: int | None = None
    claimant: str | None = None

    @model_validator(mode="after")
    def _has_bounds(self) -> Self:
        if self.min is None and self.max is None:
            raise ValueError("a toll needs a bound")
        return self


class GoldDocument(_Annotation):
    """What is annotated in one document. What a key that is left out would hold is not measured in it."""

    file: str
    attributions: tuple[GoldAttribution, ...] | None = None
    entities: tuple[GoldEntity, ...] | None = None
    clusters: tuple[tuple[str, ...], ...] | None = None
    events: tuple[GoldEvent, ...] | None = None
    tolls: tuple[GoldToll, ...] | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if all(found is None for found in (self.attributions, self.entities, self.events, self.tolls)):
            raise ValueError("nothing is annotated: attributions, entities, events or tolls are needed")
        if (self.clusters is not None or self.events is not None) and self.entities is None:
            raise ValueError("events and clusters need the entities that they speak of")
        known = Counter(entity.id for entity in self.entities or ())
        if repeated := [name for name, n in known.items() if n > 1]:
            raise ValueError(f"two entities are called {repeated[0]}")
        spoken = [name for cluster in self.clusters or () for name in cluster]
        spoken += [argument.entity for event in self.events or () for argument in event.arguments]
        if unknown := [name for name in spoken if name not in known]:
            raise ValueError(f"there is no entity {unknown[0]}")
        return self

    @property
    def name(self) -> str:
        """The file's name without its folders: documents are told apart by it."""
        return PurePosixPath(self.file).name


def load_documents(path: Path) -> tuple[GoldDocument, ...]:
    """The documents of a file of span gold. Raises ``ResourceError`` where it cannot be read or is not one."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise ResourceError(f"{path}: the gold cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ResourceError(f"{path}: the gold is no UTF-8.") from error
    documents: dict[str, GoldDocument] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            document = GoldDocument.model_validate_json(line)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = ".".join(str(part) for part in first["loc"])
            message = first["msg"].removeprefix("Value error, ")
            place = f"{where}: " if where else ""
            raise ResourceError(f"{path}, line {number}: this is no span gold: {place}{message}.") from error
        if document.name in documents:
            raise ResourceError(f"{path}, line {number}: {document.name} was annotated before.")
        documents[document.name] = document
    if not documents:
        raise ResourceError(f"{path}: there is no document in it.")
    return tuple(documents.values())


def load_texts(folder: Path) -> Mapping[str, str]:
    """The texts in a folder by the names of their files, as they are on disk."""
    texts = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        try:
            texts[path.name] = path.read_bytes().decode("utf-8")
        except OSError as error:
            raise ResourceError(f"{path}: the text cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError:
            continue  # a PDF, say: what its spans count is the stored text
    return texts

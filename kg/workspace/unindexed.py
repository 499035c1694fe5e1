"""How the truth calls what the index for search has yet to take up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from kg.model import EntityKey

DOCUMENT: Final = "document/"
ENTITY: Final = "id/"


def of_documents(documents: Iterable[str]) -> Iterator[str]:
    """What ``Truth.note_unindexed`` calls documents."""
    return (DOCUMENT + document for document in documents)


def of_entities(keys: Iterable[EntityKey]) -> Iterator[str]:
    """What ``Truth.note_unindexed`` calls entities."""
    return (f"{ENTITY}{key.kind}/{key.name}" for key in keys)

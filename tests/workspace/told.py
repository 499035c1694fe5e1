"""Documents that were written out by hand, taken into a workspace as if an extractor had read them."""

from __future__ import annotations

from pathlib import Path

from kg.settings import Settings
from kg.workspace import Arrival, Reading, Workspace, standard
from tests.graph.fiction import Told


def arrival(told: Told, extractor: str = "by hand") -> Arrival:
    """A document as it arrives."""
    return Arrival(
        f"/in/{told.names[0]}",
        told.names[0],
        told.document.sha256,
        told.document.text.encode(),
        "{}",
        extractor,
        reading=Reading(told.document, told.extract, standard().identify(told.extract, told.document)),
    )


def take(folder: Path, *documents: Told) -> Settings:
    """A workspace with these documents, and its settings."""
    settings = Settings(workspace=folder, durability="process")
    with Workspace.open(settings, create=True) as workspace:
        assert {outcome.value for outcome, _ in workspace.take([arrival(told) for told in documents])} == {"committed"}
    return settings

"""The doctor: what is wrong with a workspace, and what to do about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import pyoxigraph as ox

from kg.errors import HerodotusError, StoreError, WorkspaceError
from kg.graph import Iris
from kg.settings import Settings
from kg.store import LiveStore, Reader, Server, Snapshots
from kg.vocabulary import ONTOLOGY_GRAPH
from kg.workspace.graphs import DEFAULT, UserGraphs
from kg.workspace.lock import writer_lock
from kg.workspace.record import State
from kg.workspace.territory import is_protected
from kg.workspace.truth import Truth

_REBUILD = "Run `kg rebuild`."


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: an ``error`` where data are missing or damaged, else a ``warning``."""

    severity: Literal["error", "warning"]
    message: str
    remedy: str


def examine(
    settings: Settings,
    truth: Truth,
    graphs: UserGraphs,
    snapshots: Snapshots,
    shared: Iterable[ox.Quad],
    store: Callable[[], LiveStore],
) -> tuple[Finding, ...]:
    """Everything that is wrong. Reads the whole newest snapshot; leaves alone what another process is writing.

    ``shared`` are the quads that rest on no single document: what is derived from many, and reference lists.
    ``store`` opens the live store.
    """
    try:
        with writer_lock(settings.workspace / "lock", seconds=0, waiting=lambda _: None):
            resting = [*_unfinished(truth, snapshots), *_store(store)]
    except WorkspaceError:  # somebody writes: what looks unfinished is in good hands
        resting = []
    return (
        *_truth(settings, truth),
        *resting,
        *_documents(truth),
        *_snapshot(settings, truth, graphs, snapshots, shared),
    )


def _truth(settings: Settings, truth: Truth) -> Iterator[Finding]:
    for damage in truth.damage():
        yield Finding("error", f"{truth.path} is damaged: {damage}.", "Restore the workspace from a backup.")
    base = truth.fact("base_iri")
    if base != settings.base_iri:
        message = f"the graph was made with the base IRI {base}, and the setting is {settings.base_iri}."
        yield Finding("warning", message, "Set it back, or run `kg rebuild`.")


def _unfinished(truth: Truth, snapshots: Snapshots) -> Iterator[Finding]:
    unfinished = truth.ids(State.PENDING, State.RETRACTING)
    newest = snapshots.newest()
    if unfinished:
        message = f"a process died while it wrote {len(unfinished)} document(s)."
        yield Finding("warning", message, "The next `kg ingest` finishes them; so does `kg rebuild`.")
    elif newest and newest.number < truth.version:
        message = f"the newest snapshot is {newest.number}, and the data are at version {truth.version}."
        yield Finding("warning", message, "The next `kg ingest` publishes it; so does `kg rebuild`.")


def _store(store: Callable[[], LiveStore]) -> Iterator[Finding]:
    try:
        with store():
            pass
    except StoreError as error:
        yield Finding("error", str(error), _REBUILD)


def _documents(truth: Truth) -> Iterator[Finding]:
    if quarantined := truth.ids(State.QUARANTINED):
        message = f"{len(quarantined)} document(s) wait in quarantine."
        yield Finding("warning", message, "Run `kg quarantine` to see why.")
    if failed := truth.failures():
        message = f"{len(failed)} source(s) could not be read."
        yield Finding("warning", message, "Run `kg documents` to see why.")


def _snapshot(
    settings: Settings, truth: Truth, graphs: UserGraphs, snapshots: Snapshots, shared: Iterable[ox.Quad]
) -> Iterator[Finding]:
    expected, written, version = _expected(settings, truth), graphs.sizes(), truth.version
    expected |= Counter(quad.graph_name.value for quad in set(shared) if isinstance(quad.graph_name, ox.NamedNode))
    try:
        with Reader(snapshots.hold(), server=Server.of(settings)) as reader:
            found = reader.graph_sizes()
            default = reader.default_graph_size()
            number = reader.version
    except HerodotusError as error:
        yield Finding("error", str(error), _REBUILD)
        return
    # Only where nothing was written meanwhile do the two speak of the same data.
    if number == version == truth.version:
        own = {name[1:-1] if name.startswith("<") else name[2:]: size for name, size in written.items() if name}
        ours = {graph: size for graph, size in found.items() if is_protected(graph, settings.base_iri)}
        yield from _differences(settings, expected, ours)
        yield from _sizes(own, {graph: size for graph, size in found.items() if graph not in ours})
        yield from _sizes({"default": written.get(DEFAULT, 0)}, {"default": default})


def _expected(settings: Settings, truth: Truth) -> dict[str, int]:
    iris, sizes = Iris(settings.base_iri), truth.sizes()
    expected = {iris.document_graph(document).value: quads for document, (quads, _) in sizes.items()}
    expected |= {iris.conflicts_graph(document).value: conflicts for document, (_, conflicts) in sizes.items()}
    return expected


def _differences(settings: Settings, expected: dict[str, int], found: dict[str, int]) -> Iterator[Finding]:
    common = {Iris(settings.base_iri).entities_graph.value, ONTOLOGY_GRAPH}
    for graph in sorted(common - found.keys() if expected else common & found.keys()):
        yield Finding("error", f"the graph {graph} {'is missing' if expected else 'does not belong there'}.", _REBUILD)
    yield from _sizes(expected, {graph: size for graph, size in found.items() if graph not in common})


def _sizes(expected: dict[str, int], found: dict[str, int]) -> Iterator[Finding]:
    for graph in sorted(expected.keys() | found.keys()):
        if expected.get(graph, 0) != found.get(graph, 0):
            message = f"the graph {graph} has {found.get(graph, 0)} triples instead of {expected.get(graph, 0)}."
            yield Finding("error", message, _REBUILD)

"""The newest snapshot of a workspace, opened for one command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from kg.configuration import FILE_NAME

if TYPE_CHECKING:
    from kg.settings import Settings
    from kg.store import Reader, Snapshots


@contextmanager
def newest(settings: Settings) -> Iterator[Reader]:
    """A reader of the newest snapshot; of an empty one where the workspace is new.

    Raises ``StoreError`` where a workspace that has been used has no snapshot, or a damaged one.
    """
    from kg.store import Reader, Server, Snapshots

    with ExitStack() as opened:
        snapshots, server = Snapshots(settings.workspace / "snapshots"), Server.of(settings)
        if _is_new(settings.workspace):
            server = None
            snapshots = _empty(Path(opened.enter_context(TemporaryDirectory(prefix="herodotus-"))))
        union = settings.default_graph == "union"
        held = snapshots.hold()
        yield opened.enter_context(Reader(held, union=union, base_iri=settings.base_iri, server=server))


def _is_new(workspace: Path) -> bool:
    return not workspace.is_dir() or not any(f for f in workspace.iterdir() if f.name != FILE_NAME)


def _empty(folder: Path) -> Snapshots:
    from kg.store import Snapshots, Writer

    snapshots = Snapshots(folder / "snapshots")
    with Writer(folder / "store", create=True) as writer:
        snapshots.publish(0, writer.checkpoint)
    return snapshots

"""The graph on disk: one writer, numbered snapshots, readers of snapshots.

The live store belongs to the writer alone; everybody else reads a snapshot, which never changes.
``syntax`` and ``shape`` tell of a query what has to be known before the engine runs it.
"""

from kg.store.change import Change
from kg.store.disk import sync_folder
from kg.store.reader import Reader, open_snapshot
from kg.store.scratch import Scratch
from kg.store.snapshot import HeldSnapshot, Snapshot, Snapshots
from kg.store.writer import Writer

__all__ = [
    "Change",
    "HeldSnapshot",
    "Reader",
    "Scratch",
    "Snapshot",
    "Snapshots",
    "Writer",
    "open_snapshot",
    "sync_folder",
]

"""The graph, on disk or in a server of another maker: one writer, numbered snapshots, readers of snapshots.

The live store belongs to the writer alone; everybody else reads a snapshot, which never changes.
``syntax`` and ``shape`` tell of a query what has to be known before the engine runs it.
"""

from kg.store.change import Change
from kg.store.disk import sync_folder
from kg.store.live import LiveStore
from kg.store.reader import Reader, misplaced, open_snapshot
from kg.store.remote import Server
from kg.store.scratch import Scratch
from kg.store.snapshot import HeldSnapshot, Snapshot, Snapshots
from kg.store.writer import Writer

__all__ = [
    "Change",
    "HeldSnapshot",
    "LiveStore",
    "Reader",
    "Scratch",
    "Server",
    "Snapshot",
    "Snapshots",
    "Writer",
    "misplaced",
    "open_snapshot",
    "sync_folder",
]

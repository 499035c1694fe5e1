"""The workspace: the truth in SQLite, the store and its snapshots as a view of it, and who may write.

``Workspace`` is the door; the rest are the values that go through it.
"""

from kg.workspace.derivation import Derivation, standard
from kg.workspace.doctor import Finding
from kg.workspace.preparation import Prepared, prepare
from kg.workspace.record import Arrival, DocumentRecord, Extracted, Failure, Outcome, Reading, State
from kg.workspace.workspace import Workspace

__all__ = [
    "Arrival",
    "Derivation",
    "DocumentRecord",
    "Extracted",
    "Failure",
    "Finding",
    "Outcome",
    "Prepared",
    "Reading",
    "State",
    "Workspace",
    "prepare",
    "standard",
]

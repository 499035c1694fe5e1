"""The update: a SPARQL 1.1 Update request taken apart, before anything of it runs.

``plan`` says which operations it has and which graphs each may change, ``attempt`` and ``stated`` which triples.
"""

from kg.store.update.operation import Data, Load, Manage, Modify, Opaque, Operation, Part, Transfer
from kg.store.update.plan import plan, refuse_load
from kg.store.update.trial import Trial, attempt, is_fickle, stated

__all__ = [
    "Data",
    "Load",
    "Manage",
    "Modify",
    "Opaque",
    "Operation",
    "Part",
    "Transfer",
    "Trial",
    "attempt",
    "is_fickle",
    "plan",
    "refuse_load",
    "stated",
]

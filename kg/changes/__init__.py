"""Changes: what came and what went with each version of the data, as RDF Patch in a folder of the workspace.

``Chain`` keeps the patches; ``Patches`` reads them, from anywhere, strictly; ``difference`` makes a change exact.
"""

from kg.changes.chain import Chain, Link
from kg.changes.difference import Base, Difference, StoredBase, difference
from kg.changes.patch import MEDIA_TYPE, Head, PatchWriter
from kg.changes.reading import Patch, Patches, quads_of_rows

__all__ = [
    "MEDIA_TYPE",
    "Base",
    "Chain",
    "Difference",
    "Head",
    "Link",
    "Patch",
    "PatchWriter",
    "Patches",
    "StoredBase",
    "difference",
    "quads_of_rows",
]

"""Turns bytes into documents: one reader per format, and the sources that bytes come from.

``collect`` finds sources, ``unpack`` opens those that are collections, ``read`` makes a ``Document`` of what one loads.
``READERS`` and ``COLLECTIONS`` are where formats are added.
"""

from kg.documents.content import STANDARD, Content, Declared, Fields, Reader
from kg.documents.formats import COLLECTIONS, READERS
from kg.documents.reading import LARGEST, read
from kg.documents.sources import STANDARD_INPUT, Source, collect
from kg.documents.unpacking import unpack

__all__ = [
    "COLLECTIONS",
    "LARGEST",
    "READERS",
    "STANDARD",
    "STANDARD_INPUT",
    "Content",
    "Declared",
    "Fields",
    "Reader",
    "Source",
    "collect",
    "read",
    "unpack",
]

"""Turns bytes into documents: one reader per format, and the sources that bytes come from.

``collect`` finds sources, ``read`` makes a ``Document`` of what they load. ``READERS`` is where formats are added.
"""

from kg.documents.content import Content, Reader
from kg.documents.formats import READERS
from kg.documents.reading import LARGEST, read
from kg.documents.sources import STANDARD_INPUT, Source, collect

__all__ = ["LARGEST", "READERS", "STANDARD_INPUT", "Content", "Reader", "Source", "collect", "read"]

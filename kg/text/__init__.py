"""Repairs and segments a document's text, with a map back to the offsets of the text it is stored with.

``readable`` gives the text that extractors read; every range of it leads back to the words of the document.
"""

from kg.text.alignment import Alignment
from kg.text.readable import ReadableText, Segment, readable

__all__ = ["Alignment", "ReadableText", "Segment", "readable"]

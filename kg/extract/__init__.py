"""Reads a document into an extract: who did what to whom, where, when, and according to whom.

``rules`` holds the default extractor, which needs no network. Every extractor satisfies ``Extractor``.
"""

from kg.extract.extractor import Extractor

__all__ = ["Extractor"]

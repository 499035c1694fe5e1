"""Reads a document into an extract: who did what to whom, where, when, and according to whom.

``rules`` holds the default extractor, which needs no network. Every extractor satisfies ``Extractor``;
``Trace`` is for those who want to see how one went through a document.
"""

from kg.extract.extractor import Extractor
from kg.extract.trace import Refusal, Trace

__all__ = ["Extractor", "Refusal", "Trace"]

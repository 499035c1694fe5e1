"""Decides which entity of the graph each entity of an extract is, from its name, its document and reference data alone.

Judgements, which merge or separate entities across documents, apply to the keys that this stage gives.
"""

from kg.identity.identification import identify

__all__ = ["identify"]

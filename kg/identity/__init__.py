"""Decides which entity of the graph each entity of an extract is, from its name, its document and reference data alone.

Entities of two documents are the same where they get the same key.
"""

from kg.identity.identification import identify

__all__ = ["identify"]

"""Linked data: every IRI below the base leads to its data and to its page, and the dataset describes itself."""

from kg.api.linked.things import Things

__all__ = ["Things"]

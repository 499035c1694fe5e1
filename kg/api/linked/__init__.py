"""Linked data: every IRI below the base leads to its data and to its page, and the dataset describes itself."""

from kg.api.linked.census import Counter
from kg.api.linked.dataset import Dataset
from kg.api.linked.things import Things
from kg.api.linked.vocabularies import vocabulary_routes
from kg.api.linked.words import Words

__all__ = ["Counter", "Dataset", "Things", "Words", "vocabulary_routes"]

"""Search by name and text: a derived index in one SQLite file, written in batches beside the store.

``entry`` and ``results`` say what goes in and comes out, ``entries`` makes entries of what was read, ``writer`` and
``reader`` hold the file; ``words``, ``request``, ``vocabulary``, ``ranking`` and ``excerpt`` find what was meant;
``fit`` says how surely a hit is what a name was meant for.
"""

from kg.search.entries import entity_entry, search_entries
from kg.search.entry import Entry, Kind
from kg.search.fit import Fit, fit
from kg.search.reader import SearchReader
from kg.search.results import Facets, Hit, Match, Results
from kg.search.writer import SearchWriter

__all__ = [
    "Entry",
    "Facets",
    "Fit",
    "Hit",
    "Kind",
    "Match",
    "Results",
    "SearchReader",
    "SearchWriter",
    "entity_entry",
    "fit",
    "search_entries",
]

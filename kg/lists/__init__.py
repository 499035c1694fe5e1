"""Reference lists that people import: files of six formats, read as a stream of ``ListedEntry``.

A module a format; ``formats`` says which there are, ``reading`` opens a file. What an entry means for the graph is
decided elsewhere.
"""

from kg.lists.entry import ImportedList, ListedDesignation, ListedEntry, ListedName, ListHeader
from kg.lists.formats import FORMATS, Format
from kg.lists.reading import ListFile, open_list
from kg.lists.skipped import Skipped

__all__ = [
    "FORMATS",
    "Format",
    "ImportedList",
    "ListFile",
    "ListHeader",
    "ListedDesignation",
    "ListedEntry",
    "ListedName",
    "Skipped",
    "open_list",
]

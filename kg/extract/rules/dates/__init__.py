"""Dates in running text, as EDTF: a small grammar of date words, and a calendar that counts from the document's date.

``find`` gives every expression that names a time that can be written down; the rest ("recently") is left alone.
"""

from kg.extract.rules.dates.expression import DateExpression, DateKind
from kg.extract.rules.dates.finder import find

__all__ = ["DateExpression", "DateKind", "find"]

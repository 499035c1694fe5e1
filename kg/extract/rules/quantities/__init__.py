"""Counts in running text: digits and number words, with the bounds that the words around them set.

The bounds are inclusive whole numbers and ``None`` means that the text sets none: "over 51" is 52 and more, "up to 30"
at most 30 with nothing said of the least, "dozens" 24 and more (two dozen is the least a plural can mean), "no" 0 and
0. "Nearly 40" is at most 40, approximately; "about 40" is 40, approximately.
"""

from kg.extract.rules.quantities.count import Count
from kg.extract.rules.quantities.numerals import number
from kg.extract.rules.quantities.reading import count, read

__all__ = ["Count", "count", "number", "read"]

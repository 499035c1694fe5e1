"""Shapes: how a question is put in plain words, written in the headers of the named queries (``# asks:``).

``shape`` is the little language, ``groups`` its words that go together, ``automaton`` matches a text against all shapes
at once; ``tokens`` cuts the text, ``spans`` reads what is no name: ``periods``, classes of events, numbers.
"""

from kg.queries.shapes.automaton import Automaton, Match
from kg.queries.shapes.periods import Period, periods
from kg.queries.shapes.shape import Shape, parse_shape
from kg.queries.shapes.tokens import Token, tokens

__all__ = ["Automaton", "Match", "Period", "Shape", "Token", "parse_shape", "periods", "tokens"]

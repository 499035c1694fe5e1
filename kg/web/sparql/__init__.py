"""The SPARQL page in words: a query, its result as table, map, network or text, and examples to start from.

``sparql_page`` makes it of an ``Outcome``; where that comes from is for the caller to say.
"""

from kg.web.sparql.answer import TRIPLE, Answer, Solutions, Term
from kg.web.sparql.examples import Example, examples
from kg.web.sparql.page import SHOWN_ROWS, Fault, Outcome, sparql_page

__all__ = [
    "SHOWN_ROWS",
    "TRIPLE",
    "Answer",
    "Example",
    "Fault",
    "Outcome",
    "Solutions",
    "Term",
    "examples",
    "sparql_page",
]

"""The named queries: one file of ``queries/`` per question, its parameters bound as terms, its rows typed and ordered.

A query's header says what it asks, and in which words people ask it; its text is plain SPARQL that any engine runs
as it stands. ``readings`` finds the queries that a question in plain words may mean.
"""

from kg.queries.asked import Given, Reading, readings
from kg.queries.named_query import NamedQuery, all_queries, load
from kg.queries.naming import resolve, resolve_async
from kg.queries.parameter import Parameter, ParameterType
from kg.queries.rows import Cell, Rows, run

__all__ = [
    "Cell",
    "Given",
    "NamedQuery",
    "Parameter",
    "ParameterType",
    "Reading",
    "Rows",
    "all_queries",
    "load",
    "readings",
    "resolve",
    "resolve_async",
    "run",
]

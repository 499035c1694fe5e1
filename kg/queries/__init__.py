"""The named queries: one file of ``queries/`` per question, its parameters bound as terms, its rows typed and ordered.

A query's header says what it asks; its text is plain SPARQL that any engine runs as it stands.
"""

from kg.queries.named_query import NamedQuery, all_queries, load
from kg.queries.parameter import Parameter, ParameterType
from kg.queries.rows import Cell, Rows, run

__all__ = ["Cell", "NamedQuery", "Parameter", "ParameterType", "Rows", "all_queries", "load", "run"]

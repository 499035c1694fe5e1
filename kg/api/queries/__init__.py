"""The named queries over REST: each an operation with typed parameters, in every format of results."""

from kg.api.queries.operations import NamedQueries

__all__ = ["NamedQueries"]

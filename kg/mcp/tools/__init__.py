"""The tools, one module each (the named queries share one): what assistants may ask.

Each takes and gives what its schemas say, reads and never writes, and cites the words that it tells of.
"""

from typing import Any, Final

from kg.mcp.tool import Tool
from kg.mcp.tools.disagreements import DISAGREEMENTS
from kg.mcp.tools.entity import DESCRIBE
from kg.mcp.tools.event import EVENT
from kg.mcp.tools.queries import QUERIES, QUERY
from kg.mcp.tools.quote import QUOTE
from kg.mcp.tools.search import SEARCH
from kg.mcp.tools.sparql import SPARQL

__all__ = ["TOOLS"]

TOOLS: Final[dict[str, Tool[Any]]] = {
    tool.name: tool for tool in (SEARCH, DESCRIBE, EVENT, DISAGREEMENTS, QUOTE, QUERIES, QUERY, SPARQL)
}
"""The tools by their names, in the order in which one needs them."""

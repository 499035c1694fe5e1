"""What assistants ask of the graph, by the Model Context Protocol: tools, resources and prompts over one ``Graph``.

Whoever serves them gives a graph for each request; nothing here knows of transports, processes or clients, and nothing
here writes.
"""

from kg.mcp.graph import Graph, Result
from kg.mcp.server import make_server

__all__ = ["Graph", "Result", "make_server"]

"""The Model Context Protocol, served two ways: at ``/mcp`` of the service, and over standard input and output.

``graph`` answers a call with the service's readers, under its limits; ``endpoint`` and ``stdio`` are the transports,
``origins`` says which web pages may ask.
"""

from kg.api.mcp.endpoint import McpEndpoint
from kg.api.mcp.stdio import serve_stdio

__all__ = ["McpEndpoint", "serve_stdio"]

"""The Model Context Protocol, served two ways: at ``/mcp`` of the service, and over standard input and output.

``endpoint`` and ``transport`` speak HTTP, ``stdio`` the other; ``graph`` answers a call with reader processes, under
their limits; ``origins`` says which web pages may ask. The SDK takes long to load: only what needs it imports it.
"""

from kg.api.mcp.endpoint import McpEndpoint

__all__ = ["McpEndpoint"]

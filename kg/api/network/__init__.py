"""The network for programs: ``/api/network``, the kinds of an actor's links, and the evidence for one link.

What it says is gathered in ``kg.web.network``; here it becomes JSON and GraphML.
"""

from kg.api.network.routes import NetworkData

__all__ = ["NetworkData"]

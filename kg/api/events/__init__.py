"""The events as JSON and GeoJSON: what the explorer's map and timeline draw, and programs read.

``Events`` has the addresses, ``kg.api.events.models`` what is given there.
"""

from kg.api.events.routes import Events

__all__ = ["Events"]

"""The only part that calls other machines: for ``SERVICE`` and ``LOAD``, with targets on the operator's list.

``destinations`` decides which targets may be reached and at which address, ``caller`` calls them, ``gateway`` stands
between them and the processes that run queries, and ``federation`` opens doors in it for one query or update.
"""

from kg.api.outbound.caller import Caller
from kg.api.outbound.destinations import Destinations
from kg.api.outbound.federation import OpenDoors
from kg.api.outbound.gateway import Gateway

__all__ = ["Caller", "Destinations", "Gateway", "OpenDoors"]

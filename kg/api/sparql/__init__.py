"""The SPARQL 1.1 Protocol over the readers and the desk.

``endpoint`` is the application for queries and ``update`` that for updates, ``request`` what a request asks for,
``plan`` what that comes to, ``loading`` what an update needs from elsewhere, ``negotiation`` which format the sender
wants, ``formats`` what there is to want, ``description`` what the endpoint says of itself.
"""

from kg.api.sparql.endpoint import SparqlEndpoint

__all__ = ["SparqlEndpoint"]

"""The SPARQL 1.1 Protocol over the readers.

``endpoint`` is the application, ``request`` what a request asks for, ``negotiation`` which format its sender wants,
``formats`` what there is to want, ``description`` what the endpoint says of itself.
"""

from kg.api.sparql.endpoint import SparqlEndpoint

__all__ = ["SparqlEndpoint"]

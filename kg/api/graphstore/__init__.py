"""The SPARQL 1.1 Graph Store HTTP Protocol: ``/store`` and what lies below.

``endpoint`` is the application, ``target`` which graph a request is about, ``payload`` how bodies come in,
``conditions`` what ``If-Match`` and ``If-None-Match`` ask for.
"""

from kg.api.graphstore.endpoint import GraphStore

__all__ = ["GraphStore"]

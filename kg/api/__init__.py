"""The HTTP service: translates requests, asks a reader process, translates back.

``app`` makes the FastAPI application, ``server`` runs it, ``sparql`` speaks the SPARQL protocol, ``readers`` runs
queries in processes that can be killed. Nothing is imported here: those processes start through this package, fast.
"""

__all__: list[str] = []

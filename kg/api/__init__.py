"""The HTTP service: translates requests, asks a reader process, translates back.

``app`` makes the application, ``server`` runs it, ``sparql`` and ``graphstore`` speak the protocols, ``readers`` runs
queries and ``desk`` writes in processes that can be killed. Nothing is imported here: those processes start through
this package, fast.
"""

__all__: list[str] = []

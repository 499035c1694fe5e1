"""Queries in processes that can be killed: the engine offers no way to stop a query, and some queries crash it.

``pool`` keeps the processes, ``reader`` is the service's end of one of them, ``worker`` is the process itself; they
talk in ``frames`` about a ``query``. Nothing is imported here, so that a process starts with what it needs alone.
"""

__all__: list[str] = []

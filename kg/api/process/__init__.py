"""Processes that serve this one and may be killed: readers and the writer.

``child`` is the service's end of one, ``frames`` how both ends talk, ``sandbox`` what such a process gives up first.
Nothing is imported here: those processes start through this package, fast.
"""

__all__: list[str] = []

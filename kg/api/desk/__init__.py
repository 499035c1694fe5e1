"""The desk: the one writer process of a service, and the queue in front of it.

``desk`` takes writes and answers each, ``queue`` says whose turn it is, ``writer`` is the service's end of the process,
``worker`` the process, ``message`` what they say to each other, ``spool`` where bodies wait in files, ``audit`` the log
of who did what, ``trail`` its end, read back. Nothing is imported here: the process starts through this package, fast.
"""

__all__: list[str] = []

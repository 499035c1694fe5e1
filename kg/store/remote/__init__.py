"""The graph in a SPARQL 1.1 server of another maker: the roles of the store on disk, over HTTP.

``server`` is where it is and who we are there, ``client`` the requests with their retries, ``writer`` and ``graph`` the
two roles, ``pointer`` the snapshot that names a version of a server instead of holding one. See docs/stores.md.
"""

from kg.store.remote.graph import RemoteGraph
from kg.store.remote.server import Server
from kg.store.remote.writer import RemoteWriter

__all__ = ["RemoteGraph", "RemoteWriter", "Server"]

"""The graph in a SPARQL 1.1 server of another maker: the roles of the store on disk, over HTTP.

``server`` is where it is and who we are there, ``client`` the requests with their retries, ``writer`` and ``graph`` the
two roles, ``pointer`` the snapshot that names a version of a server instead of holding one. See docs/stores.md. Nothing
is imported here but what needs no HTTP, so that the store on disk does not wait for it.
"""

from kg.store.remote.pointer import Pointer
from kg.store.remote.server import Server

__all__ = ["Pointer", "Server"]

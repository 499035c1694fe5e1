"""Following: a copy of the data of a service, kept by the changes that it offers.

``Source`` is the service, ``FolderCopy``, ``EndpointCopy`` and ``Printed`` are what can follow it, ``follow`` does.
"""

from kg.following.copy import Copy, State
from kg.following.endpoint import EndpointCopy
from kg.following.folder import FolderCopy
from kg.following.follower import follow
from kg.following.printed import Printed
from kg.following.source import Source

__all__ = ["Copy", "EndpointCopy", "FolderCopy", "Printed", "Source", "State", "follow"]

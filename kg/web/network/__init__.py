"""The network: who is linked to whom, by which kinds of links, through whom, and which claims say so.

``network_page`` makes the page; ``network`` and ``evidence`` gather what it and the interface for programs show.
"""

from kg.web.network.addresses import EVIDENCE, PAGE, address, edge
from kg.web.network.evidence import Evidence, evidence
from kg.web.network.link import End, Link
from kg.web.network.names import Meant, meant
from kg.web.network.network import Network, network
from kg.web.network.page import network_page
from kg.web.network.sums import KindCount, kinds
from kg.web.network.wish import Wish, wish_of

__all__ = [
    "EVIDENCE",
    "PAGE",
    "End",
    "Evidence",
    "KindCount",
    "Link",
    "Meant",
    "Network",
    "Wish",
    "address",
    "edge",
    "evidence",
    "kinds",
    "meant",
    "network",
    "network_page",
    "wish_of",
]

"""The destinations: which targets of ``SERVICE`` and ``LOAD`` the operator allows, and at which address they are.

A prefix on the list allows what has its scheme, host and port (``*`` stands for any), and a path that begins with its
own. A name is resolved
once and the connection goes to that address, so that it cannot change between the check and the call. Addresses that
are not public are refused, unless the operator's prefix names such an address itself.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from kg.errors import QueryLimitError

_PORTS: Final = {"http": 80, "https": 443}
_FORBIDDEN: Final = frozenset(' "<>\\^`{|}\x7f') | frozenset(map(chr, range(32)))


@dataclass(frozen=True, slots=True)
class Destination:
    """A target that may be reached. ``private`` says that the operator allows an address that is not public."""

    iri: str
    host: str
    port: int
    private: bool


class Destinations:
    """The operator's list."""

    def __init__(self, allowed: tuple[str, ...]) -> None:
        self._allowed = tuple(_allowed(prefix) for prefix in allowed)

    def __bool__(self) -> bool:
        return bool(self._allowed)

    def permit(self, iri: str) -> Destination:
        """The destination that ``iri`` names. Raises ``QueryLimitError`` where the list does not hold it."""
        try:
            target = _split(iri)
            for prefix, any_port in self._allowed:
                if _covers(prefix, target, any_port=any_port):
                    host, port = target.hostname or "", target.port or _PORTS[target.scheme]
                    return Destination(iri, host, port, _is_private_name(prefix.hostname or ""))
        except ValueError:
            pass
        raise _refused(iri)

    async def locate(self, destination: Destination) -> str:
        """The address to connect to. Raises ``QueryLimitError`` where the name has one that may not be reached."""
        loop = asyncio.get_running_loop()
        try:
            found = await loop.getaddrinfo(destination.host, destination.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            found = []
        addresses = [str(entry[4][0]) for entry in found]
        if not addresses or not all(destination.private or is_public(address) for address in addresses):
            raise _refused(destination.iri)
        return addresses[0]


def is_public(address: str) -> bool:
    """Whether an address belongs to the public internet, whatever form of IPv6 an IPv4 address hides in.

    >>> is_public("9.9.9.9"), is_public("10.0.0.1"), is_public("::ffff:127.0.0.1"), is_public("64:ff9b::7f00:1")
    (True, False, False, False)
    """
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is None and found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None and not is_public(str(inner)):
            return False
    return found.is_global and not found.is_multicast and not found.is_reserved


_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")


def _split(iri: str) -> SplitResult:
    """The parts of an IRI. Raises ``ValueError`` where it is no http(s) IRI that everybody reads in the same way."""
    if _FORBIDDEN.intersection(iri) or not iri.isascii():
        raise ValueError(iri)
    parts = urlsplit(iri)
    if parts.scheme not in _PORTS or not parts.hostname or "@" in parts.netloc or parts.fragment:
        raise ValueError(iri)
    if any(segment in {".", ".."} for segment in unquote(parts.path).split("/")):
        raise ValueError(iri)
    return parts


def _allowed(prefix: str) -> tuple[SplitResult, bool]:
    """The parts of a prefix, and whether it allows any port."""
    start, star, rest = prefix.partition(":*")
    any_port = bool(star) and rest[:1] in {"", "/"} and start.count("/") == 2
    return _split(start + rest if any_port else prefix), any_port


def _covers(prefix: SplitResult, target: SplitResult, *, any_port: bool) -> bool:
    """Whether a prefix allows a target: a path that ends in the middle of a segment goes on as it likes."""
    ports = (prefix.port or _PORTS[prefix.scheme], target.port or _PORTS[target.scheme])
    same = (prefix.scheme, prefix.hostname) == (target.scheme, target.hostname) and (any_port or ports[0] == ports[1])
    path, wanted = target.path or "/", prefix.path or "/"
    return same and (path + (f"?{target.query}" if target.query else "")).startswith(
        wanted + (f"?{prefix.query}" if prefix.query else "")
    )


def _is_private_name(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return not is_public(host)
    except ValueError:
        return False


def _refused(iri: str) -> QueryLimitError:
    shown = iri if len(iri) <= 200 else iri[:200] + "…"
    return QueryLimitError(
        f"The operator of this service does not allow it to reach <{shown}>.",
        limit="service_allow",
        value=0,
        remedy="Ask that server yourself and pass its answer on with VALUES, or ask the operator to list it.",
    )

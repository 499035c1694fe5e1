"""The client: who a request comes from, and what they may do."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from starlette.types import Scope as AsgiScope

_KEY: Final = "herodotus.client"


class Scope(StrEnum):
    """What a token allows. ``admin`` sees and ends what others run; it implies the other two."""

    READ = "read"
    WRITE = "write"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Client:
    """One who sends requests.

    ``key`` is what budgets and queues are kept by, ``name`` that of the token, where one was shown.
    """

    key: str
    name: str | None = None
    scopes: frozenset[Scope] = frozenset({Scope.READ})

    def may(self, scope: Scope) -> bool:
        """Whether the client has a scope, by itself or by being an administrator."""
        return scope in self.scopes or Scope.ADMIN in self.scopes


def client_of(scope: AsgiScope) -> Client:
    """The client of a request: whom the access check found, else its address with the right to read.

    An IPv6 address counts by its network of 64 bits, which one subscriber has for themselves.
    """
    known = scope.get(_KEY)
    return known if isinstance(known, Client) else _stranger((scope.get("client") or ("local", 0))[0])


def set_client(scope: AsgiScope, client: Client) -> None:
    """Notes who a request comes from."""
    scope[_KEY] = client


@lru_cache(maxsize=1024)  # the same few ask again and again
def _stranger(host: str) -> Client:
    return Client(_address(host))


def _address(host: str) -> str:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return str(host)
    if isinstance(address, ipaddress.IPv6Address):
        return str(address.ipv4_mapped or ipaddress.ip_network((address, 64), strict=False))
    return str(address)

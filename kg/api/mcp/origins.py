"""Origins: whose web pages may talk to assistants' tools, so that no page reaches a service that its reader alone can.

A page of another site may give its own name the address of this machine (DNS rebinding). Its requests then carry that
name, as ``Host`` and as ``Origin``, and are refused by it.
"""

from __future__ import annotations

import ipaddress
from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.types import Scope

from kg.api.access import is_exposed
from kg.api.incoming import header
from kg.api.problem import Problem
from kg.settings import Settings


class Origins:
    """What a request may say of where it goes to and comes from."""

    def __init__(self, settings: Settings) -> None:
        self._exposed = is_exposed(settings)
        self._listed = frozenset(settings.cors_origins)
        base = urlsplit(settings.base_iri)
        self._own = f"{base.scheme}://{base.netloc}".lower()
        self._hosts = {base.hostname, settings.host.lower()}

    def check(self, scope: Scope) -> None:
        """Raises ``Problem``: 421 for a ``Host`` that is not ours, 403 for an ``Origin`` that may not ask.

        A service that others can reach by its address goes by names that it does not know; there the host is not looked
        at. What is no browser sends no ``Origin``.
        """
        host = header(scope, b"host")
        if not self._exposed and not self._is_ours(f"//{host}"):
            raise Problem(HTTPStatus.MISDIRECTED_REQUEST, "This service does not go by that name.")
        origin = header(scope, b"origin")
        if origin is None or "*" in self._listed or origin in self._listed or origin.lower() == self._own:
            return
        if self._exposed or not self._is_ours(origin):
            text = "Pages of this origin may not ask here; the operator lists those that may (cors_origins)."
            raise Problem(HTTPStatus.FORBIDDEN, text)

    def _is_ours(self, address: str) -> bool:
        try:
            name = urlsplit(address).hostname
        except ValueError:
            return False
        return name is not None and (name == "localhost" or name in self._hosts or _is_loopback(name))


def _is_loopback(name: str) -> bool:
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False

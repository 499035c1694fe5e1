"""The secrets that a child needs: in its environment, since others may see the arguments of a process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from kg.settings import Settings
from kg.store import Server

_PREFIX: Final = "HERODOTUS_STORE_"


def told(server: Server | None) -> dict[str, str]:
    """What the environment of a child says of who we are at the server that the graph is kept in."""
    return {_PREFIX + name.upper(): value for name, value in server.secrets().items()} if server else {}


def heard(environment: Mapping[str, str]) -> dict[str, str]:
    """The secrets in the environment of a child, by their names."""
    return {
        name.removeprefix(_PREFIX).lower(): value for name, value in environment.items() if name.startswith(_PREFIX)
    }


def with_secrets(settings: Settings, environment: Mapping[str, str]) -> Settings:
    """The settings that a child was told, with what its environment adds."""
    found = heard(environment)
    return replace(
        settings,
        store_user=found.get("user"),
        store_password=found.get("password"),
        store_token=found.get("token"),
    )

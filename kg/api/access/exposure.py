"""The exposure: whether strangers can reach the service, and whether it is then safe to start."""

from __future__ import annotations

import ipaddress
import stat
from pathlib import Path
from typing import Final

from kg.errors import SettingsError
from kg.settings import Settings

TOKEN_CHARACTERS: Final = 16
"""Characters that a token in the settings must have where strangers can try to guess it."""


def is_exposed(settings: Settings) -> bool:
    """Whether others than the users of this machine can reach the service: by its address, or through a proxy."""
    return bool(settings.proxies) or not _is_loopback(settings.host)


def check_exposure(settings: Settings, tokens: Path) -> None:
    """Raises ``SettingsError`` where a start would expose writing: by a token that can be guessed, or read by others.

    ``tokens`` is the file with the hashes of the tokens.
    """
    token = settings.write_token
    if token is not None and is_exposed(settings) and len(token) < TOKEN_CHARACTERS:
        raise SettingsError(
            f"write_token has {len(token)} characters, and the service would be reachable at {settings.host}.",
            remedy=f"Choose one of at least {TOKEN_CHARACTERS}; `kg token add` makes good ones.",
        )
    if tokens.exists() and stat.S_IMODE(tokens.stat().st_mode) & (stat.S_IWGRP | stat.S_IWOTH):
        raise SettingsError(
            f"{tokens}: others may write to this file, and could give themselves a token.",
            remedy=f"Run `chmod 600 {tokens}`.",
        )


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

"""The tokens: named, with scopes, and kept as hashes only.

A token has 256 random bits, so one round of SHA-256 protects it as well as a slow hash would protect a password.
"""

from __future__ import annotations

import hmac
import json
import os
import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from kg.api.client import Client, Scope
from kg.errors import SettingsError

FILE_NAME: Final = "tokens.json"
"""The file in the workspace that holds the hashes."""

_PREFIX: Final = "kg_"
_SETTING: Final = "setting"
"""What the token of the settings is called."""

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """What is kept of a token: its name, its scopes, when it was made, and the SHA-256 of it in hexadecimal digits."""

    name: str
    scopes: frozenset[Scope]
    created: str
    sha256: str


class Tokens:
    """The tokens of a workspace, and the one of the settings, which is called ``setting`` and has all scopes.

    Changes that `kg token` makes meanwhile hold from the next request on.
    """

    def __init__(self, folder: Path, setting: str | None = None) -> None:
        self.path = folder / FILE_NAME
        self._setting = None if setting is None else _hash(setting)
        self._seen: tuple[int, int, int] | None = None
        self._issued: tuple[IssuedToken, ...] = ()

    def client(self, token: str) -> Client | None:
        """Whose token this is, ``None`` where it is nobody's. Takes the same time for every wrong token."""
        given = _hash(token)
        found = None
        for issued in self.all():
            if hmac.compare_digest(issued.sha256, given):
                found = Client(f"token {issued.name}", issued.name, issued.scopes)
        if self._setting is not None and hmac.compare_digest(self._setting, given):
            found = self.named(_SETTING)
        return found

    def named(self, name: str) -> Client | None:
        """The client that a token of this name stands for; ``None`` where there is none."""
        if name == _SETTING:
            return None if self._setting is None else Client("token setting", _SETTING, frozenset(Scope))
        found = next((issued for issued in self.all() if issued.name == name), None)
        return None if found is None else Client(f"token {found.name}", found.name, found.scopes)

    def secret(self, name: str) -> bytes | None:
        """What sessions of a token are signed with; ``None`` where there is no such token. Never leaves the service."""
        if name == _SETTING:
            return None if self._setting is None else self._setting.encode()
        return next((issued.sha256.encode() for issued in self.all() if issued.name == name), None)

    def all(self) -> tuple[IssuedToken, ...]:
        """The tokens of the workspace, by name. Raises ``SettingsError`` where the file is damaged."""
        try:
            status = self.path.stat()
        except FileNotFoundError:
            self._seen, self._issued = None, ()
            return ()
        seen = (status.st_mtime_ns, status.st_ino, status.st_size)
        if seen != self._seen:
            self._issued, self._seen = _read(self.path), seen
        return self._issued

    def add(self, name: str, scopes: Collection[Scope]) -> str:
        """Makes a token and returns it: it cannot be had a second time.

        Raises ``SettingsError`` where the name is taken or malformed, or the file cannot be written.
        """
        issued = self.all()
        if not _NAME.fullmatch(name):
            raise SettingsError(f"'{name}' is no name for a token.", remedy="Use letters, digits, '.', '_' and '-'.")
        if any(other.name == name for other in issued) or name == _SETTING:
            raise SettingsError(f"there is a token called '{name}'.", remedy="Remove it first, or choose another name.")
        token = _PREFIX + secrets.token_urlsafe(32)
        now = datetime.now(UTC).replace(microsecond=0).isoformat()
        self._write((*issued, IssuedToken(name, frozenset(scopes), now, _hash(token))))
        return token

    def remove(self, name: str) -> None:
        """Makes a token worthless. Raises ``SettingsError`` where there is none of this name."""
        issued = self.all()
        left = tuple(token for token in issued if token.name != name)
        if len(left) == len(issued):
            raise SettingsError(f"there is no token called '{name}'.", remedy="`kg token list` shows them.")
        self._write(left)

    def _write(self, issued: tuple[IssuedToken, ...]) -> None:
        fields = [
            {"name": t.name, "scopes": sorted(t.scopes), "created": t.created, "sha256": t.sha256}
            for t in sorted(issued, key=lambda token: token.name)
        ]
        beside = self.path.with_suffix(".new")
        try:
            beside.unlink(missing_ok=True)
            with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:  # noqa: PTH123 - made readable for its owner alone
                json.dump({"tokens": fields}, file, indent=1)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self.path)
        except OSError as error:
            raise SettingsError(f"{self.path}: the tokens cannot be written: {error.strerror}.") from error


def _hash(token: str) -> str:
    return sha256(token.encode("utf-8", errors="replace")).hexdigest()


def _read(path: Path) -> tuple[IssuedToken, ...]:
    try:
        fields = json.loads(path.read_bytes())["tokens"]
        return tuple(
            IssuedToken(f["name"], frozenset(Scope(s) for s in f["scopes"]), f["created"], f["sha256"]) for f in fields
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SettingsError(
            f"{path}: the tokens cannot be read: {error}.",
            remedy="Restore the file, or remove it and make new tokens with `kg token add`.",
        ) from error

"""The pointer: a snapshot that names a version of a server's graph, in place of holding it or beside."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Self

from kg.errors import StoreError

_FILE: Final = "server.json"


@dataclass(frozen=True, slots=True)
class Pointer:
    """The server by its name, the version, and the graphs that people wrote; no secrets."""

    server: str
    version: int
    graphs: tuple[str, ...]

    def write(self, folder: Path) -> None:
        """Puts it into a snapshot's folder."""
        (folder / _FILE).write_text(json.dumps(asdict(self)), encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Self | None:
        """The pointer in a snapshot's folder; ``None`` where the snapshot holds a graph itself."""
        try:
            fields = json.loads((folder / _FILE).read_text(encoding="utf-8"))
            return cls(fields["server"], fields["version"], tuple(fields["graphs"]))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreError(
                f"the snapshot {folder} cannot be read: {error}.", remedy="Run `kg rebuild` to make a new one."
            ) from error

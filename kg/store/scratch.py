"""The scratch: a copy of the live store to try an update on, which is thrown away afterwards."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from kg.errors import QueryError, UnknownGraphError
from kg.store.live import LiveStore
from kg.store.writer import Writer

_MISSING = re.compile(r"The graph <?(.*?)>? does not exist")


class Scratch(Writer):
    """A copy of ``original`` in ``folder``, made by hard links where it is on disk, until ``remove_folder``."""

    def __init__(self, original: LiveStore, folder: Path) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        original.copy(folder)
        super().__init__(folder)

    def update(self, text: str, base_iri: str | None) -> None:
        """Runs a SPARQL update that has been found to be well-formed, in one transaction.

        Raises ``UnknownGraphError`` where it needs a graph that is not there, or ``QueryError``.
        """
        try:
            self._open.update(text, base_iri=base_iri)
        except (OSError, RuntimeError, SyntaxError) as error:
            if missing := _MISSING.search(str(error)):
                raise UnknownGraphError(f"There is no graph <{missing[1]}>.") from error
            raise QueryError(f"the update failed: {error}.") from error

    def remove_folder(self) -> None:
        """Lets go of the copy and removes it."""
        self.close()
        shutil.rmtree(self.folder, ignore_errors=True)

"""The place: where the graph of a workspace is kept – on its own disk, in a server of another maker, or in both."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import StoreError
from kg.settings import Settings
from kg.store import LiveStore, Server, Snapshots, Writer, misplaced
from kg.workspace.graphs import UserGraphs
from kg.workspace.truth import Truth

if TYPE_CHECKING:
    from kg.store.remote.writer import RemoteWriter


class Place:
    """Opens the live store under the writer's lock, and knows whether it is where the truth says that it is."""

    def __init__(self, truth: Truth, settings: Settings, snapshots: Snapshots, graphs: UserGraphs) -> None:
        self._truth = truth
        self._snapshots = snapshots
        self._graphs = graphs
        self._copy = settings.store_copy
        self._base = settings.base_iri
        self.server = Server.of(settings)
        self.folder = settings.workspace / "store"
        """Where it is on disk, if it is."""

    @property
    def name(self) -> str:
        """The server's name; nothing where there is none."""
        return self.server.name if self.server else ""

    @property
    def on_disk(self) -> bool:
        """Whether a store is kept on disk: the only one, or beside a server's."""
        return self.server is None or self._truth.fact("store_copy") == "1"

    def require(self) -> None:
        """Raises ``StoreError`` where the graph is kept elsewhere, or is missing on the disk."""
        there = self._truth.fact("store") or ""
        if there != self.name:
            raise misplaced(there or "the workspace itself", self.name or None)
        if self.on_disk and not (self.folder / "CURRENT").exists():
            raise StoreError(f"the store {self.folder} is missing.", remedy="Run `kg rebuild` to make it again.")

    def open(self) -> LiveStore:
        """The live store. Raises ``StoreError`` where it cannot be opened, or holds something else than it should."""
        if self.server is None:
            return Writer(self.folder)
        remote = self._remote(self.server, anew=False)
        return self._beside(remote, self.folder, create=False) if self.on_disk else remote

    def create(self) -> LiveStore:
        """The live store of a new workspace."""
        if self.server is None:
            return Writer(self.folder, create=True)
        remote = self._remote(self.server, anew=True)
        self._choose(remote)
        return self._beside(remote, self.folder, create=True) if self.on_disk else remote

    @contextmanager
    def again(self, folder: Path, version: int) -> Iterator[LiveStore]:
        """The live store to be made again, with nothing of ours in it; when it is done, it is at ``version``.

        What is kept on disk is made in ``folder``.
        """
        if self.server is None:
            with Writer(folder, create=True) as writer:
                yield writer
            return
        with self._remote(self.server, anew=True) as remote:
            self._choose(remote)
            remote.clear([self._truth.fact("base_iri") or self._base])
            with self._beside(remote, folder, create=True) if self.on_disk else remote as store:
                yield store
                remote.settle(version)

    def identity(self) -> str:
        """What the workspace is known by in a server, where others may keep theirs, too."""
        known = self._truth.fact("identity")
        if known is None:
            known = secrets.token_hex(8)
            self._truth.set_fact("identity", known)
        return known

    def _remote(self, server: Server, *, anew: bool) -> RemoteWriter:
        from kg.store.remote.writer import RemoteWriter  # noqa: PLC0415 - it brings HTTP, and others need none

        newest = self._snapshots.newest()
        versions = {self._truth.version, newest.number if newest else 0}
        return RemoteWriter(server, self.identity(), versions=versions, anew=anew, user_graphs=self._graphs.names)

    def _beside(self, remote: RemoteWriter, folder: Path, *, create: bool) -> LiveStore:
        from kg.store.remote.mirror import Mirror  # noqa: PLC0415 - as above

        try:
            return Mirror(remote, Writer(folder, create=create))
        except StoreError:
            remote.close()
            raise

    def _choose(self, remote: RemoteWriter) -> None:
        """Decides whether a store is kept on disk as well."""
        wanted = remote.is_virtuoso if self._copy == "auto" else self._copy == "on"
        self._truth.set_fact("store_copy", str(int(wanted)))

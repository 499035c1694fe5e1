"""What ``LOAD`` needs: fetched by the service before the update begins, for the writer process has no network."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Final

from kg.api.desk.spool import Spool
from kg.api.graphstore.payload import rdf_type
from kg.api.incoming import ContentType
from kg.api.outbound import Caller
from kg.api.problem import Problem
from kg.api.sparql.formats import GRAPHS
from kg.errors import HerodotusError, QueryError
from kg.store.shape import tokens
from kg.workspace.writes import Loaded, Payload

_ACCEPT: Final = {"accept": ", ".join((*GRAPHS, "*/*;q=0.1"))}


class Loader:
    """Fetches what updates load from destinations on the operator's list."""

    def __init__(self, caller: Caller, spool: Spool) -> None:
        self._caller = caller
        self._spool = spool

    async def fetch(self, text: str, files: ExitStack) -> tuple[Loaded, ...]:
        """What the ``LOAD`` operations of an update give; ``files`` removes it again.

        Where one is ``SILENT``, what cannot be had is left out of it. Only IRIs that are written out whole are fetched:
        the workspace refuses the others. Raises ``QueryLimitError`` where a target is not on the list, ``QueryError``
        where it gives no RDF, ``StoreError`` where there is no room for it.
        """
        found: dict[str, Loaded] = {}
        for source, silent in _sources(text):
            if source not in found or found[source].payload is None:
                found[source] = Loaded(source, await self._fetch(source, files, silent=silent))
        return tuple(found.values())

    async def _fetch(self, source: str, files: ExitStack, *, silent: bool) -> Payload | None:
        try:
            target = self._caller.destinations.permit(source)
            async with self._caller.call("GET", target, _ACCEPT) as response:
                media_type = _media_type(source, response.content_type)
                file = files.enter_context(self._spool.open())
                async for chunk in response.chunks():
                    file.write(chunk)
        except HerodotusError:
            if silent:
                return None
            raise
        return Payload(file.path, media_type)


def _media_type(source: str, content_type: str) -> str:
    try:
        return rdf_type(ContentType.parse(content_type))
    except Problem as problem:
        raise QueryError(f"<{source}> gives '{content_type}', which is no RDF that can be read here.") from problem


def _sources(text: str) -> Iterator[tuple[str, bool]]:
    """The IRIs after ``LOAD``, and whether ``SILENT`` stands between."""
    loading = silent = False
    for token in tokens(text):
        word = token[0].upper() if token.lastgroup == "word" else ""
        if loading and token.lastgroup == "iri":
            yield token[0][1:-1], silent
        loading, silent = word == "LOAD" or (loading and word == "SILENT"), word == "SILENT"

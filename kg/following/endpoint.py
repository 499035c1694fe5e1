"""The copy behind an endpoint: any store that takes SPARQL 1.1 Update, with the version in a file of ours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Final, TypeVar

import httpx
import pyoxigraph as ox

from kg import __version__
from kg.changes import Patch
from kg.errors import FollowError
from kg.following.copy import State
from kg.following.folder import AT_ONCE
from kg.following.source import UnreachableError, check_address
from kg.following.sparql import update_of

_LOADED: Final = 5_000
_BLANK: Final = "urn:herodotus:blank:"
_PASSING: Final = frozenset({429, 502, 503, 504})
_SHOWN: Final = 300


class EndpointCopy:
    """A dataset that nobody else writes, behind the ``address`` of its updates.

    The version is kept in the file ``state``; the endpoint may be silent for ``seconds``. Only with ``clear`` may
    everything in the dataset be removed, which is needed to start anew.
    """

    def __init__(
        self,
        address: str,
        state: Path,
        source: str,
        *,
        token: str | None = None,
        clear: bool = False,
        seconds: float = 300.0,
    ) -> None:
        self._address = check_address(address)
        self._path = state
        self._source = source
        self._clear = clear
        self._kept = self._state = State.read(state, source)
        headers = {"User-Agent": f"herodotus/{__version__}", "Accept": "*/*"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        self._http = httpx.Client(
            timeout=httpx.Timeout(seconds, connect=10), headers=headers, follow_redirects=False, trust_env=False
        )

    @property
    def state(self) -> State | None:
        """How far the copy has come; ``None``, too, where all data were put there in part."""
        return None if self._state is None or self._state.loading else self._state

    def start(self, version: int, quads: Iterable[ox.Quad]) -> None:
        """Puts all data there. Raises ``FollowError`` where others would have to be removed first, and must not."""
        if self._state is not None and not self._clear:
            raise FollowError(
                f"to start anew, everything behind {self._address} has to be removed.",
                remedy="Allow it with --clear, where nothing else is kept there.",
            )
        self._state = State(self._source, version, loading=True)
        self._state.write(self._path)
        if self._clear:
            self._run("DROP ALL")
        for some in _pieces(map(_named, quads), _LOADED):
            self._run(update_of((), some))
        self._state = self._kept = State(self._source, version)
        self._state.write(self._path)

    def apply(self, patch: Patch) -> None:
        """Does what came and went, in one request where it is not too much."""
        removed, added = map(_named, patch.removed.quads()), map(_named, patch.added.quads())
        if patch.removed.count + patch.added.count <= AT_ONCE:
            if text := update_of(removed, added):
                self._run(text)
        else:
            for some in _pieces(removed, _LOADED):
                self._run(update_of(some, ()))
            for some in _pieces(added, _LOADED):
                self._run(update_of((), some))
        self._state = State(self._source, patch.head.version, patch.head.id)

    def keep(self) -> None:
        """Writes the version down."""
        if self._state is not None and self._state != self._kept:
            self._state.write(self._path)
            self._kept = self._state

    def close(self) -> None:
        """Ends the connections."""
        self._http.close()

    def _run(self, text: str) -> None:
        headers = {"Content-Type": "application/sparql-update"}
        try:
            with self._http.stream("POST", self._address, content=text.encode(), headers=headers) as response:
                status = response.status_code
                words = b"" if response.is_success else next(response.iter_raw(_SHOWN), b"")
        except httpx.HTTPError as error:
            raise UnreachableError(f"{self._address} cannot be reached: {error}.") from error
        if status in _PASSING:
            raise UnreachableError(f"{self._address} answers {status}.")
        if not 200 <= status < 300:
            said = " ".join(words[:_SHOWN].decode(errors="replace").split())
            raise FollowError(
                f"{self._address} does not take the changes ({status}): {said or 'it gives no reason'}.",
                remedy="See that it is the address for updates; HERODOTUS_UPDATE_TOKEN holds a bearer token for it.",
            )


def _named(quad: ox.Quad) -> ox.Quad:
    """A quad with IRIs in the place of blank nodes, which would be new ones with every request."""
    subject, thing, graph = _name(quad.subject), _name(quad.object), _name(quad.graph_name)
    if subject is quad.subject and thing is quad.object and graph is quad.graph_name:
        return quad
    return ox.Quad(subject, quad.predicate, thing, graph)


Term = TypeVar("Term")


def _name(term: Term) -> Term | ox.NamedNode:
    return ox.NamedNode(_BLANK + term.value) if isinstance(term, ox.BlankNode) else term


def _pieces(quads: Iterable[ox.Quad], size: int) -> Iterator[list[ox.Quad]]:
    rest = iter(quads)
    while some := list(islice(rest, size)):
        yield some

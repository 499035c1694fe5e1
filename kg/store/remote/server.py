"""The server: where the graph is kept, by its three addresses, and who we are there."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Final, Self
from urllib.parse import urlsplit

from kg.errors import SettingsError
from kg.settings import Settings

_SIBLINGS: Final = (
    ("/repositories/", None, "{0}/statements", "{0}/rdf-graphs/service"),  # RDF4J, GraphDB
    (None, "/query", "/update", "/store"),  # Oxigraph
    (None, "/sparql", "/sparql-auth", "/sparql-graph-crud-auth"),  # Virtuoso
)
"""What a query address contains or ends in, and what its siblings for updates and graphs are then called."""


_SECRETS: Final = ("user", "password", "token")


@dataclass(frozen=True, slots=True)
class Server:
    """One dataset of one server. Secrets are in no text that it makes of itself.

    ``query`` is the address for SPARQL queries, ``update`` the one for updates, ``graphs`` the one of the graph store
    protocol. A ``token`` is sent as a bearer token; ``user`` and ``password`` answer the server's challenge, basic or
    digest. ``seconds`` is how long one answer may take to begin, or to go on.
    """

    query: str
    update: str
    graphs: str
    base_iri: str
    user: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)
    seconds: float = 300.0

    @property
    def name(self) -> str:
        """What the server is called in messages, and what it is known by: the address for queries."""
        return self.query

    def told(self) -> dict[str, str | float | None]:
        """All of it but the secrets, as keywords for ``Server``."""
        return {**asdict(self), **dict.fromkeys(_SECRETS)}

    def secrets(self) -> dict[str, str]:
        """The secrets that there are, by their names."""
        return {name: value for name in _SECRETS if (value := getattr(self, name)) is not None}

    @classmethod
    def of(cls, settings: Settings) -> Self | None:
        """The server that the settings name; ``None`` where the graph is kept in the workspace itself.

        Raises ``SettingsError`` where the addresses for updates and graphs are neither set nor known.
        """
        if settings.store is None:
            return None
        update, graphs = _siblings(settings.store)
        update, graphs = settings.store_update or update, settings.store_graphs or graphs
        if update is None or graphs is None:
            raise SettingsError(
                f"store: the addresses of {settings.store} for updates and for graphs cannot be told from its name.",
                remedy="Set store_update and store_graphs; docs/stores.md lists those of some servers.",
            )
        return cls(
            *(settings.store, update, graphs, settings.base_iri),
            *(settings.store_user, settings.store_password, settings.store_token, settings.store_seconds),
        )

    def scrubbed(self, text: str) -> str:
        """A text of the server without our secrets, should it repeat them."""
        for secret in (self.password, self.token):
            if secret:
                text = text.replace(secret, "…")
        return text


def _siblings(query: str) -> tuple[str | None, str | None]:
    """The addresses for updates and graphs.

    >>> _siblings("http://127.0.0.1:7878/query")
    ('http://127.0.0.1:7878/update', 'http://127.0.0.1:7878/store')
    >>> _siblings("http://127.0.0.1:8890/other")
    (None, None)
    """
    path = urlsplit(query).path
    for within, end, update, graphs in _SIBLINGS:
        if within is not None and within in path:
            return update.format(query), graphs.format(query)
        if end is not None and path.endswith(end):
            stem = query.removesuffix(end)
            return stem + update, stem + graphs
    return None, None

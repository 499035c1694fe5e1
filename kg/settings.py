"""The settings: one frozen object, made at the edge and passed down."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that an operator can set."""

    workspace: Path = Path("workspace")
    """The folder that holds truth, store and snapshots."""

    base_iri: str = "http://127.0.0.1:8000/"
    """The start of every IRI minted; ends in ``/`` and has no ``#`` or ``?``."""

    store: str | None = None
    """Address for queries of the SPARQL 1.1 server that the graph is kept in; ``None`` keeps it in the workspace."""

    store_update: str | None = None
    """Its address for updates; ``None`` takes the one that goes with the address for queries."""

    store_graphs: str | None = None
    """Its address of the graph store protocol; ``None`` takes the one that goes with the address for queries."""

    store_user: str | None = None
    """Who we are there (basic or digest authentication)."""

    store_password: str | None = field(default=None, repr=False)
    """The password that goes with it."""

    store_token: str | None = field(default=None, repr=False)
    """A bearer token, in place of a user and a password."""

    store_copy: Literal["auto", "on", "off"] = "auto"
    """Whether the graph is kept here as well, and asked here; ``auto``: where that server is known to err."""

    store_seconds: float = 300.0
    """Seconds for which that server may be silent while it works on one request."""

    write_token: str | None = None
    """A bearer token with all scopes; without one, writing over HTTP is closed."""

    query_seconds: float = 30.0
    """Seconds that one query or update may take."""

    query_memory_mb: int = 2048
    """Memory that one query or update may use, in MiB."""

    query_rows: int | None = None
    """Rows that one query may return; ``None`` sets no limit."""

    result_bytes: int | None = None
    """Bytes that the result of one query may have; ``None`` sets no limit."""

    query_bytes: int = 1_000_000
    """Bytes that the text of one query or update may have."""

    body_bytes: int = 512 << 20
    """Bytes of RDF that one request may send to the graph store."""

    default_graph: Literal["union", "plain"] = "union"
    """What a query's default graph is: the union of all graphs, or the unnamed graph alone."""

    requests_per_minute: int | None = None
    """Requests a client may make in a minute; ``None``: no limit on loopback, 600 elsewhere."""

    query_seconds_per_minute: float | None = None
    """Seconds for which a client's queries may run in a minute; ``None``: no limit on loopback, 120 elsewhere."""

    read_access: Literal["open", "token"] = "open"
    """Whether anybody may read over HTTP, or only who shows a token."""

    cors_origins: tuple[str, ...] = ()
    """Origins whose scripts may read answers (CORS); ``*`` stands for all."""

    proxies: tuple[str, ...] = ()
    """Addresses of reverse proxies whose word for a client's address (``X-Forwarded-For``) is taken."""

    service_allow: tuple[str, ...] = ()
    """IRI prefixes that ``SERVICE`` and ``LOAD`` may reach."""

    model: str | None = None
    """Name or folder of a spaCy model; ``None`` takes an installed ``en_core_web_md``, else the packaged one."""

    llm_endpoint: str | None = None
    """Address of the OpenAI-compatible server of the language model that may read (``http://localhost:11434/v1``)."""

    llm_model: str | None = None
    """The model's name at that server."""

    llm_key: str | None = field(default=None, repr=False)
    """The key that the server asks for, sent as a bearer token to that address alone."""

    llm_temperature: float = 0.0
    """The temperature to ask for."""

    llm_seed: int | None = 0
    """The seed to ask for; ``None`` asks for none."""

    llm_seconds: float = 120.0
    """Seconds that one answer of the language model may take."""

    llm_retries: int = 4
    """How often a request is sent again that timed out, or that the server could not serve then."""

    llm_concurrency: int = 4
    """Requests to the language model that run at once."""

    llm_answer_tokens: int = 4096
    """Tokens that one answer may have."""

    llm_tokens: int | None = None
    """Tokens that one run may use, in questions and answers; ``None`` sets no limit."""

    llm_money: float | None = None
    """Money that one run may cost, in the currency of the prices; ``None`` sets no limit."""

    llm_price_in: float = 0.0
    """Price of a million tokens of questions."""

    llm_price_out: float = 0.0
    """Price of a million tokens of answers."""

    document_seconds: float = 300.0
    """Seconds that a worker of ``kg ingest`` may take to read one document."""

    worker_memory_mb: int = 2048
    """Memory that a worker of ``kg ingest`` may use for one document, in MiB, on top of the language model."""

    host: str = "127.0.0.1"
    """The address that ``kg serve`` listens on."""

    port: int = 8000
    """The port that ``kg serve`` listens on."""

    readers: int = 2
    """Reader processes that ``kg serve`` keeps warm, all its service processes together."""

    processes: int = 1
    """Service processes that ``kg serve`` runs on its port."""

    cache_mb: int = 64
    """Memory that one service process may use for results it has given already, in MiB; 0 remembers none."""

    log_format: Literal["text", "json"] = "text"
    """Whether the service's log is for people or for programs."""

    log_level: Literal["debug", "info", "warning", "error"] = "warning"
    """From which level on the service logs; ``info`` adds a line for each request."""

    slow_seconds: float = 5.0
    """Seconds from which on a query or write is logged as slow."""

    traces: str | None = None
    """Address of an OpenTelemetry collector (OTLP over HTTP, ``…/v1/traces``); needs the extra ``otel``."""

    durability: Literal["sync", "process"] = "sync"
    """Whether an acknowledgement survives power loss (``sync``) or only the end of the process."""

    changes: Literal["on", "off"] = "on"
    """Whether each version of the data is recorded as what came and went, so that others can follow."""

    changes_kept: int = 1_000
    """Versions whose changes are kept."""

    changes_mb: int = 1_024
    """Room on the disk that kept changes may take, compressed, in MiB; those of the newest version are always kept."""

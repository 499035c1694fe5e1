"""The server: runs the application on an address until it is told to stop."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from tempfile import TemporaryDirectory
from typing import Final

import uvicorn
from starlette.types import ASGIApp
from uvicorn.supervisors import Multiprocess

from kg.api.access import check_exposure
from kg.api.access.tokens import FILE_NAME as TOKENS
from kg.api.app import create_app
from kg.api.connection import connection_for
from kg.api.observation import set_up_logs
from kg.api.observation.switchboard import FOLDER
from kg.errors import SettingsError
from kg.settings import Settings

_STUCK_MILLISECONDS: Final = 60_000
"""How long bytes may lie unacknowledged before the kernel gives a connection up: a client that stopped reading."""

_FAREWELL_SECONDS: Final = 10
"""How long running queries may take to finish once the server is told to stop."""

_STILL_SECONDS: Final = 30
"""How long a service process may be silent before the one that keeps it replaces it."""

_PR_SET_PDEATHSIG: Final = 1


def serve(settings: Settings, announce: Callable[[str], None] | None = None) -> None:
    """Serves the workspace until ``SIGINT`` or ``SIGTERM``, and then lets running queries finish.

    Where the settings ask for several processes, this one keeps them: one that ends is replaced, and the signal reaches
    all. ``announce`` is called with the address as soon as it can be reached; port 0 takes a free one. Raises
    ``SettingsError`` where the address cannot be listened on.
    """
    check_exposure(settings, settings.workspace / TOKENS)
    set_up_logs(settings)
    with _listen(settings.host, settings.port) as listener, _meeting_place(settings):
        if announce is not None:
            host = f"[{settings.host}]" if ":" in settings.host else settings.host
            announce(f"http://{host}:{listener.getsockname()[1]}/")
        config = uvicorn.Config(
            partial(_application, settings, os.getpid()),
            factory=True,
            workers=settings.processes,
            loop="uvloop",
            http=connection_for(settings.query_bytes),
            ws="none",
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=_FAREWELL_SECONDS,
            timeout_worker_healthcheck=_STILL_SECONDS,
        )
        with suppress(KeyboardInterrupt):  # which the server raises again once it has shut down
            if settings.processes == 1:
                uvicorn.Server(config).run(sockets=[listener])
            else:
                Multiprocess(config, [listener]).run()


def _application(settings: Settings, keeper: int) -> ASGIApp:
    """The application of one service process, made in that process. It does not outlive the process that keeps it."""
    if os.getpid() != keeper:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != keeper:  # it has died already
            signal.raise_signal(signal.SIGTERM)
        set_up_logs(settings)
    return create_app(settings)


@contextmanager
def _meeting_place(settings: Settings) -> Iterator[None]:
    """A folder of its own for what several service processes share, named in their environment."""
    if settings.processes == 1:
        yield
        return
    with TemporaryDirectory(prefix="herodotus-") as folder:
        os.environ[FOLDER] = folder
        try:
            yield
        finally:
            del os.environ[FOLDER]


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.create_server((host, port), family=family, backlog=2048)
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _STUCK_MILLISECONDS)
    except OSError as error:
        raise SettingsError(
            f"The address {host}, port {port}, cannot be listened on: {error.strerror or error}.",
            remedy="Choose another with --host and --port.",
        ) from error
    return listener

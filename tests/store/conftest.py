"""The stores that the contract is tested on: the one on disk, and servers of other makers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.store.servers import Maker, missing, running

MAKERS = ("oxigraph", "virtuoso")


@pytest.fixture(scope="session")
def makers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Maker]]:
    """Gives the running server of a maker, started when it is first asked for."""
    with ExitStack() as opened:
        started: dict[str, Maker] = {}

        def start(name: str) -> Maker:
            if reason := missing(name):
                pytest.skip(reason)
            if name not in started:
                started[name] = opened.enter_context(running(name, tmp_path_factory.mktemp(name)))
            started[name].wipe()
            return started[name]

        yield start


@pytest.fixture(params=MAKERS)
def maker(request: pytest.FixtureRequest, makers: Callable[[str], Maker]) -> Maker:
    """An empty server of each maker."""
    return makers(request.param)


@pytest.fixture(params=("embedded", *MAKERS, "virtuoso alone"))
def place(request: pytest.FixtureRequest, makers: Callable[[str], Maker]) -> dict[str, Any]:
    """The settings of a workspace whose graph is kept on disk, in a server, or in both (Virtuoso)."""
    name, _, alone = request.param.partition(" ")
    if name == "embedded":
        return {}
    return {**makers(name).settings(), **({"store_copy": "off"} if alone else {})}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the workspace of a test lies."""
    return tmp_path / "w"

"""One server for the tests that leave it as it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.service import Service, publish, quad


def numbers(count: int) -> list:  # type: ignore[type-arg]
    return [quad(f"item/{i}", "number", f'"{i}"', f"graph/{i % 3}") for i in range(count)]


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("served")
    publish(
        folder,
        1,
        [
            *numbers(2_000),
            quad("ada", "name", '"Ada, the \\"first\\"\n<b>&"'),
            quad("ada", "knows", "grace"),
            quad("grace", "knows", "ada", "other"),
        ],
    )
    return folder


@pytest.fixture(scope="session")
def service(workspace: Path) -> Iterator[Service]:
    with Service(workspace, query_seconds=5.0) as running:
        yield running


@pytest.fixture(scope="session")
def strict(workspace: Path) -> Iterator[Service]:
    """A server with tight limits."""
    with Service(workspace, query_seconds=3.0, query_memory_mb=128, query_rows=1_500, query_bytes=500_000) as running:
        yield running

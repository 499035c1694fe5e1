"""Servers for the tests that leave them as they are."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.linked.visitor import BASE, Visitor
from tests.api.service import Service, publish, quad

HOSTILE = """<script>alert(1)</script> {{ 7*7 }} {% raw %} javascript:alert(2)

The United States struck "><img src=x onerror=alert(3)> militia bases in Iraq on Sunday, killing 25 fighters.
Iran's <b>Quds Force</b> supports Kataib ${7*7} Hezbollah, the Pentagon said. Iraq condemned the "attack" <!-- x -->.
"""


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


@pytest.fixture(scope="session")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the sample documents and the hostile one."""
    folder = tmp_path_factory.mktemp("linked")
    texts = folder / "texts"
    shutil.copytree(Path(__file__).parents[2] / "seeds", texts)
    (texts / "<script>alert(4)<script> {{ 7*7 }}.txt").write_text(HOSTILE)
    program = [sys.executable, "-c", "from kg.cli import main; main()", "ingest", str(texts)]
    environment = {"KG_WORKSPACE": str(folder / "workspace"), "KG_BASE_IRI": BASE, "PATH": "/usr/bin:/bin"}
    subprocess.run(program, env=environment, cwd=folder, capture_output=True, check=True, timeout=300)
    return folder / "workspace"


@pytest.fixture(scope="session")
def linked(seeds: Path) -> Iterator[Visitor]:
    """A service over them, under a base that is not its address."""
    with Service(seeds, base_iri=BASE, query_rows=2_000, default_graph="plain") as service:
        yield Visitor(service)

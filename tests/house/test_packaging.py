"""What is built from the checkout works away from it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
DATA = ("ontology", "shapes", "queries")

RESOURCES = """
import sys, json
from pathlib import Path
import kg
from kg import resources
print(json.dumps({
    "package": str(Path(kg.__file__).parent),
    "data": {n: sorted(str(f.relative_to(resources.folder(n))) for f in resources.folder(n).rglob("*") if f.is_file())
             for n in sys.argv[1:]},
}))
"""


def run(*command: str | Path, cwd: Path, timeout: float = 600) -> subprocess.CompletedProcess[str]:
    """Runs a program away from the checkout: none of our variables, none of the test run's paths."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("KG_", "PYTHON", "VIRTUAL_ENV"))}
    return subprocess.run(
        [str(c) for c in command],
        cwd=cwd,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=timeout,
    )


def checked(*command: str | Path, cwd: Path) -> str:
    done = run(*command, cwd=cwd)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def tracked(folder: str) -> set[str]:
    """The files of a folder as version control has them, or all but the caches where there is none."""
    done = subprocess.run(["git", "ls-files", "-z", folder], cwd=ROOT, check=False, capture_output=True, text=True)
    if done.returncode == 0 and done.stdout:
        return {name for name in done.stdout.split("\0") if name and (ROOT / name).exists()}
    files = (f for f in (ROOT / folder).rglob("*") if f.is_file() and "__pycache__" not in f.parts)
    return {str(f.relative_to(ROOT)) for f in files}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the sdist."""
    folder = tmp_path_factory.mktemp("dist")
    checked(sys.executable, "-m", "hatchling", "build", "-d", folder, cwd=ROOT)
    return folder


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clean environment with the wheel in it; the dependencies are lent by the environment that runs the tests."""
    return install(next(built.glob("*.whl")), tmp_path_factory.mktemp("environment"))


def install(wheel: Path, folder: Path) -> Path:
    environment = folder / "env"
    checked(sys.executable, "-m", "venv", "--without-pip", environment, cwd=folder)
    python = environment / "bin" / "python"
    checked(
        sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python,
        "install", "--no-deps", "--no-index", wheel, cwd=folder,
    )  # fmt: skip
    (site,) = environment.glob("lib/python*/site-packages")
    # A path file inside a folder that a path file names is not read, so the checkout stays out of reach.
    (site / "lent.pth").write_text("\n".join({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}))
    return environment


def test_the_wheel_holds_the_package_and_its_data_and_nothing_else(built: Path) -> None:
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
    inside = {n for n in names if ".dist-info/" not in n}
    data = {"docs/quality.md", *(name for folder in DATA for name in tracked(folder))}
    expected = tracked("kg") | {f"kg/_data/{name}" for name in data}
    assert expected <= inside
    assert {n.split("/")[0] for n in inside} == {"kg"}
    assert not [n for n in inside if "__pycache__" in n]
    licences = {n.rsplit("/", 1)[1] for n in names if "/licenses/" in n}
    assert licences == {"LICENSE", "NOTICE"}


def test_the_installed_command_runs_away_from_the_checkout(installed: Path, tmp_path: Path) -> None:
    kg = installed / "bin" / "kg"
    assert "ingest" in checked(kg, "--help", cwd=tmp_path)
    assert "conflicts" in checked(kg, "queries", cwd=tmp_path)


def test_the_installed_package_finds_its_data_inside_itself(installed: Path, tmp_path: Path) -> None:
    found = json.loads(checked(installed / "bin" / "python", "-c", RESOURCES, *DATA, cwd=tmp_path))
    assert Path(found["package"]).is_relative_to(installed)
    for folder in DATA:
        assert {f"{folder}/{name}" for name in found["data"][folder]} >= tracked(folder), folder
        assert found["data"][folder], folder


def test_the_sdist_builds_the_same_wheel(built: Path, tmp_path: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as sdist:
        sdist.extractall(tmp_path, filter="data")
    (source,) = tmp_path.iterdir()
    for name in ("LICENSE", "NOTICE", "README.md", "Makefile", "requirements.lock"):
        assert (source / name).is_file(), name
    checked(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path / "dist", cwd=source)
    with (
        zipfile.ZipFile(next((tmp_path / "dist").glob("*.whl"))) as again,
        zipfile.ZipFile(next(built.glob("*.whl"))) as first,
    ):
        assert {i.filename: i.CRC for i in again.infolist()} == {i.filename: i.CRC for i in first.infolist()}


@pytest.mark.slow
def test_pip_install_of_the_checkout_gives_a_working_command(tmp_path: Path) -> None:
    """With all dependencies, as a user does it; the lock's versions, which the package cache already has."""
    environment = tmp_path / "env"
    checked(sys.executable, "-m", "venv", environment, cwd=tmp_path)
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pins = [line.removesuffix("\\") for line in lines if line and not line.startswith((" ", "#"))]
    (tmp_path / "versions.txt").write_text("\n".join(pins))
    checked(
        environment / "bin" / "pip", "install", "--quiet", "--constraint", tmp_path / "versions.txt", ROOT, cwd=tmp_path
    )
    kg = environment / "bin" / "kg"
    (tmp_path / "note.txt").write_text(
        "Norland bombed the town of Karsk on 3 May 2021. Sudland condemned the attack.\n"
    )
    checked(kg, "ingest", "note.txt", cwd=tmp_path)
    rows = checked(kg, "query", "mentions", "--format", "csv", cwd=tmp_path).splitlines()
    assert rows[0].split(",")[:3] == ["file", "entity", "label"]
    assert any("Karsk" in row for row in rows[1:])
    assert checked(kg, "validate", cwd=tmp_path)

"""The browser code of others: it is what the manifest says, is free, calls nobody, and can be built again."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from kg.web import static_folder

ROOT = Path(__file__).parent.parent.parent
FRONTEND = ROOT / "frontend"
VENDOR = static_folder() / "vendor"
MANIFEST: dict[str, Any] = json.loads((VENDOR / "MANIFEST.json").read_text(encoding="utf-8"))
ASSETS = {asset["file"]: asset for asset in MANIFEST["assets"]}
PACKAGES = {package["name"]: package for asset in ASSETS.values() for package in asset["packages"]}
SCRIPTS = sorted(name for name in ASSETS if name.endswith(".js"))

NAMESPACES = "http://www.w3.org/"
"""The only addresses in code that runs: names of XML namespaces, which nobody fetches."""

PERMISSIVE = {"0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT"}
NO_NETWORK = ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ERR_SOCKET_TIMEOUT", "ENETUNREACH")


def test_every_asset_is_the_one_that_was_built() -> None:
    for name, asset in ASSETS.items():
        data = (VENDOR / name).read_bytes()
        assert (len(data), sha256(data).hexdigest()) == (asset["bytes"], asset["sha256"]), name


def test_nothing_lies_beside_the_assets() -> None:
    assert {file.name for file in VENDOR.iterdir()} == {*ASSETS, "MANIFEST.json"}


@pytest.mark.parametrize("name", SCRIPTS)
def test_no_script_knows_another_host(name: str) -> None:
    text = (VENDOR / name).read_text(encoding="utf-8")
    addresses = re.findall(r"""(?:https?|wss?)://[^\s"'`\\)]*|(?<=["'`])//\w[^"'`]*""", text)
    assert [address for address in addresses if not address.startswith(NAMESPACES)] == []


@pytest.mark.parametrize("name", SCRIPTS)
def test_no_script_speaks_over_the_network_but_htmx_over_its_own_door(name: str) -> None:
    text = (VENDOR / name).read_text(encoding="utf-8")
    calls = r"(?<![\w.$])fetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|importScripts|(?<![\w.$])import\("
    assert set(re.findall(calls, text)) <= ({"XMLHttpRequest"} if name == "htmx.js" else set())


@pytest.mark.parametrize("name", [name for name in SCRIPTS if name != "htmx.js"])
def test_no_module_makes_code_of_texts(name: str) -> None:
    """A page that forbids ``eval`` can run them. htmx has ``eval`` for features that the pages turn off."""
    text = (VENDOR / name).read_text(encoding="utf-8")
    text = text.replace('||Function("return this")()', "")  # where there is no global object, which a browser has
    assert re.findall(r"(?<![\w.$])eval\(|new Function\b|(?<![\w.$])Function\(", text) == []


def test_all_packages_are_permissive_and_their_licences_are_kept() -> None:
    assert {package["licence"] for package in PACKAGES.values()} <= PERMISSIVE
    kept = (VENDOR / "LICENSES.txt").read_text(encoding="utf-8")
    for package in PACKAGES.values():
        assert f"\n{package['name']} {package['version']} ({package['licence']})\n" in kept


def test_the_manifest_names_the_versions_of_the_lock_file() -> None:
    lock = json.loads((FRONTEND / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for package in PACKAGES.values():
        assert lock[f"node_modules/{package['name']}"]["version"] == package["version"]
        assert lock[f"node_modules/{package['name']}"]["integrity"]


def test_the_lock_file_pins_everything_and_names_no_registry() -> None:
    asked = json.loads((FRONTEND / "package.json").read_text(encoding="utf-8"))
    versions = {**asked["dependencies"], **asked["devDependencies"]}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions.values()), versions
    assert versions["htmx.org"].startswith("2.")
    assert "resolved" not in (FRONTEND / "package-lock.json").read_text(encoding="utf-8")


def test_every_bundle_has_its_entry() -> None:
    copied = {"htmx.js", "world.json", "LICENSES.txt"}
    assert {file.name for file in (FRONTEND / "src").glob("*.js")} == set(ASSETS) - copied


@pytest.mark.slow
def test_another_build_gives_the_same_bytes(tmp_path: Path) -> None:
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        pytest.skip("Node and npm are not there; only who changes the bundles needs them.")
    version = subprocess.run([node, "--version"], check=True, capture_output=True, text=True).stdout
    if int(version.strip().lstrip("v").split(".")[0]) < 20:
        pytest.skip(f"Node 20 is needed; this is {version.strip()}.")
    source = tmp_path / "frontend"
    shutil.copytree(FRONTEND, source, ignore=shutil.ignore_patterns("node_modules"))
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1"]
    installed = subprocess.run(command, cwd=source, check=False, capture_output=True, text=True, timeout=300)
    if installed.returncode and any(sign in installed.stderr for sign in NO_NETWORK):
        pytest.skip("No registry of packages can be reached.")
    assert installed.returncode == 0, installed.stderr
    subprocess.run([node, "build.mjs", str(tmp_path / "vendor")], cwd=source, check=True, timeout=120)
    for file in VENDOR.iterdir():
        assert (tmp_path / "vendor" / file.name).read_bytes() == file.read_bytes(), file.name
    assert {file.name for file in (tmp_path / "vendor").iterdir()} == {file.name for file in VENDOR.iterdir()}

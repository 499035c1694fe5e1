"""What stands in deploy/ is checked by the tools that would run it, where they are at hand."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg.configuration import names, variable

_DEPLOY = Path(__file__).parents[2] / "deploy"
_LINTER = Path(sys.executable).with_name("hadolint")


@pytest.mark.skipif(not _LINTER.exists(), reason="hadolint is not installed (it is part of the development group)")
def test_the_dockerfile_passes_its_linter() -> None:
    done = subprocess.run([_LINTER, "--no-color", _DEPLOY / "Dockerfile"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_dockerfile_copies_what_there_is() -> None:
    root = _DEPLOY.parent
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", (_DEPLOY / "Dockerfile").read_text(), re.MULTILINE)
    assert copied
    missing = [name for line in copied for name in line.split() if not (root / name).exists()]
    assert missing == []


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd-analyze")
def test_systemd_understands_every_line_of_the_unit(tmp_path: Path) -> None:
    unit = (_DEPLOY / "herodotus.service").read_text()
    here = tmp_path / "herodotus.service"
    here.write_text(unit.replace("/opt/herodotus/bin/kg", sys.executable))
    done = subprocess.run(["systemd-analyze", "verify", here], capture_output=True, text=True, check=False)
    told = [line for line in done.stderr.splitlines() if "herodotus.service" in line]
    assert told == []


@pytest.mark.parametrize("file", ["Dockerfile", "herodotus.service"])
def test_every_setting_that_is_named_exists(file: str) -> None:
    known = {variable(name) for name in names()}
    used = set(re.findall(r"\bKG_[A-Z_]+\b", (_DEPLOY / file).read_text()))
    assert used
    assert used <= known

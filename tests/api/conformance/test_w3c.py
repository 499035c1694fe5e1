"""The fast part of the W3C's own test suites, where they are at hand.

``HERODOTUS_W3C`` names a folder with the suites' runner ``run_w3c.py``, which takes the addresses of an endpoint and
exits with 0 where nothing fails beyond what it expects.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.writing import TOKEN, Writable

FOLDER = os.environ.get("HERODOTUS_W3C", "")
FAST = (
    *("sparql11/protocol", "sparql11/graph-store-protocol", "sparql11/service-description"),
    *("sparql11/json-res", "sparql11/csv-tsv-res", "sparql11/basic-update", "sparql11/syntax-query"),
)


@pytest.mark.slow
@pytest.mark.skipif(not FOLDER, reason="HERODOTUS_W3C names no folder with the W3C test suites and their runner")
def test_nothing_fails_that_is_not_expected_to(tmp_path: Path) -> None:
    with Writable(tmp_path / "w") as service:
        addresses = {name: f"{service.address}{path}" for name, path in PATHS.items()}
        command = [sys.executable, str(Path(FOLDER) / "run_w3c.py"), "--token", TOKEN]
        for name, address in addresses.items():
            command += [f"--{name}", address]
        for folder in FAST:
            command += ["--only", folder]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr


PATHS = {"query": "sparql", "update": "update", "store": "store"}

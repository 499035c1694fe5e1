"""``kg serve`` as a person starts and stops it."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx

KG = [sys.executable, "-c", "from kg.cli import main; main()"]


def test_the_server_says_where_it_is_answers_and_stops_with_ctrl_c(workspace: Path) -> None:
    with subprocess.Popen(
        [*KG, "serve", "--port", "0", "--workspace", str(workspace)], stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stderr is not None
            line = process.stderr.readline()
            found = re.search(r"http://127\.0\.0\.1:\d+/", line)
            assert found, line
            ask = {"query": "ASK { ?s a <https://w3id.org/herodotus/ns#Claim> }"}
            with httpx.Client(base_url=found[0], trust_env=False, timeout=30) as client:
                answer = client.get("sparql", params=ask, headers={"Accept": "application/sparql-results+json"})
                assert answer.json()["boolean"] is True
                assert client.get("health/live").status_code == 200
                assert "<html" in client.get("", headers={"Accept": "text/html"}).text
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=60) == 0


def test_a_port_that_is_taken_is_refused_in_a_sentence(workspace: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [*KG, "serve", "--port", port, "--workspace", str(workspace)], check=False, capture_output=True, text=True
        )
    assert done.returncode == 2
    assert "cannot be listened on" in done.stderr
    assert "Traceback" not in done.stderr

"""``kg mcp``: the official client starts it, as an assistant does, and talks to it over standard input and output."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from mcp import Client
from mcp.client.stdio import StdioServerParameters

from tests.api.mcp.calls import CROSS, refusal, walk
from tests.api.service import publish, quad
from tests.graph.fiction import BASE
from tests.mcp.test_tools import SENDABLE

PROGRAM = [sys.executable, "-c", "from kg.cli import main; main()", "mcp"]


def environment(folder: Path) -> dict[str, str]:
    settings = {"KG_WORKSPACE": str(folder), "KG_BASE_IRI": BASE, "KG_QUERY_SECONDS": "6", "KG_LOG_LEVEL": "info"}
    return {**settings, "PATH": os.environ["PATH"]}


def started(folder: Path) -> StdioServerParameters:
    return StdioServerParameters(command=PROGRAM[0], args=PROGRAM[1:], env=environment(folder))


def test_the_official_client_lists_and_calls_everything_many_at_once_and_in_vain(told: Path, tmp_path: Path) -> None:
    """One process for all of it: a start takes longer than everything else."""
    folder = tmp_path / "workspace"
    shutil.copytree(told, folder)

    async def run() -> dict[str, Any]:
        async with Client(started(folder)) as client:
            answers = await walk(client)
            calls = [client.call_tool("search", {"text": f"karsk {number}"}) for number in range(20)]
            assert not any(result.is_error for result in await asyncio.gather(*calls))
            for tool, arguments, _ in SENDABLE:
                assert await refusal(client, tool, **arguments)
            assert "There is no tool" in await refusal(client, "drop")
            assert "(SERVICE)" in await refusal(
                client, "sparql", query="ASK { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"
            )
            assert "6 seconds" in await refusal(client, "sparql", query=CROSS)
            publish(folder, 2, [quad("ada", "name", '"Ada"')])
            fresh = await client.call_tool("sparql", {"query": "ASK { GRAPH ?g { ?s ?p 'Ada' } }"})
            assert (fresh.structured_content["version"], fresh.structured_content["answer"]) == (2, True)
            return answers

    answers = asyncio.run(run())
    assert {answer["version"] for answer in answers.values()} == {1}
    assert answers["search"]["hits"][0]["iri"] == "id/organisation/iron-brigade"


def test_standard_output_is_the_protocols_and_the_end_of_input_is_the_end(told: Path) -> None:
    first = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
    messages = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": first},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {
            "jsonrpc": "2.0",
            "id": 2,
            "method": "tools/call",
            "params": {"name": "search", "arguments": {"text": "karsk"}},
        },
    ]
    lines = [json.dumps(one) for one in messages]
    lines.insert(2, "this is no message \x00")
    process = subprocess.Popen(
        PROGRAM, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(told)
    )
    assert process.stdin is not None
    assert process.stdout is not None
    for line in lines:
        process.stdin.write(line + "\n")
    process.stdin.flush()
    answers = []
    while {answer.get("id") for answer in answers} < {1, 2}:
        answers.append(json.loads(process.stdout.readline()))
    rest, errors = process.communicate(timeout=30)
    assert process.returncode == 0
    assert rest == ""
    found = {answer["id"]: answer["result"] for answer in answers if answer.get("id")}
    assert found[1]["serverInfo"]["name"] == "herodotus"
    assert found[2]["structuredContent"]["total"] > 0
    assert "Traceback" not in errors


def test_a_folder_that_is_not_there_is_an_error_and_no_empty_graph(tmp_path: Path) -> None:
    done = subprocess.run(
        PROGRAM, env=environment(tmp_path / "none"), capture_output=True, text=True, input="", timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no workspace in" in done.stderr

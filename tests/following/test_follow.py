"""A copy is what the service has, quad by quad, whatever happens in between."""

from __future__ import annotations

import json
import random
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from kg.errors import FollowError, WorkspaceError
from kg.following import EndpointCopy, FolderCopy, Source, follow
from kg.following.folder import STATE
from kg.workspace import Workspace
from kg.workspace.writes import Update, Written
from tests.api.service import Service, until
from tests.store.servers import missing, running
from tests.workspace.toy import DERIVATION, export, ingest, open_toy, settings

KG = (sys.executable, "-c", "from kg.cli import main; main()")
NAMES = ("Alpha", "Beta", "Gamma", "Delta", "alpha", "EPSILON")


def change(workspace: Workspace, chance: random.Random) -> str:
    """Does something to a workspace, and says what."""
    documents = [record for record in workspace.documents() if record.sources]
    what = chance.choice(["ingest", "ingest", "ingest", "replace", "retract", "write", "write", "merge", "rebuild"])
    if what == "ingest" or (what in ("replace", "retract") and not documents):
        texts = {f"/{chance.randrange(9)}.txt": text(chance) for _ in range(chance.randint(1, 3))}
        ingest(workspace, texts)
    elif what == "replace":
        ingest(workspace, {chance.choice(documents).sources[0]: text(chance)})
    elif what == "retract":
        workspace.retract(chance.choice(documents).sources[0])
    elif what == "merge":
        with suppress(WorkspaceError):  # of two that are one already, or are not there
            workspace.identities.judge("same", chance.choice(NAMES), chance.choice(NAMES), "somebody", "")
    elif what == "rebuild":
        if chance.random() < 0.3:
            workspace.rebuild()
    else:
        write(workspace, random_update(chance))
    return what


def text(chance: random.Random) -> str:
    return "".join(f"{chance.choice(NAMES)} attacks {chance.choice(NAMES)}\n" for _ in range(chance.randint(1, 4)))


def random_update(chance: random.Random) -> str:
    number, graph = chance.randrange(5), f"GRAPH <urn:g{chance.randrange(3)}>"
    return chance.choice(
        [
            f"INSERT DATA {{ {graph} {{ <urn:s> <urn:p> {number}, '''a\\nb\\r\"\\\\' € \\u0007''' }} }}",
            f"INSERT DATA {{ <urn:s> <urn:p> _:b{number} . {graph} {{ _:b{number} <urn:q> 0{number} }} }}",
            f"DELETE WHERE {{ {graph} {{ ?s <urn:p> {number} }} }}",
            "DELETE { ?s ?p ?o } INSERT { ?s ?p 'x'@en-GB } WHERE { ?s ?p ?o FILTER(isBlank(?o)) }",
            f"CLEAR SILENT {graph}",
            f"DROP SILENT {graph}",
        ]
    )


def write(workspace: Workspace, update: str) -> None:
    assert isinstance(workspace.write([Update(update)])[0], Written)


def quads_in(folder: Path) -> str:
    return "".join(sorted(f"{quad} .\n" for quad in ox.Store.read_only(str(folder))))


def once(service: Service, folder: Path) -> list[str]:
    """Follows to the end, and gives what was said."""
    said: list[str] = []
    source = Source(service.address)
    copy = FolderCopy(folder, source.address)
    try:
        follow(source, copy, once=True, say=said.append, pause=lambda _: None)
    finally:
        copy.close()
        source.close()
    return said


def dumps(said: list[str]) -> int:
    return sum("Taking all data" in words for words in said)


@pytest.mark.parametrize("seed", [1, 2])
def test_a_copy_equals_its_source_after_any_history(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    folder, copy = tmp_path / "w", tmp_path / "copy"
    with open_toy(folder) as workspace, Service(folder, durability="process") as service:
        taken, rebuilds = dumps(once(service, copy)), 0
        for _ in range(25):
            before = workspace.version
            rebuilds += change(workspace, chance) == "rebuild" and workspace.version > before
            if chance.random() < 0.4:
                taken += dumps(once(service, copy))
                assert quads_in(copy) == export(workspace)
        taken += dumps(once(service, copy))
        assert quads_in(copy) == export(workspace)
        assert taken <= 1 + rebuilds, "all else came as changes"


def follower(address: str, folder: Path, *more: str) -> subprocess.Popen[str]:
    command = [*KG, "follow", address, "--into", str(folder), *more]
    return subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)


def version_of(folder: Path) -> int:
    try:
        found: int = json.loads((folder / STATE).read_text())["version"]
    except FileNotFoundError:
        return -1
    return found


@pytest.mark.slow
def test_a_follower_that_is_killed_goes_on_and_a_service_may_start_anew(tmp_path: Path) -> None:
    chance = random.Random(5)
    folder, copy = tmp_path / "w", tmp_path / "copy"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with open_toy(folder) as workspace:
        ingest(workspace, {"/0.txt": text(chance)})
        for _ in range(2):
            with Service(folder, port=port, durability="process") as service:
                process = follower(service.address, copy)
                assert until(lambda: version_of(copy) >= 0)
                for _ in range(4):
                    change(workspace, chance)
                time.sleep(chance.uniform(0, 0.5))
                process.send_signal(signal.SIGKILL)
                process.wait()
        with Service(folder, port=port, durability="process") as service:
            process = follower(service.address, copy)
            change(workspace, chance)
        change(workspace, chance)
        with Service(folder, port=port, durability="process") as service:
            newest = workspace.version
            assert until(lambda: version_of(copy) == newest), process.stderr
            process.terminate()  # as Ctrl-C, which nobody hears where these tests run in the background
            _, errors = process.communicate(timeout=60)
            assert process.returncode == 0
            assert errors.endswith("Stopped.\n")
            assert "Traceback" not in errors
        assert quads_in(copy) == export(workspace)


def test_who_is_too_far_behind_starts_anew(tmp_path: Path) -> None:
    folder, copy = tmp_path / "w", tmp_path / "copy"
    few = replace(settings(folder), changes_kept=2)
    with Workspace.open(few, create=True, derivation=DERIVATION) as workspace, Service(folder) as service:
        assert dumps(once(service, copy)) == 1
        for number in range(2):
            ingest(workspace, {"/0.txt": f"Alpha attacks B{number}\n"})
        assert dumps(once(service, copy)) == 0
        for number in range(3):
            ingest(workspace, {"/0.txt": f"Alpha attacks C{number}\n"})
        assert dumps(once(service, copy)) == 1
        assert quads_in(copy) == export(workspace)
        workspace.rebuild()
        assert dumps(once(service, copy)) == 1
        assert quads_in(copy) == export(workspace)


@pytest.mark.slow
def test_an_exchange_of_folders_that_was_cut_short_is_ended(tmp_path: Path) -> None:
    folder, copy = tmp_path / "w", tmp_path / "copy"
    with open_toy(folder) as workspace, Service(folder) as service:
        ingest(workspace, {"/0.txt": "Alpha attacks Beta\n"})
        once(service, copy)
        copy.rename(tmp_path / "copy.new")  # the old one is away, the new one not yet there
        assert dumps(once(service, copy)) == 0
        (tmp_path / "copy.new").mkdir()
        (tmp_path / "copy.new/LOCK").touch()
        ingest(workspace, {"/0.txt": "Alpha attacks Gamma\n"})
        assert dumps(once(service, copy)) == 0
        assert quads_in(copy) == export(workspace)
        assert not (tmp_path / "copy.new").exists()
        with pytest.raises(FollowError, match="belongs to a copy of"):
            FolderCopy(copy, "http://example.org/")


def test_a_folder_that_holds_something_else_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "letters").write_text("dear")
    with pytest.raises(FollowError, match="no copy"):
        FolderCopy(tmp_path, "http://example.org/")
    assert [path.name for path in tmp_path.iterdir()] == ["letters"]


@pytest.mark.skipif(missing("oxigraph") is not None, reason=missing("oxigraph") or "")
@pytest.mark.slow
def test_an_endpoint_of_another_maker_follows(tmp_path: Path) -> None:
    chance = random.Random(9)
    folder, state = tmp_path / "w", tmp_path / "state.json"
    with (
        running("oxigraph", tmp_path / "o") as maker,
        open_toy(folder) as workspace,
        Service(folder, durability="process") as service,
    ):
        source = Source(service.address)
        address = maker.query.rpartition("/")[0] + "/update"

        def go_on(*, clear: bool = False) -> None:
            copy = EndpointCopy(address, state, source.address, clear=clear)
            follow(source, copy, once=True, pause=lambda _: None)
            copy.close()
            assert everything(maker.query) == export(workspace).replace("_:", "urn:herodotus:blank:").count("\n")

        ingest(workspace, {"/0.txt": text(chance)})
        go_on()
        for _ in range(6):
            while change(workspace, chance) == "rebuild":
                pass
            go_on(clear=True)
        workspace.rebuild()
        with pytest.raises(FollowError, match="--clear"):
            go_on()
        go_on(clear=True)
        source.close()


def everything(query: str) -> int:
    text = "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    headers = {"Accept": "application/sparql-results+json"}
    answer = httpx.post(query, data={"query": text}, headers=headers, timeout=60).json()
    return int(answer["results"]["bindings"][0]["n"]["value"])


def test_patches_can_be_printed(tmp_path: Path) -> None:
    folder = tmp_path / "w"
    with open_toy(folder) as workspace, Service(folder) as service:
        ingest(workspace, {"/0.txt": "Alpha attacks Beta\n"})
        write(workspace, "INSERT DATA { <x:s> <x:p> 1 }")
        command = [*KG, "follow", service.address, "--output", "-", "--once"]
        done = subprocess.run([*command, "--from", "1"], capture_output=True, check=True)
        assert done.stdout == service.request("GET", "/changes?from=1").body
        workspace.rebuild()
        refused = subprocess.run([*command, "--from", "1"], capture_output=True, check=False)
        assert refused.returncode == 2
        assert b"--from 3" in refused.stderr

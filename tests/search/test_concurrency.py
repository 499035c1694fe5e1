"""Many processes read while one writes: each search sees one commit, whole."""

from __future__ import annotations

import multiprocessing
import time
from multiprocessing.synchronize import Event
from pathlib import Path

from kg.search import Entry, SearchReader, SearchWriter
from tests.search.content import entity, made

_GROUPS = 30


def _world(version: int) -> list[Entry]:
    return [entity(f"Group{n} Version{version}") for n in range(_GROUPS)]


def _read(path: Path, stop: Event, said: multiprocessing.SimpleQueue[tuple[set[int], str]]) -> None:
    seen: set[int] = set()
    wrong = ""
    with SearchReader(path) as reader:
        while not stop.is_set():
            found = reader.search("version", limit=200)
            labels = [hit.label for hit in found.hits]
            seen.add(found.version)
            if len(labels) != _GROUPS or any(not label.endswith(f"Version{found.version}") for label in labels):
                wrong = f"version {found.version}: {labels}"
    said.put((seen, wrong))


def test_readers_see_whole_commits_while_a_writer_commits(tmp_path: Path) -> None:
    path = made(tmp_path / "s.sqlite", tuple(_world(1)), version=1)
    spawn = multiprocessing.get_context("spawn")
    stop, said = spawn.Event(), spawn.SimpleQueue()
    readers = [spawn.Process(target=_read, args=(path, stop, said)) for _ in range(2)]
    for process in readers:
        process.start()
    try:
        with SearchWriter(path) as writer:
            deadline = time.monotonic() + 60
            version = 1
            while said.empty() and version < 40 and time.monotonic() < deadline:
                version += 1
                writer.remove([entry.id for entry in _world(version - 1)])
                writer.replace(_world(version))
                writer.commit(version)
                time.sleep(0.05)
    finally:
        stop.set()
        for process in readers:
            process.join(60)
    told = [said.get() for _ in readers]
    assert [wrong for _, wrong in told] == ["", ""]
    assert all(seen for seen, _ in told)
    with SearchReader(path) as reader:
        assert reader.version == version

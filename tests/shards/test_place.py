"""A place keeps files, on this machine or elsewhere: whole ones, in the place of those of their name."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest

from kg.errors import ShardError
from kg.shards import Place
from kg.shards import place as places


@pytest.fixture(params=["path", "file", "memory", "local"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    location = {
        "path": str(tmp_path / "s"),
        "file": f"file://{tmp_path}/s",
        "memory": f"memory://{uuid4()}",
        "local": f"local://{tmp_path}/s",
    }[request.param]
    return Place(location)


def test_files_are_written_read_listed_and_removed(place: Place) -> None:
    place.make()
    place.make()
    place.write("a.shard.zst", b"one")
    place.write("a.shard.zst", b"two")
    place.write("b.txt", b"")
    assert place.names(".shard.zst") == {"a.shard.zst"}
    assert place.read("a.shard.zst") == b"two"
    assert place.has("b.txt")
    place.remove("b.txt")
    place.remove("b.txt")
    assert not place.has("b.txt")


def test_a_file_that_is_not_there_is_named(place: Place) -> None:
    place.make()
    with pytest.raises(ShardError, match=r"/c\.shard\.zst: it cannot be used"):
        place.read("c.shard.zst")


def test_what_cannot_be_written_whole_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = Place(str(tmp_path))
    place.write("a", b"old")

    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(places.os, "fsync", fail)
    with pytest.raises(ShardError, match="No space left on device"):
        place.write("a", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert place.read("a") == b"old"


def test_a_file_that_is_too_large_is_not_read_to_its_end(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.make()
    place.write("a", b"x" * 100)
    monkeypatch.setattr(places, "LARGEST", 99)
    with pytest.raises(ShardError, match="more than 99 bytes"):
        place.read("a")


def test_an_unknown_kind_of_place_is_refused() -> None:
    with pytest.raises(ShardError, match="nowhere://x: it cannot be used"):
        Place("nowhere://x")

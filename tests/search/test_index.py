"""The index: its content depends on the entries alone, whatever was there before and in whatever order they came."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kg.search.writer as module
from kg.errors import StoreError
from kg.search import Entry, Kind, SearchReader, SearchWriter
from tests.search.content import WORLD, claim, content, document, entity, event, labels, made

_NAMES = st.sampled_from(
    ["Hezbollah", "Kata'ib Hizballah", "Erdoğan", "U.S.", "", "الحشد", "a_b", "x" * 80, "7 Brigade"]
)
_ENTRIES = st.builds(
    Entry,
    st.sampled_from([f"one/{n}" for n in range(5)]),
    st.sampled_from(list(Kind)),
    _NAMES,
    st.sampled_from([(), ("Person", "Actor")]),
    st.lists(_NAMES, max_size=3).map(tuple),
    st.text(max_size=30),
    st.integers(0, 9),
    st.sampled_from([None, "a", "b"]),
    st.sampled_from([None, 0, 7]),
)


def test_the_order_and_the_batches_in_which_entries_come_do_not_show(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = content(made(tmp_path / "one.sqlite"))
    monkeypatch.setattr(module, "_HELD", 3)
    for seed in range(3):
        shuffled = random.Random(seed).sample(WORLD, len(WORLD))
        with SearchWriter(tmp_path / f"{seed}.sqlite") as writer:
            writer.replace(shuffled[:7])
            writer.commit(1)
            writer.replace(shuffled[5:])
            writer.commit(2)
        assert content(tmp_path / f"{seed}.sqlite") == expected


@settings(max_examples=40, deadline=None)
@given(st.lists(st.one_of(_ENTRIES, _ENTRIES.map(lambda entry: entry.id), st.none()), max_size=12))
def test_whatever_was_put_and_removed_before_the_content_is_that_of_what_stands(
    steps: list[Entry | str | None],
) -> None:
    """A step is an entry put, an id removed, or a commit."""
    standing: dict[str, Entry] = {}
    with TemporaryDirectory() as folder:
        with SearchWriter(Path(folder) / "history.sqlite") as writer:
            for number, step in enumerate(steps):
                if isinstance(step, Entry):
                    writer.replace([step])
                    standing[step.id] = step
                elif step is not None:
                    writer.remove([step])
                    standing.pop(step, None)
                else:
                    writer.commit(number)
            writer.commit(99)
        fresh = made(Path(folder) / "fresh.sqlite", tuple(standing.values()))
        assert content(Path(folder) / "history.sqlite") == content(fresh)


def test_a_document_that_is_read_again_leaves_nothing_of_its_old_reading(tmp_path: Path) -> None:
    path = made(tmp_path / "s.sqlite")
    new = (document("a", "Contractor dies in Iraq", "Other words."), event("a", 1, "Airstrike, Basra", "mortars"))
    with SearchWriter(path) as writer:
        writer.replace([claim("a", 9, "put and not yet filed", "Other words.")])
        writer.replace_document("a", new)
        writer.commit(2)
    rest = tuple(entry for entry in WORLD if entry.document != "a")
    assert content(path) == content(made(tmp_path / "t.sqlite", (*rest, *new)))


def test_what_is_cleared_is_gone_and_can_be_filled_again(tmp_path: Path) -> None:
    path = made(tmp_path / "s.sqlite")
    with SearchWriter(path) as writer:
        writer.clear()
        writer.replace(WORLD[:4])
        writer.commit(2)
        writer.optimise()
    assert content(path) == content(made(tmp_path / "t.sqlite", WORLD[:4]))


def test_nothing_is_seen_before_the_commit_and_the_version_comes_with_it(tmp_path: Path) -> None:
    path = made(tmp_path / "s.sqlite", version=4)
    with SearchReader(path) as reader, SearchWriter(path) as writer:
        assert writer.version == 4
        writer.replace([entity("Novel Group")])
        writer.clear()
        writer.replace([entity("Another Group")])
        assert reader.version == 4
        assert reader.search("hezbollah").version == 4
        assert not reader.search("novel").hits
        writer.commit(5)
        found = reader.search("another")
        assert (found.version, [hit.label for hit in found.hits]) == (5, ["Another Group"])
        assert not reader.search("hezbollah").hits


def test_what_was_not_committed_is_lost(tmp_path: Path) -> None:
    path = made(tmp_path / "s.sqlite")
    before = content(path)
    with SearchWriter(path) as writer:
        writer.replace([entity("Novel Group")])
        writer.clear()
    assert content(path) == before


def test_two_entries_with_one_place_stand_side_by_side(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.search.record.row_of", lambda one, prominence: 7)
    path = made(tmp_path / "s.sqlite", (entity("Alpha"), entity("Beta"), entity("Gamma")))
    assert labels(path, "beta") == ["Beta"]
    with SearchWriter(path) as writer:
        writer.remove(["id/entity/beta"])
        writer.commit(2)
    assert (labels(path, "beta"), labels(path, "gamma")) == ([], ["Gamma"])


@pytest.mark.parametrize("damage", [b"no database at all" * 300, b"SQLite format 3\0" + b"\xff" * 8000])
def test_a_damaged_file_is_refused_with_the_way_out(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "s.sqlite"
    path.write_bytes(damage)
    with pytest.raises(StoreError, match=r"delete it, and `kg rebuild`"):
        SearchReader(path)
    with pytest.raises(StoreError, match=r"delete it, and `kg rebuild`"):
        SearchWriter(path)


def test_damage_within_is_an_error_of_ours_or_does_no_harm(tmp_path: Path) -> None:
    path = made(tmp_path / "s.sqlite", tuple(entity(f"Name{n} Family{n % 7}") for n in range(500)))
    whole = path.read_bytes()
    refused = 0
    for page in range(1, len(whole) // 4096):
        path.write_bytes(whole[: page * 4096] + b"\xa5" * 4096 + whole[(page + 1) * 4096 :])
        try:
            with SearchReader(path) as reader:
                reader.search("name3 family3")
                reader.search("nmae77")
        except StoreError:
            refused += 1
    assert refused > 0


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="There is no search index"):
        SearchReader(tmp_path / "none.sqlite")


def test_an_older_layout_is_begun_anew_by_the_writer_and_refused_by_readers(tmp_path: Path) -> None:
    path = made(tmp_path / "s.sqlite")
    connection = sqlite3.connect(path)
    connection.execute("UPDATE meta SET value = 0 WHERE key = 'format'")
    connection.commit()
    connection.close()
    with pytest.raises(StoreError, match="another version's layout"):
        SearchReader(path)
    with SearchWriter(path) as writer:
        assert writer.version is None
        writer.replace(WORLD)
        writer.commit(1)
    assert content(path) == content(made(tmp_path / "t.sqlite"))

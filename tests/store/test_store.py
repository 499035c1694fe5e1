"""The writer changes the store whole or not at all; readers see snapshots, which never change."""

from __future__ import annotations

import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import QueryLimitError, QuerySyntaxError, StoreError
from kg.store import Change, Reader, Snapshots, Writer, open_snapshot

EX = "http://example.com/"
P = ox.NamedNode(EX + "p")


def node(name: str) -> ox.NamedNode:
    return ox.NamedNode(EX + name)


def quad(subject: str, value: str, graph: str = "g") -> ox.Quad:
    return ox.Quad(node(subject), P, ox.Literal(value), node(graph))


def publish(folder: Path, *changes: Change) -> Snapshots:
    """A store with the changes applied one after the other, and a snapshot after each."""
    snapshots = Snapshots(folder / "snapshots")
    with Writer(folder / "store", create=True) as writer:
        for change in changes:
            writer.apply(change)
            writer.flush()
            newest = snapshots.newest()
            snapshots.publish(newest.number + 1 if newest else 1, writer.checkpoint)
    return snapshots


def contents(snapshots: Snapshots) -> set[ox.Quad]:
    with Reader(snapshots.hold()) as reader:
        return set(reader.quads())


def test_a_change_drops_graphs_clears_subjects_and_adds_quads_in_this_order(tmp_path: Path) -> None:
    first = Change(quads=(quad("a", "1"), quad("b", "2", "shared"), quad("c", "3", "shared")))
    second = Change(
        graphs=(node("g"), node("never-there")),
        subjects=((node("shared"), node("b")),),
        quads=(quad("a", "new"), quad("b", "new", "shared")),
    )
    snapshots = publish(tmp_path, first, second)
    assert contents(snapshots) == {quad("a", "new"), quad("b", "new", "shared"), quad("c", "3", "shared")}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=8))
def test_every_string_comes_out_of_an_update_as_it_went_in(values: list[str]) -> None:
    store = ox.Store()
    quads = {quad(str(number), value) for number, value in enumerate(values)}
    update = Change(quads=tuple(quads)).to_update()
    if quads:
        store.update(update)
    assert set(store) == quads


def test_strings_that_look_like_escapes_or_sparql_stay_strings(tmp_path: Path) -> None:
    values = ["\\u0022 . } }", '"""', "a\x00b", "\\\\", "} } ; DROP ALL", "\ufffe"]
    quads = tuple(quad(str(number), value) for number, value in enumerate(values))
    assert contents(publish(tmp_path, Change(quads=quads))) == set(quads)


def test_a_change_that_fails_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    with Writer(tmp_path / "store", create=True) as writer:
        writer.apply(Change(quads=(quad("a", "1"),)))
        broken = Change(graphs=(node("g"),), quads=(quad("b", "2"),))
        with pytest.raises(SyntaxError):
            writer._open.update(broken.to_update() + "; INSERT DATA { broken")
        writer.checkpoint(tmp_path / "copy")
    assert set(open_snapshot(tmp_path / "copy")) == {quad("a", "1")}


def test_a_missing_store_is_not_silently_made_anew(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="kg rebuild"):
        Writer(tmp_path / "store")
    assert not (tmp_path / "store").exists()


def test_only_one_process_writes(tmp_path: Path) -> None:
    with Writer(tmp_path / "store", create=True), pytest.raises(StoreError, match="cannot be opened"):
        Writer(tmp_path / "store")


def test_openings_do_not_pile_up_logs(tmp_path: Path) -> None:
    for _ in range(5):
        Writer(tmp_path / "store", create=True).close()
    assert len(list((tmp_path / "store").glob("LOG*"))) <= 2


def test_a_snapshot_never_changes(tmp_path: Path) -> None:
    snapshots = publish(tmp_path, Change(quads=(quad("a", "1"),)))
    with Reader(snapshots.hold()) as reader:
        publish(tmp_path, Change(graphs=(node("g"),)), Change(quads=(quad("b", "2"),)), Change(quads=(quad("c", "3"),)))
        assert set(reader.quads()) == {quad("a", "1")}
        assert reader.version == 1
    assert contents(snapshots) == {quad("b", "2"), quad("c", "3")}


def test_snapshots_share_their_files_with_the_store(tmp_path: Path) -> None:
    snapshots = publish(tmp_path, Change(quads=tuple(quad(str(n), "v") for n in range(100))))
    newest = snapshots.newest()
    assert newest is not None
    tables = list(newest.path.glob("*.sst"))
    assert tables
    assert all(table.stat().st_nlink > 1 for table in tables)


def test_the_newest_two_and_the_held_snapshots_are_kept(tmp_path: Path) -> None:
    snapshots = publish(tmp_path, *(Change(quads=(quad("a", str(n)),)) for n in range(3)))
    assert [s.number for s in snapshots.all()] == [2, 3]
    with snapshots.hold(2):
        publish(tmp_path, *(Change(quads=(quad("b", str(n)),)) for n in range(3)))
        assert [s.number for s in snapshots.all()] == [2, 5, 6]
    snapshots.prune()
    assert [s.number for s in snapshots.all()] == [5, 6]
    assert sorted(f.name for f in snapshots.folder.iterdir()) == ["5", "5.lock", "6", "6.lock"]


def test_a_process_that_dies_lets_go_of_its_snapshot(tmp_path: Path) -> None:
    snapshots = publish(tmp_path, Change(quads=(quad("a", "1"),)))
    program = """
        import sys
        from pathlib import Path
        from kg.store import Snapshots
        held = Snapshots(Path(sys.argv[1])).hold()
        print("held", flush=True)
        sys.stdin.read()
    """
    command = [sys.executable, "-c", textwrap.dedent(program), str(snapshots.folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout
        other.stdout.readline()
        publish(tmp_path, *(Change(quads=(quad("b", str(n)),)) for n in range(3)))
        assert [s.number for s in snapshots.all()] == [1, 3, 4]
        other.kill()
    snapshots.prune()
    assert [s.number for s in snapshots.all()] == [3, 4]


def test_a_half_made_snapshot_is_never_seen_and_goes_away(tmp_path: Path) -> None:
    snapshots = publish(tmp_path, Change(quads=(quad("a", "1"),)))

    def broken(folder: Path) -> None:
        folder.mkdir()
        (folder / "CURRENT").write_text("half")
        raise OSError(28, "No space left on device")

    with pytest.raises(StoreError, match="No space left"):
        snapshots.publish(2, broken)
    assert [s.number for s in snapshots.all()] == [1]
    publish(tmp_path, Change(quads=(quad("b", "2"),)))
    assert contents(snapshots) == {quad("a", "1"), quad("b", "2")}
    assert not list(snapshots.folder.glob(".*"))


def test_a_number_stands_for_one_state_of_the_data(tmp_path: Path) -> None:
    snapshots = publish(tmp_path, Change(quads=(quad("a", "1"),)))
    snapshots.publish(1, lambda _: pytest.fail("published twice"))
    assert contents(snapshots) == {quad("a", "1")}


def test_without_a_snapshot_there_is_nothing_to_hold(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no snapshot"):
        Snapshots(tmp_path / "none").hold()
    snapshots = publish(tmp_path, Change(quads=(quad("a", "1"),)))
    with pytest.raises(StoreError, match="no snapshot 7"):
        snapshots.hold(7)


@pytest.mark.parametrize("damage", ["CURRENT", "*.sst"])
def test_a_damaged_snapshot_is_an_error_not_a_smaller_graph(tmp_path: Path, damage: str) -> None:
    snapshots = publish(tmp_path, Change(quads=tuple(quad(str(n), "v") for n in range(100))))
    newest = snapshots.newest()
    assert newest is not None
    for path in newest.path.glob(damage):
        path.unlink()
    with pytest.raises(StoreError, match="kg rebuild"):
        contents(snapshots)


def test_a_flipped_byte_in_a_snapshot_is_found(tmp_path: Path) -> None:
    snapshots = publish(tmp_path, Change(quads=tuple(quad(str(n), "v" * 50) for n in range(500))))
    newest = snapshots.newest()
    assert newest is not None
    copy = tmp_path / "copy"
    shutil.copytree(newest.path, copy)
    for table in copy.glob("*.sst"):
        data = bytearray(table.read_bytes())
        data[40] ^= 0xFF
        table.write_bytes(data)
    shutil.rmtree(newest.path)
    copy.rename(newest.path)
    with pytest.raises(StoreError, match="kg rebuild"):
        contents(snapshots)


def test_queries_see_the_union_of_all_graphs_unless_told_otherwise(tmp_path: Path) -> None:
    snapshots = publish(tmp_path, Change(quads=(quad("a", "1"), quad("b", "2", "h"))))
    with Reader(snapshots.hold()) as reader:
        assert len(list(reader.query("SELECT * { ?s ?p ?o }"))) == 2  # type: ignore[arg-type] # a SELECT has solutions
    with Reader(snapshots.hold(), union=False) as reader:
        assert not list(reader.query("SELECT * { ?s ?p ?o }"))  # type: ignore[arg-type] # a SELECT has solutions


def test_a_query_chooses_its_own_default_graph(tmp_path: Path) -> None:
    snapshots = publish(tmp_path, Change(quads=(quad("a", "1"), quad("b", "2", "h"))))
    with Reader(snapshots.hold(), base_iri=node("").value) as reader:
        absolute = list(reader.query(f"SELECT ?o FROM {node('h')} {{ ?s ?p ?o }}"))  # type: ignore[arg-type]
        relative = list(reader.query("SELECT ?o FROM <h> { ?s ?p ?o }"))  # type: ignore[arg-type]
    assert [row["o"].value for row in absolute] == [row["o"].value for row in relative] == ["2"]


def test_no_query_makes_this_machine_call_another(tmp_path: Path) -> None:
    snapshots = publish(tmp_path, Change(quads=(quad("a", "1"),)))
    with Reader(snapshots.hold()) as reader, pytest.raises(QueryLimitError, match="SERVICE") as caught:
        reader.query("SELECT * { SERVICE SILENT <http://192.0.2.1/sparql> { ?s ?p ?o } }")
    assert caught.value.limit == "service_allow"


def test_a_query_that_would_overflow_the_engines_stack_is_refused(tmp_path: Path) -> None:
    snapshots = publish(tmp_path, Change(quads=(quad("a", "1"),)))
    with Reader(snapshots.hold()) as reader, pytest.raises(QueryLimitError, match="nests") as caught:
        reader.query("ASK " + "{" * 20_000 + "}" * 20_000)
    assert caught.value.limit == "query_nesting"


def test_a_query_that_is_no_sparql_says_where(tmp_path: Path) -> None:
    snapshots = publish(tmp_path, Change(quads=(quad("a", "1"),)))
    with Reader(snapshots.hold()) as reader, pytest.raises(QuerySyntaxError) as caught:
        reader.query("SELECT * {\n ?s ?p }")
    assert caught.value.line == 2
    assert caught.value.column

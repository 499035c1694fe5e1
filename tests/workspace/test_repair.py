"""Whatever can be mended from the truth is; of a damaged truth all is saved that can be read, and the rest is named."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import WorkspaceError
from kg.search import SearchReader
from kg.workspace import State
from kg.workspace.repair import Repaired, inspect, repair
from kg.workspace.writes import Update
from tests.workspace import toy
from tests.workspace.conftest import memory
from tests.workspace.toy import DERIVATION, export, ingest, open_toy

TEXTS = {f"/in/{n}.txt": f"Alpha attacks Beta{n}\n" + f"Beta{n} attacks Gamma\n" * (n % 3) for n in range(24)}
WRITE = Update("INSERT DATA { GRAPH <urn:g> { <urn:s> <urn:p> 1, 2, 3 } }")
PAGE = 4096


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("made") / "w"
    with open_toy(folder) as workspace:
        ingest(workspace, TEXTS)
        workspace.write([WRITE])
        for name in ("0.txt", "1.txt", "2.txt"):
            workspace.reviews.reject(f"claim/{workspace.document(name).id}-c1", "ann")
        return folder, export(workspace)


@pytest.fixture
def folder(made: tuple[Path, str], fast_path: Path) -> Iterator[Path]:
    """A copy of the workspace, to be damaged; in the end all is well with it."""
    yield Path(shutil.copytree(made[0], fast_path / "w"))
    assert mended(fast_path / "w") == []
    assert inspect(toy.settings(fast_path / "w")) == ()
    with open_toy(fast_path / "w") as workspace:
        assert workspace.doctor() == ()
        with SearchReader(fast_path / "w/search.sqlite") as index:
            assert index.search("alpha").total
        assert ingest(workspace, {"/in/more.txt": "Delta attacks Epsilon\n"}).is_whole


def mended(folder: Path) -> list[Repaired]:
    return list(repair(toy.settings(folder), derivation=DERIVATION))


def test_nothing_is_mended_where_nothing_is_wrong(folder: Path) -> None:
    assert mended(folder) == []


@pytest.mark.parametrize("lost", ["store", "snapshots", "store/*.sst", "store/CURRENT", "snapshots/*/*.sst", "*s*"])
def test_a_store_or_snapshots_that_are_lost_or_damaged_are_made_again(
    made: tuple[Path, str], folder: Path, lost: str
) -> None:
    for path in [path for path in folder.glob(lost) if path.name != "truth.sqlite"]:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    assert mended(folder)
    with open_toy(folder) as workspace:
        assert export(workspace) == made[1]


def test_a_snapshot_that_alone_is_damaged_is_published_again_as_the_same_version(
    made: tuple[Path, str], folder: Path
) -> None:
    with open_toy(folder) as workspace:
        version = workspace.version
    for path in (folder / f"snapshots/{version}").glob("MANIFEST*"):
        path.write_bytes(b"damaged")  # a copy; the other files are the store's
    (done,) = mended(folder)
    assert "published again" in done.message
    with open_toy(folder) as workspace:
        assert (workspace.version, export(workspace)) == (version, made[1])


def test_a_store_that_lacks_what_the_truth_has_is_made_again(made: tuple[Path, str], folder: Path) -> None:
    with closing(sqlite3.connect(folder / "truth.sqlite")) as truth, truth:
        truth.execute("UPDATE standing SET quads = quads + 1 WHERE rowid = 1")
    assert any("made again" in done.message for done in mended(folder))
    with open_toy(folder) as workspace:
        assert export(workspace) == made[1]


def test_what_a_process_began_that_died_is_finished(folder: Path) -> None:
    def die(checkpoint: str) -> None:
        if checkpoint == "store written":
            raise KeyboardInterrupt

    with open_toy(folder, checkpoint=die) as workspace, pytest.raises(KeyboardInterrupt):
        ingest(workspace, {"/in/new.txt": "Delta attacks Alpha\n"})
    (done,) = mended(folder)
    assert "finished" in done.message
    with open_toy(folder) as workspace:
        assert workspace.document("new.txt").state is State.COMMITTED


@pytest.mark.parametrize("how", ["missing", "garbage", "cut", "behind"])
def test_a_search_index_is_made_again(folder: Path, how: str) -> None:
    index = folder / "search.sqlite"
    with SearchReader(index) as reader:
        before = reader.search("alpha")
    match how:
        case "missing":
            index.unlink()
        case "garbage":
            index.write_bytes(b"\0garbage" * 1000)
        case "cut":
            index.write_bytes(index.read_bytes()[: PAGE * 3])
        case "behind":
            with closing(sqlite3.connect(folder / "truth.sqlite")) as truth, truth:
                truth.execute("INSERT INTO unindexed VALUES ('document/x')")
    (found,) = inspect(toy.settings(folder))
    assert "search index" in found.message
    assert "--repair" in found.remedy
    (done,) = mended(folder)
    assert "made again" in done.message
    with SearchReader(index) as reader:
        assert reader.search("alpha").hits == before.hits


def test_what_the_dead_left_is_removed_and_nothing_else(folder: Path) -> None:
    for name in ("store.new", "scratch", "restore.new", "restore.old", "snapshots/.7", "incoming"):
        (folder / name).mkdir()
        (folder / name / "x.part").write_bytes(b"x")
    (folder / "snapshots/77.lock").touch()
    (folder / "tokens.new").touch()
    (folder / "mine.txt").touch()
    (found,) = inspect(toy.settings(folder))
    assert found.severity == "warning"
    assert len(mended(folder)) == 8
    stay = {"lock", "store", "snapshots", "changes", "incoming", "search.sqlite", "truth.sqlite", "mine.txt"}
    assert {path.name for path in folder.iterdir() if path.suffix not in (".sqlite-wal", ".sqlite-shm")} == stay


def test_without_repair_nothing_is_changed(folder: Path) -> None:
    (folder / "tokens.new").touch()
    (folder / "search.sqlite").unlink()
    assert len(inspect(toy.settings(folder))) == 2
    with open_toy(folder) as workspace:
        workspace.doctor()
    assert (folder / "tokens.new").exists()
    assert not (folder / "search.sqlite").exists()
    assert len(mended(folder)) == 2


def test_there_is_nothing_to_repair_where_there_is_no_workspace(fast_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="there is no workspace"):
        mended(fast_path / "none")
    assert not (fast_path / "none").exists()


# A damaged truth


def salvaged(folder: Path, damaged: bytes) -> tuple[str, ...]:
    """Repairs; checks that the damaged file was kept and that all that was not named as lost is there. Gives that."""
    saving = mended(folder)[0]
    assert "was damaged" in saving.message
    kept = folder / "truth.damaged-1.sqlite"
    assert kept.name in saving.message
    assert kept.read_bytes() == damaged
    with open_toy(folder) as workspace:
        records = workspace.documents()
        assert f"{len(records)} documents were saved" in saving.message
        found = {workspace.content(record.id or "").decode() for record in records}
        assert found <= set(TEXTS.values())
        gone = [lost for lost in saving.lost if lost.startswith("the document ")]
        unnamed = any("could not be read" in lost for lost in saving.lost)
        assert len(records) + len(gone) == len(TEXTS) or unnamed
        told = export(workspace)
    with open_toy(folder.parent / "expected") as fresh:
        ingest(fresh, {r.sources[0]: text_of(folder, r.id or "") for r in records})
        expected = set(export(fresh).splitlines())
    written = ("<urn:g>", "<urn:x-herodotus:salvaged-")  # by people; the second where the graph's name is what was lost
    lines = {line for line in told.splitlines() if not any(word in line for word in (*written, "rejection"))}
    assert {line for line in lines - expected if "#fileName" not in line} == set(), "nothing is made up"
    return saving.lost


def text_of(folder: Path, document: str) -> str:
    with closing(sqlite3.connect(folder / "truth.sqlite")) as truth:
        (data,) = truth.execute("SELECT bytes FROM contents WHERE document = ?", (document,)).fetchone()
    return zlib.decompress(data).decode()


def test_a_truth_whose_tail_is_damaged_keeps_all_the_rest(folder: Path) -> None:
    path = folder / "truth.sqlite"
    data = path.read_bytes()
    damaged = data[: -2 * PAGE] + b"\xa5" * 2 * PAGE
    path.write_bytes(damaged)
    salvaged(folder, damaged)
    with open_toy(folder) as workspace:
        assert len(workspace.documents()) > len(TEXTS) // 2


def test_a_truth_whose_tail_is_cut_off_keeps_all_the_rest(folder: Path) -> None:
    path = folder / "truth.sqlite"
    damaged = path.read_bytes()[: -3 * PAGE]
    path.write_bytes(damaged)
    salvaged(folder, damaged)
    with open_toy(folder) as workspace:
        assert len(workspace.documents()) > len(TEXTS) // 2


def pages_of(path: Path, *tables: str) -> list[int]:
    """The pages that hold these tables, counted from 0."""
    with closing(sqlite3.connect(path)) as connection:
        try:
            marks = ", ".join("?" * len(tables))
            rows = connection.execute(f"SELECT pageno - 1 FROM dbstat WHERE name IN ({marks})", tables).fetchall()
        except sqlite3.OperationalError as error:
            pytest.skip(f"this SQLite does not tell pages: {error}")
    return [page for (page,) in rows]


@pytest.mark.parametrize("table", ["documents", "sources", "standing", "identifications", "speaks", "blocks"])
def test_documents_survive_the_loss_of_everything_but_their_contents(
    made: tuple[Path, str], folder: Path, table: str
) -> None:
    path = folder / "truth.sqlite"
    damaged = bytearray(path.read_bytes())
    for page in pages_of(made[0] / "truth.sqlite", table):
        damaged[page * PAGE : (page + 1) * PAGE] = b"\xff" * PAGE
    path.write_bytes(damaged)
    lost = salvaged(folder, bytes(damaged))
    with open_toy(folder) as workspace:
        assert len(workspace.documents()) == len(TEXTS)
        if table in ("standing", "identifications", "speaks", "blocks"):
            assert lost == (), "all of it is worked out again"
            assert export(workspace) == made[1]


def test_lines_of_the_journal_that_are_gone_are_counted(made: tuple[Path, str], folder: Path) -> None:
    path = folder / "truth.sqlite"
    damaged = bytearray(path.read_bytes())
    (page,) = pages_of(made[0] / "truth.sqlite", "rejections")
    damaged[page * PAGE : (page + 1) * PAGE] = b"\xff" * PAGE
    path.write_bytes(damaged)
    assert any("rejections" in lost for lost in salvaged(folder, bytes(damaged)))


def test_a_truth_that_cannot_be_read_at_all_is_left_as_it_is(made: tuple[Path, str], fast_path: Path) -> None:
    folder = Path(shutil.copytree(made[0], fast_path / "w"))
    damaged = b"\xff" * PAGE + (folder / "truth.sqlite").read_bytes()[PAGE:]
    (folder / "truth.sqlite").write_bytes(damaged)
    with pytest.raises(WorkspaceError, match="Restore the workspace from a backup"):
        mended(folder)
    assert (folder / "truth.sqlite").read_bytes() == damaged
    assert not list(folder.glob("truth.new*"))


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_wherever_the_damage_is_what_is_not_named_as_lost_is_there(made: tuple[Path, str], data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory(dir=memory()) as name:
        folder = Path(shutil.copytree(made[0], Path(name) / "w"))
        content = bytearray((folder / "truth.sqlite").read_bytes())
        for page in data.draw(st.lists(st.integers(1, len(content) // PAGE - 1), min_size=1, max_size=4)):
            fill = data.draw(st.sampled_from([b"\0", b"\xff", b"\xa5"]))
            content[page * PAGE : (page + 1) * PAGE] = fill * PAGE
        (folder / "truth.sqlite").write_bytes(content)
        done = None
        with suppress(WorkspaceError):  # it cannot be read at all
            done = mended(folder)
        if done is None:
            assert (folder / "truth.sqlite").read_bytes() == content
            return
        if done and "was damaged" in done[0].message:
            shutil.rmtree(folder)
            shutil.copytree(made[0], folder)
            (folder / "truth.sqlite").write_bytes(content)
            salvaged(folder, bytes(content))
        with open_toy(folder) as workspace:
            assert {finding.severity for finding in workspace.doctor()} <= {"warning"}

"""Who makes many changes keeps the lock and the store between them, and lets go as soon as somebody else wants them."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import StoreError, WorkspaceError
from kg.store import Writer
from kg.workspace import Workspace
from kg.workspace.lock import is_held, is_wanted, writer_lock
from kg.workspace.residence import Residence
from tests.workspace.toy import export, ingest, open_toy

QUAD = ox.Quad(*map(ox.NamedNode, ("x:s", "x:p", "x:o", "x:g")))


def silent(_: str) -> None:
    """Nobody is told."""


@pytest.fixture
def residence(tmp_path: Path) -> Residence:
    Writer(tmp_path / "store", create=True).close()
    return Residence(tmp_path / "lock", silent)


def test_the_lock_goes_with_the_change_where_nobody_stays(residence: Residence, tmp_path: Path) -> None:
    with residence.locked(), residence.store(lambda: Writer(tmp_path / "store")) as store:
        assert is_held(tmp_path / "lock")
        store.add([QUAD])
    assert not is_held(tmp_path / "lock")
    with pytest.raises(StoreError, match="closed"):
        store.is_empty()
    with Writer(tmp_path / "store") as again:
        assert not again.is_empty()


def test_who_stays_keeps_lock_and_store_between_changes(residence: Residence, tmp_path: Path) -> None:
    opened = []

    def open_store() -> Writer:
        opened.append(Writer(tmp_path / "store"))
        return opened[-1]

    with residence.staying():
        for _ in range(3):
            with residence.locked(), residence.store(open_store) as store:
                store.add([QUAD])
        assert is_held(tmp_path / "lock")
        assert len(opened) == 1
    assert not is_held(tmp_path / "lock")
    Writer(tmp_path / "store").close()  # nobody has it open


def test_a_store_is_not_kept_for_ever(residence: Residence, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.workspace.residence._LONGEST_SECONDS", 0.0)
    with residence.staying():
        with residence.locked(), residence.store(lambda: Writer(tmp_path / "store")):
            pass
        Writer(tmp_path / "store").close()  # nobody has it open
        assert is_held(tmp_path / "lock")


def test_somebody_who_waits_gets_the_lock_and_the_store_soon(residence: Residence, tmp_path: Path) -> None:
    with residence.staying():
        for _ in range(2):
            with residence.locked(), residence.store(lambda: Writer(tmp_path / "store")) as store:
                store.add([QUAD])
            begin = time.monotonic()
            with writer_lock(tmp_path / "lock", seconds=60, waiting=silent), Writer(tmp_path / "store") as other:
                assert not other.is_empty()
            assert time.monotonic() - begin < 30


def test_nobody_gets_in_during_a_change(residence: Residence, tmp_path: Path) -> None:
    order: list[str] = []

    def other() -> None:
        with writer_lock(tmp_path / "lock", seconds=60, waiting=silent):
            order.append("other")

    with residence.staying():
        with residence.locked():
            thread = threading.Thread(target=other)
            thread.start()
            while not is_wanted(tmp_path / "lock"):
                time.sleep(0.01)
            time.sleep(0.5)  # a few looks of whoever watches
            order.append("first")
        thread.join()
        with residence.locked():
            order.append("again")
    assert order == ["first", "other", "again"]
    assert not is_wanted(tmp_path / "lock")


def test_a_store_that_failed_is_not_kept(residence: Residence, tmp_path: Path) -> None:
    with residence.staying():
        with pytest.raises(ZeroDivisionError), residence.locked(), residence.store(lambda: Writer(tmp_path / "store")):
            raise ZeroDivisionError
        with residence.locked(), residence.store(lambda: Writer(tmp_path / "store")) as store:
            assert store.is_empty()


def test_those_who_stay_take_turns(fast_path: Path) -> None:
    failed: list[BaseException] = []

    def write(name: str) -> None:
        try:
            with open_toy(fast_path / "w") as workspace, workspace.staying():
                for number in range(6):
                    ingest(workspace, {f"/in/{name}{number}.txt": f"Alpha attacks {name}{number}\n"})
        except (AssertionError, StoreError, WorkspaceError) as error:
            failed.append(error)

    open_toy(fast_path / "w").close()
    threads = [threading.Thread(target=write, args=(name,)) for name in ("Beta", "Gamma")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with open_toy(fast_path / "w") as workspace:
        assert len(workspace.documents()) == 12
        graph = export(workspace)
        assert workspace.doctor() == ()
        workspace.rebuild()
        assert export(workspace) == graph


def test_a_rebuild_in_between_is_no_trouble(fast_path: Path) -> None:
    with open_toy(fast_path / "w") as workspace, workspace.staying():
        ingest(workspace, {"/in/a.txt": "Alpha attacks Beta\n"})
        before = export(workspace)
        workspace.rebuild()
        assert export(workspace) == before
        with Workspace.open(workspace.settings, derivation=workspace.derivation) as other:
            other.retract("a.txt")
        ingest(workspace, {"/in/a.txt": "Alpha attacks Beta\n"})
        assert export(workspace) == before

"""One writer at a time; whoever has to wait is told."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from kg.errors import WorkspaceError
from kg.workspace.lock import writer_lock


def silent(_: str) -> None:
    """Nobody is waiting."""


def test_a_second_writer_waits_and_is_told_once(tmp_path: Path) -> None:
    told: list[str] = []
    order: list[str] = []

    def second() -> None:
        with writer_lock(tmp_path / "lock", seconds=60, waiting=told.append):
            order.append("second")

    with writer_lock(tmp_path / "lock", seconds=0, waiting=silent):
        thread = threading.Thread(target=second)
        thread.start()
        while not told:
            thread.join(0.01)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]
    assert told == [f"another process is writing to {tmp_path}; waiting for it."]


def test_waiting_ends(tmp_path: Path) -> None:
    with (
        writer_lock(tmp_path / "lock", seconds=0, waiting=silent),
        pytest.raises(WorkspaceError, match="Try again"),
        writer_lock(tmp_path / "lock", seconds=0, waiting=silent),
    ):
        pass


def test_the_lock_is_let_go_of_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), writer_lock(tmp_path / "lock", seconds=0, waiting=silent):
        raise ZeroDivisionError
    with writer_lock(tmp_path / "lock", seconds=0, waiting=lambda _: pytest.fail("it was free")):
        pass


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with (
        pytest.raises(WorkspaceError, match="cannot be opened for writing"),
        writer_lock(tmp_path / "none" / "lock", seconds=0, waiting=silent),
    ):
        pass

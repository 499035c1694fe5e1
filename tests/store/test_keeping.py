"""What is kept of a workspace whose graph is in a server: it is mended, backed up and restored like any other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kg.backup import back_up, restore
from kg.errors import StoreError
from kg.settings import Settings
from kg.workspace import Workspace
from kg.workspace.repair import repair
from tests.store.servers import Maker
from tests.workspace import toy
from tests.workspace.toy import DERIVATION, export, ingest

TEXTS = {"/in/a.txt": "Alpha attacks Beta\n", "/in/b.txt": "Gamma attacks Beta\n"}


def opened(settings: Settings) -> Workspace:
    return Workspace.open(settings, create=True, derivation=DERIVATION)


def settings_of(folder: Path, place: dict[str, Any]) -> Settings:
    return replace(toy.settings(folder), **place)


def test_a_server_that_lost_the_graph_gets_it_again(folder: Path, maker: Maker) -> None:
    settings = settings_of(folder, maker.settings())
    with opened(settings) as workspace:
        ingest(workspace, TEXTS)
        before = export(workspace)
    maker.wipe()
    mended = repair(settings, derivation=DERIVATION)
    assert mended
    with opened(settings) as workspace:
        assert export(workspace) == before
        assert workspace.doctor() == ()
    assert repair(settings, derivation=DERIVATION) == ()


def test_what_is_restored_is_what_was_there(folder: Path, tmp_path: Path, place: dict[str, Any]) -> None:
    settings = settings_of(folder, place)
    with opened(settings) as workspace:
        ingest(workspace, TEXTS)
        before = export(workspace)
    back_up(settings, tmp_path / "kept.tar.zst")
    with opened(settings) as workspace:
        ingest(workspace, {"/in/c.txt": "Delta attacks Alpha\n"})
        assert export(workspace) != before
    restore(settings, tmp_path / "kept.tar.zst", derivation=DERIVATION, force=True)
    with opened(settings) as workspace:
        assert export(workspace) == before
        assert workspace.doctor() == ()
        ingest(workspace, {"/in/c.txt": "Delta attacks Alpha\n"})
        assert "delta" in export(workspace)


def test_a_second_workspace_takes_the_graph_over_and_the_first_one_says_so(
    folder: Path, tmp_path: Path, maker: Maker
) -> None:
    first, second = settings_of(folder, maker.settings()), settings_of(tmp_path / "second", maker.settings())
    with opened(first) as workspace:
        ingest(workspace, TEXTS)
        before = export(workspace)
    back_up(first, tmp_path / "kept.tar.zst")
    restore(second, tmp_path / "kept.tar.zst", derivation=DERIVATION)
    with opened(second) as workspace:
        assert export(workspace) == before
    with opened(first) as workspace, pytest.raises(StoreError, match="kg rebuild"):
        ingest(workspace, {"/in/c.txt": "Delta attacks Alpha\n"})


def test_a_copy_on_disk_is_left_only_where_there_is_to_be_one(folder: Path, tmp_path: Path, maker: Maker) -> None:
    settings = settings_of(folder, maker.settings())
    with opened(toy.settings(tmp_path / "embedded")) as workspace:
        ingest(workspace, TEXTS)
        before = export(workspace)
    back_up(toy.settings(tmp_path / "embedded"), tmp_path / "kept.tar.zst")
    restore(settings, tmp_path / "kept.tar.zst", derivation=DERIVATION)
    assert (folder / "store").exists() == (maker.name == "virtuoso")
    with opened(settings) as workspace:
        assert export(workspace) == before
        assert workspace.doctor() == ()

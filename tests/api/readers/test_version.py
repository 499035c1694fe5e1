"""The version: what was published is seen at once, however cheaply one looks."""

import os
import shutil
from pathlib import Path

from kg.api.readers.version import NOTHING, VersionWatch
from kg.store import Snapshots


def publish(folder: Path, number: int) -> None:
    Snapshots(folder).publish(number, lambda path: path.mkdir())


def test_each_version_is_seen_as_soon_as_it_is_published(tmp_path: Path) -> None:
    """However soon one comes after another: also within one tick of the file system's clock."""
    folder = tmp_path / "snapshots"
    watch, other = VersionWatch(folder), VersionWatch(folder)
    assert watch.newest() == NOTHING
    for number in range(1, 200):
        publish(folder, number)
        assert watch.newest().number == number
        assert watch.newest() == other.newest()


def test_a_folder_that_has_long_been_the_same_is_not_listed_again(tmp_path: Path) -> None:
    publish(tmp_path, 1)
    os.utime(tmp_path, (1, 1))
    watch = VersionWatch(tmp_path)
    version = watch.newest()
    (tmp_path / "1").rename(tmp_path / "2")
    os.utime(tmp_path, (1, 1))
    assert watch.newest() is version
    os.utime(tmp_path, (2, 2))
    assert watch.newest().number == 2


def test_a_restored_workspace_with_the_same_number_is_another_version(tmp_path: Path) -> None:
    publish(tmp_path / "snapshots", 7)
    watch = VersionWatch(tmp_path / "snapshots")
    before = watch.newest()
    (tmp_path / "snapshots").rename(tmp_path / "aside")
    assert watch.newest() == NOTHING
    publish(tmp_path / "snapshots", 7)
    after = watch.newest()
    assert (before.number, after.number) == (7, 7)
    assert before.stamp != after.stamp
    shutil.rmtree(tmp_path / "snapshots")
    (tmp_path / "aside").rename(tmp_path / "snapshots")
    assert watch.newest() == before

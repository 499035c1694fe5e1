"""Nothing but a whole backup of a version that is known is restored; whatever else comes, nothing is touched."""

from __future__ import annotations

import io
import json
import sqlite3
import tarfile
import tempfile
from contextlib import closing, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.backup.archive import Packer
from kg.backup.manifest import sums
from kg.errors import BackupError
from kg.workspace import schema
from tests.backup.dying import content, restore, seen
from tests.workspace.conftest import memory


def refused(folder: Path, file: Path, match: str) -> None:
    """Restoring this file fails with a message, into nothing and in the place of a workspace; nothing is touched."""
    before = content(folder / "w")
    for target, force in (("w", True), ("new", False)):
        with pytest.raises(BackupError, match=match) as caught:
            restore(folder / target, file, force=force)
        assert "cannot be restored" in str(caught.value)
    assert content(folder / "w") == before
    assert not (folder / "new").exists()


def unpacked(file: Path) -> list[tuple[str, bytes]]:
    tar = io.BytesIO(zstandard.ZstdDecompressor().decompressobj().decompress(file.read_bytes()))
    with tarfile.open(fileobj=tar) as archive:
        return [(m.name, archive.extractfile(m).read()) for m in archive]  # type: ignore[union-attr]


def packed(file: Path, members: list[tuple[str, bytes]], /, **changes: Any) -> None:
    """An archive with these members, whose manifest and checksums fit but for the changes."""
    data = dict(members)
    manifest = json.loads(data["manifest.json"])
    for member in manifest["members"]:
        member |= {"bytes": len(data[member["name"]]), "sha256": sha256(data[member["name"]]).hexdigest()}
    data["manifest.json"] = json.dumps(manifest | changes).encode()
    names = [name for name, _ in members if name != "SHA256SUMS"]
    data["SHA256SUMS"] = sums((name, sha256(data[name]).hexdigest()) for name in names)
    with file.open("wb") as out:
        packer = Packer(out, 0)
        for name in [*names, "SHA256SUMS"]:
            packer.add(name, len(data[name]), io.BytesIO(data[name]))
        packer.end()


def test_an_archive_that_is_packed_anew_is_a_backup(place: Path) -> None:
    """Otherwise the tests below would prove nothing."""
    packed(place / "other", unpacked(place / "kept.tar.zst"))
    restore(place / "new", place / "other")
    assert seen(place / "new") == seen(place / "w")


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04 a zip", b"some text\n" * 100, zstandard.compress(b""), zstandard.compress(bytes(5000))]
)
def test_what_is_no_backup_is_refused(place: Path, data: bytes) -> None:
    (place / "other").write_bytes(data)
    refused(place, place / "other", r"no backup|incomplete|damaged")


def test_a_truncated_backup_is_refused(place: Path) -> None:
    data = (place / "kept.tar.zst").read_bytes()
    for end in {*range(0, len(data), max(1, len(data) // 12)), len(data) - 1, len(data) - 4, len(data) - 20}:
        (place / "other").write_bytes(data[:end])
        refused(place, place / "other", r"incomplete|damaged|no backup")
    (place / "other").write_bytes(data + b"x")
    refused(place, place / "other", "something follows its end")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_backup_with_a_bit_turned_is_refused_or_the_same(made: Path, where: float, bit: int) -> None:
    data = bytearray((made / "kept.tar.zst").read_bytes())
    data[int(where * len(data))] ^= 1 << bit
    with tempfile.TemporaryDirectory(dir=memory()) as name:
        folder = Path(name)
        with suppress(BackupError):
            restore(folder / "new", io.BytesIO(bytes(data)))
            assert seen(folder / "new") == seen(made / "w")
            return
        assert not (folder / "new").exists()


def test_backups_of_a_newer_herodotus_are_refused(place: Path) -> None:
    members = unpacked(place / "kept.tar.zst")
    packed(place / "other", members, format=2, unknown="field")
    refused(place, place / "other", "newer Herodotus.*Upgrade")
    truth = changed(place, members, f"PRAGMA user_version = {schema.VERSION + 1}")
    packed(place / "other", truth, tables=schema.VERSION + 1)
    refused(place, place / "other", "newer Herodotus.*Upgrade")


def changed(folder: Path, members: list[tuple[str, bytes]], script: str) -> list[tuple[str, bytes]]:
    """The members, with a script run on the truth."""
    path = folder / "changed.sqlite"
    path.write_bytes(dict(members)["truth.sqlite"])
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script)
    return [(name, path.read_bytes() if name == "truth.sqlite" else data) for name, data in members]


@pytest.mark.parametrize(
    ("script", "match"),
    [
        ("CREATE TRIGGER t AFTER INSERT ON sources BEGIN DELETE FROM documents; END", "none of ours"),
        ("CREATE VIEW v AS SELECT 1", "none of ours"),
        ("DROP TABLE triples", "lacks the table 'triples'"),
        ("ALTER TABLE triples ADD COLUMN more", "other columns"),
        ("UPDATE facts SET value = 'http://else.where/' WHERE name = 'base_iri'", "another workspace"),
        ("DELETE FROM facts", "no workspace"),
        ("PRAGMA user_version = 0", "version 0"),
        (
            "PRAGMA writable_schema = 1; UPDATE sqlite_master SET rootpage = 7 WHERE name = 'documents_by_state'",
            "damaged|malformed",
        ),
    ],
)
def test_truths_that_are_none_are_refused(place: Path, script: str, match: str) -> None:
    packed(place / "other", changed(place, unpacked(place / "kept.tar.zst"), script))
    refused(place, place / "other", match)


def test_settings_that_nobody_understands_are_refused(place: Path) -> None:
    members = unpacked(place / "kept.tar.zst")
    packed(place / "other", [(n, b"from_the_future = 1\n" if n == "herodotus.toml" else d) for n, d in members])
    refused(place, place / "other", "settings are refused")


def raw(file: Path, members: list[tuple[tarfile.TarInfo, bytes]]) -> None:
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for header, data in members:
            header.size = len(data)
            archive.addfile(header, io.BytesIO(data))
    file.write_bytes(zstandard.compress(tar.getvalue()))


def link(name: str, to: str, kind: bytes) -> tarfile.TarInfo:
    header = tarfile.TarInfo(name)
    header.type, header.linkname = kind, to
    return header


@pytest.mark.parametrize(
    "evil",
    [
        tarfile.TarInfo("../../evil"),
        tarfile.TarInfo("/tmp/evil"),
        tarfile.TarInfo("x" * 300),  # has an extended header
        link("truth.sqlite", "/etc/passwd", tarfile.SYMTYPE),
        link("truth.sqlite", "manifest.json", tarfile.LNKTYPE),
        link("truth.sqlite", "", tarfile.DIRTYPE),
        link("truth.sqlite", "", tarfile.FIFOTYPE),
    ],
)
def test_archives_with_anything_but_the_files_of_a_backup_are_refused(place: Path, evil: tarfile.TarInfo) -> None:
    members = [(tarfile.TarInfo(name), data) for name, data in unpacked(place / "kept.tar.zst")]
    raw(place / "other", [members[0], (evil, b""), *members[1:]])
    refused(place, place / "other", "it is no backup")
    raw(place / "other", [*members, (tarfile.TarInfo("more"), b"")])
    refused(place, place / "other", "more files than its manifest names")


@pytest.mark.parametrize("name", ["../evil", "lock", "store", "truth.sqlite-wal"])
def test_manifests_that_name_other_files_are_refused(place: Path, name: str) -> None:
    members = [*unpacked(place / "kept.tar.zst"), (name, b"x")]
    more = json.loads(dict(members)["manifest.json"])["members"]
    more.append({"name": name, "bytes": 1, "sha256": sha256(b"x").hexdigest()})
    packed(place / "other", members, members=more)
    refused(place, place / "other", "names other files")


def test_bombs_are_refused_before_they_go_off(place: Path) -> None:
    members = unpacked(place / "kept.tar.zst")
    with (place / "other").open("wb") as file:
        manifest = json.loads(dict(members)["manifest.json"])
        manifest["members"][0] |= {"bytes": 1 << 60}
        told = json.dumps(manifest).encode()
        packer = Packer(file, 0)
        packer.add("manifest.json", len(told), io.BytesIO(told))
        packer.end()
    refused(place, place / "other", "are free")
    manifest["members"][0] |= {"bytes": 1 << 30}
    told = json.dumps(manifest).encode()
    with (place / "other").open("wb") as file:
        packer = Packer(file, 0)
        packer.add("manifest.json", len(told), io.BytesIO(told))
        packer.add("truth.sqlite", 1 << 30, Zeros())  # type: ignore[arg-type]
        packer.end()
    assert (place / "other").stat().st_size < 1 << 20
    refused(place, place / "other", "1000 times as long")
    with (place / "other").open("wb") as file:
        packer = Packer(file, 0)
        packer.add("manifest.json", 1 << 22, Zeros())  # type: ignore[arg-type]
        packer.end()
    refused(place, place / "other", "would be the most")


class Zeros:
    def read(self, size: int) -> bytes:
        return bytes(size)

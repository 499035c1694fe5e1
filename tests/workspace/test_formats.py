"""A workspace of any older version opens, and says what a new one says that was given the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
import zstandard

from kg.backup import back_up, restore
from kg.settings import Settings
from kg.workspace import Arrival, Workspace, schema
from kg.workspace.shelf import Shelf
from kg.workspace.truth import Truth
from kg.workspace.writes import Update
from tests.workspace.toy import export

KEPT = Path(__file__).parent / "formats"
FORMATS = sorted(path.name.removesuffix(".sqlite.zst") for path in KEPT.glob("*.zst"))
TEXTS = {
    "harbour.txt": "Two people were killed when gunmen attacked a harbour in Basra on 3 May 2011, the Iraqi Interior"
    " Ministry said.\nThe Mahdi Army denied that it had attacked the harbour.\n",
    "market.txt": "A car bomb exploded at a market in Kirkuk on 4 May 2011. Police said five people were killed; a"
    " hospital said seven people were killed.\nOmar Hadid, a spokesman for the Iraqi Interior Ministry, condemned the"
    " attack.\n",
}
WRITTEN = (
    '<urn:s> <urn:p> "in the default graph"',
    '<urn:s> <urn:p> "kept" <urn:g>',
    '<urn:s> <urn:p> "too"@en <urn:g>',
)
ONE = ("organisation/iraqi-interior-ministry", "organisation/mahdi-army")


@pytest.fixture(params=FORMATS)
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Settings, int]:
    """A folder with the truth of an older Herodotus, and its version."""
    (tmp_path / "w").mkdir()
    data = (KEPT / f"{request.param}.sqlite.zst").read_bytes()
    (tmp_path / "w/truth.sqlite").write_bytes(zstandard.ZstdDecompressor().decompress(data, 1 << 22))
    return Settings(workspace=tmp_path / "w", durability="process"), int(request.param[0])


def test_every_version_is_kept_and_small() -> None:
    assert {int(name[0]) for name in FORMATS} == set(range(1, schema.VERSION)), "add one: see formats/README.md"
    assert all(path.stat().st_size < 100_000 for path in KEPT.iterdir())
    table = (KEPT / "README.md").read_text()
    assert all(f"`{name}.sqlite.zst`" in table for name in FORMATS)


def test_an_older_workspace_says_what_a_new_one_says_that_was_given_the_same(
    kept: tuple[Settings, int], tmp_path: Path
) -> None:
    old, version = kept
    with closing(sqlite3.connect(old.workspace / "truth.sqlite")) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (version,)
        assert schema.complaint(connection) is None, "it is what its version was"
        claims = dict(connection.execute("SELECT id, claims FROM documents"))
    with Workspace.open(old) as workspace:
        workspace.rebuild()
        assert {finding.message for finding in workspace.doctor()} == set()
        found = {record.names[0]: workspace.content(record.sources[0]).decode() for record in workspace.documents()}
        assert found == TEXTS
        assert {r.id: len(workspace.extract(r.id or "").claims) for r in workspace.documents()} == claims
        assert min(claims.values()) > 3
        told = export(workspace)
        assert len(workspace.lists()) == (1 if version >= 3 else 0)
        assert [(j.verdict, j.one, j.other) for j in workspace.identities.log()] == [("same", *ONE)] * (version >= 3)
        assert len(workspace.reviews.log()) == (1 if version >= 4 else 0)
        assert told_anew(workspace, old, tmp_path / "new", version) == untimed(told)
    with closing(sqlite3.connect(old.workspace / "truth.sqlite")) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
        assert schema.complaint(connection) is None
    assert all((f"{line} ." in told.splitlines()) is (version >= 2) for line in WRITTEN)


def test_an_older_workspace_is_kept_as_it_is_and_restored_as_it_would_be_today(
    kept: tuple[Settings, int], tmp_path: Path
) -> None:
    old, version = kept
    before = sha256((old.workspace / "truth.sqlite").read_bytes()).hexdigest()
    assert back_up(old, tmp_path / "kept").manifest.tables == version
    assert sha256((old.workspace / "truth.sqlite").read_bytes()).hexdigest() == before
    new = Settings(workspace=tmp_path / "new", durability="process")
    restore(new, tmp_path / "kept")
    with Workspace.open(new) as restored, Workspace.open(old) as workspace:
        workspace.rebuild()
        assert export(restored) == export(workspace)


def told_anew(old: Workspace, settings: Settings, folder: Path, version: int) -> str:
    """What a new workspace says that gets the same documents as they were read, writes, lists and decisions."""
    with Workspace.open(Settings(workspace=folder, durability="process"), create=True) as new:
        for record in old.documents():
            (location,), (name,) = record.sources, record.names
            content = old.content(location)
            arrival = Arrival(
                *(location, name, sha256(content).hexdigest(), content, "{}", record.extractor or ""),
                reading=old.reading(location),
            )
            new.take([arrival])
        if version >= 2:
            graph = f"{WRITTEN[0]} . GRAPH <urn:g> {{ <urn:s> <urn:p> 'kept', 'too'@en }}"
            new.write([Update(f"INSERT DATA {{ {graph} }} ; CREATE GRAPH <urn:empty>")])
        if version >= 3:
            for header, entries in lists(settings):
                new.import_list(header, entries)
            new.identities.judge("same", *ONE, "ann")
        for line in old.reviews.log():
            new.reviews.reject(f"claim/{line.document}-{line.claim}", "ann", line.reason)
        return untimed(export(new))


def lists(settings: Settings) -> Iterator[tuple]:  # type: ignore[type-arg]
    with closing(Truth(settings.workspace / "truth.sqlite", "process")) as truth:
        shelf = Shelf(truth)
        for one in shelf.lists():
            yield one.header, [entry for _, entry in shelf.entries(one.header.name)]


def untimed(told: str) -> str:
    """Without when a rejection was made."""
    reviews = "<http://127.0.0.1:8000/graph/reviews>"
    return "".join(
        line for line in told.splitlines(True) if not (reviews in line and "<http://purl.org/dc/terms/created>" in line)
    )

"""The audit log: every write, done or refused, with who sent it and what it came to."""

from __future__ import annotations

import json
import stat
from pathlib import Path

from kg.api.client import Client, Scope
from kg.api.desk.audit import Audit
from kg.api.register import Outcome, Register
from tests.api.writing import Writable


def _lines(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / "audit.jsonl").read_text(encoding="utf-8").splitlines()]


def test_every_write_leaves_a_line_whether_it_was_done_or_refused(tmp_path: Path) -> None:
    with Writable(tmp_path / "w") as service:
        assert service.put("urn:g", "<x:a> <x:b> <x:c> .").status == 201
        assert service.update("INSERT DATA { GRAPH <urn:g> { <x:a> <x:b> <x:d> } }").status == 204
        assert service.update("INSERT DATA { nonsense").status == 400
        assert service.query("ASK {}").status == 200
    first, second, third = _lines(tmp_path / "w")
    assert (first["kind"], first["outcome"], first["added"]) == ("store", "done", 1)
    assert (second["kind"], second["outcome"], second["version"]) == ("update", "done", 2)
    assert second["text"] == "INSERT DATA { GRAPH <urn:g> { <x:a> <x:b> <x:d> } }"
    assert third["outcome"] == "refused"
    assert "version" not in third
    assert all(line["token"] == "setting" and line["request"] and line["time"] for line in (first, second, third))


def test_only_its_owner_reads_it_and_a_long_text_is_known_by_its_checksum(tmp_path: Path) -> None:
    audit, register = Audit(tmp_path), Register()
    for text in ("x" * 5_000, "x" * 4_999 + "y", "two\nlines \ud800"):
        audit.note(register.begin("update", Client("token a", "a", frozenset({Scope.WRITE})), text), Outcome.DONE, None)
    assert stat.S_IMODE(audit.path.stat().st_mode) == 0o600
    one, other, third = _lines(tmp_path)
    assert one["text"] == other["text"] == "x" * 2_000
    assert one["sha256"] != other["sha256"]
    assert third["text"] == "two\nlines \ud800"

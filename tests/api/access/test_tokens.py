"""Tokens: made once, kept as hashes, followed at once."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.api.access import Tokens, check_exposure
from kg.api.client import Scope
from kg.errors import SettingsError
from kg.settings import Settings


def test_a_token_is_known_by_its_name_and_scopes_and_stored_only_as_a_hash(tmp_path: Path) -> None:
    tokens = Tokens(tmp_path)
    made = tokens.add("newsroom", [Scope.READ, Scope.WRITE])
    client = tokens.client(made)
    assert client is not None
    assert (client.name, client.scopes) == ("newsroom", {Scope.READ, Scope.WRITE})
    assert made not in tokens.path.read_text()
    assert stat.S_IMODE(tokens.path.stat().st_mode) == 0o600


def test_a_removed_token_is_worthless_at_once_to_whoever_looks(tmp_path: Path) -> None:
    ours, theirs = Tokens(tmp_path), Tokens(tmp_path)
    made = ours.add("a", [Scope.ADMIN])
    assert theirs.client(made) is not None
    ours.remove("a")
    assert theirs.client(made) is None


@given(st.text(max_size=80))
def test_no_other_word_is_a_token(word: str) -> None:
    tokens = Tokens(Path("/nonexistent"), setting="the word of the settings")
    assert tokens.client(word) is None
    assert tokens.client("the word of the settings") is not None


def test_names_are_given_once_and_are_plain(tmp_path: Path) -> None:
    tokens = Tokens(tmp_path)
    tokens.add("a", [Scope.READ])
    for name in ("a", "setting", "", "../x", "a b"):
        with pytest.raises(SettingsError):
            tokens.add(name, [Scope.READ])
    with pytest.raises(SettingsError):
        tokens.remove("b")


def test_a_damaged_file_is_an_error_and_no_open_door(tmp_path: Path) -> None:
    tokens = Tokens(tmp_path)
    tokens.add("a", [Scope.READ])
    tokens.path.write_text('{"tokens": [{"name": "a"}]}')
    with pytest.raises(SettingsError, match="cannot be read"):
        Tokens(tmp_path).client("anything")


def test_a_start_that_would_expose_writing_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "tokens.json"
    weak = Settings(workspace=tmp_path, write_token="secret")
    check_exposure(weak, path)  # only users of this machine could try
    for exposed in (
        Settings(host="0.0.0.0", write_token="secret"),
        Settings(proxies=("10.0.0.1",), write_token="secret"),
    ):
        with pytest.raises(SettingsError, match="write_token has 6 characters"):
            check_exposure(exposed, path)
    check_exposure(Settings(host="0.0.0.0", write_token="x" * 16), path)
    path.write_text("{}")
    path.chmod(0o666)
    with pytest.raises(SettingsError, match="others may write"):
        check_exposure(weak, path)

"""Sessions: a cookie that stands for a token as long as both last, and nothing that anybody else can make."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.api.access import Sessions, Tokens
from kg.api.access.sessions import SECONDS
from kg.api.client import Scope


class Clock:
    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


def test_a_session_has_the_name_and_scopes_of_its_token(tmp_path: Path) -> None:
    tokens = Tokens(tmp_path, "sesame")
    token = tokens.add("a.nna-1", [Scope.WRITE])
    sessions = Sessions(tokens)
    for shown, name, scopes in ((token, "a.nna-1", {Scope.WRITE}), ("sesame", "setting", set(Scope))):
        session = sessions.begin(shown)
        assert session is not None
        assert shown not in session
        client = sessions.client(session)
        assert client is not None
        assert (client.name, client.scopes) == (name, scopes)
    assert sessions.begin("wrong") is None


def test_a_session_ends_with_its_time_and_with_its_token(tmp_path: Path) -> None:
    tokens, clock = Tokens(tmp_path), Clock()
    sessions = Sessions(tokens, clock)
    session = sessions.begin(tokens.add("anna", [Scope.WRITE])) or ""
    clock.now += SECONDS - 1
    assert sessions.client(session) is not None
    clock.now += 2
    assert sessions.client(session) is None
    again = sessions.begin(tokens.add("ben", [Scope.WRITE])) or ""
    tokens.remove("ben")
    assert sessions.client(again) is None
    tokens.add("ben", [Scope.WRITE])
    assert sessions.client(again) is None, "a new token of the same name is another token"


@pytest.mark.parametrize("change", ["anna", "anna.99999999999", "", ".", "..", "anna..", "anna.1e9.00", "ñ.1.é"])
def test_what_was_not_signed_here_is_no_session(tmp_path: Path, change: str) -> None:
    tokens = Tokens(tmp_path)
    tokens.add("anna", [Scope.WRITE])
    assert Sessions(tokens).client(change) is None


@given(at=st.integers(0, 200), put=st.characters(codec="latin-1"))
def test_a_session_with_one_character_changed_is_none(
    tmp_path_factory: pytest.TempPathFactory, at: int, put: str
) -> None:
    sessions = Sessions(Tokens(tmp_path_factory.mktemp("x"), "sesame"), Clock())
    session = sessions.begin("sesame") or ""
    at %= len(session)
    changed = session[:at] + put + session[at + 1 :]
    assert (sessions.client(changed) is not None) == (changed == session)


def test_the_stamp_of_one_session_is_not_anothers(tmp_path: Path) -> None:
    tokens, clock = Tokens(tmp_path, "sesame"), Clock()
    sessions = Sessions(tokens, clock)
    one = sessions.begin("sesame") or ""
    clock.now += 1
    other = sessions.begin("sesame") or ""
    assert sessions.is_stamp(one, sessions.stamp(one))
    assert not sessions.is_stamp(one, sessions.stamp(other))
    assert not sessions.is_stamp(one, "")

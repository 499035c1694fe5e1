"""The access layer: who comes in, with which scopes, and how often."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from starlette.types import Receive, Send
from starlette.types import Scope as AsgiScope

from kg.api.access import Access, Budgets, Tokens
from kg.api.access.layer import require
from kg.api.client import Client, Scope, client_of
from kg.api.problem import Problem
from kg.api.register import Outcome, Register
from kg.settings import Settings


class Door:
    """The layer around an application that notes whom it is given."""

    def __init__(self, tmp_path: Path, **settings: Any) -> None:
        self.seen: list[Client] = []
        self.register = Register()
        self.settings = Settings(workspace=tmp_path, **settings)
        tokens = Tokens(tmp_path, self.settings.write_token)
        self.layer = Access(self._application, self.settings, tokens, Budgets(self.settings, self.register))

    async def _application(self, scope: AsgiScope, receive: Receive, send: Send) -> None:
        self.seen.append(client_of(scope))
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    def knock(
        self, token: str | None = None, path: str = "/sparql", host: str = "192.0.2.7"
    ) -> tuple[int, dict[bytes, bytes]]:
        sent: list[Any] = []

        async def send(message: Any) -> None:
            sent.append(message)

        async def receive() -> Any:
            raise AssertionError("nobody reads the body")

        headers = [] if token is None else [(b"authorization", token.encode())]
        scope = {"type": "http", "method": "GET", "path": path, "headers": headers, "client": (host, 1)}
        asyncio.run(self.layer(scope, receive, send))
        return sent[0]["status"], dict(sent[0]["headers"])


def test_strangers_may_read_and_nothing_else(tmp_path: Path) -> None:
    door = Door(tmp_path)
    assert door.knock()[0] == 200
    assert door.seen[0].scopes == {Scope.READ}


def test_where_reading_needs_a_token_strangers_are_told_so(tmp_path: Path) -> None:
    door = Door(tmp_path, read_access="token", write_token="sesame")
    status, headers = door.knock()
    assert status == 401
    assert headers[b"www-authenticate"].startswith(b"Bearer")
    assert door.knock("Bearer sesame")[0] == 200
    assert door.knock(path="/health/live")[0] == 200


@pytest.mark.parametrize("shown", ["Bearer wrong", "Basic c2VzYW1lOg==", "sesame", "Bearer", ""])
def test_a_wrong_token_is_refused_even_where_none_is_needed(tmp_path: Path, shown: str) -> None:
    assert Door(tmp_path, write_token="sesame").knock(shown)[0] == 401


def test_a_token_without_the_scope_is_forbidden_and_no_token_is_unauthorised() -> None:
    def scope(client: Client) -> AsgiScope:
        return {"herodotus.client": client}

    assert require(scope(Client("a", "a", frozenset({Scope.ADMIN}))), Scope.WRITE).name == "a"
    for client, status in ((Client("a", "a"), 403), (Client("1.2.3.4"), 401)):
        with pytest.raises(Problem) as raised:
            require(scope(client), Scope.WRITE)
        assert raised.value.status == status


def test_a_client_that_asks_too_often_waits_and_others_do_not(tmp_path: Path) -> None:
    door = Door(tmp_path, requests_per_minute=3)
    assert [door.knock()[0] for _ in range(5)] == [200, 200, 200, 429, 429]
    status, headers = door.knock()
    assert status == 429
    assert 1 <= int(headers[b"retry-after"]) <= 60
    assert door.knock(host="192.0.2.8")[0] == 200
    assert door.knock(path="/health/live")[0] == 200


def test_neighbours_in_one_ipv6_network_share_a_budget(tmp_path: Path) -> None:
    door = Door(tmp_path, requests_per_minute=1)
    assert door.knock(host="2001:db8::1")[0] == 200
    assert door.knock(host="2001:db8::ffff:2")[0] == 429
    assert door.knock(host="2001:db8:0:1::1")[0] == 200
    assert door.knock(host="::ffff:192.0.2.1")[0] == 200
    assert door.knock(host="192.0.2.1")[0] == 429


def test_guessing_tokens_uses_the_budget_up(tmp_path: Path) -> None:
    door = Door(tmp_path, requests_per_minute=2, write_token="sesame")
    assert [door.knock("Bearer no")[0] for _ in range(3)] == [401, 401, 429]


def test_seconds_of_queries_count_while_they_run_and_afterwards(tmp_path: Path) -> None:
    door = Door(tmp_path, query_seconds_per_minute=10)
    work = door.register.begin("query", Client("192.0.2.7"), "ASK {}")
    work.start()
    assert door.knock()[0] == 200
    assert work.started is not None
    work.started -= 11
    assert door.knock()[0] == 429
    door.register.end(work, Outcome.LIMIT)
    assert door.knock()[0] == 429
    assert door.knock(host="192.0.2.8")[0] == 200


def test_only_a_service_that_strangers_reach_has_budgets_by_itself(tmp_path: Path) -> None:
    assert [Door(tmp_path).knock()[0] for _ in range(1)] == [200]
    local, exposed = Door(tmp_path), Door(tmp_path, host="0.0.0.0")
    assert all(local.knock()[0] == 200 for _ in range(700))
    answers = [exposed.knock()[0] for _ in range(700)]
    assert answers.count(429) == 100

"""Which web pages may ask depends on who can reach the service, and on what the operator lists."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path

import pytest

from kg.api.mcp.origins import Origins
from kg.api.problem import Problem
from kg.settings import Settings


def status(name: str, origin: str | None, **settings: object) -> int:
    scope = {"headers": [(b"host", name.encode()), *([(b"origin", origin.encode())] if origin else [])]}
    try:
        Origins(Settings(workspace=Path("w"), base_iri="https://graph.example.org/kg/", **settings)).check(scope)  # type: ignore[arg-type]
    except Problem as problem:
        return problem.status
    return HTTPStatus.OK


@pytest.mark.parametrize("host", ["graph.example.org", "10.0.0.7:8000", "name.that.the.proxy.has"])
def test_a_service_that_others_reach_may_go_by_any_name(host: str) -> None:
    assert status(host, None, host="0.0.0.0") == 200
    assert status(host, None, proxies=("10.0.0.1",)) == 200


@pytest.mark.parametrize("origin", ["http://evil.example", "http://localhost:3000", "http://10.0.0.7:8000", "null", ""])
def test_there_pages_must_be_the_bases_or_listed(origin: str) -> None:
    expected = 403 if origin else 200
    assert status("10.0.0.7:8000", origin or None, host="0.0.0.0") == expected
    assert status("10.0.0.7:8000", "https://graph.example.org", host="0.0.0.0") == 200


def test_listed_origins_may_ask() -> None:
    for listed, wanted in ((("https://app.example",), 200), (("*",), 200), (("https://other.example",), 403)):
        assert status("127.0.0.1:8000", "https://app.example", cors_origins=listed) == wanted


def test_a_service_of_this_machine_goes_by_its_names_alone() -> None:
    for host in ("localhost", "127.0.0.1:8000", "127.9.9.9", "[::1]:8000", "graph.example.org"):
        assert status(host, "http://localhost:6274") == 200
    for host in ("evil.example", "localhost.evil.example", "127.0.0.1.evil.example:8000", "", "10.0.0.7"):
        assert status(host, None) == 421

"""``/mcp`` of the service: the official client over a real socket, and strangers who send what they like."""

from __future__ import annotations

import asyncio
import http.client
import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from mcp import Client

from kg.api.access import Tokens
from kg.api.client import Scope
from tests.api.mcp.calls import CROSS, STRIKE, refusal, walk
from tests.api.mcp.conftest import over_http
from tests.api.service import Answer, Service, until
from tests.graph.fiction import BASE
from tests.mcp.test_tools import SENDABLE

SETTING = "a-long-secret-for-tests"
HEADERS = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}


def message(method: str = "tools/call", **params: object) -> dict[str, object]:
    return {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}


SEARCH = message(name="search", arguments={"text": "karsk"})


def send(service: Service, body: object = SEARCH, **headers: str) -> Answer:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return service.request("POST", "/mcp", {**HEADERS, **named}, data)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_the_official_client_lists_and_calls_everything(served: Service, mode: str) -> None:
    answers = over_http(served, walk, mode)
    assert {answer["version"] for answer in answers.values()} == {1}
    assert {answer["base"] for answer in answers.values()} == {BASE}
    assert answers["search"]["hits"][0]["iri"] == "id/organisation/iron-brigade"
    assert answers["event"]["label"] == "Airstrike, Karsk, 14 March 2021"
    assert answers["disagreements"]["disagreements"]


def test_twenty_calls_at_once_are_all_answered(served: Service) -> None:
    async def ask(client: Client) -> list[bool]:
        calls = [client.call_tool("event", {"event": STRIKE}) for _ in range(10)]
        calls += [client.call_tool("search", {"text": "karsk"}) for _ in range(10)]
        return [result.is_error for result in await asyncio.gather(*calls)]

    assert over_http(served, ask) == [False] * 20


def test_hostile_calls_are_told_what_is_wrong_and_the_service_goes_on(served: Service) -> None:
    async def ask(client: Client) -> None:
        for tool, arguments, says in SENDABLE:
            assert says in await refusal(client, tool, **arguments) or tool == "sparql"
        assert "There is no tool 'drop'" in await refusal(client, "drop")
        assert "(SERVICE)" in await refusal(
            client, "sparql", query="SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"
        )
        assert "nests more than" in await refusal(client, "sparql", query="ASK " + "{" * 3_000 + "}" * 3_000)
        assert not (await client.call_tool("search", {"text": "karsk"})).is_error

    over_http(served, ask)


BODIES: dict[str, tuple[bytes, int]] = {
    "nothing": (b"", 400),
    "no json": (b"<xml/>", 400),
    "deep": (b"[" * 100_000, 400),
    "a number": (b"7", 400),
    "a batch": (json.dumps([SEARCH, SEARCH]).encode(), 400),
    "half a surrogate": (b'{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"\\ud800"}}', 400),
    "a huge number": (b'{"jsonrpc":"2.0","id":' + b"9" * 10_000 + b',"method":"ping"}', 400),
    "no method of ours": (json.dumps(message("resources/subscribe", uri="x")).encode(), 200),
    "no parameters": (b'{"jsonrpc":"2.0","id":1,"method":"tools/call"}', 200),
    "arguments that are none": (json.dumps(message(name="search", arguments=[1])).encode(), 200),
}


@pytest.mark.parametrize("name", BODIES)
def test_whatever_is_sent_is_answered_without_telling_of_the_inside(served: Service, name: str) -> None:
    body, status = BODIES[name]
    answer = send(served, body)
    assert answer.status in (status, 202), answer.body[:300]
    assert b"Traceback" not in answer.body
    assert b"site-packages" not in answer.body
    assert b'"result"' not in answer.body or b'"isError":true' in answer.body
    assert send(served).status == 200


def test_messages_have_a_size_and_a_type(served: Service) -> None:
    answer = send(served, b" " * 2_200_000)
    assert (answer.status, json.loads(answer.body)["limit"]) == (413, "query_bytes")
    assert send(served, Content_Type="text/plain").status == 415
    assert send(served, Content_Encoding="gzip").status == 415
    assert send(served, Accept="text/html").status == 406


def test_there_are_no_streams_and_no_sessions(served: Service) -> None:
    for method in ("GET", "DELETE", "PUT"):
        answer = served.request(method, "/mcp", HEADERS)
        assert (answer.status, answer.headers["allow"]) == (405, "POST")
    answer = send(served, Mcp_Session_Id="of-another-service")
    assert answer.status == 200
    assert answer.headers["mcp-session-id"] is None


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "http://127.0.0.1.evil.example"}, 403),
        ({"Origin": "http://localhost@evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Host": "evil.example", "Origin": "http://evil.example"}, 421),
        ({"Host": "evil.example"}, 421),
        ({"Host": "[::1", "Origin": "http://[::1"}, 421),
        ({"Origin": "http://localhost:6274"}, 200),
        ({"Origin": "http://example.org"}, 200),
        ({"Host": "localhost:8000"}, 200),
        ({"Host": "example.org"}, 200),
    ],
)
def test_pages_of_other_sites_do_not_get_in_by_names_of_their_own(
    served: Service, headers: dict[str, str], status: int
) -> None:
    assert send(served, **headers).status == status


@pytest.fixture(scope="module")
def guarded(told: Path) -> Iterator[tuple[Service, dict[str, str]]]:
    """A service that wants tokens, and lets each client ask often and work for three seconds in a minute."""
    tokens = Tokens(told)
    issued = {scope: tokens.add(scope, {Scope(scope)}) for scope in ("read", "write")}
    issued["often"] = tokens.add("often", {Scope.READ})
    issued["long"] = tokens.add("long", {Scope.READ})
    limits = {"requests_per_minute": 150, "query_seconds_per_minute": 3.0, "query_seconds": 60.0}
    with Service(told, base_iri=BASE, read_access="token", write_token=SETTING, **limits) as service:
        yield service, {**issued, "admin": SETTING}
    for name in ("read", "write", "often", "long"):
        tokens.remove(name)


def test_tokens_are_asked_for_as_everywhere(guarded: tuple[Service, dict[str, str]]) -> None:
    service, tokens = guarded
    answer = send(service)
    assert (answer.status, answer.headers["www-authenticate"]) == (401, 'Bearer realm="herodotus"')
    assert send(service, Authorization="Bearer guessed").status == 401
    answer = send(service, Authorization=f"Bearer {tokens['write']}")
    assert (answer.status, "scope 'read'" in json.loads(answer.body)["detail"]) == (403, True)
    assert send(service, Authorization=f"Bearer {tokens['read']}").status == 200

    async def ask(client: Client) -> bool:
        return (await client.call_tool("search", {"text": "karsk"})).is_error

    assert over_http(service, ask, token=tokens["read"]) is False


def test_who_asks_too_often_waits(guarded: tuple[Service, dict[str, str]]) -> None:
    service, tokens = guarded
    authorised = {"Authorization": f"Bearer {tokens['often']}"}
    assert send(service, **authorised).status == 200
    statuses = {service.request("GET", "/mcp", authorised).status for _ in range(149)}
    refused = send(service, **authorised)
    assert (statuses, refused.status) == ({405}, 429)
    assert json.loads(refused.body)["limit"] == "requests_per_minute"
    assert int(refused.headers["retry-after"]) > 0


def test_queries_of_tools_are_in_the_register_end_with_their_client_and_count(
    guarded: tuple[Service, dict[str, str]],
) -> None:
    service, tokens = guarded
    authorised = {"Authorization": f"Bearer {tokens['long']}"}
    admin = {"Authorization": f"Bearer {SETTING}"}

    def running() -> list[dict[str, object]]:
        time.sleep(0.3)
        found: list[dict[str, object]] = json.loads(service.request("GET", "/api/running", admin).body)
        return found

    leaving = http.client.HTTPConnection(service.host, service.port, timeout=60)
    leaving.request(
        "POST", "/mcp", json.dumps(message(name="sparql", arguments={"query": CROSS})), {**HEADERS, **authorised}
    )
    assert until(lambda: [float(str(work["busy"])) > 3.0 for work in running()] == [True])
    assert [(work["client"], work["kind"]) for work in running()] == [("token long", "query")]
    answer = send(service, **authorised)
    assert (answer.status, json.loads(answer.body)["limit"]) == (429, "query_seconds_per_minute")
    leaving.close()
    assert until(lambda: running() == [])
    assert send(service, **authorised).status == 429


def test_an_administrator_ends_the_query_of_a_tool(guarded: tuple[Service, dict[str, str]]) -> None:
    service, _ = guarded
    admin = {"Authorization": f"Bearer {SETTING}"}
    answers: list[Answer] = []
    body = message(name="sparql", arguments={"query": CROSS})
    thread = threading.Thread(target=lambda: answers.append(send(service, body, **admin)))
    thread.start()
    found: list[dict[str, object]] = []

    def runs() -> bool:
        time.sleep(0.3)
        found[:] = json.loads(service.request("GET", "/api/running", admin).body)
        return bool(found)

    assert until(runs)
    assert service.request("DELETE", f"/api/running/{found[0]['id']}", admin).status == 204
    thread.join()
    assert answers[0].status == 200
    assert "An administrator ended the query." in answers[0].body.decode()

"""Signing in with a browser: a session reads everywhere and writes only by stamped forms of our own pages."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from kg.api.access.sessions import COOKIE
from tests.api.conftest import numbers
from tests.api.service import Service, publish

TOKEN = "open sesame, it is long enough"


class Person:
    """Somebody with a browser that keeps one cookie."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.cookie = ""

    def ask(
        self, method: str, path: str, fields: dict[str, str] | None = None, **headers: str
    ) -> tuple[int, dict, str]:  # type: ignore[type-arg]
        connection = http.client.HTTPConnection(self.service.host, self.service.port, timeout=30)
        sent = {"Accept": "text/html", **{name.replace("_", "-"): value for name, value in headers.items()}}
        if self.cookie:
            sent["Cookie"] = f"other=1; {COOKIE}={self.cookie}"
        body = None
        if fields is not None:
            body = urlencode(fields)
            sent.setdefault("Content-Type", "application/x-www-form-urlencoded")
        connection.request(method, path, body, sent)
        response = connection.getresponse()
        text = response.read().decode()
        given = {name.lower(): value for name, value in response.getheaders()}
        if found := re.match(rf"{COOKIE}=([^;]*)", given.get("set-cookie", "")):
            self.cookie = found[1].strip('"')
        connection.close()
        return response.status, given, text


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service that only who has a token may read."""
    folder = tmp_path_factory.mktemp("closed")
    publish(folder, 1, numbers(3))
    with Service(folder, write_token=TOKEN, read_access="token") as service:
        yield service


def test_a_person_is_led_to_the_door_and_from_there_to_where_they_wanted(closed: Service) -> None:
    person = Person(closed)
    status, headers, _ = person.ask("GET", "/queries?x=1")
    assert (status, headers["location"]) == (303, "sign-in?to=queries%3Fx%3D1")
    status, _, page = person.ask("GET", "/" + headers["location"])
    assert status == 200
    assert 'value="queries?x=1"' in page
    status, headers, _ = person.ask("POST", "/sign-in", {"token": TOKEN, "to": "queries?x=1"})
    assert (status, headers["location"]) == (303, "queries?x=1")
    assert "HttpOnly" in headers["set-cookie"]
    assert "samesite=strict" in headers["set-cookie"].lower()
    assert person.ask("GET", "/queries?x=1")[0] == 200


def test_programs_are_not_led_anywhere(closed: Service) -> None:
    assert Person(closed).ask("GET", "/queries", Accept="application/json")[0] == 401


def test_a_wrong_token_opens_nothing(closed: Service) -> None:
    person = Person(closed)
    status, _, page = person.ask("POST", "/sign-in", {"token": "wrong"})
    assert status == 401
    assert "not known here" in page
    assert person.cookie == ""


@pytest.mark.parametrize("to", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_the_door_leads_nowhere_else(closed: Service, to: str) -> None:
    assert Person(closed).ask("POST", "/sign-in", {"token": TOKEN, "to": to})[1]["location"] == "review"


def test_a_session_writes_nothing_by_the_protocols(closed: Service) -> None:
    person = Person(closed)
    person.ask("POST", "/sign-in", {"token": TOKEN})
    update = {"update": "INSERT DATA { <http://a.example/> <http://a.example/> 1 }"}
    assert person.ask("POST", "/update", update)[0] == 401
    assert person.ask("DELETE", "/store?default")[0] == 401


def test_forms_of_others_and_forms_without_the_stamp_do_nothing(closed: Service) -> None:
    person = Person(closed)
    assert person.ask("POST", "/sign-in", {"token": TOKEN}, Sec_Fetch_Site="cross-site")[0] == 403
    assert person.ask("POST", "/sign-in", {"token": TOKEN}, Origin="https://evil.example")[0] == 403
    person.ask("POST", "/sign-in", {"token": TOKEN})
    assert person.ask("POST", "/sign-out", {})[0] == 403
    assert person.ask("POST", "/sign-out", {"stamp": "0" * 64})[0] == 403
    stamp = re.search(r'name="stamp" value="([0-9a-f]+)"', person.ask("GET", "/sign-in")[2])
    assert stamp is not None
    assert person.ask("POST", "/sign-out", {"stamp": stamp[1]}, Sec_Fetch_Site="same-site")[0] == 403
    assert person.ask("POST", "/sign-out", {"stamp": stamp[1]})[0] == 303
    assert person.cookie == ""


def test_a_form_that_is_too_long_or_none_is_refused(closed: Service) -> None:
    person = Person(closed)
    assert person.ask("POST", "/sign-in", {"token": "x" * 70_000})[0] == 413
    assert person.ask("POST", "/sign-in", {"token": TOKEN}, Content_Type="application/json")[0] == 415

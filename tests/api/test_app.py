"""The service around the endpoint: probes, pages, problems, headers."""

import json
import re
from pathlib import Path
from urllib.parse import urljoin

import pytest

from kg.api.server import serve
from kg.errors import SettingsError
from kg.settings import Settings
from tests.api.service import Service


def test_probes(service: Service) -> None:
    live, ready = service.request("GET", "/health/live"), service.request("GET", "/health/ready")
    assert (live.status, live.json) == (200, {"status": "live"})
    assert (ready.status, ready.json) == (200, {"status": "ready", "version": 1})


@pytest.mark.parametrize("path", ["/nothing", "/id", "/documents/0123", "/static/../app.py", "/static/none"])
def test_what_is_not_there_is_a_problem_document_without_a_path(service: Service, path: str) -> None:
    answer = service.request("GET", path)
    assert answer.status == 404
    assert answer.media_type == "application/problem+json"
    assert json.loads(answer.body) == {"title": "Not Found", "status": 404, "detail": "Nothing matches the given URI."}


@pytest.mark.parametrize("path", ["/", "/sparql", "/sparql?query=ASK%20%7B%7D"])
def test_pages_let_nothing_foreign_in(service: Service, path: str) -> None:
    page = service.request("GET", path, {"Accept": "text/html"})
    assert page.status == 200
    policy = dict(part.strip().split(" ", 1) for part in page.headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert "script-src" not in policy, "what is said of scripts is what is said of everything"
    # The editor writes its style sheet into the page; no other page may.
    assert policy.get("style-src") == ("'self' 'unsafe-inline'" if path.startswith("/sparql") else None)
    assert "unsafe" not in "".join(value for name, value in policy.items() if name != "style-src")
    assert page.headers["x-content-type-options"] == "nosniff"
    text = page.body.decode()
    assert not [link for link in re.findall(r'(?:src|action|<link[^>]* href)="([^"]*)"', text) if "//" in link]
    assert "style=" not in text
    assert all(re.match(r'<script type="module" src="[^"]+"></script>', tag) for tag in re.findall(r"<script.*", text))


def test_every_link_and_asset_of_a_page_is_there(service: Service) -> None:
    page = service.request("GET", "/", {"Accept": "text/html"}).body.decode()
    links = re.findall(r'(?:href|src|action)="([^"]+)"', page)
    found = {urljoin("/", link) for link in links if not link.startswith("#")}
    assert "/static/herodotus.css" in found
    for link in found | {"/favicon.ico"}:
        answer = service.request("GET", link, {"Accept": "text/html,*/*"})
        if answer.status == 303:  # what is not for everybody leads to the door
            answer = service.request("GET", urljoin(link, answer.headers["location"]), {"Accept": "text/html,*/*"})
        assert answer.status == 200, link


def test_the_first_page_is_made_once_for_each_version(service: Service) -> None:
    page = service.request("GET", "/")
    again = service.request("GET", "/", {"If-None-Match": page.headers["etag"]})
    assert (again.status, again.body) == (304, b"")
    assert service.request("HEAD", "/").headers["content-length"] == str(len(page.body))


def test_the_schema_lists_the_probes(service: Service) -> None:
    schema = json.loads(service.request("GET", "/api/openapi.json").body)
    assert {"/health/live", "/health/ready"} <= set(schema["paths"])


def test_an_address_in_use_is_said_to_be(service: Service, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be listened on"):
        serve(Settings(workspace=tmp_path, host="127.0.0.1", port=service.port))

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


def test_pages_let_nothing_foreign_in(service: Service) -> None:
    for path in ("/", "/sparql"):
        page = service.request("GET", path, {"Accept": "text/html"})
        assert page.status == 200
        policy = page.headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert page.headers["x-content-type-options"] == "nosniff"
        text = page.body.decode()
        assert "http://" not in text.replace("http://www.w3.org/2004/02/skos/core#", "")
        assert "style=" not in text
        assert "<script" not in text


def test_every_link_and_asset_of_a_page_is_there(service: Service) -> None:
    page = service.request("GET", "/", {"Accept": "text/html"}).body.decode()
    links = re.findall(r'(?:href|src|action)="([^"]+)"', page)
    found = {urljoin("/", link) for link in links if not link.startswith("#")}
    assert "/static/herodotus.css" in found
    for link in found | {"/favicon.ico"}:
        assert service.request("GET", link, {"Accept": "text/html,*/*"}).status == 200


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

"""What came and went with each version, over a real socket."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

import pytest

from kg.changes import Patch, Patches
from kg.settings import Settings
from kg.workspace import Workspace
from tests.api.service import Answer, Service
from tests.api.writing import AUTHORISED, Writable, problem

PATCH = {"Accept": "application/rdf-patch"}
JSON = {"Accept": "application/json"}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writable]:
    with Writable(tmp_path_factory.mktemp("changes") / "w", processes=2, changes_kept=20) as running:
        for number in range(5):
            add(running, f"<x:s> <x:p> {number}")
        assert running.update("DELETE DATA { <x:s> <x:p> 1 } ; INSERT DATA { <x:s> <x:p> 1.50 }").status == 204
        yield running


def add(service: Writable, triple: str) -> int:
    answer = service.update(f"INSERT DATA {{ {triple} }}")
    assert answer.status == 204
    return int(answer.headers["herodotus-version"])


def patches(answer: Answer) -> list[Patch]:
    assert answer.status == 200, answer.body
    assert answer.media_type == "application/rdf-patch"
    return list(Patches([answer.body]))


def test_versions_follow_one_another_and_each_is_linked_to_the_one_before(service: Writable) -> None:
    found = patches(service.request("GET", "/changes?from=0"))
    assert [patch.head.version for patch in found[:6]] == [1, 2, 3, 4, 5, 6]
    assert all(one.head.id == other.head.previous for one, other in pairwise(found))
    assert [str(quad) for quad in found[2].added.quads()] == [
        '<x:s> <x:p> "2"^^<http://www.w3.org/2001/XMLSchema#integer>'
    ]
    assert (found[5].removed.count, found[5].added.count) == (1, 1)
    assert '"1.5"' in str(next(found[5].added.quads())), "as the store has it"


def test_pages_lead_to_the_newest_version(service: Writable) -> None:
    path, versions = "/changes?from=1&limit=2", list[int]()
    for _ in range(10):
        answer = service.request("GET", path, PATCH)
        versions += [patch.head.version for patch in patches(answer)]
        link = answer.headers["link"]
        if link is None:
            break
        assert 'rel="next"' in link
        path = "/" + link.partition(">")[0].removeprefix("<")
    assert versions == list(range(2, int(answer.headers["herodotus-version"]) + 1))
    assert service.request("GET", f"/changes?from={versions[-1]}").body == b""


def test_programs_get_a_list(service: Writable) -> None:
    told = service.request("GET", "/changes?from=2&limit=2", JSON).json
    assert isinstance(told, dict)
    assert [one["version"] for one in told["changes"]] == [3, 4]
    assert told["changes"][1]["previous"] == told["changes"][0]["id"]
    assert told["next"].endswith("changes?from=4&limit=2")
    alone = service.request("GET", "/" + told["changes"][0]["href"])
    assert patches(alone)[0].head.version == 3
    assert service.request("GET", "/changes?from=2", {"Accept": "text/html"}).status == 406


def test_nobody_is_given_twice_what_they_have(service: Writable) -> None:
    answer = service.request("GET", "/changes?from=0&limit=3")
    tag = answer.headers["etag"]
    assert tag.startswith('"3-')
    assert service.request("GET", "/changes?from=0&limit=3", {"If-None-Match": tag}).status == 304
    assert service.request("GET", "/changes?from=1&limit=3", {"If-None-Match": tag}).status == 200
    head = service.request("HEAD", "/changes?from=0&limit=3")
    assert (head.status, head.headers["etag"], head.body) == (200, tag, b"")


def test_answers_are_compressed(service: Writable) -> None:
    add(service, " . ".join(f"<x:s> <x:q> {number}" for number in range(500)))
    packed = service.request("GET", "/changes?from=0", {"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == service.request("GET", "/changes?from=0").body


@pytest.mark.parametrize(
    "query",
    [
        *("", "?from=", "?from=-1", "?from=1.5", "?from=٣", "?from=1&from=2", "?from=99999999999999999"),
        *("?from=0&limit=0", "?from=0&limit=1001", "?from=0&wait=11", "?from=0&wait=x", "?from=0&id=7"),
    ],
)
def test_nonsense_is_refused(service: Writable, query: str) -> None:
    answer = service.request("GET", "/changes" + quote(query, safe="?=&"))
    assert answer.status == 400
    assert problem(answer)["detail"]


def test_whoever_waits_is_told_as_soon_as_there_is_something(service: Writable) -> None:
    newest = int(service.request("GET", "/changes?from=0&limit=1").headers["herodotus-version"])
    later = threading.Timer(0.7, add, (service, "<x:s> <x:later> 1"))
    later.start()
    found = patches(service.request("GET", f"/changes?from={newest}&wait=10"))
    assert [patch.head.version for patch in found] == [newest + 1]
    later.join()
    begin = time.monotonic()
    assert service.request("GET", f"/changes?from={newest + 1}&wait=1").body == b""
    assert time.monotonic() - begin >= 1


def test_another_history_is_gone(service: Writable) -> None:
    known = patches(service.request("GET", "/changes?from=2&limit=1"))[0].head
    assert service.request("GET", f"/changes?from=3&id={known.id}").status == 200
    other = "00000000-0000-4000-8000-000000000000"
    for path in (f"/changes?from=3&id={other}", "/changes?from=900"):
        answer = service.request("GET", path)
        document = problem(answer)
        assert answer.status == 410
        assert document["dump"] == "data/dump.nq"
        assert document["version"] == int(service.request("GET", "/changes?from=3").headers["herodotus-version"])
    dump = service.request("GET", "/data/dump.nq")
    assert dump.headers["etag"].startswith(f'"{document["version"]}-')
    assert service.request("GET", "/changes/900").status == 404


def test_what_is_no_longer_kept_is_gone(tmp_path: Path) -> None:
    with Writable(tmp_path / "w", changes_kept=2) as service:
        for number in range(5):
            add(service, f"<x:s> <x:p> {number}")
        assert service.request("GET", "/changes?from=2").status == 410
        assert service.request("GET", "/changes/2").status == 410
        assert [patch.head.version for patch in patches(service.request("GET", "/changes?from=3"))] == [4, 5]
        with Workspace.open(Settings(workspace=tmp_path / "w")) as workspace:
            workspace.rebuild()
            newest = workspace.version
        assert service.request("GET", "/changes?from=3&limit=1").status == 200
        assert service.request("GET", f"/changes?from={newest - 1}").status == 410, "a rebuild is no difference"
        assert service.request("GET", f"/changes?from={newest}").status == 200


def test_the_feed_can_be_off_and_needs_what_reading_needs(tmp_path: Path) -> None:
    with Writable(tmp_path / "w", changes="off") as service:
        assert service.request("GET", "/changes?from=0").status == 404
    with Service(tmp_path / "w", read_access="token", write_token=AUTHORISED["Authorization"][7:]) as service:
        assert service.request("GET", "/changes?from=0").status == 401
        assert service.request("GET", "/changes?from=0", AUTHORISED).status in (200, 410)

"""Search over HTTP: the page, the interface for programs, and what they say where there is no index."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.api.linked.visitor import BASE
from tests.api.service import Service


@pytest.fixture(scope="module")
def searched(seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("searched") / "workspace"
    shutil.copytree(seeds, folder)
    with Service(folder, base_iri=BASE) as running:
        yield running


def test_what_is_found_is_json_with_the_page_of_each(searched: Service) -> None:
    answer = searched.request("GET", "/api/search?q=kataib%20hizballah&limit=3")
    assert (answer.status, answer.media_type) == (200, "application/json")
    found = json.loads(answer.body)
    assert found["total"] >= len(found["hits"]) == 3
    first = found["hits"][0]
    assert (first["label"], first["kind"], first["class"]) == ("Kataib Hezbollah", "entity", "ArmedGroup")
    assert first["iri"] == BASE + first["page"].removeprefix("page/")
    assert searched.request("GET", "/" + first["page"]).status == 200
    for hit in found["hits"]:
        assert all(0 <= begin < end <= len(hit["excerpt"]) for begin, end in hit["matches"])


def test_a_question_is_offered_the_query_that_can_look_it_up(searched: Service) -> None:
    found = searched.request("GET", f"/api/search?q={quote('Who attacked Kataib Hizballah?')}&limit=1").json
    first = found["questions"][0]
    (given,) = first["given"]
    assert (first["query"], first["ready"], first["missing"]) == ("attacks", True, [])
    assert (given["text"], given["label"], given["class"]) == ("Kataib Hizballah", "Kataib Hezbollah", "ArmedGroup")
    assert first["parameters"] == {"on": given["value"]} == {"on": f"{BASE}id/organisation/kataib-hezbollah"}
    page = searched.request("GET", "/" + first["page"])
    assert (page.status, page.media_type) == (200, "text/html")
    assert b'<h2 id="answer">' in page.body
    assert searched.request("GET", "/api/search?q=kataib%20hizballah").json["questions"] == []


def test_a_question_with_a_name_that_nobody_bears_says_so(searched: Service) -> None:
    (offer,) = searched.request("GET", "/api/search?q=who%20attacked%20Qwertoplum").json["questions"]
    assert (offer["ready"], offer["parameters"], offer["missing"]) == (False, {}, ["on"])
    assert "no actor here is called" in offer["given"][0]["problem"]
    assert b"no actor here is called" in searched.request("GET", "/search?q=who%20attacked%20Qwertoplum").body


def test_what_is_told_of_questions_is_as_described(searched: Service) -> None:
    content = searched.request("GET", "/api/openapi.json").json["paths"]["/api/search"]["get"]["responses"]["200"]
    described = content["content"]["application/json"]["schema"]["properties"]["questions"]["items"]
    told = searched.request("GET", f"/api/search?q={quote('how many died in Kirkuk last Monday?')}").json["questions"]
    for offer in told:
        assert set(offer) == set(described["required"]) == set(described["properties"])
        given = described["properties"]["given"]["items"]
        assert all(set(one) == set(given["required"]) == set(given["properties"]) for one in offer["given"])


def test_the_list_of_questions_says_how_they_may_be_asked(searched: Service) -> None:
    page = searched.request("GET", "/queries", {"Accept": "text/html"}).body.decode()
    listed = searched.request("GET", "/queries", {"Accept": "application/json"}).json["queries"]
    assert "Who attacked the Iron Brigade in Estmark?" in page
    assert all(query["examples"] for query in listed)


def test_kinds_classes_and_pages_narrow_it_down(searched: Service) -> None:
    events = searched.request("GET", "/api/search?q=iraq&kind=event&class=Airstrike").json
    assert events["hits"]
    assert {(hit["kind"], hit["class"]) for hit in events["hits"]} == {("event", "Airstrike")}
    whole = searched.request("GET", "/api/search?q=iraq&limit=10").json["hits"]
    rest = searched.request("GET", "/api/search?q=iraq&limit=7&offset=3").json["hits"]
    assert whole[3:] == rest


@pytest.mark.parametrize(
    "query",
    [
        "",
        "kind=event",
        "q=a&q=b",
        "q=a&kind=thing",
        "q=a&class=1",
        "q=a&limit=0",
        "q=a&limit=101",
        "q=a&offset=x",
        "q=a&z=1",
    ],
)
def test_a_malformed_request_is_told_so(searched: Service, query: str) -> None:
    answer = searched.request("GET", f"/api/search?{query}")
    assert (answer.status, answer.media_type) == (400, "application/problem+json")


@pytest.mark.parametrize("text", ["", "*", '"', "NEAR(", "🜂", "%", "\x00", "a" * 500, "( OR ) AND NOT"])
def test_nothing_that_is_typed_is_an_error(searched: Service, text: str) -> None:
    assert searched.request("GET", f"/api/search?q={quote(text)}").status == 200
    assert searched.request("GET", f"/search?q={quote(text)}").status == 200


@pytest.mark.parametrize("path", ["/api/search?q=iraq", "/search?q=iraq"])
def test_who_has_the_answer_is_not_sent_it_again(searched: Service, path: str) -> None:
    answer = searched.request("GET", path)
    again = searched.request("GET", path, {"If-None-Match": answer.headers["etag"]})
    assert (again.status, again.body) == (304, b"")
    assert searched.request("HEAD", path).headers["content-length"] == str(len(answer.body))


def test_a_table_of_the_page_can_be_taken_away(searched: Service) -> None:
    answer = searched.request("GET", "/search?q=iraq&table=hits&format=csv")
    assert answer.media_type == "text/csv"
    assert len(answer.body.decode().splitlines()) > 5
    assert searched.request("GET", "/search?q=iraq&table=hits&format=ttl").media_type == "text/turtle"


def test_it_is_described_for_programs(searched: Service) -> None:
    operation = searched.request("GET", "/api/openapi.json").json["paths"]["/api/search"]["get"]
    assert {parameter["name"] for parameter in operation["parameters"]} == {"q", "kind", "class", "limit", "offset"}
    assert set(operation["responses"]) >= {"200", "400", "503"}


def test_without_an_index_it_says_what_to_do_until_there_is_one(searched: Service) -> None:
    index = searched.settings.workspace / "search.sqlite"
    away = index.with_name("away.sqlite")
    index.rename(away)
    try:
        answer = searched.request("GET", "/api/search?q=iraq")
        assert (answer.status, answer.media_type) == (503, "application/problem+json")
        page = searched.request("GET", "/search?q=iraq")
        assert page.status == 503
        assert b"kg rebuild" in page.body
        assert str(index.parent).encode() not in page.body + answer.body
        assert searched.request("GET", "/search").status == 200
    finally:
        away.rename(index)
    assert searched.request("GET", "/api/search?q=iraq").json["hits"]


def test_a_new_index_is_found_without_a_new_start(searched: Service) -> None:
    before = searched.request("GET", "/api/search?q=iraq").json
    index = searched.settings.workspace / "search.sqlite"
    copy = index.with_name("copy.sqlite")
    shutil.copy(index, copy)
    copy.rename(index)
    assert searched.request("GET", "/api/search?q=iraq").json == before

"""Pages of events, claims and small nodes over a real service, and everything that can be taken away from them."""

import csv
import io
import json
import re

import pyoxigraph as ox
import pytest

from kg.vocabulary import KG
from tests.api.linked.visitor import BASE, Visitor
from tests.api.service import Answer

HTML = "text/html"
NODES = ("Attribution", "Toll", "TollSummary", "Designation", "Tenure", "Post", "Relationship", "Connection")


def typed(linked: Visitor, name: str) -> list[str]:
    """The things of one of our classes."""
    return linked.values(f"?x a <{KG}{name}>")


def page(linked: Visitor, thing: str, query: str = "") -> Answer:
    return linked.get(f"{BASE}page/{thing.removeprefix(BASE)}{query}", HTML)


@pytest.fixture(scope="module")
def events(linked: Visitor) -> list[str]:
    return typed(linked, "Event")


@pytest.fixture(scope="module")
def claims(linked: Visitor) -> list[str]:
    return typed(linked, "Claim")


def test_every_event_has_a_page(linked: Visitor, events: list[str]) -> None:
    assert len(events) > 40
    for event in events:
        answer = page(linked, event)
        assert answer.status == 200, event
        assert answer.body.decode().count("<h1>") == 1


def test_claims_have_pages_whose_turtle_and_citation_can_be_read(linked: Visitor, claims: list[str]) -> None:
    for claim in claims[::9]:
        answer = page(linked, claim)
        assert answer.status == 200, claim
        text = answer.body.decode()
        assert "version" in text
        (item,) = json.loads(page(linked, claim, "?format=csl").body)
        assert item["archive_location"] == claim
        entry = page(linked, claim, "?format=bibtex").body.decode()
        assert entry.startswith("@misc{")
        assert item["version"] in re.search(r"version (\d+) of the data", entry).groups()  # type: ignore[union-attr]


def test_files_say_what_they_are_and_others_are_refused(linked: Visitor, claims: list[str]) -> None:
    answer = page(linked, claims[0], "?format=bibtex")
    assert answer.media_type == "application/x-bibtex"
    assert answer.headers["content-disposition"].startswith('attachment; filename="claim-')
    assert answer.headers["x-content-type-options"] == "nosniff"
    address = f"{BASE}page/{claims[0].removeprefix(BASE)}?format=bibtex"
    assert linked.get(address, HTML, **{"If-None-Match": answer.headers["etag"]}).status == 304
    wrong = page(linked, claims[0], "?format=endnote")
    assert wrong.status == 400
    assert "bibtex, csl" in wrong.body.decode()


def test_every_table_of_an_event_is_csv_and_turtle(linked: Visitor, events: list[str]) -> None:
    told = max(events, key=lambda event: len(page(linked, event).body))
    text = page(linked, told).body.decode()
    tables = set(re.findall(r"\?table=([a-z-]+)&amp;format=csv", text))
    assert tables >= {"values", "accounts", "documents", "claims"}
    for table in tables:
        rows = list(csv.DictReader(io.StringIO(page(linked, told, f"?table={table}&format=csv").body.decode())))
        assert rows
        assert all(row["iri"].startswith(BASE) for row in rows)
        turtle = page(linked, told, f"?table={table}&format=ttl")
        subjects = {str(quad.subject.value) for quad in ox.parse(turtle.body, format=ox.RdfFormat.TURTLE)}
        assert {row["iri"] for row in rows} <= subjects
    every = list(csv.DictReader(io.StringIO(page(linked, told, "?table=claims&format=csv").body.decode())))
    accounts = page(linked, told, "?table=accounts&format=ttl")
    assert {row["iri"] for row in every} <= {
        str(quad.subject.value) for quad in ox.parse(accounts.body, format=ox.RdfFormat.TURTLE)
    }


@pytest.mark.parametrize("cls", NODES)
def test_small_nodes_have_pages(linked: Visitor, cls: str) -> None:
    for thing in typed(linked, cls)[:4]:
        answer = page(linked, thing)
        assert answer.status == 200, thing
        title = re.search(r"<h1>(.*?)</h1>", answer.body.decode())
        assert title is not None
        assert BASE not in title[1]


@pytest.mark.parametrize("kind", ["event", "claim", "toll", "relationship", "list"])
def test_what_is_not_there_is_404(linked: Visitor, kind: str) -> None:
    assert page(linked, f"{BASE}id/{kind}/nothing").status == 404


def test_a_page_beyond_the_last_is_404(linked: Visitor, events: list[str]) -> None:
    assert page(linked, events[0], "?page=99").status == 404

"""``kg serve`` publishes over a server of another maker as over the store on disk."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.api.service import Service, children, until
from tests.api.writing import AUTHORISED, TOKEN, UPDATE, at, problem
from tests.store.servers import Maker, Proxy
from tests.store.test_contract import A, opened
from tests.workspace.toy import ingest

LABELS = "SELECT ?o { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> ?o }"


@contextmanager
def served(folder: Path, place: dict[str, Any], **settings: object) -> Iterator[Service]:
    with opened(folder, place) as workspace:
        ingest(workspace, {"/in/a.txt": A})
    given = {"write_token": TOKEN, "query_seconds": 20.0, "readers": 1, **place, **settings}
    with Service(folder, **given) as service:
        yield service


def update(service: Service, text: str) -> int:
    return service.request("POST", "/update", UPDATE, text.encode()).status


def test_the_service_reads_and_writes(folder: Path, place: dict[str, Any]) -> None:
    with served(folder, place) as service:
        assert {"Alpha", "Beta", "Gamma"} <= set(service.values(LABELS))
        before = service.query("SELECT ?o { <urn:s> <urn:p> ?o }")
        assert update(service, "INSERT DATA { GRAPH <http://example.com/g> { <urn:s> <urn:p> 'Ö' } }") == 204
        after = service.query("SELECT ?o { <urn:s> <urn:p> ?o }")
        assert [json.loads(answer.body)["results"]["bindings"] for answer in (before, after)] == [
            [],
            [{"o": {"type": "literal", "value": "Ö"}}],
        ]
        assert before.headers["etag"] != after.headers["etag"]
        again = service.request(
            "GET",
            "/sparql?query=SELECT%20%3Fo%20%7B%20%3Curn%3As%3E%20%3Curn%3Ap%3E%20%3Fo%20%7D",
            {"Accept": "application/sparql-results+json", "If-None-Match": after.headers["etag"]},
        )
        assert again.status == 304
        put = service.request(
            "PUT",
            at("http://example.com/h"),
            {**AUTHORISED, "Content-Type": "text/turtle"},
            "<urn:s> <urn:p> [ <urn:q> 1 ] .",
        )
        assert put.status == 201
        got = service.request("GET", at("http://example.com/h"), {"Accept": "application/n-triples"})
        assert sorted(line.split()[1] for line in got.body.decode().splitlines()) == ["<urn:p>", "<urn:q>"]
        assert b" _:" in got.body
        where = "GRAPH <http://example.com/g> { ?s ?p ?o }"
        assert (
            update(service, f"INSERT {{ GRAPH <http://example.com/k> {{ ?s ?p 'new' }} }} WHERE {{ {where} }}") == 204
        )
        assert service.values("SELECT ?o { GRAPH <http://example.com/k> { <urn:s> <urn:p> ?o } }") == ["new"]
        assert update(service, "INSERT DATA { GRAPH <http://127.0.0.1:8000/graph/x> { <urn:s> <urn:p> 1 } }") == 403


def test_results_come_in_every_format(folder: Path, place: dict[str, Any]) -> None:
    with served(folder, place) as service:
        for accept in (
            *("application/sparql-results+json", "application/sparql-results+xml"),
            *("text/csv", "text/tab-separated-values"),
        ):
            answer = service.query(LABELS, accept)
            assert (answer.status, answer.media_type) == (200, accept)
            assert b"Alpha" in answer.body
        for accept in ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"):
            answer = service.query("CONSTRUCT { ?s a ?t } { ?s a ?t }", accept)
            assert (answer.status, answer.media_type) == (200, accept)
            assert len(answer.body) > 100
        assert service.query("ASK { ?s ?p ?o }").json == {"head": {}, "boolean": True}


def test_limits_hold(folder: Path, place: dict[str, Any]) -> None:
    with served(folder, place, query_rows=3) as service:
        assert service.query(LABELS + " LIMIT 3").status == 200
        assert "more than 3 rows" in str(problem(service.query(LABELS))["detail"])
        assert service.query("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }").status in (400, 403)
        assert "line 1, column 8" in str(problem(service.query("SELECT WRONG"))["detail"])
        assert service.query("SELECT * " + "{" * 5000 + "}" * 5000).status == 400


def test_a_slow_server_is_given_up_at_the_deadline(folder: Path, maker: Maker) -> None:
    with Proxy(maker.port) as proxy:
        place = {**maker.settings(), "store": maker.through(proxy.port), "store_copy": "off"}
        with served(folder, place, query_seconds=9.0, cache_mb=0) as service:
            assert service.query(LABELS).status == 200
            proxy.delay = 30.0
            answer = service.query(LABELS)
            assert answer.status == 503
            assert "longer than 9 seconds" in str(problem(answer)["detail"])
            proxy.delay = 0.0
            assert service.query(LABELS).status == 200
            proxy.cut_after = 0
            answer = service.query(LABELS + " # again")
            assert answer.status == 503
            assert str(proxy.port) not in str(problem(answer))
            assert until(
                lambda: any(f"{proxy.port}/" in line and "cannot be reached" in line for line in service.errors)
            )


def test_no_secret_is_among_the_arguments_of_a_process(folder: Path, makers: Any) -> None:
    place = {**makers("virtuoso").settings(), "store_copy": "off"}
    with served(folder, place) as service:
        assert service.values(LABELS)
        assert update(service, "INSERT DATA { GRAPH <http://example.com/g> { <urn:s> <urn:p> 1 } }") == 204
        told = [Path(f"/proc/{child}/cmdline").read_bytes() for child in children(service.process.pid)]
        assert len(told) >= 2
        assert not any(b'"dba"' in arguments for arguments in told)


def test_named_queries_are_answered(folder: Path, place: dict[str, Any]) -> None:
    with served(folder, place) as service:
        for name in ("events", "actors", "documents"):
            answer = service.request("GET", f"/queries/{name}", {"Accept": "text/csv"})
            assert answer.status == 200
            assert len(answer.body.splitlines()) > 1

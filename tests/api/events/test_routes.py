"""The events for programs: the same selection as the page's, as JSON and GeoJSON, over a real service."""

import json

import pytest

from tests.api.linked.visitor import BASE, Visitor


def get(linked: Visitor, query: str = "", kind: str = "") -> dict:
    answer = linked.get(f"{BASE}api/events{kind}{query}")
    assert answer.status == 200, answer.body
    return json.loads(answer.body)


def test_events_come_with_dates_places_and_accounts(linked: Visitor) -> None:
    given = get(linked)
    assert given["found"] == len(given["events"]) > 40
    assert given["undated"] == sum(
        not any("earliest" in d or "latest" in d for d in e["dates"]) for e in given["events"]
    )
    assert given["unplaced"] == sum(not e["places"] for e in given["events"])
    known = {place["iri"] for place in given["places"]}
    assert {iri for event in given["events"] for iri in event["places"]} == known
    assert {d["known"] for e in given["events"] for d in e["dates"]} > {"day", "month", "year", "no year"}
    strike = next(event for event in given["events"] if event["told"]["figures"])
    assert strike["told"]["claimants"]
    assert strike["told"]["quote"]
    assert strike["page"].startswith("page/id/event/")


def test_what_is_listed_is_bounded_and_says_that_there_is_more(linked: Visitor) -> None:
    whole = [event["iri"] for event in get(linked)["events"]]
    first, second = get(linked, "?limit=10"), get(linked, "?limit=10&offset=10")
    assert first["more"]
    assert [event["iri"] for event in first["events"] + second["events"]] == whole[:20]
    assert first["found"] == len(whole)
    assert get(linked, "?offset=900000")["events"] == []
    assert "told" not in get(linked, "?limit=1&details=no")["events"][0]


def test_geojson_is_the_same_selection(linked: Visitor) -> None:
    query = "?class=Attack"
    collection, given = get(linked, query, ".geojson"), get(linked, query)
    assert collection["type"] == "FeatureCollection"
    features = collection["features"]
    assert [feature["id"] for feature in features] == [event["iri"] for event in given["events"]]
    assert any(feature["geometry"] is None for feature in features)
    for feature in features:
        assert feature["type"] == "Feature"
        located = feature["geometry"] is not None
        assert located == (feature["properties"]["exactness"] in ("point", "area"))
        if located and feature["geometry"]["type"] == "Point":
            long, lat = feature["geometry"]["coordinates"]
            assert -180 <= long <= 180
            assert -90 <= lat <= 90


def test_an_unchanged_answer_is_not_sent_again(linked: Visitor) -> None:
    for kind, media_type in (("", "application/json"), (".geojson", "application/geo+json")):
        answer = linked.get(f"{BASE}api/events{kind}?limit=1")
        assert answer.media_type == media_type
        again = linked.get(f"{BASE}api/events{kind}?limit=1", **{"If-None-Match": answer.headers["etag"]})
        assert again.status == 304


@pytest.mark.parametrize(
    "query", ["?from=2019-13", "?limit=0", "?limit=2001", "?offset=-1", "?details=maybe", "?standing=x", "?class=x"]
)
def test_malformed_parameters_are_refused_with_the_reason(linked: Visitor, query: str) -> None:
    answer = linked.get(f"{BASE}api/events{query}")
    assert answer.status == 400
    assert answer.media_type == "application/problem+json"
    assert json.loads(answer.body)["detail"]


def test_the_page_of_a_wrong_address_keeps_the_form(linked: Visitor) -> None:
    answer = linked.get(f"{BASE}explorer?from=2019-13")
    assert (answer.status, answer.media_type) == (400, "text/html")
    assert b'value="2019-13"' in answer.body


def test_the_description_tells_of_every_field(linked: Visitor) -> None:
    described = json.loads(linked.get(f"{BASE}api/openapi.json").body)
    operation = described["paths"]["/api/events"]["get"]
    assert {p["name"] for p in operation["parameters"]} >= {
        "class",
        "from",
        "to",
        "place",
        "actor",
        "standing",
        "limit",
    }
    assert operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].endswith("/EventsModel")
    assert {"events", "undated", "unplaced", "rough"} <= described["components"]["schemas"]["EventsModel"][
        "properties"
    ].keys()

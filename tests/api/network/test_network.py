"""The network over HTTP: JSON and GraphML for programs, what they are refused with, and what the description says."""

from __future__ import annotations

import json
from urllib.parse import quote, urlencode, urljoin
from xml.etree import ElementTree

import pytest

from tests.api.linked.visitor import BASE, Visitor

HERE = f"{BASE}api/network"
SPACE = "{http://graphml.graphdrawing.org/xmlns}"
BRIGADES = "Kataib Hezbollah"


def get(linked: Visitor, path: str = "", accept: str = "application/json", **parameters: object):
    return linked.get(f"{HERE}{path}?{urlencode(parameters, doseq=True)}", accept)


def test_a_network_has_every_end_of_its_links_and_ways_to_the_evidence(linked: Visitor) -> None:
    answer = get(linked, entity=BRIGADES)
    assert (answer.status, answer.media_type) == (200, "application/json")
    found = json.loads(answer.body)
    nodes = {node["iri"]: node for node in found["nodes"]}
    assert nodes[found["entity"]]["label"] == BRIGADES
    assert nodes[found["entity"]]["root"]
    assert found["links"]
    for link in found["links"]:
        assert {link["source"], link["target"]} <= nodes.keys()
        counted = ("affirmed", "denied", "planned", "possible", "hypothetical")
        assert link["claims"] == sum(link[name] for name in counted) > 0
        assert link["voices"]
    strongest = max(found["links"], key=lambda link: link["claims"])
    evidence = json.loads(linked.get(urljoin(f"{HERE}?x", strongest["evidence"]), "application/json").body)
    assert evidence["claims"]
    assert {voice["quote"] for voice in strongest["voices"]} <= {claim["quote"] for claim in evidence["claims"]}
    for address in (strongest["page"], strongest["voices"][0]["page"], found["page"], nodes[found["entity"]]["page"]):
        assert linked.follow(urljoin(HERE, address), "text/html").answer.status == 200


def test_kinds_come_with_their_numbers(linked: Visitor) -> None:
    found = json.loads(get(linked, "/kinds", entity=BRIGADES).body)
    assert found["node"]["label"] == BRIGADES
    numbers = [one["links"] for one in found["kinds"]]
    assert numbers == sorted(numbers, reverse=True)
    assert {"kind": "attacks", "phrase": "attacks"}.items() <= next(
        one for one in found["kinds"] if one["kind"] == "attacks"
    ).items()


def test_paths_are_lists_of_nodes(linked: Visitor) -> None:
    found = json.loads(get(linked, entity="Iran", other=BRIGADES).body)
    assert found["paths"]
    assert all(path[0] == found["entity"] and path[-1] == found["other"] for path in found["paths"])
    assert {actor for path in found["paths"] for actor in path} <= {node["iri"] for node in found["nodes"]}


def test_graphml_holds_the_same(linked: Visitor) -> None:
    found = json.loads(get(linked, entity=BRIGADES).body)
    answer = get(linked, entity=BRIGADES, format="graphml")
    assert answer.media_type == "application/graphml+xml"
    graph = ElementTree.fromstring(answer.body).find(f"{SPACE}graph")
    assert graph is not None
    assert [node.get("id") for node in graph.findall(f"{SPACE}node")] == [node["iri"] for node in found["nodes"]]
    ends = [(edge.get("source"), edge.get("target")) for edge in graph.findall(f"{SPACE}edge")]
    assert ends == [(link["source"], link["target"]) for link in found["links"]]


@pytest.mark.parametrize(
    ("path", "query", "status", "words"),
    [
        ("", "", 400, "'entity' is missing"),
        ("", "entity=Nobody+Of+This+Name", 404, "No actor and no place goes by 'Nobody Of This Name'"),
        ("", f"entity={quote('http://elsewhere.example/x', safe='')}", 404, "No actor and no place"),
        ("", "entity=a", 400, "Several go by 'a'"),
        ("", "entity=Iran&kind=rides", 400, "no kind of link"),
        ("", "entity=Iran&depth=3", 400, "from 1 to 2"),
        ("", "entity=Iran&since=soon", 400, "no date"),
        ("", "entity=Iran&format=png", 400, "json or graphml"),
        ("/evidence", "entity=Iran&other=Russia", 400, "'edge', its kind"),
        ("/kinds", "", 400, "'entity' is missing"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_a_reason(
    linked: Visitor, path: str, query: str, status: int, words: str
) -> None:
    answer = linked.get(f"{HERE}{path}?{query}", "application/json")
    assert (answer.status, answer.media_type) == (status, "application/problem+json")
    assert words in json.loads(answer.body)["detail"]


def test_the_answer_is_the_same_until_the_data_change(linked: Visitor) -> None:
    first = get(linked, entity=BRIGADES)
    tag = first.headers["etag"]
    again = linked.get(f"{HERE}?entity={quote(BRIGADES)}", "application/json", **{"If-None-Match": tag or ""})
    other = get(linked, entity="Iran")
    assert other.headers["etag"] != tag
    assert (again.status, again.body) in ((304, b""), (200, first.body))


def test_the_description_tells_the_parameters_and_the_answers(linked: Visitor) -> None:
    paths = json.loads(linked.get(f"{BASE}api/openapi.json").body)["paths"]
    operation = paths["/api/network"]["get"]
    assert {one["name"] for one in operation["parameters"]} == {
        "entity", "other", "depth", "kind", "most", "expand", "since", "until", "format",
    }  # fmt: skip
    content = operation["responses"]["200"]["content"]
    assert content["application/json"]["schema"]["$ref"].endswith("/DrawnNetwork")
    assert "application/graphml+xml" in content
    assert paths["/api/network/evidence"]["get"]["operationId"] == "drawn_network_evidence"


def test_no_document_makes_markup_of_the_page(linked: Visitor) -> None:
    found = json.loads(get(linked, entity="Iraq", depth=2, most=150).body)
    for node in found["nodes"]:
        body = linked.get(f"{BASE}network?{urlencode({'entity': node['iri']})}", "text/html").body.decode()
        assert "<script>" not in body
        assert "<img" not in body

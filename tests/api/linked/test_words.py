"""The words of the data: what is in use, with its meaning, counted once for each version."""

from typing import Any

import pytest

from kg.api.linked.words import prefixed
from kg.vocabulary import CLASSES, KG, PREFIXES
from tests.api.linked.visitor import BASE, Visitor


@pytest.fixture(scope="module")
def words(linked: Visitor) -> dict[str, Any]:
    answer = linked.service.request("GET", "/api/vocabulary")
    assert (answer.status, answer.media_type) == (200, "application/json")
    assert isinstance(answer.json, dict)
    return answer.json


def test_words_in_use_come_with_label_definition_and_number(words: dict[str, Any]) -> None:
    (agent,) = (term for term in words["properties"] if term["iri"] == KG + "agent")
    assert (agent["name"], agent["label"]) == ("kg:agent", "agent")
    assert agent["definition"]
    assert agent["count"] > 0


def test_numbers_are_those_of_the_data(words: dict[str, Any], linked: Visitor) -> None:
    (claims,) = (term["count"] for term in words["classes"] if term["name"] == "kg:Claim")
    query = f"SELECT (COUNT(DISTINCT ?c) AS ?n) {{ GRAPH ?g {{ ?c a <{KG}Claim> }} }}"
    assert linked.service.values(query) == [str(claims)]


def test_the_most_used_come_first_and_what_is_not_used_does_not_come(words: dict[str, Any]) -> None:
    for name in ("classes", "properties"):
        counts = [term["count"] for term in words[name]]
        assert counts == sorted(counts, reverse=True)
        assert counts[-1] > 0
    assert len([term for term in words["classes"] if term["iri"].startswith(KG)]) < len(CLASSES)


def test_individuals_of_the_ontology_are_there(words: dict[str, Any]) -> None:
    assert {"kg:Affirmed", "kg:Denied", "kg:Killed"} <= {term["name"] for term in words["individuals"]}


def test_every_name_stands_for_its_iri(words: dict[str, Any]) -> None:
    assert words["prefixes"] == PREFIXES
    assert words["base"] == BASE
    for term in (*words["classes"], *words["properties"], *words["individuals"]):
        prefix, _, local = term["name"].partition(":")
        assert term["name"] == f"<{term['iri']}>" or PREFIXES[prefix] + local == term["iri"]


def test_who_has_them_already_is_told_so(linked: Visitor) -> None:
    first = linked.service.request("GET", "/api/vocabulary")
    again = linked.service.request("GET", "/api/vocabulary", {"If-None-Match": first.headers["etag"]})
    assert (again.status, again.body) == (304, b"")
    assert linked.service.request("HEAD", "/api/vocabulary").headers["etag"] == first.headers["etag"]


def test_a_name_that_no_prefix_can_have_is_the_iri() -> None:
    assert prefixed(KG + "a/b") == f"<{KG}a/b>"

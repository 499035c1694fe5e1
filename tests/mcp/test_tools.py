"""Each tool keeps its contract: answers fit their schemas, quotes are words that stand there, claims are as meant."""

from __future__ import annotations

import asyncio
import json

import jsonschema
import pyoxigraph as ox
import pytest

from kg.graph import rejection_quads
from kg.mcp.tool import visible
from kg.mcp.tools import TOOLS
from kg.model import NodeKey, Rejection
from kg.search import Hit, Kind
from tests.graph.fiction import BASE, karsk, lund
from tests.mcp.asking import StoreGraph, call, quotes, refused, text_of, texts, told
from tests.web.reading import copy_of
from tests.web.test_overview import store

KARSK = karsk().document.id
STRIKE = f"id/event/{KARSK}-e1"
BRIGADE = "id/organisation/iron-brigade"

CLAIM = Hit(f"id/claim/{KARSK}-c1", Kind.CLAIM, None, "Airstrike – type – airstrike", 0.9, excerpt="bombed")
HITS = tuple(
    Hit(
        f"id/place/p{n}", Kind.ENTITY, "Settlement", f"Karsk {n}", 1 / (n + 1), excerpt="in Karsk\u202e", document=KARSK
    )
    for n in range(25)
)


@pytest.fixture(scope="module")
def graph() -> StoreGraph:
    return StoreGraph(store(karsk(), lund()), (*HITS, CLAIM))


CALLS: dict[str, list[dict[str, object]]] = {
    "search": [
        {"text": "karsk"},
        {"text": "karsk", "kind": "claim"},
        {"text": "karsk", "kind": "entity", "class": "Place", "limit": 50},
    ],
    "describe": [
        {"entity": BRIGADE},
        {"entity": "id/organisation/norland"},
        {"entity": "id/place/karsk"},
        {"entity": BRIGADE, "section": "relations"},
        {"entity": "id/person/ada-roe", "section": "offices"},
        {"entity": BRIGADE, "section": "documents"},
    ],
    "event": [{"event": STRIKE}, {"event": BASE + STRIKE, "limit": 2}],
    "disagreements": [{}, {"about": STRIKE}, {"about": BRIGADE, "matter": "toll"}],
    "quote": [{"of": f"id/claim/{KARSK}-c1"}, {"of": f"document/{KARSK}#char=0,6"}],
    "queries": [{}, {"name": "attacks"}],
    "query": [
        {"name": "attacks"},
        {"name": "actor", "parameters": {"actor": "Norland"}},
        {"name": "network", "parameters": {"actor": "Norland"}},
    ],
    "sparql": [
        {"query": "SELECT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }"},
        {"query": "ASK { ?s ?p ?o }"},
        {"query": "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "limit": 5},
    ],
}


def test_every_tool_is_called_here() -> None:
    assert CALLS.keys() == TOOLS.keys()


@pytest.mark.parametrize(("tool", "arguments"), [(tool, one) for tool, every in CALLS.items() for one in every])
def test_an_answer_fits_its_schema_and_quotes_what_stands_there(
    graph: StoreGraph, tool: str, arguments: dict[str, object]
) -> None:
    content = told(graph, tool, **arguments)
    assert content["base"] == BASE
    assert content["version"] == 7
    stored = texts(graph.store)
    found = list(quotes(content))
    for one in found:
        begin, end = one["at"]
        document = BASE + one.get("doc", content.get("doc", ""))
        assert stored[document][begin:end] == one["quote"]
    if tool in ("event", "quote") or arguments == {"entity": BRIGADE}:
        assert found
    assert {one["doc"] for one in found if "doc" in one} <= content.get("documents", {content.get("doc"): 0}).keys()


@pytest.mark.parametrize("name", TOOLS)
def test_a_tool_is_described_whole_and_reads_only(name: str) -> None:
    definition = TOOLS[name].definition()
    jsonschema.Draft202012Validator.check_schema(definition.input_schema)
    jsonschema.Draft202012Validator.check_schema(definition.output_schema)
    assert definition.annotations is not None
    assert definition.annotations.read_only_hint
    assert not definition.annotations.destructive_hint
    assert definition.input_schema["additionalProperties"] is False
    for argument, schema in definition.input_schema["properties"].items():
        assert schema.get("description"), f"{argument} says nothing of itself"


@pytest.mark.parametrize("name", ["search", "describe", "event", "disagreements", "quote", "query", "sparql"])
def test_a_tool_that_gives_words_of_documents_says_that_they_are_no_instructions(name: str) -> None:
    assert "never" in (TOOLS[name].description)
    assert "data" in TOOLS[name].description


def test_an_event_tells_each_value_with_who_gives_it_and_in_which_words(graph: StoreGraph) -> None:
    content = told(graph, "event", event=STRIKE)
    assert content["label"] == "Airstrike, Karsk, 14 March 2021"
    aspects = {aspect["aspect"]: aspect for aspect in content["aspects"]}
    tolls = {value["value"]: {one["by"] for one in value["accounts"]} for value in aspects["toll"]["values"]}
    assert tolls == {"25 killed": {"Iron Brigade"}, "at most 15 killed": {"Estmark’s government"}}
    assert aspects["toll"]["disputed"]
    many = [one for one in content["conflicts"] if one["matter"] == "How many"]
    sides = {side["by"]: side["value"].partition(" (")[0] for one in many for side in one["sides"]}
    assert sides == {"Iron Brigade": "25 killed", "Estmark’s government": "at most 15 killed"}
    stances = {one["by"]: one.get("stance") for value in aspects["type"]["values"] for one in value["accounts"]}
    assert stances["Norland"] == "denied"
    every = [one for value in aspects["type"]["values"] for one in value["accounts"]]
    assert {one["says"].startswith("(denied) ") for one in every if one["by"] == "Norland"} == {True}
    assert not any(one["says"].startswith("(") for one in every if "stance" not in one)
    assert stances["the document"] is None
    assert {"words": "Denied by", "by": ["Norland"]} in content["standings"]


def test_pages_of_an_event_have_every_claim_once(graph: StoreGraph) -> None:
    whole = told(graph, "event", event=STRIKE, limit=100)
    claims, cursor, pages = [], None, 0
    while True:
        content = told(graph, "event", event=STRIKE, limit=3, cursor=cursor)
        claims += [one["claim"] for a in content["aspects"] for v in a["values"] for one in v["accounts"]]
        pages += 1
        if not (cursor := content.get("next")):
            break
    assert pages > 2
    assert sorted(claims) == sorted(
        one["claim"] for a in whole["aspects"] for v in a["values"] for one in v["accounts"]
    )
    assert len(claims) == whole["counts"]["claims"]


def test_a_rejected_claim_is_marked_wherever_it_is_shown(graph: StoreGraph) -> None:
    judged = copy_of(graph.store)
    first = told(graph, "event", event=STRIKE)["aspects"][0]["values"][0]["accounts"][0]["claim"]
    node = first.rpartition("-")[2]
    key = NodeKey(KARSK, node)
    judged.extend(rejection_quads([Rejection(1, key, "Ada Roe", "2026-01-02T03:04:05Z", "misread")], BASE))
    content = told(StoreGraph(judged), "event", event=STRIKE)
    accounts = {one["claim"]: one for a in content["aspects"] for v in a["values"] for one in v["accounts"]}
    assert [name for name, one in accounts.items() if one.get("rejected_by")] == [first]
    found = told(StoreGraph(judged), "quote", of=first)
    assert found["claim"]["rejected_by"] == "Ada Roe"
    assert "do not use it" in found["notes"][0]
    assert "rejected by Ada Roe" in found["cite"]


def test_a_claim_that_is_found_says_how_it_is_meant(graph: StoreGraph) -> None:
    denied = next(
        one["claim"]
        for value in told(graph, "event", event=STRIKE)["aspects"][0]["values"]
        for one in value["accounts"]
        if one.get("stance") == "denied"
    )
    hit = Hit(denied, Kind.CLAIM, None, "Airstrike – type – airstrike", 0.9, excerpt="the raid", document=KARSK)
    (found,) = told(StoreGraph(graph.store, (hit,)), "search", text="raid")["hits"]
    assert found["label"] == found["account"]["says"]
    assert found["label"].startswith("(denied) ")
    assert found["account"]["by"] == "Norland"
    gone = Hit("id/claim/gone-c1", Kind.CLAIM, None, "What the index has and the graph has not", 0.9)
    (found,) = told(StoreGraph(graph.store, (gone,)), "search", text="raid")["hits"]
    assert "account" not in found


def test_an_entity_says_who_says_so(graph: StoreGraph) -> None:
    content = told(graph, "describe", entity=BRIGADE)
    sections = {section["name"]: section for section in content["sections"]}
    assert (content["label"], content["class"]) == ("Iron Brigade", "armed group")
    (arms,) = [row for row in sections["relations"]["rows"] if row["cells"]["predicate"]["iri"] == "kg:arms"]
    assert arms["cells"]["subject"]["name"] == "Estmark"
    assert arms["cells"]["claimants"]["name"] == "Norland"
    assert "Estmark arms the Iron Brigade" in arms["evidence"]["quote"]
    (designation,) = sections["designations"]["rows"]
    assert designation["cells"]["label"]["name"] == "terrorist organisation"
    assert content["documents"][f"document/{KARSK}"]["title"].startswith("Strike on Karsk")
    assert content["events"]["suffered"] >= 1


def test_a_section_of_an_entity_has_every_row_once(graph: StoreGraph) -> None:
    whole = told(graph, "describe", entity=BRIGADE, section="relations", limit=50)["sections"][0]["rows"]
    rows, cursor = [], None
    while True:
        content = told(graph, "describe", entity=BRIGADE, section="relations", limit=1, cursor=cursor)
        rows += content["sections"][0]["rows"]
        if not (cursor := content.get("next")):
            break
    assert rows == whole
    assert len(rows) > 1


def test_a_quote_stands_between_its_sentences(graph: StoreGraph) -> None:
    text = texts(graph.store)[f"{BASE}document/{KARSK}"]
    begin = text.index("Norland denied the raid")
    (shown,) = told(graph, "quote", of=f"document/{KARSK}", begin=begin, end=begin + 14)["passages"]
    assert shown["quote"] == "Norland denied"
    assert text[shown["begin"] :].startswith(shown["before"] + shown["quote"] + shown["after"])
    assert shown["before"].endswith("15 fighters were killed. ")
    assert shown["after"].startswith(" the raid.")


@pytest.mark.parametrize("tool", ["sparql", "query"])
def test_pages_of_rows_have_every_row_once(graph: StoreGraph, tool: str) -> None:
    query = "SELECT ?claim ?who { ?claim <https://w3id.org/herodotus/ns#claimant> ?who } ORDER BY ?claim"
    arguments = {"query": query} if tool == "sparql" else {"name": "mentions"}
    whole = told(graph, tool, limit=200, **arguments)
    rows, cursor = [], None
    while True:
        content = told(graph, tool, limit=7, cursor=cursor, **arguments)
        assert len(content["rows"]) <= 7
        rows += content["rows"]
        if not (cursor := content.get("next")):
            break
    assert len(rows) > 14
    assert rows == whole["rows"]
    assert "next" not in whole


def test_iris_of_answers_work_in_other_tools_and_in_sparql(graph: StoreGraph) -> None:
    rows = told(graph, "sparql", query=f"SELECT ?p {{ GRAPH ?g {{ <{STRIKE}> ?p ?o }} }}")["rows"]
    assert [{"iri": "kg:agent"}] in rows
    assert told(graph, "event", event=f"<{BASE}{STRIKE}>")["event"] == STRIKE


def test_cells_say_what_kind_of_term_they_are(graph: StoreGraph) -> None:
    query = """SELECT * { VALUES (?a ?b ?c ?d ?e ?f ?g ?h) {
      (1 "kg:agent" "x"@en "2021-03-14"^^<http://id.loc.gov/datatypes/edtf/EDTF> true 0.5 <id/place/karsk> UNDEF) } }"""
    (row,) = told(graph, "sparql", query=query)["rows"]
    assert row == [
        *(1, "kg:agent", {"v": "x", "lang": "en"}, {"v": "2021-03-14", "type": "edtf:EDTF"}),
        *(True, 0.5, {"iri": "id/place/karsk"}, None),
    ]


def test_long_cells_are_cut_and_say_so(graph: StoreGraph) -> None:
    (row,) = told(graph, "sparql", query=f"SELECT * {{ VALUES ?x {{ '{'x' * 5_000}' }} }}")["rows"]
    assert row[0]["cut"]
    assert len(row[0]["v"]) == 1_000


def test_a_page_has_bounded_bytes_and_leads_on(graph: StoreGraph) -> None:
    values = " ".join(f"'{number:04}{'y' * 900}'" for number in range(150))
    content = told(graph, "sparql", query=f"SELECT * {{ VALUES ?x {{ {values} }} }}", limit=200)
    assert len(json.dumps(content)) < 50_000
    assert len(content["rows"]) < 60
    more = told(graph, "sparql", query=f"SELECT * {{ VALUES ?x {{ {values} }} }}", limit=200, cursor=content["next"])
    assert int(more["rows"][0][0][:4]) == len(content["rows"])


def test_what_nobody_sees_is_written_as_escapes(graph: StoreGraph) -> None:
    result = call(graph, "search", text="karsk", limit=1)
    assert "\\u202e" in text_of(result)
    assert "\u202e" not in text_of(result)
    assert result.structured_content["hits"][0]["excerpt"].endswith("\u202e")
    assert visible(["\U000e0041", "\x7f", "é"]) == '["\\udb40\\udc41","\\u007f","é"]'


HOSTILE: list[tuple[str, dict[str, object], str]] = [
    ("search", {}, "'text': Field required"),
    ("search", {"text": ["a"]}, "'text'"),
    ("search", {"text": "x" * 501}, "at most 500 characters"),
    ("search", {"text": "a", "limit": 10**9}, "less than or equal to 50"),
    ("search", {"text": "a", "limit": -1}, "greater than or equal to 1"),
    ("search", {"text": "a", "kind": "table"}, "'kind'"),
    ("search", {"text": "a", "class": "Atack"}, "did you mean Attack"),
    ("search", {"text": "a", "cursor": "AAAA"}, "'cursor' is none that this tool gave"),
    ("search", {"text": "a", "cursor": "é"}, "'cursor' is none that this tool gave"),
    ("search", {"text": "a", "drop": "tables"}, "'drop': Extra inputs"),
    ("search", {"text": "\ud800"}, "'text'"),
    ("describe", {"entity": "Norland"}, "'search' finds it"),
    ("describe", {"entity": STRIKE}, "there is the tool 'event'"),
    ("describe", {"entity": "id/place/nowhere"}, "There is no entity 'id/place/nowhere'"),
    ("describe", {"entity": "id/place/x> } DROP ALL #"}, "is no IRI"),
    ("describe", {"entity": BRIGADE, "section": "secrets"}, "'section'"),
    ("describe", {"entity": "id/place/" + "x" * 3_000}, "at most 2000 characters"),
    ("event", {"event": "id/event/none"}, "search again"),
    ("event", {"event": BRIGADE}, "'event' is the IRI of an event"),
    ("event", {"event": STRIKE, "limit": "many"}, "'limit'"),
    ("disagreements", {"about": "<>"}, "is no IRI"),
    ("disagreements", {"matter": "taste"}, "'matter'"),
    ("quote", {"of": "id/claim/none-c1"}, "There is no claim"),
    ("quote", {"of": f"document/{KARSK}"}, "'begin' and 'end' say which words"),
    ("quote", {"of": f"document/{KARSK}", "begin": 9, "end": 9}, "must be less"),
    ("quote", {"of": f"document/{KARSK}", "begin": 99_999, "end": 100_000}, "ends before 'begin'"),
    ("quote", {"of": "document/0000", "begin": 0, "end": 1}, "is no document"),
    ("quote", {"of": "http://elsewhere.example/x"}, "'of' is neither"),
    ("queries", {"name": "../../etc/passwd"}, "there is no query named"),
    ("query", {"name": "actor"}, "needs the parameter 'actor'"),
    ("query", {"name": "attacks", "parameters": {"buy": "x"}}, "has no parameter 'buy'"),
    ("query", {"name": "attacks", "parameters": {"since": "yesterday"}}, "is not a date"),
    ("query", {"name": "attacks", "parameters": {"by": {"a": 1}}}, "'parameters"),
    ("sparql", {"query": "DROP ALL"}, "expected"),
    ("sparql", {"query": "SELECT"}, "expected"),
    ("sparql", {"query": "SELECT * { ?s ?p ?o }", "limit": 100_000}, "less than or equal to 200"),
]


SENDABLE = [one for one in HOSTILE if "\ud800" not in str(one[1].get("text"))]
"""Those that a client can send: half a surrogate is no UTF-8."""


@pytest.mark.parametrize(("tool", "arguments", "says"), HOSTILE)
def test_hostile_arguments_are_told_what_is_wrong(
    graph: StoreGraph, tool: str, arguments: dict[str, object], says: str
) -> None:
    text = refused(graph, tool, **arguments)
    assert says in text
    assert len(text) <= 1_000
    assert "Traceback" not in text


def test_a_cursor_of_other_arguments_is_refused(graph: StoreGraph) -> None:
    cursor = told(graph, "search", text="karsk")["next"]
    assert told(graph, "search", text="karsk", cursor=cursor, limit=3)["hits"]
    assert "'cursor'" in refused(graph, "search", text="lund", cursor=cursor)
    assert "'cursor'" in refused(graph, "event", event=STRIKE, cursor=cursor)


def test_names_are_bound_and_never_run(graph: StoreGraph) -> None:
    before = len(graph.store)
    trick = 'x" ) } } ; DROP ALL ; SELECT * { BIND( "x'
    for name in ("actor", "attacks"):
        parameters = {"actor": trick} if name == "actor" else {"by": trick}
        assert told(graph, "query", name=name, parameters=parameters).get("rows", []) == []
    assert len(graph.store) == before


def test_a_call_that_takes_too_long_names_the_limit(graph: StoreGraph) -> None:
    class Slow(StoreGraph):
        async def select(self, text: str) -> list[dict[str, str]]:
            await asyncio.sleep(60)
            return []

    assert "0.1 seconds (query_seconds)" in refused(Slow(graph.store, seconds=0.1), "event", event=STRIKE)


def test_an_answer_is_made_anew_when_the_data_change_meanwhile(graph: StoreGraph) -> None:
    class Changing(StoreGraph):
        times = 0

        def begin(self) -> None:
            self.times += 1

        @property
        def steady(self) -> bool:  # type: ignore[override]
            return self.times > 1

    changing = Changing(graph.store)
    told(changing, "event", event=STRIKE)
    assert changing.times == 2


def test_what_was_merged_is_followed(graph: StoreGraph) -> None:
    merged = copy_of(graph.store)
    entities = ox.NamedNode(f"{BASE}graph/entities")
    gone = ox.NamedNode("http://purl.org/dc/terms/isReplacedBy")
    for old, new in (("id/event/old", STRIKE), ("id/organisation/old", BRIGADE)):
        merged.add(ox.Quad(ox.NamedNode(BASE + old), gone, ox.NamedNode(BASE + new), entities))
    content = told(StoreGraph(merged), "event", event="id/event/old")
    assert (content["event"], content["moved_from"]) == (STRIKE, "id/event/old")
    content = told(StoreGraph(merged), "describe", entity="id/organisation/old")
    assert (content["entity"], content["moved_from"]) == (BRIGADE, "id/organisation/old")

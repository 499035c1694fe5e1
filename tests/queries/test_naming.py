"""What names mean: what is called exactly so before what is called so otherwise, looked up before a query is asked."""

import asyncio
import re

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.queries import all_queries, load, naming, resolve, resolve_async
from kg.queries.parameter import ParameterType
from tests.queries.world import world

KG = "https://w3id.org/herodotus/ns#"
PREF = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
NAMED = (ParameterType.ACTOR, ParameterType.PLACE, ParameterType.DOCUMENT, ParameterType.CLAIMANT)


def store_of(*names):
    store = ox.Store()
    for number, name in enumerate(names):
        it = ox.NamedNode(f"http://x/{number}")
        store.add(ox.Quad(it, PREF, ox.Literal(name), ox.NamedNode("http://x/g")))
        store.add(ox.Quad(it, TYPE, ox.NamedNode(KG + "Actor"), ox.NamedNode("http://x/g")))
    return store


def asker(store, asked):
    def select(text):
        asked.append(text)
        solutions = store.query(text, use_default_graph_as_union=True)
        names = [variable.value for variable in solutions.variables]
        return [{name: row[name].value for name in names} for row in solutions]

    return select


def meant(value, *names):
    """Who is meant, by name, and how many queries that took."""
    asked = []
    clause = resolve(load("actor"), {"actor": value}, asker(store_of(*names), asked))["actor"]
    rows = store_of(*names).query(f"SELECT DISTINCT ?actor {{ {clause} }}", use_default_graph_as_union=True)
    return {names[int(row["actor"].value.rsplit("/", 1)[1])] for row in rows}, len(asked)


@pytest.mark.parametrize(
    ("value", "expected", "queries"),
    [
        ("Isis", {"Isis"}, 1),
        ("isis", {"Isis", "ISIS"}, 2),
        ("iSIS", {"Isis", "ISIS"}, 2),
        ("iron brigade", {"iRon Brigade"}, 3),
        ("brigade", {"iRon Brigade", "Brigade of Karsk"}, 3),
        ("nobody", set(), 3),
    ],
)
def test_the_closest_names_are_meant(value, expected, queries):
    assert meant(value, "Isis", "ISIS", "iRon Brigade", "Brigade of Karsk") == (expected, queries)


@given(
    st.lists(st.sampled_from(["Ada", "ADA", "ada", "aDa", "Ada Roe", "roe"]), max_size=5),
    st.sampled_from(["ada", "Ada", "roe", "x"]),
)
def test_one_text_alone_means_the_same(names, value):
    clause = load("actor").bind({"actor": value})
    found = resolve(load("actor"), {"actor": value}, asker(store_of(*names), []))
    alone = re.findall(r"\{ SELECT DISTINCT \?actor WHERE .*", clause)[0]
    one, two = (
        {row["actor"] for row in store_of(*names).query(f"SELECT ?actor {{ {text} }}", use_default_graph_as_union=True)}
        for text in (alone, found["actor"])
    )
    assert one == two


def test_more_things_than_a_query_has_room_for_are_looked_up_by_the_query(monkeypatch):
    monkeypatch.setattr(naming, "MOST_THINGS", 2)
    assert meant("Ada", *["Ada"] * 3) == ({"Ada"}, 1)
    assert meant("ada", *["aDa"] * 3, "Ada Roe") == ({"aDa"}, 3)
    assert meant("ad", *["aDa"] * 3)[0] == {"aDa"}


def test_it_is_the_same_where_answers_come_later():
    select = asker(world(), [])

    async def later(text):
        return select(text)

    query = load("relations")
    parameters = {"one": "Estmark", "other": "iron"}
    assert asyncio.run(resolve_async(query, parameters, later)) == resolve(query, parameters, select)


def test_iris_and_other_values_are_not_looked_up():
    asked = []
    assert resolve(load("timeline"), {"actor": "http://x/0", "since": "2021"}, asker(ox.Store(), asked)) == {}
    assert asked == []


@pytest.mark.parametrize("query", [q for q in all_queries() if q.parameters], ids=lambda query: query.name)
def test_a_query_that_names_were_resolved_for_reads_no_names(query):
    """The texts have the shape that keeps them from reading what no parameter asks for."""
    given = {p.name: "Norland" for p in query.parameters if p.type in NAMED}
    given |= {p.name: "2021" for p in query.parameters if p.type is ParameterType.DATE and p.required}
    text = query.bind(given, resolve(query, given, asker(world(), [])))
    for parameter in query.parameters:
        if parameter.type in NAMED:
            assert f"?{parameter.name}_name" not in text
            assert re.search(rf"VALUES \?{parameter.name} \{{ [^}}]*\}}", text)


@pytest.mark.parametrize("query", all_queries(), ids=lambda query: query.name)
def test_exists_has_one_pattern(query):
    """The engine puts the patterns of an EXISTS in no order: of two, one would be read whole for each row."""
    for inside in re.findall(r"EXISTS\s*\{((?:[^{}]|\{[^{}]*\})*)\}", query.text):
        patterns = re.sub(r"FILTER\s*\(.*", "", inside, flags=re.DOTALL)
        assert len(re.findall(r"[;.](?=\s|$)", patterns.strip().rstrip("."))) == 0, inside

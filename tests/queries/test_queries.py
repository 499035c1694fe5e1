"""The named queries: what each answers, and what nobody can make them do."""

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import ParameterError, ResourceError, UnknownQueryError
from kg.queries import Parameter, ParameterType, all_queries, load, run
from kg.queries.header import parse_header
from tests.graph.fiction import BASE
from tests.queries.world import ASKED, world

# ruff: noqa: E501 - the contract's columns stand on one line each
GOLDEN = json.loads((Path(__file__).parent / "rows.json").read_text(encoding="utf-8"))
CONTRACT = {
    "mentions": "file entity label type begin end text",
    "events": "file event type begin end role filler label fillerBegin fillerEnd date place certainty realis polarity claimant",
    "attributions": "file attribution claimant label sourceBegin sourceEnd cueBegin cueEnd contentBegin contentEnd",
    "tolls": "file event toll effect group min max claimant label begin end",
    "places": "file begin end place label latitude longitude geonames",
    "relationships": "file subject subjectLabel predicate object objectLabel claimant claimantLabel polarity certainty evidence",
    "designations": "file designee designeeLabel authority authorityLabel label date claimant claimantLabel polarity",
    "tenures": "file holder holderLabel post organisation organisationLabel date claimant claimantLabel",
    "conflicts": "event kind claimA fileA claimantLabelA valueA evidenceA claimB fileB claimantLabelB valueB evidenceB",
}
SAMPLE = {"date": "2021", "integer": "1", "string": "x", "iri": BASE + "x"}


def needed(query) -> dict[str, str]:
    return {p.name: SAMPLE.get(p.type.value, "norland") for p in query.parameters if p.required}


@pytest.mark.parametrize(("name", "parameters"), ASKED, ids=str)
def test_rows(name, parameters):
    """Where a change of the rows is meant, write the new ones to rows.json and read the difference."""
    rows = run(world(), name, parameters)
    assert [list(row.values()) for row in rows.texts()] == GOLDEN[f"{name} {json.dumps(parameters, sort_keys=True)}"]


def test_every_query_was_asked():
    assert {name for name, _ in ASKED} == {query.name for query in all_queries()}


@pytest.mark.parametrize(("name", "columns"), CONTRACT.items())
def test_the_columns_that_others_build_on(name, columns):
    assert load(name).columns == tuple(columns.split())


@pytest.mark.parametrize("query", all_queries(), ids=lambda query: query.name)
def test_an_empty_store_gives_no_rows(query):
    assert run(ox.Store(), query.name, needed(query)).rows == ()


@pytest.mark.parametrize("query", all_queries(), ids=lambda query: query.name)
def test_a_file_runs_as_it_stands(query):
    world().query(query.text, use_default_graph_as_union=True)
    assert query.question.endswith("?")


HOSTILE = [
    '" } } DROP ALL #',
    "'; DELETE WHERE { ?s ?p ?o } #",
    "\\u0022 }",
    'x" . ?s ?p ?o }',
    "{ UNDEF }",
    "VALUES ?actor { UNDEF }",
    "\n}",
    "\\",
]


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("query", [q for q in all_queries() if q.parameters], ids=lambda query: query.name)
def test_hostile_values_are_words_that_nothing_is_called(query, value):
    before = len(world())
    for parameter in query.parameters:
        if parameter.type in ("date", "integer", "iri", "event"):
            with pytest.raises(ParameterError):
                query.bind(needed(query) | {parameter.name: value})
        else:
            assert run(world(), query.name, needed(query) | {parameter.name: value}).rows == ()
    assert len(world()) == before


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30))
def test_a_value_arrives_as_it_was_given(value):
    clause = Parameter("x", ParameterType.STRING, required=True, default=None, meaning="x").clause(value)
    (row,) = ox.Store().query(f"SELECT ?x {{ {clause} }}")
    assert row["x"].value == value


def test_unknown_missing_and_malformed_parameters_are_refused():
    with pytest.raises(UnknownQueryError, match="did you mean 'tolls'"):
        load("toll")
    with pytest.raises(ParameterError, match="has no parameter 'x'; it takes document"):
        load("tolls").bind({"x": "1"})
    with pytest.raises(ParameterError, match="needs the parameter 'actor'"):
        load("actor").bind({"actor": " "})
    for wrong in ("2021-13", "2021~", "2020/2021", "soon"):
        with pytest.raises(ParameterError, match="is not a date"):
            load("events-in-period").bind({"since": wrong, "until": "2021"})


def test_a_whole_name_goes_before_a_part_of_one():
    assert {row["label"] for row in run(world(), "places", {"document": "karsk.txt"}).texts()} == {"Karsk", "Port Lund"}
    assert {row["file"] for row in run(world(), "places", {"document": "KARSK.TXT"}).texts()} == {
        "karsk.txt",
        "press/karsk.txt",
    }
    assert {row["one"] for row in run(world(), "relations", {"one": "Estmark", "other": "iron"}).texts()} == {
        BASE + "id/organisation/estmark"
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# columns: a\n# view: table\n", "exactly one '# question:'"),
        ("# question: q?\n# columns: a\n# view: pie\n", "the view 'pie'"),
        ("# question: q?\n# columns: a\n# view: table\n# order: b\n", "columns that there are not: b"),
        ("# question: q?\n# columns: a\n# view: table\n# parameter: x (word, optional): y\n", "the type is none of"),
        ("# question: q?\n# columns: a\n# view: table\n# parameter: x\n", "is not 'name"),
        ("# question: q?\n# colour: a\n", "a header line is"),
    ],
)
def test_a_wrong_header_says_what_is_wrong(text, message):
    with pytest.raises(ResourceError, match=message):
        parse_header(text, "x.rq")

"""What crosses the pipe arrives as it left."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.api.desk import message
from kg.api.desk.message import Order
from kg.errors import (
    DecisionError,
    HerodotusError,
    IdentityConflictError,
    ProtectedGraphError,
    QueryError,
    QueryLimitError,
    QuerySyntaxError,
    UnknownClaimError,
    UnknownGraphError,
    VersionError,
)
from kg.settings import Settings
from kg.workspace.acts import Acted, Judge, Reject, Restore, Retry, Signed, Undo
from kg.workspace.writes import GraphWrite, Loaded, Payload, Update, Written

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
maybe = st.none() | texts
graphs = st.none() | st.lists(texts, max_size=3).map(tuple)
versions = st.none() | st.integers(0, 10**9)
payload = st.builds(Payload, texts.map(lambda t: Path("/x") / t.replace("\0", "")), texts)
payloads = st.lists(payload, max_size=3)
loaded = st.lists(st.builds(Loaded, texts, st.none() | payload), max_size=2).map(tuple)
doors = st.lists(st.tuples(texts, texts), max_size=2).map(tuple)
updates = st.builds(Update, texts, graphs, graphs, maybe, versions, loaded, doors)
stores = st.builds(
    GraphWrite, st.sampled_from(["put", "post", "delete"]), maybe, payloads.map(tuple), maybe, maybe, versions
)
reviews = st.one_of(
    st.builds(Judge, st.sampled_from(["same", "different"]), texts, texts, texts),
    st.builds(Undo, st.integers(1, 10**9), texts),
    st.builds(Reject, texts, texts),
    st.builds(Restore, texts | st.integers(1, 10**9), texts),
    st.builds(Retry, texts),
)
acts = st.builds(Signed, reviews, texts, maybe)


@given(st.lists(updates | stores | acts, max_size=5))
def test_orders(writes: list[Order]) -> None:
    assert message.orders_from_json(message.orders_to_json(writes)) == writes


@pytest.mark.parametrize(
    "error",
    [
        QuerySyntaxError("not SPARQL", line=3, column=4),
        QueryLimitError("too deep.", limit="query_nesting", value=128, remedy="Write it flatter."),
        ProtectedGraphError("not yours.", graph="http://example.org/g", remedy="Take another."),
        UnknownGraphError("no such graph."),
        VersionError("too late."),
        IdentityConflictError("both.", pair=("person/a", "person/b"), remedy="Undo one."),
        DecisionError("done already."),
        UnknownClaimError("no such claim."),
        QueryError("no.", remedy="Never."),
    ],
)
def test_errors_keep_their_kind_their_words_and_what_they_carry(error: HerodotusError) -> None:
    (heard,), _ = message.answers_from_json(message.answers_to_json([error], 0))
    assert type(heard) is type(error)
    assert str(heard) == str(error)
    assert vars(heard) == vars(error)


def test_answers() -> None:
    answers: list[message.Reply | None] = [
        Written(7, created=True, added=3, removed=0),
        Acted(7, 3, "d", "committed"),
        Acted(8),
        None,
    ]
    assert message.answers_from_json(message.answers_to_json(answers, 12)) == (answers, 12)


def test_an_error_of_an_unknown_name_is_not_called_by_it() -> None:
    (heard,), _ = message.answers_from_json(
        b'{"answers": [{"error": "annotations", "message": "x", "remedy": null}], "megabytes": 0}'
    )
    assert type(heard).__name__ == "StoreError"


def test_settings_travel_without_the_token(tmp_path: Path) -> None:
    settings = Settings(workspace=tmp_path, write_token="secret", service_allow=("http://example.org/",), query_rows=3)
    sent = message.settings_to_json(settings)
    assert "secret" not in sent
    heard = message.settings_from_json(sent)
    assert (heard.workspace, heard.service_allow, heard.query_rows) == (tmp_path, ("http://example.org/",), 3)
    assert heard.write_token is None

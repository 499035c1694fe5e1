"""The plan: worked out by a short cut or not, it is the one that the protocol asks for."""

import asyncio
from urllib.parse import quote, quote_plus

from hypothesis import given
from hypothesis import strategies as st
from starlette.types import Message

from kg.api.problem import Problem
from kg.api.sparql.plan import Plan, Plans
from kg.api.sparql.request import SparqlRequest, read_request


def scope(address: bytes, method: str = "GET", accept: str | None = None) -> dict:  # type: ignore[type-arg]
    headers = [] if accept is None else [(b"accept", accept.encode())]
    return {"type": "http", "method": method, "query_string": address, "headers": headers}


async def receive() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}


def planned(plans: Plans, address: bytes, **more: str) -> Plan | str:
    try:
        return asyncio.run(plans.plan(scope(address, **more), receive))
    except Problem as problem:
        return problem.detail


def read(address: bytes) -> SparqlRequest | str:
    try:
        return asyncio.run(read_request(scope(address), receive, 1_000))
    except Problem as problem:
        return problem.detail


@given(
    st.one_of(
        st.binary(max_size=60), st.text(max_size=40).map(lambda text: quote_plus(text, errors="replace").encode())
    )
)
def test_an_address_is_read_the_same_way_by_the_short_cut(rest: bytes) -> None:
    address = b"query=" + rest
    expected = read(address)
    plan = planned(Plans(1_000), address)
    assert (plan.request if isinstance(plan, Plan) else plan) == expected


def test_a_plan_is_remembered_for_its_address_method_and_accept() -> None:
    plans, address = Plans(1_000), f"query={quote('SELECT * { ?s ?p ?o }')}".encode()
    first = planned(plans, address)
    assert planned(plans, address) is first
    assert planned(plans, address, accept="text/csv") is not first
    head = planned(plans, address, method="HEAD")
    assert isinstance(head, Plan)
    assert isinstance(first, Plan)
    assert head.key == first.key
    assert head.query is not None
    assert head.query.head

"""A fuzzer that knows the OpenAPI description gets no error of the server, whatever it sends."""

import json

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings

from tests.api.linked.visitor import BASE, Visitor

BRIEFLY = settings(
    max_examples=4,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
MEDIA_TYPES = {"application/problem+json", "text/html"}


def test_no_operation_fails_whatever_it_is_sent(linked: Visitor) -> None:
    description = json.loads(linked.get(f"{BASE}api/openapi.json").body)
    address = linked.service.address.rstrip("/")
    asked: set[str] = set()

    def check(case: schemathesis.Case) -> None:
        response = case.call(base_url=address, allow_redirects=False, timeout=60)
        asked.add(case.operation.path)
        assert response.status_code < 500, response.text
        if response.status_code >= 400:
            assert response.headers["content-type"][0].partition(";")[0] in MEDIA_TYPES

    for result in schemathesis.openapi.from_dict(description).get_all_operations():
        BRIEFLY(given(case=result.ok().as_strategy())(check))()
    assert asked == set(description["paths"])

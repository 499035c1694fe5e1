"""Inquiries: what runs is known, can be ended, and is told what it came to."""

import asyncio
import json
import threading
from pathlib import Path

import pytest

from kg.api.inquiry import outcome_of
from kg.api.readers.reader import FormatRefusedError, QueryEndedError
from kg.api.register import Outcome
from kg.errors import QueryLimitError, QuerySyntaxError, StoreError
from tests.api.service import Answer, Service, until

CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
ADMIN = {"Authorization": "Bearer a-long-secret-for-tests"}


def test_queries_that_run_or_wait_are_listed_and_can_be_ended(workspace: Path) -> None:
    with Service(workspace, readers=1, query_seconds=300.0, write_token="a-long-secret-for-tests") as service:

        def running() -> list[dict]:  # type: ignore[type-arg]
            return json.loads(service.request("GET", "/api/running", ADMIN).body)

        answers: list[Answer] = []
        threads = [threading.Thread(target=lambda: answers.append(service.query(CROSS))) for _ in range(5)]
        for thread in threads:
            thread.start()
        assert until(lambda: len(running()) == 5)
        assert until(lambda: sum(work["busy"] > 0 for work in running()) == 3), "one client has three of four readers"
        assert {work["text"] for work in running()} == {CROSS}
        assert len({work["request"] for work in running()}) == 5
        for work in sorted(running(), key=lambda work: work["busy"]):  # those that wait first
            assert service.request("DELETE", f"/api/running/{work['id']}", ADMIN).status == 204
        for thread in threads:
            thread.join()
        assert [answer.status for answer in answers] == [503] * 5
        assert all("administrator" in json.loads(answer.body)["detail"] for answer in answers)
        assert running() == []
        assert service.query("ASK {}").status == 200


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (None, Outcome.DONE),
        (QuerySyntaxError("no", line=1, column=1), Outcome.REFUSED),
        (FormatRefusedError("no"), Outcome.REFUSED),
        (QueryLimitError("no", limit="query_nesting", value=1), Outcome.REFUSED),
        (QueryLimitError("no", limit="query_seconds", value=1), Outcome.LIMIT),
        (QueryEndedError("no"), Outcome.REFUSED),
        (asyncio.CancelledError(), Outcome.LEFT),
        (TimeoutError(), Outcome.LEFT),
        (StoreError("no"), Outcome.FAILED),
        (ValueError("no"), Outcome.FAILED),
    ],
)
def test_how_it_ended_is_told_by_its_error(error: BaseException | None, outcome: Outcome) -> None:
    assert outcome_of(error) is outcome

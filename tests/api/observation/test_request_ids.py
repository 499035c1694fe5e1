"""One id for a request: in its answer, in the log, and in the list of what is running."""

import json
import threading
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.api.service import Answer, Service, until

ADMIN = {"Authorization": "Bearer a-long-secret-for-tests"}
COUNT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.mark.parametrize("given", [None, "a-proxy-s_own.1"])
def test_answer_log_and_list_tell_of_a_slow_query_by_one_id(workspace: Path, given: str | None) -> None:
    settings = {
        "slow_seconds": 0.5,
        "log_format": "json",
        "query_seconds": 120.0,
        "write_token": ADMIN["Authorization"][7:],
    }
    with Service(workspace, **settings) as service:
        answers: list[Answer] = []
        headers = {"Accept": "application/sparql-results+json"} | ({"X-Request-Id": given} if given else {})
        asking = threading.Thread(
            target=lambda: answers.append(service.request("GET", f"/sparql?query={quote(COUNT)}", headers))
        )
        asking.start()

        def running() -> list[dict[str, object]]:
            found: list[dict[str, object]] = json.loads(service.request("GET", "/api/running", ADMIN).body)
            return found

        assert until(lambda: any(float(str(work["busy"])) > 1.0 for work in running()))
        (work,) = running()
        assert service.request("DELETE", f"/api/running/{work['id']}", ADMIN).status == 204
        asking.join()
        (answer,) = answers
        identity = answer.headers["x-request-id"]
        assert identity == work["request"]
        assert given in (None, identity)
    lines = [json.loads(line) for line in service.errors]
    (slow,) = [line for line in lines if line["logger"] == "kg.api.slow"]
    assert (slow["request"], slow["text"], slow["outcome"]) == (identity, COUNT, "ended")

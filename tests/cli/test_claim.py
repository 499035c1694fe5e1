"""``kg claim``: decisions about claims typed, listed and taken back."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Kg


@pytest.fixture
def claim(kg: Kg) -> str:
    """The id of a claim of the first document."""
    records = json.loads(kg("documents", "--format", "json").stdout)
    document = next(record["id"] for record in records if record["names"] == ["a.txt"])
    return f"claim/{document}-c2"


def test_a_claim_is_rejected_and_restored(kg: Kg, claim: str) -> None:
    before = kg("export", "--format", "nquads").stdout
    rejected = kg("claim", "reject", claim, "--by", "ann", "--reason", "another brigade")
    assert rejected.exit_code == 0, rejected.output
    assert f"{claim} is rejected (rejection 1)." in rejected.output
    graph = kg("export", "--format", "nquads").stdout
    assert f"#rejects> <http://127.0.0.1:8000/id/{claim}> <http://127.0.0.1:8000/graph/reviews>" in graph
    again = kg("claim", "reject", f"http://127.0.0.1:8000/id/{claim}")
    assert again.exit_code == 2
    assert "ann has rejected the claim already (rejection 1)" in again.output
    assert kg("claim", "restore", "1", "--by", "ben").exit_code == 0
    assert kg("export", "--format", "nquads").stdout == before
    assert "there is nothing to take back" in kg("claim", "restore", claim).output


def test_the_log_tells_who_rejected_what_in_which_words(kg: Kg, claim: str) -> None:
    assert "Nobody has rejected anything yet." in kg("claim", "log").output
    assert json.loads(kg("claim", "log", "--format", "json").stdout) == []
    kg("claim", "reject", claim, "--by", "ann", "--reason", "another brigade")
    kg("claim", "restore", claim, "--by", "ben")
    kg("claim", "reject", claim, "--by", "ann")
    lines = json.loads(kg("claim", "log", "--format", "json").stdout)
    assert [(line["verdict"], line["author"], line["reason"], line["restored"]) for line in lines] == [
        ("reject", "ann", "another brigade", 2),
        ("restore", "ben", "", None),
        ("reject", "ann", "", None),
    ]
    assert lines[0]["quotes"] == ["Alpha attacks Beta"]
    assert lines[2]["iri"] == f"http://127.0.0.1:8000/id/{claim}"
    assert "1 is taken back" in kg("claim", "log").output
    kg("retract", "a.txt")
    assert json.loads(kg("claim", "log", "--format", "json").stdout)[2]["iri"] is None


def test_what_is_no_claim_is_an_error_with_what_to_do(kg: Kg) -> None:
    refused = kg("claim", "reject", "person/nobody")
    assert refused.exit_code == 2
    assert "there is no claim 'person/nobody'. Give its IRI" in refused.output
    assert "Traceback" not in refused.output

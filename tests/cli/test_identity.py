"""``kg identity``: decisions typed, explained, listed and taken back."""

from __future__ import annotations

import json

from tests.cli.conftest import Kg


def test_two_names_are_made_one_and_parted_again(kg: Kg) -> None:
    before = kg("export", "--format", "nquads").stdout
    merged = kg("identity", "merge", "Beta", "Gamma", "--by", "ann", "--reason", "one flag")
    assert merged.exit_code == 0, merged.output
    assert "They go by organisation/beta." in merged.output
    assert "id/organisation/gamma> <http://purl.org/dc/terms/isReplacedBy>" in kg("export", "--format", "nquads").stdout
    told = kg("identity", "why", "Gamma")
    assert "ann decided on" in told.output
    assert kg("identity", "undo", "--by", "ben").exit_code == 0
    assert kg("export", "--format", "nquads").stdout == before
    log = json.loads(kg("identity", "log", "--format", "json").stdout)
    assert [(line["verdict"], line["author"], line["reason"]) for line in log] == [
        ("same", "ann", "one flag"),
        ("undo", "ben", ""),
    ]
    assert "1 is taken back" in kg("identity", "log").output


def test_a_contradiction_is_refused_and_names_the_pair(kg: Kg) -> None:
    kg("identity", "merge", "Beta", "Gamma")
    refused = kg("identity", "separate", "Gamma", "Beta")
    assert refused.exit_code == 0, "the newer judgement about one pair takes the older's place"
    kg("identity", "merge", "Alpha", "Beta")
    kg("identity", "merge", "Alpha", "Delta")
    refused = kg("identity", "separate", "Beta", "Delta")
    assert refused.exit_code == 2
    assert "organisation/beta and organisation/delta would be one and two at once" in refused.output


def test_who_is_unknown_is_an_error_with_what_to_do(kg: Kg) -> None:
    refused = kg("identity", "merge", "Beta", "Nobody at all")
    assert refused.exit_code == 2
    assert "nothing is called 'Nobody at all'" in refused.output
    assert "Traceback" not in refused.output


def test_candidates_are_listed_with_reasons_or_there_are_none(kg: Kg) -> None:
    assert json.loads(kg("identity", "candidates", "--format", "json").stdout) == []
    assert "Nothing waits" in kg("identity", "candidates").output

"""Samples of claims in words, to be judged by a reader."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from kg.evaluation.judgement import load_judgements
from tools.judging import judging, text

NOTE = (
    "Norland bombed the town of Karsk on 3 May 2021, killing at least 12 civilians. John Smith, prime minister of "
    "Sudland, said that the Red Brigade had attacked the port.\n"
)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_a_toml_string_on_one_line(value: str) -> None:
    line = text(value)
    assert "\n" not in line
    assert tomllib.loads(f"a = {line}") == {"a": value}


@pytest.fixture
def note(tmp_path: Path) -> Path:
    file = tmp_path / "note.txt"
    file.write_text(NOTE)
    return file


def sample(*arguments: object) -> str:
    done = CliRunner().invoke(judging, [*map(str, arguments)])
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.slow
def test_claims_are_printed_in_words_as_judgements_that_wait_for_a_verdict(note: Path, tmp_path: Path) -> None:
    file = tmp_path / "all.toml"
    file.write_text(sample(note))
    claims = load_judgements(file).claims
    said = {(c.subject, str(c.predicate), c.object, c.claimant) for c in claims}
    assert ("Bombing “bombed”", "agent", "Norland", "the document") in said
    assert any(object_.startswith("12 or more killed") for _, predicate, object_, _ in said if predicate == "toll")
    assert ("Attack “attacked”", "agent", "Red Brigade", "John Smith") in said
    assert all(c.verdict == "" and c.quote in NOTE for c in claims if "…" not in c.quote)


@pytest.mark.slow
def test_a_sample_depends_on_its_seed_alone_and_known_claims_keep_their_verdicts(note: Path, tmp_path: Path) -> None:
    once = sample(note, "--sample", 3, "--seed", 7)
    assert once == sample(note, "--sample", 3, "--seed", 7) != sample(note, "--sample", 3, "--seed", 8)
    file = tmp_path / "judged.toml"
    file.write_text(once.replace('verdict = ""', 'verdict = "right"'))
    again = sample(note, "--judged", file)
    assert again.count('verdict = "right"') == once.count("[[claim]]") == 3
    assert again.count("[[claim]]") > 3

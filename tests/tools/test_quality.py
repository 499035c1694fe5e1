"""What writes the tables of docs/quality.md."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools import quality

NOTE = "Norland bombed Karsk on 3 May 2021. The mayor of Lund said that the port had burned.\n"
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="<|"), max_size=20)


def place(name: str, table: str) -> str:
    return f"<!-- measured: {name} -->\n{table}<!-- end -->\n"


@given(WORDS, WORDS, WORDS, WORDS)
def test_only_what_stands_between_markers_is_written_anew(before: str, old: str, after: str, table: str) -> None:
    page = before + "\n" + place("a", old) + after + "\n" + place("b", old)
    written = quality.rendered(page, {"a": table})
    assert written == before + "\n" + place("a", table.strip() + "\n") + after + "\n" + place("b", old)
    assert quality.rendered(written, {"a": table}) == written
    assert quality.rendered(page, {}) == page


def test_the_page_has_one_whole_place_for_each_table() -> None:
    page = quality.PAGE.read_text(encoding="utf-8")
    tables = quality.tables_of(page)
    assert {"facts", "sentences", "judgements"} <= set(tables)
    assert re.findall(r"<!-- (measured|end)", page) == ["measured", "end"] * len(tables)


@pytest.mark.parametrize("name", sorted(quality.tables_of(quality.PAGE.read_text(encoding="utf-8"))))
def test_each_table_of_the_page_is_filled_and_says_what_it_was_measured_with(name: str) -> None:
    table = quality.tables_of(quality.PAGE.read_text(encoding="utf-8"))[name]
    if name == "judgements" and not list(quality.JUDGEMENTS.glob("*.toml")):
        pytest.skip("no claims have been judged")
    assert "| --- |" in table
    assert re.search(r"`rules/\w+ \w+/[\d.]+`", table)
    assert name == "judgements" or re.match(r"\d{4}-\d\d-\d\d, version \d", table)


def test_sentences_are_counted_by_phenomenon() -> None:
    written = quality.sentences({"verbs": [True, False, True], "aliases": [True]})
    assert written.splitlines()[-4:] == [
        "| --- | --- |", "| aliases | 1 of 1 |", "| verbs | 2 of 3 |", "| **all** | **3 of 4** |",
    ]  # fmt: skip


def test_judged_claims_become_precision_by_kind(tmp_path: Path) -> None:
    claim = (
        '[[claim]]\ndocument = "{0}.txt"\nsubject = "a"\npredicate = "{1}"\nobject = "b"\nclaimant = "c"\n'
        'quote = "q"\nverdict = "{2}"\nreason = "r"\n'
    )
    file = tmp_path / "a.toml"
    claims = [("x", "agent", "right"), ("x", "agent", "wrong"), ("y", "date", "right")]
    file.write_text('extractor = "rules/9"\n' + "".join(claim.format(*c) for c in claims))
    written = quality.judgements([file])
    assert written.startswith("Claims of 2 texts, read by `rules/9`.")
    assert "| who took part | 1 of 2 | 0.500 |" in written
    assert "| **all** | 2 of 3 | 0.667 |" in written


def test_what_is_not_there_is_skipped_with_the_reason(tmp_path: Path) -> None:
    with pytest.raises(quality.SkippedError, match=r"lacks gold\.jsonl"):
        quality.collection(tmp_path)
    with pytest.raises(quality.SkippedError, match="no claims"):
        quality.judgements([])


@pytest.mark.slow
def test_a_set_of_span_gold_is_measured_through_the_commands(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    gold = []
    for name in ("a.txt", "b.txt", "c.txt", "d.txt"):
        (tmp_path / "documents" / name).write_text(NOTE.replace("Karsk", f"Karsk{name[0]}"))
        attribution = {"source": [[37, 54]], "cue": [[55, 59]], "content": [[60, 84]]}
        gold.append(json.dumps({"file": name, "attributions": [attribution]}))
    (tmp_path / "gold.jsonl").write_text("\n".join(gold))
    written = quality.collection(tmp_path)
    assert "; 4 documents" in written
    assert "| cue | 1.000 | 1.000 | 1.000 | 1.000–1.000 |" in written


def test_facts_are_counted_by_kind() -> None:
    figures = dict.fromkeys(("precision", "recall", "f1"), 0.5)
    report = {
        **figures, "intervals": dict.fromkeys(figures, (0.25, 0.75)), "found": 1, "expected": 2, "violations": 1,
        "kinds": {"event": {"found": 1, "expected": 2}}, "findings": [{"forbidden": True}, {"forbidden": False}],
    }  # fmt: skip
    written = quality.facts(report)
    assert "recall 0.500 (0.250–0.750)" in written
    assert "1 of 1 forbidden statements found" in written
    assert written.endswith("| event | 1 of 2 |\n| **all** | **1 of 2** |")

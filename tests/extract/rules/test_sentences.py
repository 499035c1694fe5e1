"""What single sentences say: original sentences, grouped by phenomenon, with what must and must not be read in them.

Each file of ``sentences/`` holds ``[[sentence]]`` tables: ``text``, ``says`` (lines that must be there), ``never``
(lines, or parts of lines, that must not), ``not_plain`` (lines that must not stand without claimant or modality), and
``date`` where the document has one. ``statements.lines`` tells how lines are written.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from kg.documents import read
from kg.extract.rules import RuleExtractor
from tests.extract.rules.statements import lines

FILES = sorted((Path(__file__).parent / "sentences").glob("*.toml"))
CASES = [
    pytest.param(case, id=f"{path.stem}-{number}")
    for path in FILES
    for number, case in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))["sentence"], start=1)
]


@pytest.fixture(scope="module")
def extractor() -> RuleExtractor:
    return RuleExtractor()


@pytest.mark.parametrize("case", CASES)
def test_a_sentence_says_what_a_careful_reader_finds(case: dict[str, Any], extractor: RuleExtractor) -> None:
    document = read(case["text"].encode(), "sentence.txt", date=case.get("date"))
    found = lines(extractor.extract(document), document)
    shown = "\n".join(sorted(found))
    for line in case.get("says", []):
        assert line in found, f"not read: {line}\n\n{shown}"
    for part in case.get("never", []):
        assert not any(part in line for line in found), f"wrongly read: {part}\n\n{shown}"
    for line in case.get("not_plain", []):
        assert line not in found, f"read as plain fact: {line}\n\n{shown}"

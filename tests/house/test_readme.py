"""The pages show commands and queries that work."""

from __future__ import annotations

import re
import shlex
from itertools import pairwise
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.queries import load
from tests.cli.commands_page import commands

ROOT = Path(__file__).parent.parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "demo.sh"])


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page.read_text(encoding="utf-8"), flags=re.M | re.S)


def typed() -> list[list[str]]:
    """Every ``kg`` command that a page or the demo shows, as words."""
    lines = [line for page in PAGES for line in page.read_text(encoding="utf-8").splitlines()]
    shown = [re.sub(r"\s+#.*", "", m[1]) for line in lines if (m := re.match(r"\s*(?:\$ |run )?kg ([a-z-].*)", line))]
    return [shlex.split(line) for line in shown]


def test_every_command_that_is_shown_exists() -> None:
    assert len(typed()) > 10
    assert {words[0] for words in typed()} <= set(commands())


@pytest.mark.parametrize("words", [w for w in typed() if w[0] == "query" and len(w) > 1], ids=" ".join)
def test_every_named_query_that_is_shown_exists_and_takes_its_parameters(words: list[str]) -> None:
    if words[1] in ("-", "NAME|FILE|-") or words[1].endswith(".rq"):
        return
    given = dict(w.split("=", 1) for before, w in pairwise(words) if before == "--param")
    assert load(words[1]).bind(given)


@pytest.mark.parametrize("page", [p for p in PAGES if blocks(p, "sparql")], ids=lambda p: p.name)
def test_every_query_that_is_shown_is_sparql(page: Path) -> None:
    for block in blocks(page, "sparql"):
        assert isinstance(ox.Store().query(block), ox.QuerySolutions)


def test_the_readmes_example_is_what_a_sample_document_says() -> None:
    text = " ".join((ROOT / "seeds" / "us-strikes-al-qaim.txt").read_text(encoding="utf-8").split())
    quotes = re.findall(r"^ +“(.+)”  us-strikes", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.M)
    assert len(quotes) == 2
    assert all(quote in text for quote in quotes)

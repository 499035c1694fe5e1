"""Links between the pages of the documentation lead somewhere."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parent.parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "benchmarks").rglob("*.md")])


def inline(tokens: list[Token]) -> list[Token]:
    """All inline tokens of a page, links and pictures among them."""
    return [child for token in tokens for child in (token.children or [])]


def targets(page: Path) -> list[str]:
    tokens = MarkdownIt("commonmark").enable("table").parse(page.read_text(encoding="utf-8"))
    found = [t.attrGet("href") or t.attrGet("src") for t in inline(tokens) if t.type in ("link_open", "image")]
    return [str(target) for target in found if target]


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, made as code hosts make them."""
    tokens = MarkdownIt("commonmark").enable("table").parse(page.read_text(encoding="utf-8"))
    titles = [tokens[i + 1].content for i, t in enumerate(tokens) if t.type == "heading_open"]
    result: set[str] = set()
    for title in titles:
        words = unicodedata.normalize("NFC", title).lower()
        slug = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
        n = 0
        while (anchor := f"{slug}-{n}" if n else slug) in result:
            n += 1
        result.add(anchor)
    return result


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_relative_link_and_anchor_of_a_page_exists(page: Path) -> None:
    dead = []
    for target in targets(page):
        if re.match(r"[a-z][a-z0-9+.-]*:", target):
            continue
        path, _, anchor = target.partition("#")
        aim = (page.parent / path).resolve() if path else page
        if not aim.exists() or (anchor and aim.suffix == ".md" and anchor not in anchors(aim)):
            dead.append(target)
        assert aim.is_relative_to(ROOT), f"{target} leads out of the project"
    assert not dead


def test_every_page_of_the_docs_can_be_reached_from_the_index() -> None:
    index = ROOT / "docs" / "index.md"
    linked = {(index.parent / t.partition("#")[0]).resolve() for t in targets(index)}
    pages = {p.resolve() for p in (ROOT / "docs").rglob("*.md")} - {index.resolve()}
    assert pages <= linked

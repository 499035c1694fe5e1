"""What was measured: the documentation's page of figures, as part of a page."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from kg.resources import folder

_OPEN: Final = '<div class="wide" role="group" aria-label="Figures" tabindex="0">\n'
_HEADINGS: Final = {"h1": "h2", "h2": "h3", "h3": "h4", "h4": "h5"}


@cache
def measured() -> Markup:
    """The page of figures as HTML, its headings one level lower, without its title and without links to other files.

    Raises ``ResourceError`` where the installation lacks it.
    """
    text = (folder("docs") / "quality.md").read_text(encoding="utf-8").partition("\n")[2]
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    lines = "\n".join(line for line in text.split("\n") if not line.startswith("<!--"))
    tokens = list(_fitted(parser.parse(lines)))
    return Markup(parser.renderer.render(tokens, parser.options, {}))  # noqa: S704 - our own text, and no HTML passes


def _fitted(tokens: Iterable[Token]) -> Iterable[Token]:
    heads = False
    for token in tokens:
        if heads and token.type == "inline" and not token.content:  # a corner has no heading in Markdown, but needs one
            token.children = [Token("text", "", 0, content="What")]
        heads = token.type == "th_open"
        if token.tag in _HEADINGS:
            token.tag = _HEADINGS[token.tag]
        if token.type == "table_open":
            yield Token(
                "html_block", "", 0, content='<div class="wide" role="group" aria-label="Figures" tabindex="0">\n'
            )
        if token.children:
            token.children = [child for child in token.children if child.type not in ("link_open", "link_close")]
        if token.type == "th_open":
            token.attrSet("scope", "col")
        yield token
        if token.type == "table_close":
            yield Token("html_block", "", 0, content="</div>\n")

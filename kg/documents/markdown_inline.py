"""The markup inside a paragraph of Markdown: where it stands, and where it parts words.

markdown-it's inline tokens carry no positions, so its rules are run through recorders that note which characters each
consumed. What is markup is then decided by the CommonMark parser itself, not by a second one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_inline import autolink, backtick, entity, escape, html_inline, image, link
from markdown_it.rules_inline.emphasis import tokenize as emphasis
from markdown_it.rules_inline.state_inline import StateInline
from markdown_it.rules_inline.strikethrough import tokenize as strikethrough
from markdown_it.token import Token

INLINE_TAGS = frozenset(
    """
    a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark meter output q s samp small span
    strike strong sub sup time tt u var wbr
    """.split()  # noqa: SIM905 - a word list is read as text
)
"""HTML elements that stand inside a line of text and part nothing."""

Rule = Callable[[StateInline, bool], bool]
_TAG = re.compile(r"</?([A-Za-z][\w-]*)|<[!?]")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]:?")


_MOST_BRACKETS = 2_000
"""The parser's time grows with the square of open brackets; a paragraph with more of them than this is no prose."""


class Markup(NamedTuple):
    """Ranges of a paragraph that are no words (ascending, disjoint), and those among them that part it in two."""

    skip: list[tuple[int, int]]
    breaks: list[tuple[int, int]]


def parser() -> MarkdownIt:
    """A CommonMark parser with tables and strike-through whose inline rules record their markup in the environment."""
    markdown = MarkdownIt("commonmark", {"maxNesting": 60}).enable(["table", "strikethrough"]).disable("code")
    rules: dict[str, Rule] = {
        "escape": _recorded(escape, _escape),
        "backticks": _recorded(backtick, _backticks),
        "strikethrough": _recorded(strikethrough, _delimiters),
        "emphasis": _recorded(emphasis, _delimiters),
        "link": _recorded(link, _link),
        "image": _recorded(image, _whole),
        "autolink": _recorded(autolink, _brackets),
        "html_inline": _recorded(html_inline, _tag),
        "entity": _recorded(entity, _ampersand),
    }
    for name, rule in rules.items():
        markdown.inline.ruler.at(name, rule)
    markdown.inline.ruler2.disable("fragments_join")
    markdown.core.ruler.disable(["inline", "text_join"])  # ``markup`` does this, paragraph by paragraph
    return markdown


def markup(markdown: MarkdownIt, content: str, references: object) -> Markup:
    """The markup in ``content``, the text of one paragraph, by a parser of ``parser``."""
    if content.count("[") > _MOST_BRACKETS:
        return Markup([], [])
    found = _Found(len(content), [], [], [])
    markdown.inline.parse(content, markdown, {"references": references or {}, "found": found}, [])
    delimiters = [(begin, end) for token, begin, end in found.delimiters if token.type != "text" or not token.content]
    footnotes = [match.span() for match in _FOOTNOTE.finditer(content)]
    return Markup(merged(found.skip + delimiters + footnotes), merged(found.breaks))


class _Found(NamedTuple):
    """What the recorders note while a text of ``length`` is parsed; a delimiter's token tells later what it became."""

    length: int
    skip: list[tuple[int, int]]
    breaks: list[tuple[int, int]]
    delimiters: list[tuple[Token, int, int]]


def _recorded(rule: Rule, record: Callable[[StateInline, int, int, _Found], None]) -> Rule:
    """The rule, which calls ``record`` with the range it consumed and the number of tokens there were before."""

    def recorder(state: StateInline, silent: bool) -> bool:
        begin, before = state.pos, len(state.tokens)
        matched = rule(state, silent)
        found = state.env.get("found")
        # The description of an image is parsed as a text of its own, whose positions mean nothing here.
        if matched and not silent and isinstance(found, _Found) and len(state.src) == found.length:
            record(state, begin, before, found)
        return matched

    return recorder


def _escape(_state: StateInline, begin: int, _before: int, found: _Found) -> None:
    found.skip.append((begin, begin + 1))


def _backticks(state: StateInline, begin: int, before: int, found: _Found) -> None:
    code = next((token for token in state.tokens[before:] if token.type == "code_inline"), None)
    if code:
        length = len(code.markup)
        found.skip.extend([(begin, begin + length), (state.pos - length, state.pos)])


def _delimiters(state: StateInline, begin: int, _before: int, found: _Found) -> None:
    end = state.pos
    for token in reversed(state.tokens):
        if end <= begin:
            break
        found.delimiters.append((token, end - len(token.content), end))
        end -= len(token.content)


def _link(state: StateInline, begin: int, _before: int, found: _Found) -> None:
    end = state.md.helpers.parseLinkLabel(state, begin, True)
    found.skip.extend([(begin, begin + 1), (end, state.pos)])


def _whole(state: StateInline, begin: int, _before: int, found: _Found) -> None:
    found.skip.append((begin, state.pos))


def _brackets(state: StateInline, begin: int, _before: int, found: _Found) -> None:
    found.skip.extend([(begin, begin + 1), (state.pos - 1, state.pos)])


def _tag(state: StateInline, begin: int, _before: int, found: _Found) -> None:
    found.skip.append((begin, state.pos))
    if parts(state.src[begin : state.pos]):
        found.breaks.append((begin, state.pos))


def _ampersand(state: StateInline, begin: int, _before: int, found: _Found) -> None:
    """``&amp;`` is read as its first character; other entities stay as they are written."""
    if state.src[begin : state.pos] == "&amp;":
        found.skip.append((begin + 1, state.pos))


def parts(tag: str) -> bool:
    """Whether an HTML tag parts the text on its two sides, as comments and inline elements do not."""
    match = _TAG.match(tag)
    return bool(match and match[1] and match[1].lower() not in INLINE_TAGS)


def merged(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The ranges in ascending order, those that meet made one."""
    joined: list[tuple[int, int]] = []
    for begin, end in sorted(ranges):
        if begin >= end:
            continue
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined

"""Markdown: the stored text is the file as it is; blocks and what they skip say which of it are words."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from kg.documents.content import Content, Declared
from kg.documents.encoding import decode
from kg.documents.fields import one_line
from kg.documents.front_matter import front_matter
from kg.documents.markdown_inline import Markup, markup, merged, parser, parts
from kg.errors import DocumentError
from kg.model import Block, BlockKind, Span

_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")
_HTML = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|textarea)\b.*?(?:</\1\s*>|\Z)|</?[A-Za-z][^<>]*>|<[!?][^<>]*>",
    re.DOTALL | re.IGNORECASE,
)

Range = tuple[int, int]


def read_markdown(data: bytes, name: str, declared: Declared) -> Content:
    """Reads Markdown (CommonMark with tables and strike-through) with YAML front matter.

    The stored text is the decoded file. Front matter, code blocks, link definitions, rules and comments lie outside all
    blocks; markup inside a block is skipped. The title is the front matter's, else the first heading of level 1.
    """
    text, notes = decode(data, name, declared.charset)
    front = front_matter(text)
    title = front.title
    blocks: list[Block] = []
    entitled = False
    for block, level in _blocks(text, front.end):
        words = one_line(_words(text, block)) if level and not entitled else ""
        if words and (level == 1 or words == title):
            entitled, title = True, title or words
            blocks.append(Block(block.span, BlockKind.TITLE, block.skip))
        else:
            blocks.append(block)
    if not blocks:
        raise DocumentError(name, "it holds no words outside its markup.")
    return Content(
        text,
        tuple(blocks),
        title=title,
        date=front.date,
        authors=front.authors,
        publisher=front.publisher,
        url=front.url,
        language=front.language,
        notes=(*notes, *front.notes),
    )


def _words(text: str, block: Block) -> str:
    begin, words = block.span.begin, []
    for span in block.skip:
        words.append(text[begin : span.begin])
        begin = span.end
    return "".join([*words, text[begin : block.span.end]])


def _blocks(text: str, start: int) -> Iterator[tuple[Block, int]]:
    """The blocks of the Markdown from ``start`` on, each with the level of its heading (0 for what is no heading)."""
    lines = [match.span() for match in _LINE.finditer(text, start) if match.end() > match.start()]
    markdown = parser()
    environment: dict[str, object] = {}
    items, kind, level, in_cell, cursor = 0, BlockKind.PARAGRAPH, 0, False, 0
    for token in markdown.parse(text[start:], environment):
        if token.type in ("list_item_open", "list_item_close"):
            items += token.nesting
        elif token.nesting == 1:
            level = int(token.tag[1:]) if token.type == "heading_open" else 0
            in_cell = token.type in ("td_open", "th_open")
            kind = BlockKind.HEADING if level else BlockKind.ITEM if items or in_cell else BlockKind.PARAGRAPH
            cursor = 0 if token.type == "tr_open" else cursor
        elif token.type == "html_block" and token.map:
            yield from ((block, 0) for block in _html_blocks(text, lines[slice(*token.map)]))
        elif token.type == "inline" and token.map:
            here = lines[slice(*token.map)]
            ranges = _cell(text, here, token, cursor) if in_cell else _ranges(text, here, token)
            cursor = ranges[-1][1] if ranges else cursor
            yield from ((block, level) for block in _inline_blocks(text, ranges, kind, markdown, environment))


def _ranges(text: str, lines: list[Range], token: Token) -> list[Range]:
    """Where the lines of a paragraph's content stand in ``text``: at the end of its ``lines``, behind their markers."""
    ranges = []
    for (begin, end), content in zip(lines, token.content.split("\n"), strict=False):
        wanted = content.strip()
        at = text.rfind(wanted, begin, end)
        if at < 0:  # tabs that became blanks
            wanted = text[begin:end].strip()
            at = text.find(wanted, begin, end)
        ranges.append((at, at + len(wanted)))
    return ranges


def _cell(text: str, lines: list[Range], token: Token, cursor: int) -> list[Range]:
    """Where the content of a table's cell stands in its line, from ``cursor`` on."""
    wanted = token.content.strip().replace("|", r"\|")
    begins = [text.find(wanted, max(cursor, begin), end) for begin, end in lines[:1]]
    return [(begin, begin + len(wanted)) for begin in begins if begin >= 0]


def _inline_blocks(
    text: str, ranges: list[Range], kind: BlockKind, markdown: MarkdownIt, environment: dict[str, object]
) -> Iterator[Block]:
    """The block of a paragraph whose lines stand at ``ranges``, or more where HTML parts it."""
    if not ranges:
        return
    starts, length = [], 0
    for begin, end in ranges:
        starts.append(length)
        length += end - begin + 1

    def original(offset: int) -> int:
        line = bisect_right(starts, offset) - 1
        return min(ranges[line][0] + offset - starts[line], ranges[line][1])

    content = "\n".join(text[begin:end] for begin, end in ranges)
    found = markup(markdown, content, environment.get("references"))
    skip = [(original(begin), original(end - 1) + 1) for begin, end in found.skip]
    for (_, before), (begin, _) in pairwise(ranges):
        newline = max(text.rfind("\n", before, begin), text.rfind("\r", before, begin)) + 1
        if text[newline:begin].strip():
            skip.append((newline, begin))
    breaks = [(original(begin), original(end - 1) + 1) for begin, end in found.breaks]
    yield from _parted(text, (ranges[0][0], ranges[-1][1]), Markup(merged(skip), breaks), kind)


def _html_blocks(text: str, lines: list[Range]) -> Iterator[Block]:
    if lines:
        whole = (lines[0][0], lines[-1][1])
        tags = [match.span() for match in _HTML.finditer(text, *whole)]
        breaks = [span for span in tags if parts(text[slice(*span)])]
        yield from _parted(text, whole, Markup(tags, breaks), BlockKind.PARAGRAPH)


def _parted(text: str, whole: Range, found: Markup, kind: BlockKind) -> Iterator[Block]:
    """Blocks of the range ``whole``, parted at the breaks that no blank stands beside, if they have words."""
    begin, index = whole[0], 0
    for at, behind in [*found.breaks, (whole[1], whole[1])]:
        glues = text[at - 1 : at].strip() and text[behind : behind + 1].strip()
        if at < whole[1] and not glues:
            continue
        inside = []
        while index < len(found.skip) and found.skip[index][0] < at:
            span = (max(found.skip[index][0], begin), min(found.skip[index][1], at))
            inside.extend([span] if span[0] < span[1] else [])
            if found.skip[index][1] > behind:
                break
            index += 1
        block = _trimmed(text, (begin, at), inside, kind)
        if block:
            yield block
        begin = behind


def _trimmed(text: str, whole: Range, inside: list[Range], kind: BlockKind) -> Block | None:
    """The block from the first to the last word of a range, or ``None`` where it has no letter or digit."""
    kept, begin = [], whole[0]
    for span in [*inside, (whole[1], whole[1])]:
        piece = text[begin : span[0]]
        if piece.strip():
            first = begin + len(piece) - len(piece.lstrip())
            kept.append((first, first + len(piece.strip())))
        begin = max(begin, span[1])
    if not any(character.isalnum() for span in kept for character in text[slice(*span)]):
        return None
    first, last = kept[0][0], kept[-1][1]
    return Block(Span(first, last), kind, tuple(Span(*span) for span in inside if first <= span[0] and span[1] <= last))

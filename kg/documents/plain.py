"""Plain text: paragraphs, headings and items, told from its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.documents.content import Content, Declared
from kg.documents.encoding import decode
from kg.errors import DocumentError
from kg.model import Block, BlockKind, Span

_WRAPPED = 120
"""Lines are taken for hard-wrapped where none of a paragraph is longer."""

_BREAKS = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_ITEM = re.compile(r"(?:[-*•‣◦·]|\(?\d{1,2}[.)]|\(?[a-z]\))[ \t]+(?=\S)")
_WIKI_HEADING = re.compile(r"(=+)\s*(?P<words>[^=].*?)\s*\1")
_SENTENCE_END = re.compile(r"[.!?…:][\"'”’)\]]*$")
_INNER_SENTENCE_END = re.compile(r"[a-z]{2}[.!?][\"'”’)]*\s")
_BYLINE = re.compile(r"(?:by|from|photo|source|published|updated|posted)\b[: ]", re.IGNORECASE)
_OPENING = "\"'“‘(["
_NEVER_LAST = ".,;:…-–—"

Line = tuple[int, int]


def read_plain(data: bytes, name: str, declared: Declared) -> Content:
    """Reads plain text. The stored text is the decoded file, line ends included.

    Paragraphs are parted by blank lines; inside a stretch without one, lines that nobody wrapped (longer than 120
    characters, or ending a sentence early) stand for themselves. A short line of its own without an end of sentence is
    a heading; the first, where no paragraph precedes it, is the title. A plain text has no date of its own.
    """
    text, notes = decode(data, name, declared.charset)
    blocks = tuple(plain_blocks(text))
    if not blocks:
        raise DocumentError(name, "it holds no words.")
    title = next((block for block in blocks if block.kind is BlockKind.TITLE), None)
    return Content(text, blocks, title=" ".join(title.span.of(text).split()) if title else None, notes=notes)


def plain_blocks(text: str) -> Iterator[Block]:
    """The blocks of a plain text, in order. Lines without a letter or digit are in none of them."""
    before_paragraphs = True
    for lines in _stretches(text):
        for group in _groups(text, lines):
            begin, end = group[0][0], group[-1][1]
            kind = BlockKind.PARAGRAPH
            words = text[begin:end]
            marker = _ITEM.match(words)
            wiki = _WIKI_HEADING.fullmatch(words) if len(words) <= 200 else None
            if marker:
                kind = BlockKind.ITEM
                begin += marker.end()
            elif wiki:
                kind = BlockKind.HEADING
                begin, end = begin + wiki.start("words"), begin + wiki.end("words")
            elif len(group) == 1 and is_heading(words, first=before_paragraphs):
                kind = BlockKind.TITLE if before_paragraphs else BlockKind.HEADING
            before_paragraphs = before_paragraphs and kind is BlockKind.PARAGRAPH and not _SENTENCE_END.search(words)
            yield Block(Span(begin, end), kind)


def body_blocks(text: str) -> Iterator[Block]:
    """The blocks of a plain text whose title stands elsewhere."""
    for block in plain_blocks(text):
        if block.kind is BlockKind.TITLE:
            kind = BlockKind.HEADING if is_heading(block.span.of(text), first=False) else BlockKind.PARAGRAPH
            yield Block(block.span, kind)
        else:
            yield block


def is_heading(line: str, *, first: bool) -> bool:
    """Whether a line that stands alone is a heading. A full stop at its end is forgiven the ``first`` of a document."""
    words = line.split()
    if len(words) > 20 or len(line) > 150 or _BYLINE.match(line):
        return False
    start = line.lstrip(_OPENING)[:1]
    if not (start.isupper() or start.isdigit()):
        return False
    last = line.rstrip("\"'”’)]")[-1:]
    if last in "?!" or (last == "." and first):
        return _in_title_case(words) and not _INNER_SENTENCE_END.search(line)
    return last not in _NEVER_LAST


def _in_title_case(words: list[str]) -> bool:
    long = [word.lstrip(_OPENING) for word in words if len(word) > 3]
    return sum(not word[:1].islower() for word in long) >= 0.7 * len(long)


def _stretches(text: str) -> Iterator[list[Line]]:
    """The lines between blank lines, each without the blanks at its ends."""
    lines: list[Line] = []
    begin = 0
    for end, behind in [*((match.start(), match.end()) for match in _BREAKS.finditer(text)), (len(text), len(text))]:
        line = text[begin:end]
        words = line.strip()
        if words:
            first = begin + len(line) - len(line.lstrip())
            lines.append((first, first + len(words)))
        elif lines:
            yield lines
            lines = []
        begin = behind
    if lines:
        yield lines


def _groups(text: str, lines: list[Line]) -> Iterator[list[Line]]:
    """The blocks of a stretch of lines; lines without a letter or digit part blocks and are left out."""
    width = max(end - begin for begin, end in lines)
    items = _ITEM.match(text, *lines[0]) is not None
    group: list[Line] = []
    previous: Line | None = None
    for line in lines:
        words = text[slice(*line)]
        if not any(character.isalnum() for character in words):
            previous = None
            continue
        if previous is None or (items and _ITEM.match(words)) or _stands_apart(text, previous, line, width):
            if group:
                yield group
            group = []
        group.append(line)
        previous = line
    if group:
        yield group


def _stands_apart(text: str, previous: Line, line: Line, width: int) -> bool:
    """Whether the writer broke the line between the two, rather than a program that wrapped them to ``width``."""
    if width > _WRAPPED:
        return True
    before, words = text[slice(*previous)], text[slice(*line)]
    if len(before) + 1 + len(words.split(maxsplit=1)[0]) > width:
        return False
    if _SENTENCE_END.search(before):
        return True
    return (
        len(before) * 4 <= width * 3
        and words[:1].isupper()
        and _in_title_case(before.split())
        and is_heading(before, first=False)
    )

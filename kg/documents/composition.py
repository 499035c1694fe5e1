"""Composition: the stored text of a document that is made of passages, with its title and its date."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.documents.dates import edtf_of
from kg.documents.fields import one_line
from kg.documents.passages import Passage
from kg.model import Block, BlockKind, Span

_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_YEAR = re.compile(r"(?<![\d,.])(?:19|20)\d\d(?![\d,])")
_LABEL = re.compile(r"(?:published|posted|updated|date|released?|issued)(?: on| at)?:? ", re.IGNORECASE)
_FIRST = 12
"""Passages in which a document shows its date."""


def cleaned(text: str) -> str:
    """The text without characters that no text holds: controls become blanks, lone surrogates U+FFFD."""
    return _SURROGATE.sub("\ufffd", _UNPRINTABLE.sub(" ", text))


def composed(passages: Iterable[Passage]) -> tuple[str, tuple[Block, ...]]:
    """The stored text of passages, parted by blank lines, and its blocks."""
    chunks: list[str] = []
    blocks: list[Block] = []
    length = 0
    for passage in passages:
        begin = length + 2 if chunks else 0
        length = begin + len(passage.text)
        chunks.append(passage.text)
        blocks.append(Block(Span(begin, length), passage.kind))
    return "\n\n".join(chunks), tuple(blocks)


def entitled(title: str | None, passages: list[Passage]) -> tuple[str | None, list[Passage]]:
    """The title, and the passages with it at their head.

    The first main heading is the title where none is given, or where the given one is that heading with something
    around it ("Heading | The Paper").
    """
    for index, passage in enumerate(passages[:6]):
        if passage.kind is BlockKind.HEADING and (
            (title is None and index == 0) or (title is not None and _same(passage.text, title))
        ):
            head = Passage(passage.text, BlockKind.TITLE)
            return one_line(passage.text), [*passages[:index], head, *passages[index + 1 :]]
    if title is None:
        return None, passages
    return title, [Passage(title, BlockKind.TITLE), *(p for p in passages if one_line(p.text) != title)]


def date_of_file(made: str | None, passages: list[Passage]) -> tuple[str | None, tuple[str, ...]]:
    """The date of a document whose file only says when it was ``made``, and remarks.

    A date that stands alone among the first passages goes before. A file that was made years after everything that its
    text speaks of was copied, printed or converted then, so that this says nothing about the document.
    """
    for passage in passages[:_FIRST]:
        for line in passage.text.split("\n"):
            words = _LABEL.sub("", line, count=1) if len(line) <= 60 else ""
            shown = edtf_of(words) if _YEAR.search(words) else None
            if shown is not None and len(shown) == len("2019-12-28"):
                return shown, (f"The file declares no date of publication; {shown} was taken from what it shows.",)
    if made is None:
        return None, ()
    years = [int(year) for passage in passages for year in _YEAR.findall(passage.text)]
    if years and int(made[:4]) > max(years) + 1:
        remark = f"The file was made on {made}, but speaks of nothing later than {max(years)}; it was left undated."
        return None, (remark,)
    return made, (f"The file declares no date of publication; {made}, when it was made, was taken.",)


def _same(heading: str, title: str) -> bool:
    heading, title = one_line(heading).casefold(), title.casefold()
    return heading == title or (len(heading) >= 12 and heading in title)

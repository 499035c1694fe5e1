"""JSON records: an object whose fields hold the text and the metadata of one document."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Final

from kg.documents.composition import cleaned, composed, entitled
from kg.documents.content import Content, Declared, Fields
from kg.documents.dates import edtf_of
from kg.documents.fields import is_language, is_web_address, one_line
from kg.documents.json_ld import names
from kg.documents.passages import Passage, whole_text
from kg.documents.plain import body_blocks, plain_blocks
from kg.errors import DocumentError
from kg.model import Block, BlockKind, Span

ITEM: Final = Fields(
    text=("content_html", "content_text", "summary"),
    title=("title",),
    date=("date_published", "date_modified"),
    authors=("authors", "author"),
    publisher=("_publisher",),
    url=("url", "external_url"),
    language=("language",),
    id=("id",),
)
"""The fields of an item of JSON Feed 1.1, and ``_publisher``: the title of its feed."""

_MARKUP: Final = re.compile(
    r"</?(?:p|div|br|h[1-6]|ul|ol|li|a|table|blockquote|article|section|span|strong|em)\b[^<>]*>"
)


def read_record(data: bytes, name: str, declared: Declared) -> Content:
    """Reads a JSON record by the fields that are declared.

    The stored text is that of the text field; where the record has a title of its own that the text does not begin
    with, the title and a blank line come first. Text with HTML markup is read as HTML.
    """
    record = mapping(data, name)
    return _content(record, name, declared.fields, markup=_MARKUP.search(str(first(record, declared.fields.text))))


def read_item(data: bytes, name: str, _: Declared) -> Content:
    """Reads an item of a feed, whose texts are HTML."""
    record = mapping(data, name)
    if isinstance(record.get("title"), str):
        record["title"] = " ".join(passage.text for passage in whole_text(str(record["title"])))
    return _content(record, name, ITEM, markup=True)


def mapping(data: bytes, name: str) -> dict[str, object]:
    """The JSON object that ``data`` is. Raises ``DocumentError`` where it is none."""
    try:
        value = json.loads(data.decode("utf-8-sig"))
    except RecursionError:
        raise DocumentError(name, "its JSON is nested too deeply.") from None
    except ValueError as error:
        what = "UTF-8" if isinstance(error, UnicodeDecodeError) else "JSON"
        raise DocumentError(name, f"it is not {what}: {error}.") from error
    if not isinstance(value, dict):
        raise DocumentError(name, "it is no JSON object.", remedy='Write {"text": "…"}.')
    return value


def first(record: dict[str, object], fields: tuple[str, ...]) -> object:
    """The value of the first of ``fields`` that is there and not empty, else ``None``."""
    for field in fields:
        value: object = record.get(field)
        if value is None and "." in field:
            value = record
            for key in field.split("."):
                value = value.get(key) if isinstance(value, dict) else None
        if value not in (None, "", [], {}):
            return value
    return None


def _content(record: dict[str, object], name: str, fields: Fields, *, markup: object) -> Content:
    written = first(record, fields.text)
    if isinstance(written, list) and all(isinstance(part, str) for part in written):
        written = "\n\n".join(written)
    title = _line(first(record, fields.title))
    if written is None and title is None:
        raise DocumentError(
            name,
            f"it has no text in {' or '.join(map(repr, fields.text))}.",
            remedy="Name its field with --text-field.",
        )
    if not isinstance(written, str | None):
        raise DocumentError(name, "its text is no string.", remedy="Name its field with --text-field.")
    text, blocks, title = _text(written or "", title, is_html=bool(markup))
    if not blocks:
        raise DocumentError(name, "it holds no words.")
    date, language, url = first(record, fields.date), _line(first(record, fields.language)), first(record, fields.url)
    day = _day(date)
    notes = (f"The date {str(date)[:60]!r} was not understood.",) if date is not None and day is None else ()
    publisher = next(iter(names(first(record, fields.publisher))), None)
    language = (language or "").replace("_", "-")
    return Content(
        text,
        blocks,
        title=title,
        date=day,
        authors=tuple(dict.fromkeys(cleaned(author) for author in names(first(record, fields.authors)))),
        publisher=cleaned(publisher) if publisher else None,
        url=url if isinstance(url, str) and is_web_address(url) else None,
        language=language if is_language(language) else None,
        notes=notes,
    )


def _text(written: str, title: str | None, *, is_html: bool) -> tuple[str, tuple[Block, ...], str | None]:
    """The stored text, its blocks, and the title that is given or found in it."""
    if is_html:
        title, passages = entitled(title, [Passage(cleaned(p.text), p.kind) for p in whole_text(written)])
        return (*composed(passages), title)
    text = cleaned(written)
    if title and not one_line(text[: 2 * len(title) + 20]).startswith(title):
        head = f"{title}\n\n" if text.strip() else title
        return head + text, (Block(Span(0, len(title)), BlockKind.TITLE), *_moved(text, len(head))), title
    blocks = tuple(plain_blocks(text))
    head_block = next((block for block in blocks if block.kind is BlockKind.TITLE), None)
    return text, blocks, title or (one_line(head_block.span.of(text)) if head_block else None)


def _moved(text: str, by: int) -> tuple[Block, ...]:
    """The blocks of a plain text that stands behind ``by`` characters with a title."""
    return tuple(Block(Span(block.span.begin + by, block.span.end + by), block.kind) for block in body_blocks(text))


def _line(value: object) -> str | None:
    return one_line(cleaned(value)) or None if isinstance(value, str) else None


def _day(value: object) -> str | None:
    """The date of a JSON value: a string, or the seconds or milliseconds of a time stamp since 1970."""
    if isinstance(value, str):
        return edtf_of(value)
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 10**13:
        if 1000 <= value <= 2100:
            return edtf_of(f"{value:.0f}")
        seconds = value / 1000 if value > 10**11 else value
        if 10**7 < seconds < 4 * 10**9:
            return datetime.fromtimestamp(seconds, UTC).date().isoformat()
    return None

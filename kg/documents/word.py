"""DOCX: the paragraphs of a Word document (Office Open XML, ECMA-376)."""

from __future__ import annotations

import re
import zipfile
import zlib
from datetime import datetime
from io import BytesIO
from typing import Any, Final

import docx
from docx.opc.exceptions import OpcError
from lxml import etree

from kg.documents.composition import cleaned, composed, date_of_file, entitled
from kg.documents.content import Content, Declared
from kg.documents.fields import is_language, one_line
from kg.documents.passages import Passage
from kg.errors import DocumentError
from kg.model import BlockKind

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PART: Final = "word/document.xml"
"""The part of the package that holds the text, by which such a file can be told from other ZIP archives."""

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_LEFT_OUT: Final = {_W + "del", _W + "moveFrom", _W + "rPr", _W + "sectPr", _MC + "Fallback"}
_BLANKS: Final = {_W + "tab": " ", _W + "br": "\n", _W + "cr": "\n", _W + "noBreakHyphen": "-"}
_LARGEST: Final = 100_000_000
"""Bytes that all parts of a document may unpack to."""
_TEMPLATE: Final = "python-docx"
"""What the template of a much-used program says of itself: its author and date are no document's."""


def read_docx(data: bytes, name: str, _: Declared) -> Content:
    """Reads DOCX.

    The stored text is that of its paragraphs in their order, tables included, parted by blank lines. What was deleted
    but is still recorded is left out; headers, footers, notes and comments are not read; nothing outside is opened.
    """
    try:
        _check(data, name)
        document = docx.Document(BytesIO(data))
        styles = {style.style_id: (style.name or "").lower() for style in document.styles}
        passages = _passages(document.element.body, styles)
        about = _about(document)
    except (OpcError, zipfile.BadZipFile, zlib.error, etree.LxmlError) as error:
        raise _damaged(name) from error
    except (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise _damaged(name) from error  # parts that are missing, or are not what the package says they are
    except (EOFError, OSError, RuntimeError, NotImplementedError) as error:
        raise _damaged(name) from error  # a broken, encrypted or unknown compression
    if not passages:
        raise DocumentError(name, "it holds no words.")
    made = about["created"]
    date, notes = date_of_file(made, passages)
    title, passages = entitled(about["title"], passages)
    text, blocks = composed(passages)
    return Content(
        text, blocks, title=title, date=date, authors=about["authors"], language=about["language"], notes=notes
    )


def _check(data: bytes, name: str) -> None:
    """Refuses what would swell when it is unpacked, and document types, which no such file has."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        if sum(part.file_size for part in package.infolist()) > _LARGEST:
            raise DocumentError(name, f"it unpacks to more than {_LARGEST:,} bytes.", remedy="Split it.")
        if any(part.flag_bits & 1 for part in package.infolist()):
            raise DocumentError(name, "it is encrypted.", remedy="Save it without its password.")
        for part in package.namelist():
            if part.endswith((".xml", ".rels")) and b"<!DOCTYPE" in package.read(part)[:4096].replace(b"\0", b""):
                raise DocumentError(name, "it declares XML entities, which no Word document does.")


def _damaged(name: str) -> DocumentError:
    return DocumentError(name, "it is damaged, or no Word document.", remedy="Open it in a word processor and save it.")


def _passages(body: etree._Element, styles: dict[str, str]) -> list[Passage]:
    """The paragraphs of a body, those in tables, text boxes and content controls among them."""
    passages: list[Passage] = []
    texts: list[list[str]] = []  # of the paragraphs that are open: a text box stands inside one
    kinds: list[BlockKind] = []
    cells = 0
    walk = etree.iterwalk(body, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        cells += (tag == _W + "tc") * (1 if event == "start" else -1)
        if event == "start":
            if tag in _LEFT_OUT:
                walk.skip_subtree()
            elif tag == _W + "p":
                texts.append([])
                kinds.append(_kind(element, styles, in_table=cells > 0) if len(element) else BlockKind.PARAGRAPH)
            elif texts and tag == _W + "t":
                texts[-1].append(element.text or "")
            elif texts and tag in _BLANKS:
                texts[-1].append(_BLANKS[tag])
        elif tag == _W + "p":
            words, kind = texts.pop(), kinds.pop()
            if not words:
                continue
            lines = (one_line(line) for line in cleaned("".join(words)).split("\n"))
            text = "\n".join(line for line in lines if line)
            if any(character.isalnum() for character in text):
                passages.append(Passage(text, kind))
    return passages


def _kind(paragraph: etree._Element, styles: dict[str, str], *, in_table: bool) -> BlockKind:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    named = styles.get(style.get(_W + "val", ""), "") if style is not None else ""
    if re.match(r"(?:sub)?title\b|heading\b", named) or paragraph.find(f"{_W}pPr/{_W}outlineLvl") is not None:
        return BlockKind.HEADING
    is_item = in_table or named.startswith("list") or paragraph.find(f"{_W}pPr/{_W}numPr") is not None
    return BlockKind.ITEM if is_item else BlockKind.PARAGRAPH


def _about(document: Any) -> dict[str, Any]:
    """What the document's core properties say."""
    core = document.core_properties
    author = one_line(cleaned(core.author or ""))
    by_template = author == _TEMPLATE
    created = core.created if isinstance(core.created, datetime) and not by_template else None
    language = (core.language or "").strip()
    return {
        "title": one_line(cleaned(core.title or "")) or None,
        "created": created.date().isoformat() if created else None,
        "authors": tuple(dict.fromkeys(filter(None, map(one_line, author.split(";"))))) if not by_template else (),
        "language": language if is_language(language) else None,
    }

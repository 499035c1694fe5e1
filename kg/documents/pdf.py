"""PDF: the paragraphs of a paginated document."""

from __future__ import annotations

import re

from kg.documents.composition import cleaned, composed, date_of_file, entitled
from kg.documents.content import Content, Declared
from kg.documents.dates import edtf_of
from kg.documents.fields import is_language, one_line
from kg.documents.isolation import isolated
from kg.documents.passages import Passage
from kg.documents.pdf_layout import Line, passages_of
from kg.errors import DocumentError
from kg.model import BlockKind

SIGNATURE = b"%PDF-"
_STAMP = re.compile(r"(?:D:)?(\d{4})(\d\d)?(\d\d)?")
_NO_TITLE = re.compile(
    r"\.\w{2,4}$|^untitled\b|^microsoft word|^[\w()-]*$|\\|^slide \d|^\(?anonymous\)?$", re.IGNORECASE
)
"""Titles that a program put there: names of files, single words."""
_NO_AUTHOR = re.compile(r"^\W*(?:anonymous|unknown|unspecified|user|admin\w*|microsoft\w* .*)\W*$", re.IGNORECASE)
_UNMAPPED = re.compile(r"[\ue000-\uf8ff\ufffd]|/[a-zA-Z]{1,2}\d+|\(cid:\d+\)")
"""What stands for letters of fonts without a table of what they are."""
_REASONS = {
    "encrypted": ("it is encrypted.", "Save it without its password."),
    "huge": ("it unpacks to more than can be read.", "Split it and read the parts."),
}


def read_pdf(data: bytes, name: str, _: Declared) -> Content:
    """Reads PDF.

    The stored text is that of its paragraphs, parted by blank lines: lines are joined, words that were hyphenated at
    their ends are made whole, and what repeats at the edges of most pages is left out. Text in pictures is not read.
    """
    if SIGNATURE not in data[:1024]:
        raise DocumentError(name, "it is no PDF.")
    found = isolated("pdf_extraction.py", data, name)
    if error := found.get("error"):
        message, remedy = _REASONS.get(error, ("it is damaged.", "Open it in a PDF reader and save it again."))
        raise DocumentError(name, message, remedy=remedy)
    passages = passages_of([[Line(*line) for line in page] for page in found["pages"]])
    if not passages and found["broken"]:
        raise DocumentError(name, "none of its pages can be read.", remedy="Open it in a PDF reader and save it again.")
    if not passages:
        raise DocumentError(
            name, "it holds no text; it may be made of pictures.", remedy="Recognise its text (OCR) and read that."
        )
    letters = sum(len(passage.text) for passage in passages)
    if sum(len(unmapped) for passage in passages for unmapped in _UNMAPPED.findall(passage.text)) * 5 > letters:
        raise DocumentError(
            name, "its fonts do not say which letters they show.", remedy="Recognise its text (OCR) and read that."
        )
    about = found["about"]
    date, notes = date_of_file(_day(about.get("/CreationDate", "")), passages)
    if found["broken"]:
        notes = (f"{found['broken']} of its pages could not be read.", *notes)
    title, passages = entitled(_title(about.get("/Title", ""), passages), passages)
    text, blocks = composed(passages)
    language = about.get("/Lang", "").strip()
    return Content(
        text,
        blocks,
        title=title,
        date=date,
        authors=_authors(about),
        language=language if is_language(language) else None,
        notes=notes,
    )


def _title(declared: str, passages: list[Passage]) -> str | None:
    """The title that the file declares, or else the first heading of the first passages."""
    title = one_line(cleaned(declared))
    shown = next((one_line(passage.text) for passage in passages[:6] if passage.kind is BlockKind.HEADING), None)
    if title and (not _NO_TITLE.search(title) or title.casefold() == (shown or "").casefold()):
        return title
    return shown


def _day(stamp: str) -> str | None:
    match = _STAMP.match(stamp.strip())
    return edtf_of("-".join(part for part in match.groups() if part)) if match else None


def _authors(about: dict[str, str]) -> tuple[str, ...]:
    names = (one_line(cleaned(name)) for name in re.split(r"[;,]", about.get("/Author", "")))
    return tuple(dict.fromkeys(name for name in names if name and not _NO_AUTHOR.match(name)))

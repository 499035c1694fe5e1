"""DOCX: paragraphs in their order, and nothing that a hostile file asks for."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import datetime

import pytest
from docx.document import Document as Word
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.documents import read
from kg.errors import DocumentError
from tests.documents.making import word

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
NOTE = "Norland bombed the town of Karsk on 3 May 2021, and the governor of the province said so."


def changed(data: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """A DOCX with its parts changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return file.getvalue()


def test_paragraphs_headings_items_and_tables_come_in_their_order() -> None:
    def write(document: Word) -> None:
        document.add_heading("Raid on Karsk", 0)
        document.add_heading("What happened", 1)
        document.add_paragraph(NOTE).add_run("\nA new line.")
        document.add_paragraph("The bridge", style="List Bullet")
        table = document.add_table(1, 2)
        table.cell(0, 0).text, table.cell(0, 1).text = "Killed", "12"
        document.add_paragraph("—")

    document = read(word(write), "a.docx")
    assert [(block.kind.value, block.span.of(document.text)) for block in document.blocks] == [
        ("title", "Raid on Karsk"),
        ("heading", "What happened"),
        ("paragraph", f"{NOTE}\nA new line."),
        ("item", "The bridge"),
        ("item", "Killed"),
        ("item", "12"),
    ]
    assert document.title == "Raid on Karsk"


def test_metadata_are_the_documents_and_not_its_templates() -> None:
    def write(document: Word) -> None:
        document.add_paragraph(NOTE)
        core = document.core_properties
        core.title, core.author, core.created = "The raid", "Ann Clark; Ben Dow", datetime(2021, 5, 4, 9, 30)

    document = read(word(write), "a.docx")
    assert (document.title, document.date, document.authors) == ("The raid", "2021-05-04", ("Ann Clark", "Ben Dow"))
    bare = read(word(lambda document: document.add_paragraph(NOTE)), "a.docx")
    assert (bare.title, bare.date, bare.authors) == (None, None, ())


def test_what_was_deleted_is_left_out_and_what_was_inserted_is_read() -> None:
    def write(document: Word) -> None:
        for text in (
            f"<w:p {W}><w:r><w:t>Ten </w:t></w:r><w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
            "<w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:r><w:t> bridges</w:t></w:r></w:p>",
            f"<w:sdt {W}><w:sdtContent><w:p><w:hyperlink><w:r><w:t>A</w:t><w:tab/><w:t>link</w:t></w:r>"
            "</w:hyperlink></w:p></w:sdtContent></w:sdt>",
        ):
            document.element.body.insert(0, parse_xml(text))

    assert read(word(write), "a.docx").text == "A link\n\nTen new bridges"


def test_a_name_that_says_something_else_is_seen_through() -> None:
    document = read(word(lambda document: document.add_paragraph(NOTE)), "a.txt")
    assert document.text == NOTE
    assert "the content is Word" in document.notes[0]


def test_entities_are_refused_and_references_to_the_outside_are_not_followed(tmp_path) -> None:
    sound = word(lambda document: document.add_paragraph(NOTE))
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")

    def entity(name: str, part: bytes) -> bytes:
        if name != "word/document.xml":
            return part
        head, _, rest = part.partition(b"?>")
        doctype = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'.encode()
        return head + b"?>" + doctype + rest.replace(b"Norland", b"&e;")

    with pytest.raises(DocumentError, match="XML entities"):
        read(changed(sound, entity), "a.docx")

    def outside(name: str, part: bytes) -> bytes:
        link = (
            '<Relationship Id="rId999" TargetMode="External" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
            f'relationships/attachedTemplate" Target="{secret.as_uri()}"/></Relationships>'
        )
        return part.replace(b"</Relationships>", link.encode()) if name.endswith("document.xml.rels") else part

    assert read(changed(sound, outside), "a.docx").text == NOTE


def test_what_would_swell_is_refused() -> None:
    def swollen(name: str, part: bytes) -> bytes:
        return part + b" " * 110_000_000 if name == "word/document.xml" else part

    with pytest.raises(DocumentError, match="unpacks to more than"):
        read(changed(word(lambda document: document.add_paragraph(NOTE)), swollen), "a.docx")


def test_deep_nesting_is_harmless() -> None:
    def nested(name: str, part: bytes) -> bytes:
        return part.replace(b"<w:body>", b"<w:body>" + b"<w:sdt>" * 5000) if name == "word/document.xml" else part

    with pytest.raises(DocumentError, match="damaged"):
        read(changed(word(lambda document: document.add_paragraph(NOTE)), nested), "a.docx")


SOUND = word(lambda document: document.add_paragraph(NOTE))


@settings(deadline=None, max_examples=60)
@given(place=st.integers(0, len(SOUND) - 1), put=st.binary(max_size=12), removed=st.integers(0, 40))
def test_a_damaged_file_gives_a_document_or_a_reason(place: int, put: bytes, removed: int) -> None:
    try:
        document = read(SOUND[:place] + put + SOUND[place + removed :], "a.docx")
    except DocumentError:
        return
    assert document.blocks

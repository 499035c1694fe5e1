"""PDF: lines on pages become paragraphs, and a file that is broken or hostile harms nothing."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from kg.documents import isolation, read
from kg.documents.isolation import isolated
from kg.documents.pdf_extraction import extracted
from kg.errors import DocumentError
from kg.model import Document
from tests.documents.making import paragraph, pdf, pdf_of_streams

FIRST = [
    "Norland's air force struck a bridge north of Karsk on Friday, and the mayor said that",
    "eleven people had been killed. Rescuers searched the river until the evening for sur-",
    "vivors, and the self-",
    "appointed governor of the province blamed the army.",
]
SECOND = [
    "The ministry of defence denied that its aircraft had been in the air on that day at all,",
    "and called for calm.",
]


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(block.kind.value, block.span.of(document.text)) for block in document.blocks]


def test_lines_are_joined_into_paragraphs_and_hyphenated_words_made_whole() -> None:
    page = [(72, 740, 18, "Bridge struck near Karsk"), *paragraph(FIRST), *paragraph(SECOND, 630)]
    document = read(pdf([page]), "a.pdf")
    assert document.media_type == "application/pdf"
    assert blocks(document) == [
        ("title", "Bridge struck near Karsk"),
        (
            "paragraph",
            "Norland's air force struck a bridge north of Karsk on Friday, and the mayor said that eleven people had"
            " been killed. Rescuers searched the river until the evening for survivors, and the self-appointed governor"
            " of the province blamed the army.",
        ),
        ("paragraph", " ".join(SECOND)),
    ]
    assert document.title == "Bridge struck near Karsk"


def test_a_hyphen_stays_where_the_document_writes_the_compound_so() -> None:
    lines = ["The cease-fire began at dawn, and all sides said that they would honour this cease-", "fire to the end."]
    assert blocks(read(pdf([paragraph(lines)]), "a.pdf"))[0][1].endswith("honour this cease-fire to the end.")
    lines = ["The ceasefire began at dawn, and all sides said that they would honour this cease-", "fire to the end."]
    assert blocks(read(pdf([paragraph(lines)]), "a.pdf"))[0][1].endswith("honour this ceasefire to the end.")


def test_what_repeats_at_the_edges_of_pages_is_left_out_and_paragraphs_run_on_over_pages() -> None:
    def page(number: int, lines: list[str]) -> list[tuple[float, float, float, str]]:
        return [(72, 770, 8, "Karsk Review, no. 7"), *paragraph(lines), (300, 30, 8, f"Page {number} of 3")]

    halves = FIRST[:2], FIRST[2:]
    document = read(pdf([page(1, halves[0]), page(2, halves[1]), page(3, SECOND)]), "a.pdf")
    assert [text[:20] for _, text in blocks(document)] == ["Norland's air force ", "The ministry of defe"]
    assert "for survivors, and the" in document.text
    assert "Review" not in document.text
    assert "Page" not in document.text


def test_numbers_in_the_last_row_of_a_table_are_no_page_numbers() -> None:
    rows = [(72, 60, 10, "Karsk"), (200, 60, 10, "11"), (72, 40, 10, "Lund"), (200, 40, 10, "3"), (300, 20, 10, "7")]
    assert "11" in read(pdf([[*paragraph(FIRST), *rows]]), "a.pdf").text
    assert read(pdf([[*paragraph(FIRST), *rows]]), "a.pdf").text.endswith("Lund 3")


def test_items_are_told_by_their_markers() -> None:
    lines = [
        (72, 700, 10, "The council decided three things:"),
        *((80, 680 - 14 * n, 10, f"• Point {n}") for n in (1, 2)),
    ]
    assert blocks(read(pdf([lines]), "a.pdf"))[1:] == [("item", "Point 1"), ("item", "Point 2")]


def test_metadata_are_kept_but_not_those_that_a_program_made_up() -> None:
    page = paragraph(FIRST)
    info = {"Title": "The bridge at Karsk", "Author": "Ann Clark; Ben Dow", "CreationDate": "D:20210504101500+02'00'"}
    document = read(pdf([page], info), "a.pdf")
    assert (document.title, document.authors, document.date) == (
        "The bridge at Karsk",
        ("Ann Clark", "Ben Dow"),
        "2021-05-04",
    )
    assert "when it was made" in document.notes[0]
    document = read(pdf([page], {"Title": "Microsoft Word - b7.doc", "Author": "Administrator"}), "a.pdf")
    assert (document.title, document.authors, document.date) == (None, (), None)


def test_a_date_that_the_file_shows_goes_before_the_one_on_which_it_was_made() -> None:
    page = [(72, 760, 10, "Published: 28 December 2019"), *paragraph(FIRST)]
    assert read(pdf([page], {"CreationDate": "D:20200107"}), "a.pdf").date == "2019-12-28"


def test_a_file_made_years_after_all_it_speaks_of_is_left_undated() -> None:
    page = paragraph([*FIRST, "It was the worst attack of 2014."])
    document = read(pdf([page], {"CreationDate": "D:20210504"}), "a.pdf")
    assert document.date is None
    assert "nothing later than 2014" in document.notes[0]


def test_an_encrypted_file_says_so_unless_everybody_may_read_it() -> None:
    def encrypted(password: str) -> bytes:
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([paragraph(FIRST)]))))
        writer.encrypt(password, "owner", algorithm="RC4-128")
        file = io.BytesIO()
        writer.write(file)
        return file.getvalue()

    with pytest.raises(DocumentError, match="it is encrypted"):
        read(encrypted("secret"), "a.pdf")
    assert "Norland" in read(encrypted(""), "a.pdf").text


def test_pictures_alone_are_no_text() -> None:
    with pytest.raises(DocumentError, match="made of pictures"):
        read(pdf_of_streams([b"0 0 m 100 100 l S"]), "a.pdf")


def test_letters_that_no_table_explains_are_no_text() -> None:
    data = pdf([paragraph(["/g45/g46/g47 /g48/g49 /g50/g51/g52/g53"] * 3)])
    with pytest.raises(DocumentError, match="which letters they show"):
        read(data, "a.pdf")


def test_a_page_that_cannot_be_read_leaves_the_others() -> None:
    streams = [b"BT /F1 10 Tf 72 700 Td (Karsk was quiet on Friday morning.) Tj ET", b"BT /F1 10 Tf [ ( << TJ ET"]
    document = read(pdf_of_streams(streams), "a.pdf")
    assert "Karsk was quiet" in document.text


def test_a_parser_that_takes_too_long_or_dies_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    monkeypatch.setattr(isolation, "__file__", str(tmp_path / "isolation.py"))
    (tmp_path / "loops.py").write_text("while True: pass")
    (tmp_path / "swells.py").write_text("x = [0] * 10**10")
    (tmp_path / "dies.py").write_text("import os; os.abort()")
    (tmp_path / "lies.py").write_text("print('[]')")
    with pytest.raises(DocumentError, match=r"a\.pdf: .* within 1 seconds"):
        isolated("loops.py", b"data", "a.pdf", seconds=1)
    for program in ("swells.py", "dies.py", "lies.py"):
        with pytest.raises(DocumentError, match="could not be taken apart"):
            isolated(program, b"data" * 100_000, "a.pdf")


SOUND = pdf([paragraph(FIRST), paragraph(SECOND)], {"Title": "T"})


@settings(deadline=None, max_examples=60)
@given(place=st.integers(0, len(SOUND) - 1), put=st.binary(max_size=12), removed=st.integers(0, 40))
def test_a_damaged_file_gives_lines_or_a_fault_that_the_program_knows(place: int, put: bytes, removed: int) -> None:
    data = SOUND[:place] + put + SOUND[place + removed :]
    found = extracted(data)
    assert found.get("error") or all(len(line) == 4 for page in found["pages"] for line in page)

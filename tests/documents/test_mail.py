"""EML: what the sender wrote, decoded; nothing that is attached or quoted."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.documents import read
from kg.errors import DocumentError
from kg.model import Document

NOTE = "Norland bombed the town of Karsk on 3 May 2021, and the governor of the province said so."


def mail(subject: str = "The raid on Karsk") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "José Clark <jose@example.org>"
    message["Subject"] = subject
    message["Date"] = "Tue, 4 May 2021 23:30:00 -0700"
    return message


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(block.kind.value, block.span.of(document.text)) for block in document.blocks]


def test_header_fields_are_metadata_and_the_subject_is_the_title() -> None:
    message = mail("Überfall – the raid")
    message.set_content(NOTE)
    message["Content-Language"] = "en-GB"
    document = read(message.as_bytes(), "a.eml")
    assert (document.media_type, document.title, document.date) == (
        "message/rfc822",
        "Überfall – the raid",
        "2021-05-04",
    )
    assert (document.authors, document.language) == (("José Clark",), "en-GB")
    assert blocks(document) == [("title", "Überfall – the raid"), ("paragraph", NOTE)]


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
def test_every_transfer_encoding_is_undone(encoding: str) -> None:
    message = mail()
    message.set_content(f"Café. {NOTE} {NOTE}", cte=encoding)
    assert blocks(read(message.as_bytes(), "a.eml"))[1] == ("paragraph", f"Café. {NOTE} {NOTE}")


def test_quoted_lines_and_the_signature_are_left_out() -> None:
    message = mail()
    message.set_content(
        f"{NOTE}\n\nOn Monday, 3 May 2021, Ben Dow wrote:\n> Is it so?\n> Really?\n\nYes.\n\n-- \nJosé\n"
    )
    assert [text for _, text in blocks(read(message.as_bytes(), "a.eml"))][1:] == [NOTE, "Yes."]


def test_attachments_and_forwarded_mails_are_named_and_not_read() -> None:
    inner = mail("Inner")
    inner.set_content("Inner words.")
    inner.add_attachment(b"x", maintype="image", subtype="png", filename="deep.png")
    message = mail()
    message.set_content(NOTE)
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="report.pdf")
    message.add_attachment("Attached words.", filename="note.txt")
    message.add_attachment(inner)
    document = read(message.as_bytes(), "a.eml")
    assert blocks(document)[1:] == [("paragraph", NOTE)]
    assert document.notes == ("Attachments were not read: report.pdf, note.txt, a forwarded mail.",)


def test_the_html_form_is_read_where_the_plain_one_is_missing_or_says_nothing() -> None:
    message = mail()
    message.set_content("This mail is in HTML.")
    message.add_alternative(f"<html><style>p {{}}</style><p>{NOTE}</p><p>{NOTE}</p></html>", subtype="html")
    assert blocks(read(message.as_bytes(), "a.eml"))[1:] == [("paragraph", NOTE)] * 2
    message = mail()
    message.set_content(NOTE)
    message.add_alternative(f"<p>{NOTE} &amp; more</p>", subtype="html")
    assert blocks(read(message.as_bytes(), "a.eml"))[1:] == [("paragraph", NOTE)]


def test_a_wrong_charset_is_noted() -> None:
    message = mail()
    message.set_content("Caf\u00e9 in Karsk.", charset="iso-8859-1")
    data = message.as_bytes().replace(b"iso-8859-1", b"x-nothing")
    document = read(data, "a.eml")
    assert document.text.endswith("Café in Karsk.")
    assert "does not fit" in document.notes[0]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"Just words, no header.\n", "no header of an e-mail"),
        (b"Subject: \nFrom: a@b\n\n", "no text"),
        (b"Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n" + b"boundary=" * 200, "nested too deeply"),
    ],
)
def test_what_is_no_mail_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(DocumentError, match=reason):
        read(data, "a.eml")


PARTS = [
    b"From: ", b"Subject: ", b"Date: ", b"Content-Type: ", b"multipart/mixed; boundary=b", b"text/plain; charset=",
    b"text/html", b"message/rfc822", b"\n", b"\n\n", b"--b\n", b"--b--\n", b"=?utf-8?q?=41?=", b"=?x?b?!!?=", b"utf-16",
    b"a@b <", b"(", b'"', b"Content-Transfer-Encoding: base64\n",
    b"Content-Disposition: attachment; filename*=utf-8''%f\n", b"words ", b"\xff", b"<p>", b"> ",
]  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=30).map(b"".join))
def test_any_mail_gives_a_document_or_a_reason(data: bytes) -> None:
    try:
        document = read(b"Subject: x\n" + data, "a.eml", media_type="message/rfc822")
    except DocumentError:
        return
    assert document.blocks

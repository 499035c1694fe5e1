"""Reading: bytes become a document, or a reason why not."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.documents import READERS, read
from kg.errors import DocumentError
from kg.model import BlockKind, Document

SEEDS = Path(__file__).parents[2] / "seeds"

UNREADABLE = [
    ("empty.txt", b"", "empty"),
    ("blank.md", b" \n\t\r\n", "empty"),
    ("bare.txt", b"\xef\xbb\xbf \n", "empty"),
    ("rule.txt", b"-----\n\n***\n", "no words"),
    ("rule.md", b"---\ntitle: x\n---\n\n***\n", "no words"),
    ("menu.html", b"<html><body><nav><a href='/'>Home</a></nav></body></html>", "no main text"),
    (
        "script.html",
        b"<html><body><script>alert('words here')</script><style>p {}</style></body></html>",
        "no main text",
    ),
    ("none.html", b"<html><head><title>Only a title</title></head></html>", "no main text"),
    ("paper.pdf", b"%PDF-1.7\n...", "damaged"),
    ("paper.pdf", b"words", "no PDF"),
    ("lie.txt", b"%PDF-1.7\n...", "damaged"),
    ("lie.html", b"PK\x03\x04....", "ZIP"),
    ("letter.docx", b"words", "damaged, or no Word document"),
    ("letter.doc", b"words", "Word before 2007 is not read yet"),
    ("letter.docx", b"\xd0\xcf\x11\xe0....", "encrypted Office document"),
    ("data.xml", b"<data>words</data>", "XML that is no feed is not read yet"),
    ("news.jsonl", b'{"text": "words"}', "many documents"),
    ("picture.png", b"\x89PNG\r\n", "image"),
    ("noise.txt", bytes(range(256)) * 4, "binary"),
    ("zeros.txt", b"\0" * 100, "binary"),
    ("one-zero.txt", b"words and\0words and words", "binary"),
    ("table.csv", b"a,b\n", "CSV is not read yet"),
    ("thing.xyz", b"words", "'.xyz' is not known"),
]


@pytest.mark.parametrize(("name", "data", "reason"), UNREADABLE)
def test_what_cannot_be_read_is_refused_with_its_name_and_reason(name, data, reason):
    with pytest.raises(DocumentError, match=reason) as refusal:
        read(data, name)
    assert str(refusal.value).startswith(f"{name}: ")


def test_a_document_over_the_limit_is_refused():
    assert read(b"ten bytes.", "a.txt", limit=10).text == "ten bytes."
    with pytest.raises(DocumentError, match="more than 9 bytes"):
        read(b"ten bytes.", "a.txt", limit=9)


def test_the_id_is_made_from_the_bytes_alone():
    data = b"The same bytes."
    document = read(data, "a.txt")
    assert document.sha256 == hashlib.sha256(data).hexdigest()
    assert document.id == document.sha256[:20] == read(data, "b.md", date="2019").id


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("a", b"Plain words.", "text/plain"),
        ("a.TXT", b"Plain words.", "text/plain"),
        ("a.markdown", b"*Words*.", "text/markdown"),
        ("a.xhtml", b"<p>Words.</p>", "text/html"),
        ("a", b"<!DOCTYPE html><p>Words.</p>", "text/html"),
        ("a", b'<?xml version="1.0"?><html><body><p>Words.</p></body></html>', "text/html"),
    ],
)
def test_the_format_comes_from_extension_and_first_bytes(name, data, media_type):
    document = read(data, name)
    assert document.media_type == media_type
    assert document.notes == ()


def test_a_name_that_lies_is_seen_through_and_noted():
    page = read(b"<!doctype html><body><p>Words here.</p></body>", "page.txt")
    assert (page.media_type, page.text) == ("text/html", "Words here.")
    assert "read as HTML" in page.notes[0]
    plain = read(b"No markup here.", "plain.html")
    assert plain.media_type == "text/plain"
    assert "read as plain text" in plain.notes[0]


def test_a_given_media_type_decides():
    assert read(b"# Words", "a.xyz", media_type="text/markdown").title == "Words"
    assert read("Café".encode("latin-1"), "a", media_type="text/plain; charset=ISO-8859-1").text == "Café"
    assert read(b"<p>Words</p>", "a.txt", media_type="application/xhtml+xml").media_type == "text/html"
    with pytest.raises(DocumentError, match="image/png are not read"):
        read(b"words", "a.txt", media_type="image/png")


def test_a_given_date_goes_before_the_documents_own():
    data = b"---\ndate: 2020-01-04\n---\nWords."
    assert read(data, "a.md").date == "2020-01-04"
    assert read(data, "a.md", date="2019-12~").date == "2019-12~"
    assert read(b"Words.", "a.txt").date is None


@pytest.mark.parametrize("date", ["yesterday", "2019-02-30", "12/27/2019", "", "XXXX-12-27", "2019-12-27T10:00:00Z"])
def test_a_given_date_that_cannot_date_a_document_is_refused(date):
    with pytest.raises(DocumentError, match="not EDTF"):
        read(b"Words.", "a.txt", date=date)


def kinds(document: Document) -> list[str]:
    return [block.kind.value for block in document.blocks]


def test_the_plain_seed_is_stored_byte_for_byte():
    data = (SEEDS / "us-strikes-al-qaim.txt").read_bytes()
    document = read(data, "us-strikes-al-qaim.txt")
    assert document.text == data.decode()
    assert (document.title, document.date, document.url, document.authors) == ("Iraq raid Usa", None, None, ())
    p, h = "paragraph", "heading"
    assert kinds(document) == ["title", h, p, h, p, p, h, p, p, h, p, p, h, p]
    assert sum(len(block.span) for block in document.blocks) == len("".join(document.text.split("\n\n")))


def test_the_markdown_seed_keeps_its_front_matter_outside_the_blocks():
    data = (SEEDS / "baghdad-embassy-and-airport.md").read_bytes()
    document = read(data, "baghdad-embassy-and-airport.md")
    assert document.text == data.decode()
    assert document.title == "From the embassy gate to the airport road"
    assert document.date == "2020-01-04"
    assert document.authors == ("Herodotus sample desk",)
    assert document.url == "https://samples.example.org/2020/01/04/embassy-airport"
    assert kinds(document) == ["title", "paragraph", "paragraph"]
    assert [block.span.of(document.text).split()[0] for block in document.blocks] == ["From", "Supporters", "On"]
    assert all(not block.skip for block in document.blocks)


def test_the_html_seed_gives_its_article_without_navigation_and_footer():
    document = read((SEEDS / "kirkuk-base-rocket-attack.html").read_bytes(), "kirkuk-base-rocket-attack.html")
    assert document.title == "American contractor killed as rockets hit base near Kirkuk"
    assert document.date == "2019-12-28"
    assert document.authors == ("Herodotus sample desk",)
    assert document.url == "https://samples.example.org/2019/12/28/kirkuk-base"
    assert document.language == "en"
    assert kinds(document) == ["title", "paragraph", "paragraph", "paragraph"]
    assert document.text.startswith(document.title + "\n\nMore than 30 rockets struck the K-1 air base outside Kirkuk")
    assert document.text.endswith("ordered an investigation.")
    assert "Sample text" not in document.text
    assert "Home" not in document.text


FRAGMENTS = [
    "---\n", "title: x", "date: 2019", "# ", "* ", "> ", "**", "_", "`", "[a](b)", "![i](j)", "[r]: u\n", "<br>", "<p>",
    "</p>", "<div>", "<!-- ", "-->", "<script>", "<nav>", "| a | b |\n|--|--|\n", "~~~", "~~", "\\", "&amp;", "\n\n",
    "\n", "\r\n", "\r", "\t", "    ", "Words and words. ", "1. ", "- ", "==", "\u2028", "\u00a0", "ß", "🚀", "\x0c",
    "<html>", "<body>", "<time datetime='2019'>", "<ul><li>", "<table><tr><td>", "'\"", "<![CDATA[", "<?x", "[^1]",
]  # fmt: skip
NASTY = st.one_of(
    st.binary(max_size=200),
    st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.lists(st.sampled_from(FRAGMENTS), max_size=25).map(lambda parts: "".join(parts).encode()),
    st.lists(st.sampled_from(FRAGMENTS), max_size=25).map(lambda parts: "".join(parts).encode("utf-16")),
)


@pytest.mark.parametrize("media_type", READERS)
@settings(deadline=None)  # identifiers and parsers are loaded on first use
@given(data=NASTY)
def test_any_bytes_give_a_sound_document_or_a_document_error(media_type, data):
    try:
        document = read(data, "any", media_type=media_type)
    except DocumentError:
        return
    assert document.blocks
    assert any(character.isalnum() for character in document.text)
    end = 0
    for block in document.blocks:
        assert end <= block.span.begin
        end = block.span.end
        inside = block.span.begin
        for span in block.skip:
            assert inside <= span.begin
            inside = span.end
        assert inside <= end <= len(document.text)
    assert sum(block.kind is BlockKind.TITLE for block in document.blocks) <= 1


@pytest.mark.parametrize("media_type", ["text/plain", "text/markdown"])
@given(text=st.lists(st.sampled_from(FRAGMENTS), max_size=25).map("".join))
def test_the_stored_text_of_text_files_is_the_decoded_file(media_type, text):
    try:
        document = read(text.encode(), "any", media_type=media_type)
    except DocumentError:
        return
    assert document.text == text


@given(
    text=st.lists(
        st.sampled_from(["Words here", "a", ".", "\n", "\n\n", "- ", "2. ", "x" * 50, " ", "==", "\r\n"]), max_size=30
    ).map("".join)
)
def test_no_word_of_a_plain_text_is_lost(text):
    try:
        document = read(text.encode(), "a.txt")
    except DocumentError:
        assert not any(character.isalnum() for character in text)
        return
    inside = "".join(block.span.of(document.text) for block in document.blocks)
    assert sum(c.isalpha() for c in inside) == sum(c.isalpha() for c in text)

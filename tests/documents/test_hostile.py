"""Hostile files: each gets a reason that names it, in bounded time and memory; all that is sound beside it is kept."""

from __future__ import annotations

import io
import os
import threading
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.documents import Source, collect, read, unpack, unpacking
from kg.documents import origin as origin_module
from kg.documents.page_weight import is_unwieldy
from kg.errors import DocumentError
from kg.extract.rules import RuleExtractor
from tests.documents.making import pdf_of_streams, web_archive
from tests.documents.test_unpacking import NOTE, PAGE, found

RECORD = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Target-URI: http://e.org/1\r\n"
    b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n"
)
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"


# Pages


@pytest.mark.parametrize(
    "page",
    [
        f"<html><body><p {' '.join(f'a{n}=1' for n in range(50_000))}>{NOTE}",
        f"<html><body><p {' '.join(f'a{n}' for n in range(50_000))}>{NOTE}",
        f'<html><body><p b="<" {" ".join(f"a{n}=1" for n in range(50_000))}>{NOTE}',
        f"<html><body>{'<div>' * 50_000}{NOTE}",
        f"<html><body>{'<b><i>' * 50_000}{NOTE}",
    ],
    ids=["attributes", "bare attributes", "attributes behind a quoted sign", "nested", "nested inline"],
)
def test_a_page_of_markup_alone_is_read_as_a_whole_and_noted(page: str) -> None:
    document = read(page.encode(), "a.html")
    assert document.text.endswith(NOTE)
    assert any("too heavy" in note for note in document.notes)


@pytest.mark.parametrize(
    "page",
    [
        f"<p>{NOTE * 500}</p>",
        f'<p data-state=\'{{"a": "{"b " * 5000}"}}\'>{NOTE}</p>',
        f"<script>{'if (a<b && c) { d = e + f; } ' * 2000}</script><p>{NOTE}</p>",
        f'<img src="data:image/png;base64,{"A" * 500_000}"><p>{NOTE}</p>',
    ],
    ids=["long text", "data in an attribute", "script", "picture"],
)
def test_an_ordinary_page_is_not_too_heavy(page: str) -> None:
    assert not is_unwieldy(page)


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["<p ", "<a href=", '"', "'", ">", "<", "x ", "=", "<script>", "</script>"]), max_size=80)
)
def test_weighing_ends_on_any_page(parts: list[str]) -> None:
    assert not is_unwieldy("".join(parts))


def test_brackets_in_front_matter_are_counted_before_they_are_parsed() -> None:
    document = read(f"---\ntitle: {'[' * 50_000}\n---\n{NOTE}".encode(), "a.md")
    assert any("not valid YAML" in note for note in document.notes)


# Archives and web archives


def test_members_with_one_name_are_documents_of_their_own(tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as opened:
        for name, text in (("a.txt", "One."), ("b.txt", "Two."), ("a~2.txt", "Three.")):
            opened.writestr(name, text)
    results = found(tmp_path / "z.zip", file.getvalue().replace(b"b.txt", b"a.txt"))
    assert sorted(results.values()) == ["One.", "Three.", "Two."]
    assert {"z.zip/a.txt", "z.zip/a~2.txt"} < set(results)


def _swollen(size: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    parts = [packer.compress(RECORD % (len(ANSWER) + size) + ANSWER)]
    parts += [packer.compress(b"a" * 100_000) for _ in range(size // 100_000)]
    return b"".join([*parts, packer.flush()])


def test_a_web_archive_that_swells_is_given_up_and_what_came_before_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(origin_module, "_FLOOR", 1_000_000)
    sound = web_archive([("http://e.org/0", "200 OK", "text/html", PAGE)])
    results = found(tmp_path / "w.warc.gz", sound + _swollen(20_000_000))
    assert results["w.warc.gz#http://e.org/0"].startswith("The raid")
    assert "more than 100 times its size" in results["w.warc.gz"]


@pytest.mark.parametrize("packed", [True, False])
def test_a_web_archive_that_ends_too_early_says_so_and_no_page_is_half_read(tmp_path: Path, packed: bool) -> None:
    pages = [(f"http://e.org/{n}", "200 OK", "text/html", PAGE) for n in range(4)]
    data = web_archive(pages, packed=packed)
    whole = found(tmp_path / "whole.warc", data)
    assert len(whole) == 4
    for end in range(len(data) // 2, len(data) - 20, 37):
        path = tmp_path / f"{end}.warc"
        results = found(path, data[:end])
        read_whole = [text for name, text in results.items() if text in whole.values()]
        assert len(read_whole) in (1, 2, 3), end
        failed = [text for text in results.values() if text not in whole.values()]
        assert len(failed) <= 1
        assert all("ends" in text for text in failed), failed


def test_a_header_without_end_is_refused(tmp_path: Path) -> None:
    assert "too long" in found(tmp_path / "a.warc", b"WARC/1.0\r\n" + b"X-A: b\r\n" * 100_000)["a.warc"]
    assert "too long" in found(tmp_path / "b.warc", b"WARC/1.0\r\nX-A: " + b"b" * 1_000_000)["b.warc"]


def test_a_web_archive_without_pages_says_so(tmp_path: Path) -> None:
    info = b"WARC/1.0\r\nWARC-Type: warcinfo\r\nWARC-Record-ID: <urn:uuid:1>\r\nContent-Length: 3\r\n\r\na b\r\n\r\n"
    assert found(tmp_path / "w.warc", info)["w.warc"].endswith("it holds no pages.")


# Other formats


def test_a_mail_with_a_date_that_is_none_says_so() -> None:
    for date in ("Foo, 99 Bar 99999 99:99", "Mon, 31 Feb 2020 10:00:00 +0000"):
        document = read(f"From: a@b.c\r\nSubject: The raid\r\nDate: {date}\r\n\r\n{NOTE}".encode(), "a.eml")
        assert document.date is None
        assert any(date[:12] in note for note in document.notes)


def test_a_pdf_whose_pages_cannot_be_read_is_not_taken_for_pictures() -> None:
    packed = zlib.compress(b"BT (a) Tj ET " * 20_000_000, 9)
    plain = pdf_of_streams([b""])
    data = plain.replace(
        b"<< /Length 0 >>\nstream\n\nendstream",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed),
    )
    with pytest.raises(DocumentError, match="none of its pages can be read"):
        read(data, "a.pdf")


def test_bytes_that_no_encoding_makes_text_of_are_not_called_empty() -> None:
    with pytest.raises(DocumentError, match="its encoding cannot be told"):
        read(b"\xff" * 5000, "a.txt")


def test_what_was_unpacked_is_not_unpacked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard input can be read once only."""
    source = Source("-", "-", content=b"Words.")
    assert list(unpack(source)) == [source]
    assert list(unpack(Source("-", "-", broken="a reason"))) == [Source("-", "-", broken="a reason")]


def test_a_stretch_without_end_is_left_unread_and_parts_its_block() -> None:
    document = read(f"{NOTE} {'QUJD' * 1000} {NOTE}\n\n{NOTE}".encode(), "a.txt")
    assert [block.span.of(document.text) for block in document.blocks] == [NOTE, NOTE, NOTE]
    assert any("not read" in note for note in document.notes)
    with pytest.raises(DocumentError, match="no words"):
        read(b"a" * 5_000_000, "a.txt")


def test_a_device_is_refused_before_it_is_read() -> None:
    (source,) = collect(["/dev/zero"])
    assert list(unpack(source)) == [source]
    with pytest.raises(DocumentError, match="it is a device"):
        source.load()


@pytest.mark.parametrize(("line", "name"), [(b"word " * 200, "pipe.txt"), (b'{"text": "words"}\n' * 60, "pipe.jsonl")])
def test_a_pipe_without_end_is_given_up(
    line: bytes, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "_PIPED", 30_000_000)
    path = tmp_path / name
    os.mkfifo(path)

    def write() -> None:
        try:
            with path.open("wb") as file:
                while True:
                    file.write(line)
        except BrokenPipeError:
            pass

    writer = threading.Thread(target=write)
    writer.start()
    (source,) = (document for given in collect([str(path)]) for document in unpack(given))
    writer.join()
    with pytest.raises(DocumentError, match=rf"{name}: it has more than [23]0,000,000 bytes"):
        read(source.load(), source.name)


def test_a_pipe_that_ends_is_read(tmp_path: Path) -> None:
    path = tmp_path / "pipe.jsonl"
    os.mkfifo(path)
    writer = threading.Thread(target=lambda: path.write_bytes(b'{"text": "One."}\n{"text": "Two."}\n'))
    writer.start()
    names = [document.name for given in collect([str(path)]) for document in unpack(given)]
    writer.join()
    assert names == ["pipe.jsonl#1", "pipe.jsonl#2"]


def test_a_file_that_may_not_be_read_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("closed.txt", "closed.jsonl"):
        (tmp_path / name).write_text("Words.")

    def refused(*_: object, **__: object) -> None:  # who runs the tests may be allowed everything
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refused)
    for source in collect([str(tmp_path)]):
        (document,) = unpack(source)
        with pytest.raises(DocumentError, match=r"closed\.\w+: it cannot be opened: Permission denied"):
            document.load()


def test_a_collection_that_is_cut_off_while_it_is_read_keeps_what_came_before(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_text("".join(f'{{"text": "Report {n}. {NOTE * 20}"}}\n' for n in range(1000)))
    (source,) = collect([str(path)])
    documents = unpack(source)
    before = [next(documents) for _ in range(5)]
    os.truncate(path, 100)
    after = list(documents)
    assert all(
        "Report" in read(document.load(), document.name, media_type=document.media_type).text for document in before
    )
    assert len(after) < 995
    with pytest.raises(DocumentError, match=r"news\.jsonl#"):
        read(after[-1].load(), after[-1].name, media_type=after[-1].media_type)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ar", "قال محافظ الإقليم إن الطائرات قصفت المدينة صباح يوم الجمعة وإن عشرة أشخاص قتلوا في الهجوم."),
        ("ru", "Губернатор области заявил, что самолёты бомбили город утром в пятницу и что погибли десять человек."),
        ("de", "Der Gouverneur der Provinz sagte, dass die Flugzeuge am Freitagmorgen die Stadt bombardiert haben."),
    ],
)
def test_a_language_that_is_not_read_is_recognised_and_stored_without_claims(language: str, words: str) -> None:
    document = read((words + "\n\n" + words + "\n").encode(), "a.txt")
    assert (document.language, document.text.count(words)) == (language, 2)
    assert any(f"not read ({language})" in note for note in document.notes)
    assert RuleExtractor().extract(document).claims == ()


def test_what_stands_in_two_formats_is_two_documents_with_the_same_words() -> None:
    words = "The raid\n\nNorland bombed the town of Karsk, and the governor of the province said so on Friday."
    title, body = words.split("\n\n")
    page = (
        f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{body}</p></article></body></html>"
    )
    plain, html = read(words.encode(), "a.txt"), read(page.encode(), "a.html")
    assert plain.id != html.id
    assert (plain.text.strip(), plain.title) == (html.text.strip(), html.title)

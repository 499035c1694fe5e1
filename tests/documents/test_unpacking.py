"""Collections: one source gives many documents; what is wrong with one stays with it."""

from __future__ import annotations

import gzip
import io
import json
import struct
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.documents import Source, collect, read, unpack
from kg.documents import archive as archive_module
from kg.documents import json_lines as lines_module
from kg.documents import origin as origin_module
from kg.errors import DocumentError
from tests.documents.making import archive, pdf, web_archive, word

NOTE = "Norland bombed the town of Karsk on 3 May 2021, and the governor of the province said so."
PAGE = f"<html><head><title>The raid</title></head><body><p>{NOTE}</p></body></html>".encode()


def lines(*records: object) -> bytes:
    return b"".join(record if isinstance(record, bytes) else json.dumps(record).encode() + b"\n" for record in records)


def found(path: Path, data: bytes | None = None) -> dict[str, str]:
    """What each document of a file is: the beginning of its text, or the reason why there is none."""
    if data is not None:
        path.write_bytes(data)
    results: dict[str, str] = {}
    for source in collect([str(path)]):
        for document in unpack(source):
            assert document.name not in results
            assert document.location.endswith(document.name)
            try:
                text = (
                    document.skipped
                    or read(document.load(), document.name, media_type=document.media_type, url=document.url).text
                )
            except DocumentError as error:
                text = str(error)
            results[document.name] = text[:200]
    return results


# JSON lines


def test_each_line_is_a_document_named_by_id_address_or_number(tmp_path: Path) -> None:
    named = {"id": "a7", "text": "One."}, {"url": "http://e.org/2", "text": "Two."}
    data = lines(*named, b"\n", {"text": "Four."}, {"id": 9, "text": "Five."})
    assert found(tmp_path / "n.jsonl", data) == {
        "n.jsonl#a7": "One.",
        "n.jsonl#http://e.org/2": "Two.",
        "n.jsonl#4": "Four.",
        "n.jsonl#9": "Five.",
    }


def test_an_id_that_comes_again_gets_its_line_as_well(tmp_path: Path) -> None:
    data = lines({"id": "2", "text": "One."}, {"text": "Two."}, {"id": "2", "text": "Three."})
    assert list(found(tmp_path / "n.ndjson", data)) == ["n.ndjson#2", "n.ndjson#2~2", "n.ndjson#2~3"]


def test_a_line_that_is_broken_fails_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines_module, "LARGEST", 100)
    data = lines({"text": "One."}, b"{bad\n", {"text": "x" * 500}, b'{"text": "caf\xe9"}\n', [1], {"text": "Six."})
    results = found(tmp_path / "n.jsonl", data)
    assert list(results) == [f"n.jsonl#{n}" for n in (1, 2, 3, 4, 5, 6)]
    assert [results[f"n.jsonl#{n}"] for n in (1, 6)] == ["One.", "Six."]
    for number, reason in ((2, "not JSON"), (3, "more than 100 bytes"), (4, "not UTF-8"), (5, "no JSON object")):
        assert reason in results[f"n.jsonl#{number}"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (json.dumps({str(n): n for n in range(20)}, indent=1).encode(), "its lines are no JSON objects"),
        ('{"text": "x"}\n'.encode("utf-16"), "UTF-16"),
        (b"", "empty"),
    ],
)
def test_a_file_that_is_none_gives_one_reason(tmp_path: Path, data: bytes, reason: str) -> None:
    results = found(tmp_path / "n.jsonl", data)
    assert list(results) == ["n.jsonl"]
    assert reason in results["n.jsonl"]


def test_a_compressed_file_is_read_as_it_unpacks(tmp_path: Path) -> None:
    data = gzip.compress(lines({"text": "One."}, {"text": "Two."}))
    assert found(tmp_path / "n.jsonl.gz", data) == {"n.jsonl.gz#1": "One.", "n.jsonl.gz#2": "Two."}
    cut = found(tmp_path / "cut.jsonl.gz", gzip.compress(lines(*({"text": str(n)} for n in range(5000))))[:-400])
    assert cut["cut.jsonl.gz#1"] == "0"
    assert "damaged" in cut["cut.jsonl.gz"]


def test_a_collection_is_read_as_a_stream(tmp_path: Path) -> None:
    """The second half of the file is written after the first document was taken."""
    path = tmp_path / "n.jsonl"
    path.write_bytes(lines(*({"text": "words " * 200, "id": n} for n in range(200))))
    documents = unpack(Source("n.jsonl", str(path), path=path))
    next(documents)
    with path.open("ab") as file:
        file.write(lines({"text": "Last.", "id": "last"}))
    assert [document.name for document in documents][-1] == "n.jsonl#last"


def test_standard_input_may_be_a_collection(monkeypatch: pytest.MonkeyPatch) -> None:
    for data, names in (
        (lines({"text": "One."}, {"text": "Two."}), ["-#1", "-#2"]),
        (archive({"a.txt": "One."}), ["-/a.txt"]),
        (b"Words.", ["-"]),
    ):
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
        sources = [document for source in collect(["-"]) for document in unpack(source)]
        assert [source.name for source in sources] == names
        assert {source.location for source in sources} == {"-"}
        assert all(source.load() for source in sources)


# Feeds

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>The Karsk Review</title><language>en-gb</language>
<item><title>The raid</title><link>http://e.org/1</link><guid>g-1</guid>
<pubDate>Tue, 04 May 2021 23:30:00 -0700</pubDate>
<author>ann@e.org (Ann Clark)</author><description>&lt;p&gt;{note}&lt;/p&gt;</description></item>
<item><title>Only a title about the town of Karsk</title><link>http://e.org/2</link></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><entry><id>urn:1</id><title>The raid</title>
<updated>2021-05-04T10:00:00Z</updated><author><name>Ann</name></author>
<content type="html">&lt;p&gt;{note}</content></entry></feed>"""


def test_each_entry_of_a_feed_is_a_document_with_its_metadata(tmp_path: Path) -> None:
    for name, text in (("f.rss", RSS), ("f.xml", RSS), ("f.atom", ATOM)):
        path = tmp_path / name
        path.write_text(text.replace("{note}", NOTE))
        first = next(iter(unpack(Source(name, str(path), path=path))))
        document = read(first.load(), first.name, media_type=first.media_type, url=first.url)
        assert document.text == f"The raid\n\n{NOTE}"
        assert (document.title, document.date) == ("The raid", "2021-05-04")
        if text is RSS:
            assert (document.publisher, document.url, document.language) == (
                "The Karsk Review",
                "http://e.org/1",
                "en-gb",
            )
            assert document.authors == ("Ann Clark",)
            assert list(found(path)) == [f"{name}#g-1", f"{name}#http://e.org/2"]


def test_texts_of_entries_are_html_even_without_a_tag(tmp_path: Path) -> None:
    item = b'{"title": "Rights &amp; wrongs", "content_html": "Norland &amp;amp; Sudland met."}'
    document = read(item, "f.rss#1", media_type="application/feed+json")
    assert document.text == "Rights & wrongs\n\nNorland &amp; Sudland met."


def test_an_entry_is_the_same_document_in_tomorrows_feed(tmp_path: Path) -> None:
    path = tmp_path / "f.rss"
    contents = []
    for text in (
        RSS,
        RSS.replace("<language>", "<lastBuildDate>Wed, 05 May 2021 00:00:00 GMT</lastBuildDate><language>"),
    ):
        path.write_text(text.replace("{note}", NOTE))
        contents.append([document.load() for document in unpack(Source("f.rss", str(path), path=path))])
    assert contents[0] == contents[1]


def test_entities_of_a_feed_are_not_expanded_and_nothing_is_opened(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("SECRET")
    bomb = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE rss [<!ENTITY l0 "lol">{bomb}<!ENTITY x SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
    data = RSS.replace("<rss", f"{doctype}<rss").replace("{note}", f"&x;&l9; {NOTE}")
    results = found(tmp_path / "f.rss", data.encode())
    assert "SECRET" not in str(results)
    assert "lollol" not in str(results)


def test_xml_that_is_no_feed_is_skipped_in_a_folder_and_refused_where_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "data.xml").write_text("<data/>")
    assert found(tmp_path)["data.xml"] == "XML that is no feed is not read yet"
    assert "is not read yet" in found(tmp_path / "data.xml")["data.xml"]
    assert "no feed" in found(tmp_path / "f.rss", b"<rss><channel></channel></rss>")["f.rss"]


# WARC

ANSWERS = [
    ("http://e.org/1", "200 OK", "text/html; charset=utf-8", PAGE),
    ("http://e.org/logo", "200 OK", "image/png", b"\x89PNG"),
    ("http://e.org/gone", "404 Not Found", "text/html", b"<p>Gone</p>"),
    ("http://e.org/2", "200 OK", "text/plain; charset=latin-1", "Café in Karsk.".encode("latin-1")),
]


@pytest.mark.parametrize(("name", "packed"), [("w.warc.gz", True), ("w.warc", False)])
def test_each_page_of_a_web_archive_is_a_document(tmp_path: Path, name: str, packed: bool) -> None:
    results = found(tmp_path / name, web_archive(ANSWERS, packed=packed))
    assert results == {
        f"{name}#http://e.org/1": f"The raid\n\n{NOTE}",
        f"{name}#http://e.org/2": "Café in Karsk.",
        name: "2 records are no pages: 1 image/png, 1 status 404",
    }


def test_the_address_of_a_page_is_that_of_its_record(tmp_path: Path) -> None:
    path = tmp_path / "w.warc"
    path.write_bytes(web_archive(ANSWERS[:1], packed=False))
    (source,) = unpack(Source("w.warc", str(path), path=path))
    assert read(source.load(), source.name, media_type=source.media_type, url=source.url).url == "http://e.org/1"


def test_a_damaged_web_archive_gives_what_lies_before(tmp_path: Path) -> None:
    data = web_archive([*ANSWERS[:1], *ANSWERS[:1]])
    results = found(tmp_path / "w.warc.gz", data[: len(data) // 2 + 60])
    assert results["w.warc.gz#http://e.org/1"].startswith("The raid")
    plain = web_archive(ANSWERS[:1], packed=False)
    results = found(tmp_path / "w.warc", plain + b"\r\nnonsense\r\n\r\n" + plain)
    assert results["w.warc#http://e.org/1"].startswith("The raid")


# Archives


def test_an_archive_gives_its_documents_and_those_of_what_it_holds(tmp_path: Path) -> None:
    members = {
        "b/report.pdf": pdf([[(72, 700, 10, NOTE)]]),
        "a.docx": word(lambda document: document.add_paragraph(NOTE)),
        "inner.zip": archive({"deep/x.txt": "Deep words.", "w.warc.gz": web_archive(ANSWERS[:1])}),
        "news.jsonl": lines({"id": "k", "text": "One."}),
        "feed.xml": RSS.replace("{note}", NOTE),
        "data.xml": "<data/>",
        "README.md": "x",
        ".hidden.txt": "x",
        "__MACOSX/._a.docx": "x",
        "slides.ppt": "x",
    }
    assert found(tmp_path / "z.zip", archive(members)) == {
        "z.zip/README.md": "it is about the folder; name it to have it read",
        "z.zip/a.docx": NOTE,
        "z.zip/b/report.pdf": NOTE,
        "z.zip/data.xml": "XML that is no feed is not read yet",
        "z.zip/feed.xml#g-1": f"The raid\n\n{NOTE}",
        "z.zip/feed.xml#http://e.org/2": "Only a title about the town of Karsk",
        "z.zip/inner.zip/deep/x.txt": "Deep words.",
        "z.zip/inner.zip/w.warc.gz#http://e.org/1": f"The raid\n\n{NOTE}",
        "z.zip/news.jsonl#k": "One.",
        "z.zip/slides.ppt": "PowerPoint is not read yet",
    }


def test_a_folder_may_hold_collections(tmp_path: Path) -> None:
    (tmp_path / "z.zip").write_bytes(archive({"a.txt": "One."}))
    (tmp_path / "n.jsonl").write_bytes(lines({"text": "Two."}))
    (tmp_path / "t.txt").write_text("Three.")
    assert found(tmp_path) == {"n.jsonl#1": "Two.", "t.txt": "Three.", "z.zip/a.txt": "One."}


def test_names_that_lead_out_of_an_archive_are_refused(tmp_path: Path) -> None:
    names = ["../up.txt", "/root.txt", "a/../../up.txt", "C:/x.txt", "..\\up.txt", "a\x01b.txt"]
    path = tmp_path / "z.zip"
    path.write_bytes(archive({**dict.fromkeys(names, "Bad."), "good..txt": "Good."}))
    results = [(source.name, source.broken) for source in unpack(Source("z.zip", str(path), path=path))]
    assert len(results) == len(names) + 1
    assert [name for name, broken in results if broken is None] == ["z.zip/good..txt"]
    assert sorted(tmp_path.iterdir()) == [path]


def test_encrypted_broken_and_linked_members_fail_alone(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as opened:
        opened.writestr("broken.txt", "Broken words here.")
        opened.writestr("good.txt", "Good.")
        opened.writestr("locked.txt", "Locked.")
        opened.writestr(link, "/etc/passwd")
    data = bytearray(file.getvalue().replace(b"Broken words", b"Brokem words"))
    place = data.rfind(b"locked.txt") - 46
    data[place + 8] |= 1
    results = found(tmp_path / "z.zip", bytes(data))
    assert "cannot be unpacked" in results["z.zip/broken.txt"]
    assert results["z.zip/good.txt"] == "Good."
    assert "encrypted" in results["z.zip/locked.txt"]
    assert results["z.zip/link.txt"] == "it is a link"


def test_archives_inside_each_other_are_opened_to_a_small_depth(tmp_path: Path) -> None:
    data = archive({"a.txt": "Deepest."})
    for _ in range(2):
        data = archive({"in.zip": data})
    assert found(tmp_path / "z.zip", data) == {"z.zip/in.zip/in.zip/a.txt": "Deepest."}
    results = found(tmp_path / "z.zip", archive({"a.txt": "First.", "in.zip": archive({"in.zip": data})}))
    assert results["z.zip/a.txt"] == "First."
    assert "more than 3 archives inside each other" in results["z.zip/in.zip/in.zip/in.zip"]


def test_an_archive_that_swells_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(origin_module, "_FLOOR", 1_000_000)
    swelling = b" " * 900_000
    inner = archive({f"{n}.txt": swelling for n in range(3)})
    flat = {f"{n}.txt": swelling for n in (1, 2, 3)}
    nested = {"1.zip": inner, "2.zip": inner}
    for members in (flat, nested):
        results = found(tmp_path / "z.zip", archive({"0.txt": "First.", **members}))
        assert results["z.zip/0.txt"] == "First."
        assert "more than 100 times its size" in results["z.zip"]
    packed = gzip.compress(lines({"text": "First."}, *({"text": "x" * 500_000} for _ in range(9))))
    assert "more than 100 times its size" in found(tmp_path / "n.jsonl.gz", packed)["n.jsonl.gz"]


def test_an_archive_with_a_huge_directory_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_module, "_MOST_BYTES_OF_NAMES", 100)
    assert "its directory has" in found(tmp_path / "z.zip", archive({f"{n}.txt": "x" for n in range(9)}))["z.zip"]


def test_an_archive_that_is_broken_or_empty_says_so(tmp_path: Path) -> None:
    sound = archive({"a.txt": "One."})
    assert "damaged ZIP archive" in found(tmp_path / "z.zip", sound[:-30])["z.zip"]
    assert "empty" in found(tmp_path / "z.zip", archive({}))["z.zip"]


def test_documents_of_other_formats_that_are_archives_inside_stay_whole(tmp_path: Path) -> None:
    data = word(lambda document: document.add_paragraph(NOTE))
    assert found(tmp_path / "a.docx", data) == {"a.docx": NOTE}
    assert found(tmp_path / "a.zip", data) == {"a.zip": NOTE}
    book = archive({"mimetype": "application/epub+zip", "a.txt": "x"})
    assert "another Office document" in found(tmp_path / "a.epub", book)["a.epub"]


# Anything

COLLECTIONS = {
    "z.zip": archive({"a.txt": "One.", "n.jsonl": lines({"text": "Two."})}),
    "w.warc.gz": web_archive(ANSWERS[:2]),
    "w.warc": web_archive(ANSWERS[:2], packed=False),
    "n.jsonl.gz": gzip.compress(lines({"text": "One."}, {"text": "Two."})),
}


@settings(deadline=None, max_examples=150)
@given(
    name=st.sampled_from(sorted(COLLECTIONS)),
    place=st.integers(0, 5000),
    put=st.binary(max_size=12),
    removed=st.integers(0, 40),
)
def test_a_damaged_collection_gives_documents_or_reasons(
    tmp_path_factory: pytest.TempPathFactory, name: str, place: int, put: bytes, removed: int
) -> None:
    data = COLLECTIONS[name]
    place %= len(data)
    path = tmp_path_factory.mktemp("any") / name
    path.write_bytes(data[:place] + put + data[place + removed :])
    for source in unpack(Source(name, str(path), path=path)):
        try:
            assert source.skipped or isinstance(source.load(), bytes)
            if not source.skipped:
                read(source.load(), source.name, media_type=source.media_type, url=source.url)
        except DocumentError:
            pass


@given(st.binary(max_size=300), st.sampled_from(["a.jsonl", "a.zip", "a.warc", "a.warc.gz", "a", "-"]))
@settings(deadline=None)
def test_any_bytes_can_be_unpacked(tmp_path_factory: pytest.TempPathFactory, data: bytes, name: str) -> None:
    path = tmp_path_factory.mktemp("any") / "file"
    for start in (b"", b"PK\x03\x04", b"WARC/1.0\r\n", b"\x1f\x8b\x08", struct.pack("<4s", b"PK\x05\x06")):
        path.write_bytes(start + data)
        for source in unpack(Source(name, str(path), path=path)):
            assert source.path or source.broken is not None or source.content is not None or source.skipped

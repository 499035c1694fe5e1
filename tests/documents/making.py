"""Makes small files of each format."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence

import docx
from docx.document import Document as Word
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

Drawn = tuple[float, float, float, str]
"""Points from the left and the bottom, size of the letters, text."""


def pdf(pages: Sequence[Iterable[Drawn]], info: Mapping[str, str] | None = None) -> bytes:
    """A PDF whose pages show lines of text, with what its information dictionary says."""
    streams = []
    for page in pages:
        shown = [
            f"BT /F1 {size} Tf 1 0 0 1 {left} {bottom} Tm ({_escaped(text)}) Tj ET" for left, bottom, size, text in page
        ]
        streams.append("\n".join(shown).encode("cp1252"))
    return pdf_of_streams(streams, info)


def pdf_of_streams(streams: Sequence[bytes], info: Mapping[str, str] | None = None) -> bytes:
    """A PDF of pages with these content streams."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(streams)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(streams)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, stream in enumerate(streams):
        page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * number} 0 R"
        objects.append(f"{page} /Resources << /Font << /F1 3 0 R >> >> >>".encode())
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    entries = " ".join(f"/{key} ({_escaped(value)})" for key, value in (info or {}).items())
    objects.append(f"<< {entries} >>".encode("cp1252"))
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"<< /Size %d /Root 1 0 R /Info %d 0 R >>" % (len(objects) + 1, len(objects))
    return data + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n%s\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        table,
        trailer,
        len(data),
    )


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def paragraph(lines: Iterable[str], top: float = 700, *, left: float = 72, size: float = 10) -> list[Drawn]:
    """Lines under each other, as a word processor sets a paragraph."""
    return [(left, top - 1.2 * size * number, size, line) for number, line in enumerate(lines)]


def word(write: Callable[[Word], object]) -> bytes:
    """A DOCX that ``write`` filled."""
    document = docx.Document()
    write(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def archive(members: Mapping[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as opened:
        for name, content in members.items():
            opened.writestr(name, content)
    return file.getvalue()


def web_archive(answers: Iterable[tuple[str, str, str, bytes]], *, packed: bool = True) -> bytes:
    """A WARC file with answers: address, status, media type, body."""
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=packed)
    for address, status, media_type, body in answers:
        headers = StatusAndHeaders(status, [("Content-Type", media_type)], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(address, "response", payload=io.BytesIO(body), http_headers=headers)
        )
    return file.getvalue()

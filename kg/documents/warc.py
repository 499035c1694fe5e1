"""WARC: the pages of a web archive (ISO 28500)."""

from __future__ import annotations

import zlib
from collections import Counter
from typing import Any, Final

from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParserException

from kg.documents.composition import cleaned
from kg.documents.fields import is_web_address, one_line
from kg.documents.origin import Origin, Sources, Stream, until_limit
from kg.documents.reading import LARGEST
from kg.documents.sources import Source
from kg.documents.warc_records import Records, is_cut_off

_PAGES: Final = ("text/html", "application/xhtml+xml", "text/plain", "text/markdown", "application/pdf")
_KINDS: Final = {"response", "resource", "conversion"}


def web_archive(stream: Stream, origin: Origin) -> Sources:
    """The pages of a web archive, each named by its address.

    Pages are records with text that was answered with success; all others are counted in one remark. Nothing behind a
    damaged place can be read.
    """
    passed: Counter[str] = Counter()
    number = found = 0
    try:
        for record in Records(stream, origin.allowance):
            number += 1
            if record.rec_type in _KINDS:
                media_type = _media_type(record)
                if media_type.partition(";")[0] in _PAGES:
                    found += 1
                    yield _page(record, media_type, origin, number)
                elif is_cut_off(record):
                    found += 1
                    yield origin.failure(f"it ends inside record {number}.")
                else:
                    passed[media_type.partition(";")[0][:60]] += 1
    except (ArchiveLoadFailed, StatusAndHeadersParserException, zlib.error, EOFError, OSError) as error:
        found += 1
        yield origin.failure(f"it is damaged in or behind record {number}: {one_line(cleaned(str(error)))[:120]}.")
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        found += 1
        yield origin.failure(f"it is damaged in or behind record {number}: {type(error).__name__}.")
    if passed:
        kinds = ", ".join(f"{count:,} {kind}" for kind, count in passed.most_common(5))
        yield Source(origin.name, origin.location, f"{passed.total():,} records are no pages: {kinds}")
    elif not found:
        yield origin.failure("it holds no pages." if number else "it holds no records.")


def _media_type(record: Any) -> str:
    """The media type of what a record holds; of an answer without success, its status."""
    if record.rec_type == "response":
        headers = record.http_headers
        if headers is None:
            return "no answer"
        status = str(headers.get_statuscode())
        if status != "200":
            return f"status {status}"
        declared = headers.get_header("Content-Type")
    else:
        declared = record.rec_headers.get_header("Content-Type")
    return (declared or "unknown").strip().lower()


def _page(record: Any, media_type: str, origin: Origin, number: int) -> Source:
    address = one_line(cleaned(record.rec_headers.get_header("WARC-Target-URI") or ""))
    label = address or str(number)
    try:
        content = until_limit(record.content_stream(), LARGEST)
    except (zlib.error, EOFError, OSError, ValueError, LookupError) as error:
        return origin.failure(f"it cannot be unpacked: {error}.", label=label, number=number)
    if is_cut_off(record):
        return origin.failure("it ends before the length that it declares.", label=label, number=number)
    url = address if is_web_address(address) else None
    return origin.document(content, label=label, number=number, media_type=media_type, url=url)

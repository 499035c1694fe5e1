"""How bodies come in: RDF as it is, or files of a form, into files of the spool while they arrive."""

from __future__ import annotations

from contextlib import ExitStack
from http import HTTPStatus
from typing import Final

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.types import Receive, Scope

from kg.api.desk.spool import Spool, Spooled
from kg.api.incoming import ContentType, announced, content_type, header, parts, refused
from kg.api.problem import Problem
from kg.api.sparql.formats import GRAPHS
from kg.errors import HerodotusError
from kg.workspace.writes import Payload

MULTIPART: Final = "multipart/form-data"

_FILES: Final = 100
"""Files that one form may have."""

_HEADER_BYTES: Final = 16 * 1024
"""Bytes that the header of one part may have."""


async def receive_payloads(scope: Scope, receive: Receive, spool: Spool, files: ExitStack) -> tuple[Payload, ...]:
    """Spools the body; ``files`` removes it again.

    Raises ``Problem``: 400, 408, 413, 415, and 503 where there is no room.
    """
    kind = content_type(scope)
    try:
        spool.check(announced(scope) or 0)
        if kind.media_type == MULTIPART:
            return await _Form(header(scope, b"content-type") or "", spool, files).read(receive)
        media_type = rdf_type(kind)
        file = files.enter_context(spool.open())
        async for part in parts(receive):
            file.write(part)
    except HerodotusError as error:
        raise refused(scope, error) from error
    return (Payload(file.path, media_type),)


def rdf_type(kind: ContentType) -> str:
    """The RDF format that a type names. Raises ``Problem`` (415) where it is none."""
    kind.require_utf8()
    for media_type, names in GRAPHS.items():
        if kind.media_type == media_type or kind.media_type in names:
            return media_type
    raise Problem(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        f"A graph is sent as one of {', '.join(GRAPHS)}, or as {MULTIPART}; not as '{kind.media_type or 'nothing'}'.",
        headers=((b"accept", ", ".join((*GRAPHS, MULTIPART)).encode()),),
    )


class _Form:
    """The files of a form (RFC 7578), each of the type that its own header names. Other fields are ignored."""

    def __init__(self, header_value: str, spool: Spool, files: ExitStack) -> None:
        boundary = parse_options_header(header_value)[1].get(b"boundary")
        if not boundary:
            raise Problem(HTTPStatus.BAD_REQUEST, "The form names no boundary.")
        self._spool = spool
        self._files = files
        self._payloads: list[Payload] = []
        self._headers: dict[bytes, bytes] = {}
        self._name = self._value = b""
        self._left = _HEADER_BYTES
        self._size = 0
        self._file: Spooled | None = None
        self._ended = False
        try:
            self._parser = MultipartParser(
                boundary,
                {
                    "on_part_begin": self._begin,
                    "on_header_field": self._take_name,
                    "on_header_value": self._take_value,
                    "on_header_end": self._end_header,
                    "on_headers_finished": self._open,
                    "on_part_data": self._take_data,
                    "on_end": self._end,
                },
            )
        except FormParserError as error:
            raise Problem(HTTPStatus.BAD_REQUEST, "The boundary of the form is too long.") from error

    async def read(self, receive: Receive) -> tuple[Payload, ...]:
        """The files, once the whole form is here."""
        try:
            async for part in parts(receive):
                self._size += len(part)
                self._spool.check(self._size)
                self._parser.write(part)
        except FormParserError as error:
            raise Problem(HTTPStatus.BAD_REQUEST, "The form is malformed.") from error
        if not self._ended:
            raise Problem(HTTPStatus.BAD_REQUEST, "The form ends too early.")
        if not self._payloads:
            raise Problem(HTTPStatus.BAD_REQUEST, "The form holds no file.")
        return tuple(self._payloads)

    def _begin(self) -> None:
        self._headers, self._file, self._left = {}, None, _HEADER_BYTES

    def _take_name(self, data: bytes, start: int, end: int) -> None:
        self._name += self._part(data, start, end)

    def _take_value(self, data: bytes, start: int, end: int) -> None:
        self._value += self._part(data, start, end)

    def _part(self, data: bytes, start: int, end: int) -> bytes:
        self._left -= end - start
        if self._left < 0:
            raise Problem(HTTPStatus.BAD_REQUEST, f"The header of a part has more than {_HEADER_BYTES} bytes.")
        return data[start:end]

    def _end_header(self) -> None:
        self._headers[self._name.lower()] = self._value
        self._name = self._value = b""

    def _open(self) -> None:
        disposition, options = parse_options_header(self._headers.get(b"content-disposition"))
        kind = self._headers.get(b"content-type")
        if disposition != b"form-data" or (b"filename" not in options and kind is None):
            return
        if len(self._payloads) == _FILES:
            raise Problem(HTTPStatus.BAD_REQUEST, f"The form holds more than {_FILES} files.")
        media_type = rdf_type(ContentType.parse((kind or b"").decode("latin-1")))
        self._file = self._files.enter_context(self._spool.open())
        self._payloads.append(Payload(self._file.path, media_type))

    def _take_data(self, data: bytes, start: int, end: int) -> None:
        if self._file is not None:
            self._file.write(data[start:end])

    def _end(self) -> None:
        self._ended = True

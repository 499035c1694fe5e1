"""The records of a WARC file, whose headers and unpacked bytes are held to limits."""

from __future__ import annotations

from typing import Any, Final

from warcio.archiveiterator import WARCIterator
from warcio.bufferedreaders import DecompressingBufferedReader
from warcio.exceptions import ArchiveLoadFailed

from kg.documents.origin import Allowance, Stream

_MOST_LINES: Final = 5_000
"""Lines of the header of a record and of the answer in it."""

_LONGEST_LINE: Final = 200_000
_CUT_OFF: Final = "it ends inside a record"


class _Metered(DecompressingBufferedReader):  # type: ignore[misc]  # the library has no types
    """Takes what it unpacks from an allowance, and says where the library would be content with less."""

    def __init__(self, stream: Any, allowance: Allowance) -> None:
        super().__init__(stream)
        self._allowance = allowance
        self._lines = 0

    def read(self, length: int | None = None) -> bytes:
        """The next bytes: what stood before them was a header, and is over."""
        self._lines = 0
        return bytes(super().read(length))

    def readline(self, length: int | None = None) -> bytes:
        """The next line of a header. Raises ``ArchiveLoadFailed`` where there are too many or one is too long."""
        self._lines += 1
        most = min(length or _LONGEST_LINE, _LONGEST_LINE)
        line = b""
        while len(line) < most and not line.endswith(b"\n") and (part := super().readline(most - len(line))):
            line += part  # its own loop gives up before the line ends
        if self._lines > _MOST_LINES or len(line) >= _LONGEST_LINE:
            raise ArchiveLoadFailed("the header of a record is too long")
        if line and len(line) < most and not line.endswith(b"\n"):
            raise ArchiveLoadFailed(_CUT_OFF)
        return line

    def _init_decomp(self, decomp_type: str | None) -> None:
        self._begun = False
        super()._init_decomp(decomp_type)

    def _process_read(self, data: bytes) -> None:
        if not data and self._begun and self.decompressor and not self.decompressor.eof:
            raise ArchiveLoadFailed(_CUT_OFF)
        super()._process_read(data)
        self._allowance.spend(self.buff_size if self.buff else 0)

    def _decompress(self, data: bytes) -> bytes:
        self._begun = self._begun or bool(data)
        if self.decompressor and self.num_block_read:  # its own way is to say so on standard error and end there
            return bytes(self.decompressor.decompress(data))
        return bytes(super()._decompress(data))


class Records(WARCIterator):  # type: ignore[misc]  # the library has no types
    """The records of a file; lengths that are wrong are no matter for standard error."""

    INC_RECORD = ""

    def __init__(self, stream: Stream, allowance: Allowance) -> None:
        super().__init__(stream)
        self.reader = _Metered(self.fh, allowance)


def is_cut_off(record: Any) -> bool:
    """Whether a record ends before the length that it declares; reads it to its end."""
    while record.raw_stream.read(1 << 16):
        pass
    return getattr(record.raw_stream, "limit", 0) > 0

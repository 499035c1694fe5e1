"""The encoding: bytes become text, and what had to be guessed is said."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from charset_normalizer import from_bytes

from kg.errors import DocumentError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WESTERN = frozenset("£©«®°·»½¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜßàáâãäåæçèéêëìíîïñòóôõöøùúûüÿ€‚„…‘’“”•–—™§\u00a0\u00ad")
"""Characters beyond ASCII that ordinary text in the languages of windows-1252 is made of."""
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_TWICE_ENCODED = re.compile("â€[™œ\u009d“”˜¦]|Ã[©¨¡³±¼¶¤Ÿ]|Â[ «»£°]")
_NO_CHARSETS = {"", "idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7"}
_SAMPLE = 4096


class Decoded(NamedTuple):
    """Text, and remarks about how its encoding was found."""

    text: str
    notes: tuple[str, ...]


def decode(data: bytes, name: str, declared: str | None = None) -> Decoded:
    """The text of ``data``, without a byte order mark and otherwise unchanged.

    In this order: a byte order mark; UTF-8, where the bytes are valid as such; the encoding ``declared`` for them
    (``iso-8859-1`` and ``ascii`` mean windows-1252, as in the WHATWG Encoding Standard); UTF-16 without a mark; a
    guess. Raises ``DocumentError`` where the document called ``name`` is empty, binary, or in no known encoding.
    """
    if not data.strip():
        raise DocumentError(name, "the document is empty.")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _text(_strict(data[len(mark) :], encoding), name, f"its byte order mark says {encoding}, but it")
    text = _strict(data, "utf-8")
    if text is not None and "\0" not in text:
        return _text(text, name, "it")
    if declared is not None:
        return _declared(data, name, declared)
    wide = _wide(data)
    if wide is not None:
        text = _strict(data, wide)
        return _text(text, name, "it", f"The encoding was not declared; {wide} was guessed.")
    if b"\0" in data:
        raise _binary(name)
    return _guessed(data, name)


def is_binary(data: bytes) -> bool:
    """Whether bytes without a byte order mark hold what no text holds."""
    sample = data[:_SAMPLE]
    marked = any(data.startswith(mark) for mark, _ in _MARKS)
    return not marked and b"\0" in sample and _wide(data) is None


def _declared(data: bytes, name: str, declared: str) -> Decoded:
    try:
        encoding = codecs.lookup(declared.strip().lower()).name
    except (LookupError, ValueError):
        encoding = ""
    text = _strict(data, "cp1252" if encoding in {"iso8859-1", "ascii"} else encoding)
    if encoding in _NO_CHARSETS:
        text = None
    if text is not None:
        return _text(text, name, "it")
    guess = _guessed(data, name)
    return Decoded(guess.text, (f"The declared encoding {declared[:40]!r} does not fit the bytes.", *guess.notes))


def _guessed(data: bytes, name: str) -> Decoded:
    text = _strict(data, "cp1252")
    if text is not None and _looks_western(text):
        return _text(text, name, "it", "The encoding was not declared; windows-1252 was guessed.")
    best = from_bytes(data).best()
    text = _strict(data, best.encoding) if best is not None else None
    if best is None or text is None or not text.strip():
        raise DocumentError(name, "its encoding cannot be told.", remedy="Save it as UTF-8.")
    return _text(text, name, "it", f"The encoding was not declared; {best.encoding} was guessed.")


def _looks_western(text: str) -> bool:
    """Whether the characters beyond ASCII are common ones, and far fewer than the others."""
    beyond = [character for character in text if character > "\x7f"]
    return len(beyond) * 8 <= len(text) + 8 and all(character in _WESTERN for character in beyond)


def _wide(data: bytes) -> str | None:
    """The kind of UTF-16 that bytes without a mark are in, told from where the zero bytes of Latin letters lie."""
    sample = data[:_SAMPLE]
    if len(data) % 2 or len(sample) < 4:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.7 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.1 * half:
        return "utf-16-be"
    return None


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _text(text: str | None, name: str, what: str, *notes: str) -> Decoded:
    """The checked result; ``what`` begins the sentence that says why it is none."""
    if text is None:
        raise DocumentError(name, f"{what} cannot be decoded.", remedy="Save it as UTF-8.")
    if "\0" in text or len(_CONTROL.findall(text)) * 50 > len(text):
        raise _binary(name)
    if not text.strip():
        raise DocumentError(name, "the document is empty.")
    if len(_TWICE_ENCODED.findall(text)) >= 2:
        notes = (*notes, "Some characters look wrongly encoded in the document itself; they were left as they are.")
    return Decoded(text, notes)


def _binary(name: str) -> DocumentError:
    return DocumentError(
        name, "it holds binary data, not text.", remedy="Save it as plain text, Markdown or HTML and read that."
    )

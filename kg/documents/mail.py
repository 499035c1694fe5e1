"""EML: the text of one e-mail (RFC 5322, MIME)."""

from __future__ import annotations

import email
import email.errors
import email.header
import email.policy
import email.utils
import re
from email.message import Message
from typing import Final

from kg.documents.composition import cleaned, composed, entitled
from kg.documents.content import Content, Declared
from kg.documents.dates import edtf_of
from kg.documents.encoding import decode
from kg.documents.fields import is_language, one_line
from kg.documents.passages import Passage, whole_text
from kg.documents.plain import body_blocks
from kg.errors import DocumentError
from kg.model import BlockKind

_MOST_PARTS: Final = 100
"""Parts with parts of their own that a mail may have; the parser goes through all of them for each line."""
_MOST_LEAVES: Final = 2_000
"""Parts that a mail may have at all."""
_LONGEST_HEADER: Final = 10_000
_SIGNATURE: Final = re.compile(r"^-- ?\r?$", re.MULTILINE)
_QUOTED: Final = re.compile(r"^[ \t]*>.*(?:\n|\Z)", re.MULTILINE)
_INTRODUCES: Final = re.compile(r"^(?:On\b.{4,200}\bwrote|-{3,} ?Original Message ?-{3,}).{0,3}$", re.MULTILINE)


def read_mail(data: bytes, name: str, _: Declared) -> Content:
    """Reads EML.

    The stored text is the subject and the body: its plain form, or the HTML one where there is none. Signatures and
    quoted lines of other mails are left out; attachments and forwarded mails are not read, and the notes name them.
    """
    if data[:65536].lower().count(b"multipart/") > _MOST_PARTS or data.lower().count(b"boundary=") > _MOST_PARTS:
        raise DocumentError(name, "its parts are nested too deeply.", remedy="Save its text as .txt.")
    try:
        mail = email.message_from_bytes(data, policy=email.policy.compat32)
        parts = list(mail.walk())
    except (AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise DocumentError(
            name, "it is no e-mail that can be taken apart.", remedy="Save its text as .txt."
        ) from error
    if len(parts) > _MOST_LEAVES:
        raise DocumentError(
            name,
            f"it has {len(parts):,} parts; no more than {_MOST_LEAVES:,} are read.",
            remedy="Save its text as .txt.",
        )
    if not any(mail.get(field) for field in ("From", "Subject", "Date", "Message-ID", "Received")):
        raise DocumentError(name, "it has no header of an e-mail.", remedy="Save its text as .txt.")
    bodies, attached = _sorted(parts)
    passages, notes = _body(bodies, name)
    subject = _header(mail, "Subject") or None
    if not passages and subject:
        passages = [Passage(subject, BlockKind.HEADING)]
    if not passages:
        raise DocumentError(name, "it holds no text.")
    if attached:
        notes = (*notes, f"Attachments were not read: {', '.join(attached)[:300]}.")
    title, passages = entitled(subject, passages)
    text, blocks = composed(passages)
    date, language = _header(mail, "Date"), _header(mail, "Content-Language")
    day = edtf_of(date)
    if date and day is None:
        notes = (*notes, f"The date {date[:60]!r} was not understood.")
    return Content(
        text,
        blocks,
        title=title,
        date=day,
        authors=_authors(_header(mail, "From")),
        language=language if is_language(language) else None,
        notes=notes,
    )


def _header(mail: Message, field: str) -> str:
    """The value of a header field, its encoded words decoded (RFC 2047); empty where there is none."""
    value = mail.get(field)
    if value is None:
        return ""
    parts: list[str] = []
    try:
        for part, charset in email.header.decode_header(str(value)[:_LONGEST_HEADER]):
            parts.append(part if isinstance(part, str) else _decoded(part, charset or "ascii"))
    except (email.errors.HeaderParseError, ValueError, TypeError):
        parts = [str(value)[:_LONGEST_HEADER]]
    return one_line(cleaned("".join(parts)))


def _decoded(data: bytes, charset: str) -> str:
    try:
        return data.decode("utf-8" if charset == "unknown-8bit" else charset, "replace")
    except (LookupError, ValueError):
        return data.decode("utf-8", "replace")


def _authors(sender: str) -> tuple[str, ...]:
    try:
        pairs = email.utils.getaddresses([sender])
    except (IndexError, TypeError, ValueError):
        return ()
    return tuple(dict.fromkeys(one_line(named or address) for named, address in pairs if named or address))


def _sorted(parts: list[Message]) -> tuple[dict[str, bytes], list[str]]:
    """The first plain and the first HTML body by their type, charset included, and the names of all attachments."""
    bodies: dict[str, bytes] = {}
    attached: list[str] = []
    inside = 0  # parts of forwarded mails that are still to come
    for part in parts:
        kind = part.get_content_type()
        if inside:
            inside += (len(part.get_payload()) if part.is_multipart() else 0) - 1
        elif kind == "message/rfc822":
            attached.append(_filename(part) or "a forwarded mail")
            inside = len(part.get_payload()) if part.is_multipart() else 0
        elif not part.is_multipart():
            named = _filename(part)
            disposition = str(part.get("Content-Disposition", "")).lower()
            if kind not in ("text/plain", "text/html") or disposition.startswith("attachment") or kind in bodies:
                attached.append(named or kind)
            else:
                payload = part.get_payload(decode=True)
                bodies[kind] = payload if isinstance(payload, bytes) else b""
                bodies[kind + " charset"] = _charset(part).encode("ascii", "replace")
    return bodies, attached


def _filename(part: Message) -> str:
    try:
        return one_line(cleaned(part.get_filename() or ""))[:100]
    except (LookupError, TypeError, ValueError):
        return ""


def _charset(part: Message) -> str:
    try:
        return part.get_content_charset() or ""
    except (LookupError, TypeError, ValueError):
        return ""


def _body(bodies: dict[str, bytes], name: str) -> tuple[list[Passage], tuple[str, ...]]:
    """The passages of the body and remarks on it; the HTML form where the plain one is a mere pointer to it."""
    found: dict[str, tuple[list[Passage], tuple[str, ...]]] = {}
    for kind, make in (("text/plain", _plain), ("text/html", whole_text)):
        if bodies.get(kind, b"").strip():
            text, notes = decode(bodies[kind], name, bodies[kind + " charset"].decode() or None)
            found[kind] = make(text), notes
    nothing: tuple[list[Passage], tuple[str, ...]] = ([], ())
    plain, page = found.get("text/plain", nothing), found.get("text/html", nothing)
    return page if _words(page[0]) > 3 * _words(plain[0]) else plain


def _words(passages: list[Passage]) -> int:
    return sum(len(passage.text.split()) for passage in passages)


def _plain(text: str) -> list[Passage]:
    """The passages that the sender wrote."""
    text = text.replace("\r\n", "\n")
    text = _QUOTED.sub("\n", _INTRODUCES.sub("", _SIGNATURE.split(text, maxsplit=1)[0]))
    text = cleaned(text)
    return [Passage(one_line(block.span.of(text)), block.kind) for block in body_blocks(text)]

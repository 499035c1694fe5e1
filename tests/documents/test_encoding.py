"""Encodings are found, and what had to be guessed is said."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.documents.encoding import decode
from kg.errors import DocumentError

ENGLISH = "The café’s owner said “no” – and naïve soldiers left. " * 3
RUSSIAN = "Министерство обороны сообщило, что в результате удара погибли двадцать пять человек. " * 4


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_unicode_encodings_are_found_and_marks_are_dropped(encoding):
    assert decode(ENGLISH.encode(encoding), "a.txt").text == ENGLISH


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_marked_utf_16_is_not_a_guess(mark):
    encoding = "utf-16-le" if mark == codecs.BOM_UTF16_LE else "utf-16-be"
    assert decode(mark + ENGLISH.encode(encoding), "a.txt") == (ENGLISH, ())


def test_western_bytes_are_guessed_as_windows_1252_and_noted():
    text, notes = decode(ENGLISH.encode("cp1252"), "a.txt")
    assert text == ENGLISH
    assert notes == ("The encoding was not declared; windows-1252 was guessed.",)


def test_other_encodings_are_guessed_and_noted():
    text, notes = decode(RUSSIAN.encode("cp1251"), "a.txt")
    assert text == RUSSIAN
    assert "was guessed" in notes[0]


def test_a_declared_encoding_is_believed_without_a_note():
    assert decode("Łódź".encode("iso-8859-2"), "a.txt", "ISO-8859-2") == ("Łódź", ())
    assert decode("“Café”".encode("cp1252"), "a.txt", "latin-1") == ("“Café”", ())


def test_valid_utf_8_goes_before_a_wrong_declaration():
    assert decode("Łódź – Café".encode(), "a.txt", "iso-8859-1").text == "Łódź – Café"


@pytest.mark.parametrize("declared", ["utf-8", "no-such-thing", "base64", "punycode", "unicode_escape", "\x00", ""])
def test_a_declaration_that_does_not_fit_is_noted(declared):
    text, notes = decode(ENGLISH.encode("cp1252"), "a.txt", declared)
    assert text == ENGLISH
    assert "does not fit" in notes[0]


def test_text_that_was_encoded_twice_is_left_alone_and_noted():
    broken = ENGLISH.encode().decode("cp1252", "replace")
    text, notes = decode(broken.encode(), "a.txt")
    assert text == broken
    assert "wrongly encoded" in notes[0]


def test_a_broken_marked_text_is_refused():
    with pytest.raises(DocumentError, match="byte order mark says utf-8, but it cannot be decoded"):
        decode(codecs.BOM_UTF8 + b"caf\xe9", "a.txt")


def test_line_ends_are_kept():
    assert decode(b"a\r\nb\rc\n", "a.txt").text == "a\r\nb\rc\n"


@given(st.text(min_size=1))
def test_what_is_valid_utf_8_comes_back_unchanged(text):
    try:
        decoded = decode(text.encode("utf-8", "ignore"), "a.txt")
    except DocumentError:
        return
    assert decoded.text == text.encode("utf-8", "ignore").decode().removeprefix("\ufeff")

"""The fields of metadata: what may stand in each."""

from __future__ import annotations

import re

_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20]+", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def one_line(value: str) -> str:
    """The value with every run of white space made one space."""
    return " ".join(value.split())


def is_web_address(value: str) -> bool:
    """Whether ``value`` is an absolute HTTP address that can stand as an IRI."""
    return _WEB_ADDRESS.fullmatch(value) is not None


def is_language(value: str) -> bool:
    """Whether ``value`` has the form of a BCP 47 language tag (``en``, ``en-US``)."""
    return _LANGUAGE.fullmatch(value) is not None

"""What ``If-Match`` and ``If-None-Match`` (RFC 9110, section 13.1) ask of a version of the data."""

from __future__ import annotations

import hashlib
import re
from typing import Final

from kg import __version__
from kg.api.readers.version import Version
from kg.api.sparql.formats import GRAPHS, SHORT

_TAG: Final = re.compile(r'(W/)?("[\x21\x23-\x7e\x80-\xff]*")')


def entity_tag(version: Version, media_type: str) -> str:
    """The strong tag of every graph of a version in one format."""
    parts = (__version__, version.stamp, SHORT[media_type])
    return f'"{version.number}-{hashlib.sha256(repr(parts).encode()).hexdigest()[:16]}"'


def listed(header: str, tag: str, *, weak: bool) -> bool:
    """Whether a header's list has the tag, or is ``*``; ``weak`` takes weak ones, too."""
    if header.strip() == "*":
        return True
    return any(found == tag and (weak or not sign) for sign, found in _TAG.findall(header))


def any_format(header: str, version: Version) -> bool:
    """Whether a header's list has the tag of a version in one of the formats. Weak ones do not count."""
    return any(listed(header, entity_tag(version, media_type), weak=False) for media_type in GRAPHS)

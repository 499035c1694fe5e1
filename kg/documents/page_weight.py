"""The weight of a page: whether it can be searched for its article in seconds, or is made to take hours."""

from __future__ import annotations

import re
from typing import Final

_MOST_TAGS: Final = 40_000
"""Tags of a page whose article is looked for; the search takes about a millisecond for each."""

_MOST_ATTRIBUTES: Final = 1_000
"""Attributes of one tag; the parser compares each with all others."""

_SHORT: Final = 2_000
"""Characters of a tag that cannot have so many attributes."""

_OPENING: Final = re.compile(r"<([A-Za-z][^\s/<>]*)")
_TAG: Final = re.compile(r"""(?:[^>"']|"[^"]*"|'[^']*')*+>""")
_VALUE: Final = re.compile(r"""\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+)""")
_RAW: Final = frozenset({"script", "style", "textarea"})


def is_unwieldy(page: str) -> bool:
    """Whether a page has more tags, or more attributes in one tag, than any page that people wrote."""
    if page.count("<") > _MOST_TAGS:
        return True
    position = 0
    while opening := _OPENING.search(page, position):
        tag = _TAG.match(page, opening.end())
        end = tag.end() if tag else len(page)  # one that nothing closes takes the rest of the page
        if end - opening.end() > _SHORT:
            attributes = _VALUE.sub("", page[opening.end() : end]).split()
            if len(attributes) > _MOST_ATTRIBUTES:
                return True
        name = opening[1].lower()
        closing = page.find(f"</{name}", end) if name in _RAW else end
        position = closing if closing >= 0 else len(page)
    return False

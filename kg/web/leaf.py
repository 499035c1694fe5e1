"""The leaf: an address beside a page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Leaf:
    """An address beside the page: the same in another format, or another page of it."""

    text: str
    href: str
    media_type: str = ""

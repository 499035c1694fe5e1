"""JSON-LD: the object in which a page describes its article."""

from __future__ import annotations

import json
from collections.abc import Iterator

from lxml.html import HtmlElement

from kg.documents.fields import one_line

_ARTICLES = ("Article", "Posting", "Report")
_DEEPEST = 40


def article(tree: HtmlElement) -> dict[str, object]:
    """The first JSON-LD object of a page that describes an article, or an empty one."""
    for script in tree.iter("script"):
        if "ld+json" in script.get("type", "").lower():
            try:
                value = json.loads(script.text or "", strict=False)
            except (ValueError, RecursionError):
                continue
            for candidate in _objects(value):
                types = strings(candidate.get("@type"))
                if any(kind.endswith(_ARTICLES) for kind in types):
                    return candidate
    return {}


def _objects(value: object, depth: int = 0) -> Iterator[dict[str, object]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _objects(part, depth + 1)


def strings(value: object) -> list[str]:
    """The strings that a value is, or is a list of; empty ones are left out."""
    values = value if isinstance(value, list) else [value]
    return [one_line(part) for part in values if isinstance(part, str) and part.strip()]


def names(value: object) -> list[str]:
    """Names given as strings, as objects with a name, or as a list of these."""
    values = value if isinstance(value, list) else [value]
    return [name for part in values for name in strings(part.get("name") if isinstance(part, dict) else part)]

"""RSS and Atom: the entries of a feed that lies in a file. Nothing is fetched."""

from __future__ import annotations

import json
from typing import Final

from kg.documents.composition import cleaned
from kg.documents.dates import edtf_of
from kg.documents.fields import one_line
from kg.documents.isolation import isolated
from kg.documents.origin import Origin, Sources, Stream, until_limit
from kg.documents.reading import LARGEST
from kg.errors import DocumentError

ITEM: Final = "application/feed+json"
"""Entries are kept as items of JSON Feed 1.1, so that one is the same document in tomorrow's feed."""


def feed(stream: Stream, origin: Origin) -> Sources:
    """The documents of a feed, each named by its id or address."""
    data = until_limit(stream, LARGEST)
    if len(data) > LARGEST:
        yield origin.failure(f"it has more than {LARGEST:,} bytes. Split it and read the parts.")
        return
    try:
        found = isolated("feed_extraction.py", data, origin.name)
    except DocumentError as error:
        yield origin.failure(str(error).removeprefix(f"{origin.name}: "))
        return
    items = found.get("items") or []
    if not items:
        yield origin.failure("it is no feed, or one without entries.")
    for number, item in enumerate(items, 1):
        day = item.pop("_day", None)
        if not edtf_of(item.get("date_published", "")) and day:
            item["date_published"] = day
        label = one_line(cleaned(item.get("id", ""))) or str(number)
        content = json.dumps(item, sort_keys=True).encode()
        yield origin.document(content, label=label, number=number, media_type=ITEM)

"""What a model said: the items of one answer, read leniently where it does no harm, strictly where meaning enters."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from json import JSONDecodeError, JSONDecoder
from typing import Any, Final

from pydantic import ValidationError

from kg.extract.llm.items import (
    SECTIONS,
    AttributionItem,
    ClaimItem,
    DesignationItem,
    EntityItem,
    EventItem,
    Item,
    MentionItem,
    PostItem,
    TenureItem,
    TollItem,
)
from kg.extract.llm.reason import Reason

_LONGEST: Final = 2_000_000
"""Characters of an answer, at most."""
_CLOSED: Final = frozenset({"enum", "literal_error"})


@dataclass(slots=True)
class Said:
    """The items of one answer in its order, and what could not be read of it.

    ``returned`` counts the items that the answer has, readable or not; ``refused`` those that are not, by reason;
    ``ignored`` counts fields that nobody asked for; ``readable`` is false where the answer is no JSON object.
    """

    entities: list[EntityItem] = field(default_factory=list)
    events: list[EventItem] = field(default_factory=list)
    mentions: list[MentionItem] = field(default_factory=list)
    attributions: list[AttributionItem] = field(default_factory=list)
    tolls: list[TollItem] = field(default_factory=list)
    designations: list[DesignationItem] = field(default_factory=list)
    posts: list[PostItem] = field(default_factory=list)
    tenures: list[TenureItem] = field(default_factory=list)
    claims: list[ClaimItem] = field(default_factory=list)
    returned: int = 0
    refused: Counter[Reason] = field(default_factory=Counter)
    ignored: int = 0
    readable: bool = True

    def _put(self, section: str, value: Any) -> None:
        self.returned += 1
        model = SECTIONS[section]
        try:
            item = model.model_validate(value, strict=False) if isinstance(value, dict) else None
        except ValidationError as error:
            foreign = any(e["type"] in _CLOSED for e in error.errors())
            self.refused[Reason.FOREIGN if foreign else Reason.MALFORMED] += 1
            return
        if item is None:
            self.refused[Reason.MALFORMED] += 1
            return
        names = {f.alias or name for name, f in model.model_fields.items()}
        self.ignored += len(value.keys() - names)
        kept: list[Item] = getattr(self, section)
        kept.append(item)


def read(text: str) -> Said:
    """What an answer says. Of one that breaks off, the whole items before the break are kept.

    A fence or a sentence around the JSON is passed over. That is safe: an item says nothing without what it refers to,
    and a reference to what was cut off is refused later.
    """
    said = Said()
    begin = text.find("{")
    if begin < 0 or len(text) > _LONGEST:
        return _unreadable()
    try:
        for section, value in _items(text, begin, said):
            said._put(section, value)
    except RecursionError:
        return _unreadable()
    return said if said.readable else _unreadable()


def _unreadable() -> Said:
    return Said(returned=1, refused=Counter({Reason.UNREADABLE: 1}), readable=False)


def _items(text: str, begin: int, said: Said) -> Iterator[tuple[str, Any]]:
    """The items of an object's lists, until it ends or breaks off."""
    decoder = JSONDecoder(parse_constant=_no_constant)
    at = _blank(text, begin + 1)
    seen = text[at : at + 1] == "}"
    while text[at : at + 1] == '"':
        try:
            key, at = decoder.raw_decode(text, at)
        except ValueError:
            break
        at = _blank(text, at)
        if text[at : at + 1] != ":":
            break
        at = _blank(text, at + 1)
        seen = True
        if key in SECTIONS and text[at : at + 1] == "[":
            at = _blank(text, at + 1)
            while at < len(text) and text[at] != "]":
                try:
                    value, at = decoder.raw_decode(text, at)
                except ValueError:
                    said.returned += 1
                    said.refused[Reason.CUT_OFF] += 1
                    return
                yield key, value
                at = _blank(text, at)
                if text[at : at + 1] == ",":
                    at = _blank(text, at + 1)
                elif text[at : at + 1] != "]":
                    return
            at += 1
        else:
            try:
                _, at = decoder.raw_decode(text, at)
            except ValueError:
                return
            said.ignored += key not in SECTIONS
        at = _blank(text, at)
        if text[at : at + 1] != ",":
            break
        at = _blank(text, at + 1)
    said.readable = seen


def _blank(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at


def _no_constant(name: str) -> float:
    raise JSONDecodeError(f"{name} is no JSON", json.dumps(name), 0)

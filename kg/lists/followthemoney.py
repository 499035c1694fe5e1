"""Entities of OpenSanctions and others in the FollowTheMoney model, as JSON lines.

Both kinds of export are read: ``entities.ftm.json``, where sanctions and occupancies are entities of their own that
name theirs, and ``targets.nested.json``, where they stand inside them. Layout: followthemoney.tech, "Schema".
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from kg.lists.dates import edtf
from kg.lists.entries import BadEntryError, coordinates, countries, names, wikidata
from kg.lists.entry import ListedDesignation, ListedEntry
from kg.lists.lines import lines
from kg.lists.shelf import Shelf
from kg.lists.skipped import Skipped
from kg.model import EntityClass

TITLE: Final = "Entities of the FollowTheMoney model"
PUBLISHER: Final = None

_CLASSES: Final = {
    "Person": EntityClass.PERSON,
    "Organization": EntityClass.ORGANISATION,
    "Company": EntityClass.COMPANY,
    "PublicBody": EntityClass.GOVERNMENT_BODY,
    "LegalEntity": EntityClass.ACTOR,
}
_TOPICS: Final = {
    "gov.igo": EntityClass.INTERNATIONAL_ORGANISATION,
    "pol.party": EntityClass.POLITICAL_PARTY,
    "gov.state": EntityClass.GOVERNMENT_BODY,
    "gov.national": EntityClass.GOVERNMENT_BODY,
}
_BESIDE: Final = {"Sanction": "entity", "Occupancy": "holder"}
"""Entities that say something of another, and the property that names it."""

_QUIET: Final = frozenset(
    ("Address", "Position", "Passport", "Identification", "Ownership", "Directorship", "Membership", "Family",
     "Associate", "UnknownLink", "Employment", "Representation", "Note", "Documentation", "Debt", "Payment",
     "Security", "CryptoWallet", "Succession", "Sanction", "Occupancy")
)  # fmt: skip
"""Schemata that are no entries of a list of actors and places: no fault of the file."""

_NATIONS: Final = ("nationality", "citizenship", "jurisdiction", "mainCountry", "country")
_SCHEMES: Final = {"wikidataId": "wikidata", "leiCode": "lei", "imoNumber": "imo", "passportNumber": "passport"}
_ID: Final = re.compile(r"\s*\{.*\"schema\"\s*:", re.S)


def read(path: Path, list_name: str, skipped: Skipped) -> Iterator[ListedEntry]:
    """The entries of the file. Raises ``ListError`` where it cannot be read."""
    with Shelf() as shelf:
        _lay_aside(path, shelf)
        for number, line in lines(path):
            if not line.strip():
                continue
            try:
                entry = _entry(_object(line), list_name, shelf)
            except BadEntryError as error:
                skipped.add(f"{path.name}, line {number}", str(error))
            else:
                if entry is not None:
                    yield entry


def recognises(sample: str) -> bool:
    """Whether the beginning of a file looks like entities, one a line."""
    return _ID.match(sample) is not None and '"properties"' in sample


def _lay_aside(path: Path, shelf: Shelf) -> None:
    """What the file says of entities elsewhere than in their own lines, and the names of positions."""
    for _, line in lines(path):
        if not any(f'"{schema}"' in line for schema in (*_BESIDE, "Position")):
            continue
        try:
            found = _object(line)
        except BadEntryError:
            continue  # told when its turn comes
        schema = found.get("schema")
        if schema in _BESIDE:
            for holder in _texts(found, _BESIDE[schema]):
                shelf.put(f"{schema}/{holder}", json.dumps(found["properties"]))
        elif schema == "Position":
            shelf.put(f"Position/{found.get('id')}", *_texts(found, "name")[:1])


def _object(line: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        raise BadEntryError("it is no JSON") from None
    if not isinstance(found, dict) or not isinstance(found.get("properties"), dict):
        raise BadEntryError("it is no entity: 'properties' is missing")
    return found


def _entry(found: dict[str, Any], list_name: str, shelf: Shelf) -> ListedEntry | None:
    schema = found.get("schema")
    if schema in _QUIET:
        return None
    if schema not in _CLASSES:
        raise BadEntryError(f"a {schema} is neither an actor nor a place")
    number = found.get("id")
    if not isinstance(number, str) or not number:
        raise BadEntryError("it has no id")
    caption = found.get("caption")
    primary = [caption] if isinstance(caption, str) else []
    north, east = coordinates(*(next(iter(_texts(found, p)), "") for p in ("latitude", "longitude")))
    return ListedEntry(
        list_name,
        number,
        _class(schema, _texts(found, "topics")),
        names([*primary, *_texts(found, "name"), *_texts(found, "alias"), *_texts(found, "previousName"),
               *_texts(found, "abbreviation")], _texts(found, "weakAlias")),
        identifiers=tuple(sorted(set(_identifiers(number, found)))),
        countries=countries(next((c for p in _NATIONS if (c := _texts(found, p))), [])),
        born=tuple(dict.fromkeys(d for text in _texts(found, "birthDate") if (d := edtf(text)))),
        birthplaces=tuple(_texts(found, "birthPlace")),
        posts=tuple(dict.fromkeys([*_texts(found, "position"), *_posts(found, number, shelf)])),
        designations=tuple(dict.fromkeys(_designations(found, number, shelf))),
        latitude=north,
        longitude=east,
        source=f"https://www.opensanctions.org/entities/{number}/" if _is_of_opensanctions(found) else None,
    )  # fmt: skip


def _class(schema: str, topics: Iterable[str]) -> EntityClass:
    cls = _CLASSES[schema]
    if cls is EntityClass.ORGANISATION:
        return next((_TOPICS[topic] for topic in topics if topic in _TOPICS), cls)
    return cls


def _texts(found: dict[str, Any], name: str) -> list[str]:
    """The texts of a property, which nested entities stand among."""
    values = found["properties"].get(name)
    return [v for v in values if isinstance(v, str) and v.strip()] if isinstance(values, list) else []


def _identifiers(number: str, found: dict[str, Any]) -> Iterator[str]:
    item = wikidata(number)
    if item is not None:
        yield item
    for name, scheme in _SCHEMES.items():
        for text in _texts(found, name):
            yield f"{scheme}:{text.strip()}"


def _beside(found: dict[str, Any], number: str, schema: str, inside: str, shelf: Shelf) -> Iterator[dict[str, Any]]:
    """What entities of a schema say of this one: those inside it, then those of lines of their own."""
    nested = found["properties"].get(inside)
    for value in nested if isinstance(nested, list) else []:
        if isinstance(value, dict) and isinstance(value.get("properties"), dict):
            yield value
    for (text,) in shelf.get(f"{schema}/{number}"):
        yield {"properties": json.loads(text)}


def _designations(found: dict[str, Any], number: str, shelf: Shelf) -> Iterator[ListedDesignation]:
    for sanction in _beside(found, number, "Sanction", "sanctions", shelf):
        if _texts(sanction, "endDate"):
            continue  # it has been lifted
        authority = next(iter([*_texts(sanction, "authority"), *_texts(sanction, "publisher")]), None)
        if authority is None:
            continue
        programme = next(iter([*_texts(sanction, "program"), *_texts(sanction, "programId")]), None)
        day = next((d for p in ("listingDate", "startDate") for text in _texts(sanction, p) if (d := edtf(text))), None)
        states = countries(_texts(sanction, "country"))
        yield ListedDesignation(
            next(iter(_texts(sanction, "status")), None) or "Subject of sanctions", authority, states, programme, day
        )


def _posts(found: dict[str, Any], number: str, shelf: Shelf) -> Iterator[str]:
    for occupancy in _beside(found, number, "Occupancy", "positionOccupancies", shelf):
        nested = occupancy["properties"].get("post")
        for post in nested if isinstance(nested, list) else []:
            if isinstance(post, dict) and isinstance(post.get("properties"), dict):
                yield from _texts(post, "name")[:1]
            elif isinstance(post, str):
                yield from (name for row in shelf.get(f"Position/{post}") for name in row)


def _is_of_opensanctions(found: dict[str, Any]) -> bool:
    return isinstance(found.get("datasets"), list) and isinstance(found.get("first_seen"), str)

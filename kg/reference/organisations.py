"""Organisations that news names again and again, by their names (``organisations.toml``)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kg.model import EntityClass
from kg.reference.names import plain

_FILE = Path(__file__).with_name("organisations.toml")


@dataclass(frozen=True, slots=True)
class ReferenceOrganisation:
    """An organisation of the reference list.

    ``slug`` names it in IRIs. ``country`` is the ISO 3166-1 alpha-2 code of the state that it belongs to or whose
    territory it mainly acts in, ``None`` where there is no one such state. ``aliases`` hold its other names, the
    buildings that stand for it ("Pentagon") among them. ``wikidata`` is an item id where it is certain.
    """

    slug: str
    name: str
    cls: EntityClass
    country: str | None
    aliases: tuple[str, ...]
    wikidata: str | None

    @property
    def names(self) -> tuple[str, ...]:
        """The name and the aliases."""
        return (self.name, *self.aliases)

    @property
    def reference(self) -> str:
        """What an entity's ``reference`` calls it (``organisation/united-nations``)."""
        return f"organisation/{self.slug}"


@cache
def organisations() -> tuple[ReferenceOrganisation, ...]:
    """All organisations, in the order of the list."""
    return tuple(
        ReferenceOrganisation(
            slug=row["slug"],
            name=row["name"],
            cls=EntityClass(row["class"]),
            country=row.get("country"),
            aliases=tuple(row.get("aliases", ())),
            wikidata=row.get("wikidata"),
        )
        for row in _rows()["organisation"]
    )


def organisation(slug: str) -> ReferenceOrganisation | None:
    """The organisation with this slug."""
    return _by_slug().get(slug)


def organisation_by_name(text: str) -> ReferenceOrganisation | None:
    """The organisation with this name or alias, in any of the spellings that the list's header names.

    A name without lower-case letters ("WHO") matches in that case alone; other names need a capital somewhere
    ("al-Shabaab", "US military"), so that common words are not taken for names.
    """
    if not any(c.isupper() for c in text):
        return None
    return _acronyms().get(plain(text)) or _by_name().get(folded(text))


@cache
def _rows() -> dict[str, Any]:
    with _FILE.open("rb") as file:
        return tomllib.load(file)


@cache
def _by_slug() -> MappingProxyType[str, ReferenceOrganisation]:
    return MappingProxyType({o.slug: o for o in organisations()})


@cache
def _acronyms() -> MappingProxyType[str, ReferenceOrganisation]:
    return MappingProxyType({plain(n): o for o in organisations() for n in o.names if _is_acronym(n)})


@cache
def _by_name() -> MappingProxyType[str, ReferenceOrganisation]:
    return MappingProxyType({folded(n): o for o in organisations() for n in o.names if not _is_acronym(n)})


@cache
def _variants() -> MappingProxyType[str, str]:
    return MappingProxyType(dict(_rows()["variants"]))


def _is_acronym(name: str) -> bool:
    return not any(c.islower() for c in name)


@lru_cache(maxsize=1 << 16)
def folded(name: str) -> str:
    """The form under which all spellings of a name meet: folded, with the list's variants made one."""
    words = (_variants().get(word, word) for word in plain(name).casefold().split())
    return " ".join(words).replace("united states", "us")

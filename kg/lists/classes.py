"""What tables and vocabularies call the classes of entities (``classes.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from kg.model import EntityClass

_FILE: Final = Path(__file__).with_name("classes.toml")


def named(word: str) -> EntityClass | None:
    """The class that a word, a Wikidata item or the end of a class's IRI stands for.

    >>> named("political party"), named("http://schema.org/Person"), named("gadget")
    (<EntityClass.POLITICAL_PARTY: 'PoliticalParty'>, <EntityClass.PERSON: 'Person'>, None)
    """
    local = word.strip().rstrip("/").rpartition("/")[2].rpartition("#")[2]
    return _words().get(local.lower().replace("_", " "))


def most_specific(words: Iterable[str]) -> EntityClass | None:
    """The most specific class among the words, of those the first by name; ``None`` where no word is a class."""
    found = {cls for word in words if (cls := named(word)) is not None}
    return min(found, key=lambda cls: (-len(cls.lineage), cls.value)) if found else None


@cache
def _words() -> MappingProxyType[str, EntityClass]:
    with _FILE.open("rb") as file:
        listed = {word: EntityClass(name) for name, words in tomllib.load(file).items() for word in words}
    return MappingProxyType({**{cls.value.lower(): cls for cls in EntityClass}, **listed})

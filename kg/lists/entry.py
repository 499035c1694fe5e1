"""Entries: what one reference list says of one person, organisation or place, and what is known of the list itself."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import EntityClass


@dataclass(frozen=True, slots=True)
class ListHeader:
    """A reference list as a whole.

    ``name`` is a slug of lower-case letters, digits and hyphens; it names the list in IRIs and identifiers. ``date`` is
    EDTF, as the list itself states it; ``sha256`` is that of the file's bytes, and ``file`` its bare name. What the
    file does not say is ``None``.
    """

    name: str
    title: str
    publisher: str | None
    date: str | None
    sha256: str
    file: str


@dataclass(frozen=True, slots=True)
class ImportedList:
    """A reference list that was imported, with the number of its entries."""

    header: ListHeader
    entries: int


@dataclass(frozen=True, slots=True)
class ListedName:
    """A name of an entry. ``weak`` says that the list warns of it: it is too common or too short to find anybody by."""

    text: str
    weak: bool = False


@dataclass(frozen=True, slots=True)
class ListedDesignation:
    """A designation that a list records.

    ``label`` is what the entry is designated as, ``authority`` the body that puts it on the list, ``on_behalf_of`` the
    bodies and states in whose name it does so. ``date`` is EDTF.
    """

    label: str
    authority: str
    on_behalf_of: tuple[str, ...] = ()
    programme: str | None = None
    date: str | None = None


@dataclass(frozen=True, slots=True)
class ListedEntry:
    """One entry of the list ``list``, under the ``id`` that the list gives it.

    ``names`` begins with the primary one, which is never weak; no text stands twice. ``identifiers`` are strings such
    as ``wikidata:Q30``, ``geonames:99072`` or ``passport:D9004878 (IR)``. ``countries`` are ISO 3166-1 alpha-2 codes.
    ``born`` are EDTF dates, ``birthplaces`` and ``posts`` words of the list. ``latitude`` and ``longitude`` are WGS 84
    degrees. ``within`` names what contains a place, nearest first, in the list's own words or codes. ``source`` is the
    IRI under which the list publishes the entry.
    """

    list: str
    id: str
    cls: EntityClass
    names: tuple[ListedName, ...]
    identifiers: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    born: tuple[str, ...] = ()
    birthplaces: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    designations: tuple[ListedDesignation, ...] = ()
    latitude: float | None = None
    longitude: float | None = None
    within: tuple[str, ...] = ()
    source: str | None = None

    @property
    def name(self) -> str:
        """The primary name."""
        return self.names[0].text

    @property
    def identifier(self) -> str:
        """What identifies the entry among all lists: ``list:ofac-sdn/12345``."""
        return f"list:{self.list}/{self.id}"

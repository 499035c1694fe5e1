"""The profile: how an entity is described, whoever speaks of it; the head of its page, and the same for schema.org."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kg.graph import Iris
from kg.vocabulary import KG, RDF, SKOS, WGS84
from kg.web.labels import name_of
from kg.web.select import Select, iris, question
from kg.web.words import entity_class, local_name

_WIKIDATA: Final = "http://www.wikidata.org/entity/"


@dataclass(frozen=True, slots=True)
class Profile:
    """An entity as the graph describes it.

    ``cls`` is its class in words. ``within`` are the places around it, ``territory`` the land of a state,
    ``acts_as`` the state of a land; ``merged`` are names under which it was counted before, all IRIs.
    """

    iri: str
    label: str
    cls: str
    types: tuple[str, ...]
    aliases: tuple[str, ...]
    latitude: str
    longitude: str
    geonames: str
    wikidata: tuple[str, ...]
    within: tuple[str, ...]
    territory: tuple[str, ...]
    acts_as: tuple[str, ...]
    merged: tuple[str, ...]

    @property
    def is_place(self) -> bool:
        """Whether it is a place and not an actor."""
        return "Place" in self.types

    @property
    def pronoun(self) -> str:
        """How a heading speaks of it."""
        return "they" if {"Person", "Group"} & set(self.types) else "it"

    @property
    def related(self) -> set[str]:
        """The other things that the head of the page names."""
        return {*self.within, *self.territory, *self.acts_as}

    @property
    def links(self) -> tuple[tuple[str, str], ...]:
        """What others say of the same thing: the name of their collection with its identifier, and the address."""
        return (
            *(
                (f"Wikidata {local_name(iri)}", f"https://www.wikidata.org/wiki/{local_name(iri)}")
                for iri in self.wikidata
            ),
            *(((f"GeoNames {self.geonames}", f"https://www.geonames.org/{self.geonames}"),) if self.geonames else ()),
        )

    def schema(self) -> dict[str, object]:
        """The same in schema.org's words."""
        found: dict[str, object] = {
            "@context": "https://schema.org",
            "@type": next((_SCHEMA[name] for name in _SCHEMA if name in self.types), "Thing"),
            "@id": self.iri,
            "name": self.label,
            "url": self.iri,
        }
        if self.aliases:
            found["alternateName"] = list(self.aliases)
        same = [*self.wikidata, *([f"https://sws.geonames.org/{self.geonames}/"] if self.geonames else ())]
        if same:
            found["sameAs"] = same
        if self.latitude and self.longitude:
            found["geo"] = {"@type": "GeoCoordinates", "latitude": self.latitude, "longitude": self.longitude}
        return found


async def profile(select: Select, base: str, thing: str) -> Profile:
    """The description of an entity; one that has none goes by its IRI."""
    rows = await select(question("entity-profile", thing=iris([thing]), entities=Iris(base).entities_graph))
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        found[row["property"]].add(row["value"])
    types = found[RDF + "type"]
    same = found[SKOS + "exactMatch"]
    return Profile(
        iri=thing,
        label=_first(found[SKOS + "prefLabel"]) or name_of(thing),
        cls=entity_class(types),
        types=tuple(sorted(local_name(name) for name in types if name.startswith(KG))),
        aliases=tuple(sorted(found[SKOS + "altLabel"], key=str.lower)),
        latitude=_first(found[WGS84 + "lat"]),
        longitude=_first(found[WGS84 + "long"]),
        geonames=_first(found[KG + "geonames"]),
        wikidata=tuple(sorted(name for name in same if name.startswith(_WIKIDATA))),
        within=tuple(sorted(found[KG + "within"])),
        territory=tuple(sorted(found[KG + "territory"])),
        acts_as=tuple(sorted(found["acts as"])),
        merged=tuple(sorted(found["replaces"])),
    )


_SCHEMA: Final = {
    "Person": "Person",
    "MediaOrganisation": "NewsMediaOrganization",
    "PoliticalParty": "PoliticalParty",
    "GovernmentBody": "GovernmentOrganization",
    "Company": "Corporation",
    "State": "Country",
    "Organisation": "Organization",
    "Group": "Organization",
    "Country": "Country",
    "AdministrativeArea": "AdministrativeArea",
    "Place": "Place",
}
"""The class of schema.org for each of ours, the most specific first."""


def _first(values: Iterable[str]) -> str:
    return min(values, default="")

"""The dataset, as the page shows it that says how to take it away."""

from __future__ import annotations

from dataclasses import dataclass

from kg.web.leaf import Leaf


@dataclass(frozen=True, slots=True)
class ShownCount:
    """How much there is of a class or property: its name, its IRI, the address that explains it, and the number."""

    name: str
    iri: str
    href: str
    number: int


@dataclass(frozen=True, slots=True)
class ShownDataset:
    """What there is in the graph, and where to get it."""

    triples: int
    classes: tuple[ShownCount, ...]
    properties: tuple[ShownCount, ...]
    dumps: tuple[Leaf, ...]
    formats: tuple[Leaf, ...]
    links: tuple[Leaf, ...]

"""Reads the network's page, and what it is made of, from real graphs."""

import asyncio
from collections.abc import Iterable
from urllib.parse import parse_qsl

import pyoxigraph as ox

from kg.graph import Iris, relationship_quads
from kg.model import EntityKey, NodeKey, Relationship
from kg.vocabulary import KG, RDF, SKOS
from kg.web import Page, Place, render_page
from kg.web.network import Network, meant, network, network_page, wish_of
from tests.graph.fiction import BASE
from tests.web.reading import answers


def read(graph: ox.Store, query: str = "") -> tuple[Page, str]:
    """The page at an address, and its HTML."""
    place = Place("/network", BASE, tuple(parse_qsl(query)))
    page = asyncio.run(network_page(answers(graph), place))
    return page, render_page(page, place, 7)


def gathered(graph: ox.Store, query: str) -> Network:
    """The network that an address asks for."""

    async def gather() -> Network:
        select, wish = answers(graph), wish_of(parse_qsl(query))
        root = (await meant(select, BASE, wish.entity)).end
        other = (await meant(select, BASE, wish.other)).end if wish.other else None
        assert root is not None
        return await network(select, BASE, wish, root, other)

    return asyncio.run(gather())


def actor(name: str) -> str:
    """The IRI of an actor of ``linked``."""
    return f"{BASE}id/organisation/{name}"


def linked(told: Iterable[tuple[str, str, str, int, int]]) -> ox.Store:
    """A graph of organisations: who, kind, whom, how many claims affirm it, how many deny it."""
    iris, store, names = Iris(BASE), ox.Store(), set()
    for number, (one, kind, other, affirmed, denied) in enumerate(told):
        keys = EntityKey("organisation", one), EntityKey("organisation", other)
        claim = (NodeKey(f"{number:020d}", "c1"),)
        counts = affirmed + denied, 1, 1, 0, affirmed, denied
        summed = Relationship(keys[0], keys[1], kind, *counts, "2020-01-01", "2020-12-31", claim)
        store.extend(relationship_quads([summed], BASE))
        names.update(keys)
    node = ox.NamedNode
    for key in names:
        for cls in ("Actor", "Organisation"):
            store.add(ox.Quad(iris.entity(key), node(RDF + "type"), node(KG + cls), iris.entities_graph))
        label = ox.Literal(key.name.replace("-", " ").title())
        store.add(ox.Quad(iris.entity(key), node(SKOS + "prefLabel"), label, iris.entities_graph))
    return store

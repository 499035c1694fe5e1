"""The leaf: one page of a thing's data, and what that says of itself in the data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from kg.api.linked.description import Description
from kg.vocabulary import FOAF, RDF

HYDRA: Final = "http://www.w3.org/ns/hydra/core#"
VOID: Final = "http://rdfs.org/ns/void#"


def dataset_iri(base: str) -> ox.NamedNode:
    """The IRI of the dataset that all data below a base belong to."""
    return ox.NamedNode(f"{base}.well-known/void#dataset")


def metadata(found: Description, data: str, base: str) -> Iterator[ox.Quad]:
    """That a page of data is about its thing, belongs to the dataset, and has others before and after it.

    ``data`` is the address of the data, whatever their format.
    """
    node = ox.NamedNode
    page = node(data)
    yield ox.Quad(page, node(RDF + "type"), node(FOAF + "Document"))
    yield ox.Quad(page, node(FOAF + "primaryTopic"), found.thing)
    yield ox.Quad(page, node(VOID + "inDataset"), dataset_iri(base))
    if found.number == 1 and not found.more:
        return
    leaf = node(f"{data}?page={found.number}")
    yield ox.Quad(page, node(HYDRA + "view"), leaf)
    yield ox.Quad(leaf, node(RDF + "type"), node(HYDRA + "PartialCollectionView"))
    yield ox.Quad(leaf, node(HYDRA + "first"), node(f"{data}?page=1"))
    if found.number > 1:
        yield ox.Quad(leaf, node(HYDRA + "previous"), node(f"{data}?page={found.number - 1}"))
    if found.more:
        yield ox.Quad(leaf, node(HYDRA + "next"), node(f"{data}?page={found.number + 1}"))

"""Descriptions of entities: what many documents say of one thing, in one form."""

from itertools import permutations

import pytest

from kg.graph import describe, to_turtle
from kg.model import EntityClass, EntityKey, Identification, NodeId
from kg.vocabulary import KG
from tests.graph.fiction import BASE

KEY = EntityKey("place", "karsk")


def told(label: str, *aliases: str, cls: EntityClass = EntityClass.SETTLEMENT, **more) -> Identification:
    return Identification(NodeId("n1"), KEY, cls, label, aliases, **more)


def turtle(*identifications: Identification) -> str:
    return to_turtle(describe(identifications, BASE), BASE).split("\n\n", 1)[1]


def test_the_commonest_label_is_preferred_and_all_others_stand_beside_it():
    assert 'prefLabel "Karsk" ;\n    skos:altLabel "City of Karsk", "Karsk City"' in turtle(
        told("City of Karsk"), told("Karsk"), told("Karsk", "Karsk City")
    )


def test_among_equally_common_labels_the_longest_comes_first_then_code_points_decide():
    assert 'prefLabel "Karsk City"' in turtle(told("Karsk"), told("Karsk City"))
    assert 'prefLabel "Karsa"' in turtle(told("Karsk"), told("Karsa"))


def test_the_class_is_the_commonest_then_the_most_specific_then_by_name():
    place, settlement, region = EntityClass.PLACE, EntityClass.SETTLEMENT, EntityClass.REGION
    assert "kg:Place ;" in turtle(told("K", cls=place), told("K", cls=place), told("K", cls=settlement))
    assert "kg:Place, kg:Settlement ;" in turtle(told("K", cls=place), told("K", cls=settlement))
    assert "kg:Place, kg:Region ;" in turtle(told("K", cls=settlement), told("K", cls=region))


def test_an_entity_has_one_pair_of_coordinates_and_one_geonames_id():
    one, other = told("K", latitude=1.5, longitude=2.0, geonames=7), told("K", latitude=3.25, longitude=4.0, geonames=8)
    quads = describe([other, told("K"), one], BASE)
    numbers = {q.predicate.value.rpartition("#")[2]: q.object.value for q in quads if q.object.value[0].isdigit()}
    assert numbers == {"lat": "1.5", "long": "2", "geonames": "7"}


def test_containing_places_are_those_that_any_document_knows():
    east, west = EntityKey("place", "east"), EntityKey("place", "west")
    quads = describe([told("K", within=(east,)), told("K", within=(west, east))], BASE)
    assert [q.object.value for q in quads if q.predicate.value == KG + "within"] == [
        f"{BASE}id/place/{x}" for x in ("east", "west")
    ]


def test_the_order_of_documents_does_not_matter():
    several = [
        told("Karsk", "K", latitude=1.0, longitude=2.0), told("Karsk City", latitude=3.0, longitude=1.0, wikidata="Q1"),
        told("Karsk", cls=EntityClass.PLACE, geonames=5), told("City", territory=EntityKey("place", "x")),
    ]  # fmt: skip
    assert len({describe(order, BASE) for order in permutations(several)}) == 1


def test_nothing_told_is_nothing_described_and_two_entities_are_refused():
    assert describe([], BASE) == ()
    with pytest.raises(ValueError, match="several entities"):
        describe([told("K"), Identification(NodeId("n2"), EntityKey("place", "lund"), EntityClass.PLACE, "L")], BASE)

"""The points of a result: a map shows what is on the earth, and says what it leaves out."""

import pyoxigraph as ox
import pytest
from hypothesis import given

from kg.web.sparql import Solutions
from kg.web.sparql.points import Point, points_of
from tests.web.sparql.terms import decimal, graph, node, results, solutions, writer

WKT = ox.NamedNode("http://www.opengis.net/ont/geosparql#wktLiteral")


@pytest.mark.parametrize("names", ["lat long", "LAT lon", "placeLat placeLong", "latitude1 longitude1", "lat lng"])
def test_columns_named_like_coordinates_are_found(names: str) -> None:
    found = points_of(solutions(names, (decimal(35), decimal(44))), writer())
    assert found is not None
    assert [(point.lat, point.long) for point in found.points] == [(35, 44)]


@pytest.mark.parametrize("names", ["a b", "lat b", "long b", "late long", "lat1 long2"])
def test_other_columns_are_none(names: str) -> None:
    assert points_of(solutions(names, (decimal(35), decimal(44))), writer()) is None


def test_a_point_has_the_words_of_its_row_and_leads_to_its_thing() -> None:
    row = (node("id/place/karsk"), ox.Literal("Karsk"), decimal("1.5"), decimal(-2))
    found = points_of(solutions("place name lat long", row), writer())
    assert found is not None
    assert found.points == (Point(1.5, -2.0, "Karsk", "page/id/place/karsk"),)


def test_points_in_wkt_have_longitude_first() -> None:
    wkt = ox.Literal("<http://www.opengis.net/def/crs/OGC/1.3/CRS84> Point(44.4 33.3)", datatype=WKT)
    found = points_of(solutions("where", (wkt,)), writer())
    assert found is not None
    assert [(point.lat, point.long) for point in found.points] == [(33.3, 44.4)]


def test_rows_without_a_place_on_the_earth_are_counted() -> None:
    rows = [(decimal(1), decimal(2)), (None, decimal(2)), (decimal(91), decimal(2)), (ox.Literal("x"), decimal(2))]
    found = points_of(solutions("lat long", *rows), writer())
    assert found is not None
    assert (len(found.points), found.unplaced, found.cut) == (1, 3, 0)


def test_a_map_holds_no_more_than_it_can_show() -> None:
    found = points_of(solutions("lat long", *[(decimal(1), decimal(2))] * 2_003), writer())
    assert found is not None
    assert (len(found.points), found.cut) == (2_000, 3)


def test_triples_are_no_points() -> None:
    assert points_of(graph((node("a"), node("lat"), decimal(1))), writer()) is None


@given(results)
def test_every_row_is_a_point_on_the_earth_or_counted(result: Solutions) -> None:
    found = points_of(result, writer())
    if found is not None:
        assert all(abs(point.lat) <= 90 and abs(point.long) <= 180 for point in found.points)
        assert len(found.points) + found.unplaced + found.cut == len(result.rows)

"""EDTF values state the days they span, and nothing else is an EDTF value."""

import re
from datetime import date
from functools import cache

import pytest
import rdflib
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kg import resources
from kg.model.edtf import Edtf
from kg.vocabulary import EDTF, SH

D = date


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "exact"),
    [
        ("2019-12-27", D(2019, 12, 27), D(2019, 12, 27), True),
        ("2019-12", D(2019, 12, 1), D(2019, 12, 31), True),
        ("2019", D(2019, 1, 1), D(2019, 12, 31), True),
        ("2020-02", D(2020, 2, 1), D(2020, 2, 29), True),
        ("2019-12-27T23:59:59Z", D(2019, 12, 27), D(2019, 12, 27), True),
        ("2019-12-27T08:00:00+03:30", D(2019, 12, 27), D(2019, 12, 27), True),
        ("XXXX-12-27", None, None, False),
        ("XXXX-02-29", None, None, False),
        ("XXXX", None, None, False),
        ("2019-XX", D(2019, 1, 1), D(2019, 12, 31), False),
        ("2019-12-XX", D(2019, 12, 1), D(2019, 12, 31), False),
        ("2019-XX-XX", D(2019, 1, 1), D(2019, 12, 31), False),
        ("201X", D(2010, 1, 1), D(2019, 12, 31), False),
        ("20XX", D(2000, 1, 1), D(2099, 12, 31), False),
        ("201X-02-29", D(2012, 2, 29), D(2016, 2, 29), False),
        ("000X", D(1, 1, 1), D(9, 12, 31), False),
        ("2009/..", D(2009, 1, 1), None, False),
        ("2009/", D(2009, 1, 1), None, False),
        ("../2014", None, D(2014, 12, 31), False),
        ("/2014-02", None, D(2014, 2, 28), False),
        ("2019-12-27/2019-12-31", D(2019, 12, 27), D(2019, 12, 31), True),
        ("2014/2019-06~", D(2014, 1, 1), D(2019, 6, 30), False),
        ("2019-21", D(2019, 3, 1), D(2019, 5, 31), False),
        ("2019-22", D(2019, 6, 1), D(2019, 8, 31), False),
        ("2019-23", D(2019, 9, 1), D(2019, 11, 30), False),
        ("2019-24", D(2019, 12, 1), D(2020, 2, 29), False),
        ("9999-24", D(9999, 12, 1), D(9999, 12, 31), False),
        ("2019~", D(2019, 1, 1), D(2019, 12, 31), False),
        ("2019-12?", D(2019, 12, 1), D(2019, 12, 31), False),
        ("2019-12-27%", D(2019, 12, 27), D(2019, 12, 27), False),
        ("-0044-03-15", None, None, False),
        ("0000", None, None, False),
        ("Y170000002", None, None, False),
    ],
)
def test_a_value_spans_days(text, earliest, latest, exact):
    value = Edtf.parse(text)
    assert (value.text, value.earliest, value.latest, value.exact) == (text, earliest, latest, exact)


@pytest.mark.parametrize(
    "text",
    [
        "", " 2019", "2019 ", "2019\n", "19", "2019-13", "2019-00", "2019-25", "2019-02-29", "XXXX-02-30", "2019-04-31",
        "201X-04-31", "2019-1", "2019-1-1", "2019/12/27", "27.12.2019", "X019", "2X19", "20191227", "2019-21-01", "..",
        "/", "../..", "2019/2018", "2019-12-31/2019-12-27", "2019-12T10:00:00", "2019-XX-27T10:00:00", "[2019,2020]",
        "٢٠١٩", "Y2019", "2019~?", "2019-12-27T25:00:00", "../", "1/2/3",
        "2019-XX-27", "XXXX-XX-27", "2019-12-27T10:00:00/2020", "201X-12-27T10:00:00",
        "2019-21-XX",
        "2019-12-27T10:00:00~", "2019-12-27T23:59:60Z",
    ],
)  # fmt: skip
def test_anything_else_is_refused(text):
    with pytest.raises(ValueError, match="no EDTF date"):
        Edtf.parse(text)


days = st.dates(min_value=D(1, 1, 1))


@given(days)
def test_a_full_date_is_that_day(day):
    value = Edtf.parse(day.isoformat())
    assert value.earliest == value.latest == day
    assert value.exact


@given(
    days, st.sampled_from(["{0}", "{0}-{1}", "{0}-XX", "{0}-{1}-XX", "{0}-XX-XX", "{0}~", "{0}-{1}?", "{3}X", "{4}XX"])
)
def test_a_vaguer_date_holds_every_day_it_was_made_from(day, form):
    year, month, number = day.isoformat().split("-")
    assume(not form.startswith("{4}") or year >= "0100")
    value = Edtf.parse(form.format(year, month, number, year[:3], year[:2]))
    assert value.earliest is not None
    assert value.latest is not None
    assert value.earliest <= day <= value.latest


@given(days, days)
def test_an_interval_runs_from_its_first_day_to_its_last(one, other):
    first, last = sorted((one, other))
    value = Edtf.parse(f"{first}/{last}")
    assert (value.earliest, value.latest) == (first, last)
    if first < last:
        with pytest.raises(ValueError, match="before it begins"):
            Edtf.parse(f"{last}/{first}")


@given(days, days)
def test_exact_dates_exclude_each_other_exactly_when_they_differ(one, other):
    left, right = Edtf.parse(one.isoformat()), Edtf.parse(other.isoformat())
    assert left.excludes(right) == right.excludes(left) == (one != other)
    assert not left.excludes(Edtf.parse(f"{one.isoformat()[:4]}"))
    assert not left.excludes(Edtf.parse(f"{other.isoformat()}~"))


years = st.sampled_from(["2019", "2020", "1900", "2000", "201X", "19XX", "2XXX", "XXXX", "X019", "-0044", "0000", "19"])
parts = st.sampled_from(
    ["", "-XX", "-00", "-01", "-02", "-04", "-12", "-13", "-21", "-25", "-29", "-30", "-31", "-32", "-1"]
)
ends = st.sampled_from(["", "", "~", "?", "%", "?~", "T10:00:00", "T10:00:00Z", "T23:59:59+23:30", "T24:00:00"])
dates = st.builds("".join, st.tuples(years, parts, parts, ends))
sides = st.one_of(dates, st.sampled_from(["", "..", "Y20190", "Y2019"]))


@settings(max_examples=1000)
@given(st.one_of(dates, st.builds("/".join, st.tuples(sides, sides))))
def test_the_shape_accepts_the_same_dates(text):
    """An interval that ends before it begins is the one thing that the shape's patterns cannot see."""
    try:
        accepted = bool(Edtf.parse(text))
    except ValueError as error:
        accepted = "before it begins" in str(error)
    wanted, unwanted = _patterns()
    assert accepted == (bool(re.search(wanted, text)) and not any(re.search(pattern, text) for pattern in unwanted))


@cache
def _patterns() -> tuple[str, tuple[str, ...]]:
    shapes = rdflib.Graph().parse(resources.folder("shapes") / "date.ttl")
    sh = rdflib.Namespace(SH)
    shape = next(s for s in shapes.subjects(sh.datatype, rdflib.URIRef(EDTF)))
    unwanted = (shapes.value(negated, sh.pattern) for negated in shapes.objects(shape, sh["not"]))
    return str(shapes.value(shape, sh.pattern)), tuple(str(pattern) for pattern in unwanted)


@given(st.text(alphabet="0123456789X-/.~?%TZ:+Y ", max_size=24))
def test_parsing_never_fails_in_another_way(text):
    try:
        value = Edtf.parse(text)
    except ValueError:
        return
    if value.earliest and value.latest:
        assert value.earliest <= value.latest


@pytest.mark.parametrize(
    ("left", "right", "excluded"),
    [
        ("XXXX-12-27", "2019-12-28", True),
        ("XXXX-12-27", "2019-12-27", False),
        ("XXXX-12-27", "2019-12", False),
        ("XXXX-12-27", "2019-11", True),
        ("XXXX-12-27", "XXXX-12-28", True),
        ("XXXX-12", "XXXX-12-28", False),
        ("195X", "2003", True),
        ("195X", "1953-04-01", False),
        ("XXXX-12-27~", "2019-12-28", False),
        ("2019-23", "2019-12-28", False),
        ("2009/..", "XXXX-12-28", False),
    ],
)
def test_dates_without_all_their_digits_exclude_each_other_by_those_that_both_give(
    left: str, right: str, excluded: bool
) -> None:
    assert Edtf.parse(left).excludes(Edtf.parse(right)) is excluded
    assert Edtf.parse(right).excludes(Edtf.parse(left)) is excluded


@given(st.dates(), st.dates())
def test_a_day_without_its_year_excludes_exactly_other_days(day: D, other: D) -> None:
    yearless = Edtf.parse(f"XXXX-{day:%m-%d}")
    assert yearless.excludes(Edtf.parse(other.isoformat())) is ((day.month, day.day) != (other.month, other.day))

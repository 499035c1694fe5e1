"""Dates keep the precision that they were given with."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.web.explorer.when import when, whens


@pytest.mark.parametrize(
    ("text", "known", "earliest", "latest"),
    [
        ("2019-12-27", "day", date(2019, 12, 27), date(2019, 12, 27)),
        ("2019-12-27~", "about a day", date(2019, 12, 27), date(2019, 12, 27)),
        ("2019-12", "month", date(2019, 12, 1), date(2019, 12, 31)),
        ("2019-12-XX", "month", date(2019, 12, 1), date(2019, 12, 31)),
        ("2019-XX", "year", date(2019, 1, 1), date(2019, 12, 31)),
        ("2019", "year", date(2019, 1, 1), date(2019, 12, 31)),
        ("2019?", "about a year", date(2019, 1, 1), date(2019, 12, 31)),
        ("201X", "decade", date(2010, 1, 1), date(2019, 12, 31)),
        ("20XX", "century", date(2000, 1, 1), date(2099, 12, 31)),
        ("2019-24", "season", date(2019, 12, 1), date(2020, 2, 29)),
        ("2019-12-27/2020-01-02", "span", date(2019, 12, 27), date(2020, 1, 2)),
        ("2009/..", "open span", date(2009, 1, 1), None),
        ("../2009", "open span", None, date(2009, 12, 31)),
        ("XXXX-12-27", "no year", None, None),
        ("XXXX-11/XXXX-12", "no year", None, None),
        ("soon", "unknown", None, None),
    ],
)
def test_how_exactly_a_date_is_known_is_said_in_words(text, known, earliest, latest):
    found = when(text)
    assert (found.known, found.earliest, found.latest) == (known, earliest, latest)
    assert found.is_dated == bool(earliest or latest)


def test_a_date_lies_in_a_period_where_any_day_of_it_may():
    assert when("2019").meets(date(2019, 12, 31), None)
    assert not when("2019").meets(date(2020, 1, 1), None)
    assert when("2009/..").meets(date(2020, 1, 1), date(2020, 1, 1))
    assert not when("2009/..").meets(None, date(2008, 12, 31))
    assert not when("XXXX-12-27").meets(None, None), "nobody knows its year"


@given(st.dates(), st.dates(), st.dates())
def test_a_day_lies_in_a_period_exactly_where_it_is_between_the_ends(day, one, other):
    since, until = min(one, other), max(one, other)
    assert when(day.isoformat()).meets(since, until) == (since <= day <= until)


@given(st.lists(st.sampled_from(["2019", "2019-12", "2019-12-27", "XXXX-12-27", "2009/..", "../2003"]), max_size=8))
def test_dates_stand_in_order_once_each_and_those_without_a_year_last(texts):
    found = whens(texts)
    assert {one.text for one in found} == set(texts)
    assert len(found) == len(set(texts))
    dated = [one.is_dated for one in found]
    assert dated == sorted(dated, reverse=True)
    assert [one.begin for one in found] == sorted(one.begin for one in found)

"""Dates of metadata become EDTF, or nothing where they are not understood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.documents.dates import edtf_of, is_edtf


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2019-12-28", "2019-12-28"),
        ("2019-12", "2019-12"),
        ("2019", "2019"),
        ("2019-12-28?", "2019-12-28?"),
        ("2019-12-27/2019-12-29", "2019-12-27/2019-12-29"),
        ("2019-12-28T08:30:00+03:00", "2019-12-28"),
        ("2019-12-28T00:30:00+03:00", "2019-12-28"),
        ("2019-12-28 23:59:59 -0800", "2019-12-28"),
        ("2019-12-28T08:30Z", "2019-12-28"),
        ("20191228", "2019-12-28"),
        ("20191228T083000Z", "2019-12-28"),
        ("2019/12/28", "2019-12-28"),
        ("Sat, 28 Dec 2019 08:30:00 +0300", "2019-12-28"),
        ("28 December 2019", "2019-12-28"),
        ("  3rd  March 2020 ", "2020-03-03"),
        ("December 28, 2019", "2019-12-28"),
        ("Dec. 28, 2019 8:30 a.m.", "2019-12-28"),
        ("Saturday, December 28, 2019", "2019-12-28"),
        ("December 2019", "2019-12"),
        ("28/12/2019", "2019-12-28"),
        ("12/28/2019", "2019-12-28"),
        ("03.04.2019", "2019-04-03"),
        ("04/04/2019", "2019-04-04"),
    ],
)
def test_the_calendar_date_as_written_is_taken(written, date):
    assert edtf_of(written) == date


@pytest.mark.parametrize(
    "written",
    [
        "03/04/2019",
        "yesterday",
        "",
        "2019-02-30",
        "2019-13-01",
        "31 February 2019",
        "1577520000",
        "XXXX-12-27",
        "28 Foo 2019",
        "99999999",
    ],
)
def test_what_is_ambiguous_or_no_date_gives_none(written):
    assert edtf_of(written) is None


@given(st.dates())
def test_every_date_is_read_back_from_the_forms_that_name_it(day):
    iso = day.isoformat()
    assert edtf_of(iso) == iso
    assert edtf_of(f"{iso}T12:00:00Z") == iso
    assert edtf_of(f"{day.day} {day:%B} {day.year:04}") == iso
    assert edtf_of(f"{day:%b}. {day.day}, {day.year:04}") == iso


@given(st.text(max_size=40))
def test_what_comes_out_is_always_edtf(written):
    date = edtf_of(written)
    assert date is None or is_edtf(date)

"""What an address asks for is understood, or refused with a reason."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ParameterError
from kg.model import EventClass
from kg.web.explorer.wish import Wish, number_of, wish_of
from kg.web.place import Place
from tests.web.explorer.conftest import place


def test_years_and_months_stand_for_all_their_days():
    wish = wish_of(place(from_="2019", to="2020-02"))
    assert (wish.since, wish.until) == (date(2019, 1, 1), date(2020, 2, 29))


def test_a_class_brings_its_subclasses():
    assert EventClass.AIRSTRIKE in wish_of(place(class_="Attack")).classes
    assert EventClass.MEETING not in wish_of(place(class_="Attack")).classes
    assert wish_of(place(class_="Event")) == wish_of(place()) == Wish()


def test_several_standings_are_given_one_by_one_or_in_one():
    one = Place("/explorer", "http://example.org/", (("standing", "denied"), ("standing", "planned")))
    assert wish_of(one).standings == wish_of(place(standing="planned,denied")).standings == ("planned", "denied")


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("from", "2019-13", "no date such as"),
        ("from", "2019~", "no date such as"),
        ("to", "2019/2020", "no date such as"),
        ("to", "soon", "no date such as"),
        ("class", "Party", "no class of events"),
        ("standing", "rumoured", "none of happened, planned"),
        ("disputed", "perhaps", "none of yes"),
        ("order", "random", "none of latest, earliest"),
        ("place", "x" * 301, "longer than 300"),
    ],
)
def test_what_cannot_be_understood_is_refused_with_a_reason(name, value, reason):
    with pytest.raises(ParameterError, match=reason):
        wish_of(Place("/explorer", "http://example.org/", ((name, value),)))


def test_a_period_that_ends_before_it_begins_is_refused():
    with pytest.raises(ParameterError, match="ends before it begins"):
        wish_of(place(from_="2020", to="2019"))
    assert wish_of(place(from_="2019-12", to="2019")).has_period, "they share a day"


@given(st.text(max_size=12))
def test_whatever_stands_for_a_date_or_a_number_is_understood_or_refused(text):
    for read in (lambda: wish_of(place(from_=text)), lambda: number_of(place(page=text), "page", 9, 1)):
        reason = ""
        try:
            read()
        except ParameterError as error:
            reason = str(error)
        assert not reason or "which is no" in reason

"""A line of periods counts what is known to them, and keeps apart what is known less exactly."""

from hypothesis import given
from hypothesis import strategies as st

from kg.model import EventClass
from kg.web.explorer.drawing import WIDTH, drawing
from kg.web.explorer.periods import periods
from kg.web.explorer.selection import Found
from kg.web.explorer.when import whens

DATES = st.one_of(
    st.dates().map(lambda day: day.isoformat()),
    st.dates().map(lambda day: day.isoformat()[:7]),
    st.integers(1, 9999).map(lambda year: f"{year:04}"),
    st.sampled_from(["2009/..", "../1999", "XXXX-12-27", "201X", "2019-21", "Y170000002"]),
)


def event(*dates: str) -> Found:
    return Found(f"http://example.org/{dates}", (EventClass.ATTACK,), whens(dates), ())


def test_days_stand_by_day_while_the_line_is_short():
    line = periods([event("2019-12-27"), event("2019-12-27"), event("2019-12-29"), event("2019-12")])
    assert line.unit == "day"
    assert [(one.since, one.events) for one in line.told] == [("2019-12-27", 2), ("2019-12-29", 1)]
    (month,) = line.wider
    assert (month.when.text, month.events, month.end - month.begin) == ("2019-12", 1, 31)


def test_a_month_counts_where_the_line_is_told_in_months():
    line = periods([event("2019-12-27"), event("2019-12"), event("2018-02-01"), event("2018")])
    assert line.unit == "month"
    assert [(one.words, one.events) for one in line.told] == [("February 2018", 1), ("December 2019", 2)]
    assert [one.when.text for one in line.wider] == ["2018"]


def test_a_long_line_is_told_in_years_or_decades():
    assert periods([event("1970"), event("2019-12-27")]).unit == "year"
    decades = periods([event("1019"), event("2019-12-27")])
    assert decades.unit == "decade"
    assert decades.told[0].words == "1010s"
    assert (decades.told[0].since, decades.told[0].until) == ("1010", "1019")


def test_without_a_date_there_is_no_line():
    assert periods([]) is None
    assert periods([event("XXXX-12-27"), event()]) is None


@given(st.lists(st.lists(DATES, max_size=2).map(tuple), max_size=12))
def test_every_dated_event_stands_on_the_line_at_each_of_its_dates_and_inside_the_picture(dates):
    events = [event(*some) for some in dates]
    line = periods(events)
    dated = sum(one.is_dated for found in events for one in found.dates)
    if line is None:
        assert dated == 0
        return
    assert sum(one.events for one in line.line) + sum(one.events for one in line.wider) == dated
    picture = drawing(line)
    for bar in (*picture.bars, *picture.ranges):
        assert bar.x >= 0
        assert 0 < bar.width <= WIDTH - bar.x + 0.01
    assert picture.crowded == len(line.wider) - len(picture.ranges)

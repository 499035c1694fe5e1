"""Events of several documents: one by structured evidence, never by words, never on other days."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.identity.events import ONE_EVENT, compare_events, event_blocks, events_exclude
from kg.identity.events.dates import Meeting, meet
from kg.model import (
    Effect,
    EntityClass,
    EntityKey,
    EventActor,
    EventClass,
    EventPlace,
    EventProfile,
    EventToll,
    NodeId,
)

_IRAQ, _ANBAR = EntityKey("place", "iraq"), EntityKey("place", "anbar")
_QAIM = EventPlace(EntityKey("place", "al-qaim"), EntityClass.SETTLEMENT, (_ANBAR, _IRAQ))
_KIRKUK = EventPlace(EntityKey("place", "kirkuk"), EntityClass.SETTLEMENT, (_IRAQ,))
_IN_ANBAR = EventPlace(_ANBAR, EntityClass.ADMINISTRATIVE_AREA, (_IRAQ,))
_IN_IRAQ = EventPlace(_IRAQ, EntityClass.COUNTRY)
_US = EventActor("agent", EntityKey("organisation", "united-states"), EntityClass.STATE, "US")
_KH = EventActor("target", EntityKey("organisation", "kataib-hezbollah"), EntityClass.ARMED_GROUP, "IQ")


def _event(
    document: str = "a", *classes: EventClass, dates: tuple[str, ...] = ("2019-12-29",), **more: object
) -> EventProfile:
    given = {"places": (_QAIM,), "actors": (_US, _KH), "tolls": (), "triggers": (), "actual": True, **more}
    return EventProfile(document, NodeId("e1"), classes or (EventClass.AIRSTRIKE,), dates, **given)  # type: ignore[arg-type]


def test_reports_of_one_strike_meet_though_each_tells_less() -> None:
    full = _event()
    for told in (
        _event("b", places=(_IN_ANBAR,)),
        _event("b", EventClass.ATTACK, actors=(_KH,)),
        _event("b", dates=("XXXX-12-29",)),
        _event("b", dates=(), published="2019-12-30"),
    ):
        assert compare_events(full, told).score >= ONE_EVENT, told
        assert event_blocks(full) & event_blocks(told) or not told.dates


def test_two_strikes_a_day_apart_stay_two() -> None:
    assert events_exclude(_event(), _event("b", dates=("2019-12-30",)))
    assert events_exclude(_event(), _event("b", dates=("XXXX-12-30",)))


def test_other_places_classes_and_realis_exclude() -> None:
    assert events_exclude(_event(), _event("b", places=(_KIRKUK,)))
    assert events_exclude(_event(), _event("b", EventClass.PROTEST))
    assert events_exclude(_event(), _event("b", actual=False))
    assert events_exclude(_event("a"), _event("a"))
    assert not events_exclude(_event(), _event("b", places=(_IN_IRAQ,)))


def test_a_day_and_a_country_are_not_enough_and_words_are_nothing() -> None:
    bare = {"places": (_IN_IRAQ,), "actors": (), "triggers": ("strike",)}
    assert compare_events(_event(**bare), _event("b", **bare)).score < ONE_EVENT
    state = {"places": (_IN_IRAQ,), "actors": (_US,)}
    assert compare_events(_event(**state), _event("b", **state)).score < ONE_EVENT


def test_undated_events_of_distant_documents_are_not_compared() -> None:
    one, other = _event(dates=(), published="2019-12-30"), _event("b", dates=(), published="2005-03-01")
    assert compare_events(one, other).score == 0


def test_equal_figures_add_and_different_ones_take_nothing_away() -> None:
    def told(number: int) -> tuple[EventToll, ...]:
        return (EventToll(Effect.KILLED, number, number),)

    def score(ours: int, theirs: int) -> float:
        told_by = {"actors": (_KH,), "places": (_IN_ANBAR,)}
        one = _event("a", EventClass.ATTACK, tolls=told(ours), **told_by)
        return compare_events(one, _event("b", EventClass.ATTACK, tolls=told(theirs), **told_by)).score

    assert score(25, 25) > score(25, 15) >= ONE_EVENT


def test_an_exact_figure_on_one_day_tells_an_event_that_is_placed_nowhere() -> None:
    def told(document: str, number: int, **more: object) -> EventProfile:
        tolls = (EventToll(Effect.KILLED, number, number),)
        return _event(document, EventClass.BOMBING, places=(), actors=(), tolls=tolls, **more)

    assert compare_events(told("a", 19), told("b", 19)).score >= ONE_EVENT
    assert event_blocks(told("a", 19)) & event_blocks(told("b", 19))
    assert compare_events(told("a", 2), told("b", 2)).score < ONE_EVENT
    assert compare_events(told("a", 19), told("b", 19, dates=("2019-12",))).score < ONE_EVENT


def test_dates_meet_by_day_by_day_of_the_year_and_by_overlap() -> None:
    assert meet(("2019-12-27",), ("2019-12-27",)) is Meeting.DAY
    assert meet(("2019-12-27",), ("XXXX-12-27",)) is Meeting.DAY_OF_YEAR
    assert meet(("2019-12-27",), ("2019-12",)) is Meeting.OVERLAP
    assert meet(("2019-12-27",), ("2019-11",)) is Meeting.EXCLUDED
    assert meet(("2019-12-27",), ("2018-12-27",)) is Meeting.EXCLUDED
    assert meet((), ("2019-12-27",)) is Meeting.UNKNOWN


_EVENTS = st.builds(
    _event,
    st.sampled_from("abc"),
    st.sampled_from([EventClass.AIRSTRIKE, EventClass.ATTACK, EventClass.PROTEST]),
    dates=st.sampled_from([(), ("2019-12-29",), ("XXXX-12-29",), ("2019-12",), ("2019-12-30",), ("2019",)]),
    places=st.sampled_from([(), (_QAIM,), (_IN_ANBAR,), (_IN_IRAQ,), (_KIRKUK,)]),
    actors=st.sampled_from([(), (_US,), (_KH,), (_KH, _US)]),
    published=st.sampled_from([None, "2019-12-30", "2020-01-02", "2021-01-01"]),
)


@given(_EVENTS, _EVENTS)
def test_comparison_is_symmetric_and_whoever_is_one_shares_a_block_or_lacks_a_date(
    one: EventProfile, other: EventProfile
) -> None:
    there, back = compare_events(one, other), compare_events(other, one)
    assert there.score == back.score
    assert 0 <= there.score <= 1
    assert events_exclude(one, other) == events_exclude(other, one)
    if there.score >= ONE_EVENT and one.dates and other.dates and len(one.dates[0]) == len(other.dates[0]):
        assert event_blocks(one) & event_blocks(other)

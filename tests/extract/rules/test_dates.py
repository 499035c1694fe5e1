"""Dates in running text become EDTF; what is not a date, or cannot be resolved honestly, becomes nothing."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.extract.rules import language, lexicon
from kg.extract.rules.dates import DateExpression, DateKind, find
from kg.model.edtf import Edtf

if TYPE_CHECKING:
    from spacy.language import Language

ANCHOR = date(2021, 3, 17)
"""A Wednesday."""


@pytest.fixture(scope="module")
def nlp() -> Language:
    return language.load(None)


def read(nlp: Language, text: str, anchor: Edtf | date | None = None) -> list[tuple[str, str | int | None]]:
    doc = nlp(text)
    return [(doc[e.begin : e.end].text, e.edtf if e.edtf is not None else e.days) for e in find(doc, anchor)]


ABSOLUTE = [
    ("The bridge fell on 14 February 2018.", [("14 February 2018", "2018-02-14")]),
    ("The bridge fell on the 14th of February 2018.", [("14th of February 2018", "2018-02-14")]),
    ("The bridge fell on February 14, 2018.", [("February 14, 2018", "2018-02-14")]),
    ("The bridge fell on Feb. 14, 2018, at dawn.", [("Feb. 14, 2018", "2018-02-14")]),
    ("The bridge fell on Wednesday, February 14, 2018.", [("Wednesday, February 14, 2018", "2018-02-14")]),
    ("The bridge fell on Wednesday 14 February 2018.", [("Wednesday 14 February 2018", "2018-02-14")]),
    ("The envoy left on Sept. 3.", [("Sept. 3", "XXXX-09-03")]),
    ("The envoy left on 3 September.", [("3 September", "XXXX-09-03")]),
    ("The envoy left on the 3rd of September.", [("3rd of September", "XXXX-09-03")]),
    ("The envoy left on Friday, Sept. 3.", [("Friday, Sept. 3", "XXXX-09-03")]),
    ("The law passed in June 2017.", [("June 2017", "2017-06")]),
    ("The law passed in June of 2017.", [("June of 2017", "2017-06")]),
    ("The law passed in June, 2017.", [("June, 2017", "2017-06")]),
    ("Rebels took the port in 1998.", [("1998", "1998")]),
    ("The 1998 siege lasted weeks.", [("1998", "1998")]),
    ("The mayor has ruled since 1998.", [("since 1998", "1998/..")]),
    ("She has been in office since June 2017.", [("since June 2017", "2017-06/..")]),
    ("The curfew holds since 4 June 2017.", [("since 4 June 2017", "2017-06-04/..")]),
    ("The curfew held until June 2017.", [("until June 2017", "../2017-06")]),
    ("The plant must close by 2025.", [("by 2025", "../2025")]),
    ("The harbour was rebuilt before 1998.", [("before 1998", "../1998")]),
    ("The harbour was rebuilt after 1998.", [("after 1998", "1998/..")]),
    ("The harbour burned in late October.", [("late October", "XXXX-10~")]),
    ("The harbour burned in late October 2016.", [("late October 2016", "2016-10~")]),
    ("The harbour burned in early 2016.", [("early 2016", "2016~")]),
    ("The harbour burned in mid-2016.", [("mid-2016", "2016~")]),
    ("The harbour burned around October 2016.", [("around October 2016", "2016-10~")]),
    ("The harbour burned at the end of October 2016.", [("the end of October 2016", "2016-10~")]),
    ("The dam was built in the 1970s.", [("the 1970s", "197X")]),
    ("The dam was built in the late 1970s.", [("the late 1970s", "197X~")]),
    ("The dam was built in the seventies.", [("the seventies", "197X")]),
    ("The dam was built in the '70s.", [("the '70s", "197X")]),
    ("The fort dates from the 17th century.", [("the 17th century", "16XX")]),
    ("The truce broke in summer 2015.", [("summer 2015", "2015-22")]),
    ("The truce broke in the spring of 2015.", [("the spring of 2015", "2015-21")]),
    ("The truce broke in the autumn of 2015.", [("the autumn of 2015", "2015-23")]),
    ("The truce broke in the fall of 2015.", [("the fall of 2015", "2015-23")]),
    ("The truce broke in winter 2015.", [("winter 2015", "2015-24")]),
    ("Between 1991 and 2002 the road was mined.", [("Between 1991 and 2002", "1991/2002")]),
    ("From 1991 to 2002 the road was mined.", [("From 1991 to 2002", "1991/2002")]),
    ("The 1991-2002 war ruined the coast.", [("1991-2002", "1991/2002")]),
    ("The 1991–95 war ruined the coast.", [("1991–95", "1991/1995")]),
    ("Talks ran from 3 to 5 May 2014.", [("from 3 to 5 May 2014", "2014-05-03/2014-05-05")]),
    ("Talks ran on 3-5 May 2014.", [("3-5 May 2014", "2014-05-03/2014-05-05")]),
    ("Talks ran on May 3-5, 2014.", [("May 3-5, 2014", "2014-05-03/2014-05-05")]),
    ("Talks ran from 28 April to 5 May 2014.", [("from 28 April to 5 May 2014", "2014-04-28/2014-05-05")]),
    ("Talks ran from 28 December to 5 January 2014.",
     [("from 28 December to 5 January 2014", "2013-12-28/2014-01-05")]),
    ("Talks ran from April to June 2014.", [("from April to June 2014", "2014-04/2014-06")]),
    ("Shells fell in April and May 2014.", [("April and May 2014", "2014-04/2014-05")]),
    ("Shells fell in April and in August 2014.", [("April", "XXXX-04"), ("August 2014", "2014-08")]),
    ("The log says 2014-05-03.", [("2014-05-03", "2014-05-03")]),
    ("The log says 2014/05/03.", [("2014/05/03", "2014-05-03")]),
    ("The log says 23/05/2014.", [("23/05/2014", "2014-05-23")]),
    ("The log says 05/23/2014.", [("05/23/2014", "2014-05-23")]),
    ("The log says 23.05.2014.", [("23.05.2014", "2014-05-23")]),
    ("The log says 05/05/2014.", [("05/05/2014", "2014-05-05")]),
    ("They met on New Year's Eve.", [("New Year's Eve", "XXXX-12-31")]),
    ("They met on Christmas Day 2003.", [("Christmas Day 2003", "2003-12-25")]),
    ("The clinic reopened in March.", [("March", "XXXX-03")]),
    ("The clinic reopened in May.", [("May", "XXXX-05")]),
    ("In February 1986 and again in 2001, crowds filled the square.", [("February 1986", "1986-02"), ("2001", "2001")]),
    ("Two days after 27 February 2019 the ship sank.", [("Two days after 27 February 2019", "2019-03-01")]),
]  # fmt: skip

NOT_DATES = [
    "They march through the hills and may stop.",
    "The log says 03/05/2014.",
    "The log says 31 June 2014.",
    "The log says 2014-13-45.",
    "Rescuers found 2000 people in the valley.",
    "The company lost 1,998 workers.",
    "The fine was $2,014.",
    "Theresa May spoke to reporters.",
    "They met for three hours.",
    "She was 24 years old.",
    "The second attack was worse.",
    "Call 555-2014 for help.",
    "It happened recently, some time ago.",
    "In today's world that is rare.",
    "The paper is called USA TODAY.",
]

ANCHORED = [
    ("The minister resigned on Monday.", [("Monday", "2021-03-15")]),
    ("The minister resigned Wednesday.", [("Wednesday", "2021-03-17")]),
    ("The minister resigned on Thursday.", [("Thursday", "2021-03-11")]),
    ("The minister resigned last Wednesday.", [("last Wednesday", "2021-03-10")]),
    ("The minister resigned on Sunday night.", [("Sunday night", "2021-03-14")]),
    ("The Sunday raid failed.", [("Sunday", "2021-03-14")]),
    ("Sunday's raid is the first in a year.", [("Sunday", "2021-03-14")]),
    ("The minister will resign on Monday.", [("Monday", "2021-03-22")]),
    ("The minister may resign on Thursday.", [("Thursday", "2021-03-18")]),
    ("The minister plans to resign on Monday.", [("Monday", "2021-03-22")]),
    ("The council meets on Thursday.", [("Thursday", "2021-03-18")]),
    ("The council is expected to meet on Thursday.", [("Thursday", "2021-03-18")]),
    ("The minister said on Tuesday that he would resign on Friday.",
     [("Tuesday", "2021-03-16"), ("Friday", "2021-03-19")]),
    ("Officials say the depot burned on Thursday.", [("Thursday", "2021-03-11")]),
    ("The council will meet next Wednesday.", [("next Wednesday", "2021-03-24")]),
    ("The depot burned on Monday of last week.", [("Monday of last week", "2021-03-08")]),
    ("The depot burned in this year's riots.", [("this year", "2021")]),
    ("The depot burned in yesterday's riots.", [("yesterday", "2021-03-16")]),
    ("The depot burned yesterday.", [("yesterday", "2021-03-16")]),
    ("The depot burned yesterday evening.", [("yesterday evening", "2021-03-16")]),
    ("The depot burned the day before yesterday.", [("the day before yesterday", "2021-03-15")]),
    ("The depot burned today.", [("today", "2021-03-17")]),
    ("The council will meet tomorrow.", [("tomorrow", "2021-03-18")]),
    ("The depot burned last night.", [("last night", "2021-03-16")]),
    ("The depot burned last week.", [("last week", "2021-03-08/2021-03-14")]),
    ("The depot burned earlier this week.", [("earlier this week", "2021-03-15/2021-03-17")]),
    ("The council will meet next week.", [("next week", "2021-03-22/2021-03-28")]),
    ("The depot burned last month.", [("last month", "2021-02")]),
    ("The depot burned earlier this month.", [("earlier this month", "2021-03")]),
    ("The depot burned last year.", [("last year", "2020")]),
    ("The depot will close next year.", [("next year", "2022")]),
    ("The depot burned over the weekend.", [("over the weekend", "2021-03-13/2021-03-14")]),
    ("The depot burned three days ago.", [("three days ago", "2021-03-14")]),
    ("The depot burned two weeks ago.", [("two weeks ago", "2021-03-03~")]),
    ("The depot burned two months ago.", [("two months ago", "2021-01")]),
    ("The depot burned ten years ago.", [("ten years ago", "2011")]),
    ("The depot burned a decade ago.", [("a decade ago", "2011~")]),
    ("The depot burned on 2 March.", [("2 March", "2021-03-02")]),
    ("The depot burned on 20 March.", [("20 March", "2020-03-20")]),
    ("The depot burned on Dec. 12.", [("Dec. 12", "2020-12-12")]),
    ("The depot will close on Dec. 12.", [("Dec. 12", "2021-12-12")]),
    ("The depot will close on Jan. 12.", [("Jan. 12", "2022-01-12")]),
    ("The depot burned in November.", [("November", "2020-11")]),
    ("The depot burned in late January.", [("late January", "2021-01~")]),
    ("The depot burned last November.", [("last November", "2020-11")]),
    ("The depot burned last March.", [("last March", "2020-03")]),
    ("The depot burned last summer.", [("last summer", "2020-22")]),
    ("The depot has been shut since Monday.", [("since Monday", "2021-03-15/..")]),
    ("The depot burned in November and December last year.", [("November and December last year", "2020-11/2020-12")]),
    ("Prices have doubled over the past two years.", [("over the past two years", "2019/2021")]),
    ("The depot burned between 28 February and 3 March.",
     [("between 28 February and 3 March", "2021-02-28/2021-03-03")]),
]  # fmt: skip

OFFSETS = [
    ("Guards fled two days after soldiers shelled the camp.", "two days after", 2, False),
    ("Guards had fled three days before soldiers shelled the camp.", "three days before", -3, False),
    ("Guards had fled a day earlier.", "a day earlier", -1, False),
    ("Guards fled a week later.", "a week later", 7, True),
    ("Guards fled two weeks after the vote.", "two weeks after", 14, True),
    ("Guards fled the next day.", "the next day", 1, False),
    ("Guards fled the following day.", "the following day", 1, False),
    ("Guards fled the same day.", "the same day", 0, False),
    ("Guards fled later that day.", "later that day", 0, False),
    ("Guards had fled earlier in the day.", "earlier in the day", 0, False),
    ("Guards had fled the previous day.", "the previous day", -1, False),
    ("Guards fled the day after the vote.", "the day after", 1, False),
    ("Guards fled two hours later.", "two hours later", 0, False),
]


@pytest.mark.parametrize(("text", "expected"), ABSOLUTE)
def test_dates_that_say_what_they_are_need_no_anchor(nlp: Language, text: str, expected: list[tuple[str, str]]) -> None:
    assert read(nlp, text) == expected


@pytest.mark.parametrize("text", NOT_DATES)
def test_other_numbers_and_words_are_no_dates(nlp: Language, text: str) -> None:
    assert read(nlp, text, ANCHOR) == []


@pytest.mark.parametrize(("text", "expected"), ANCHORED)
def test_relative_dates_count_from_the_documents_date(
    nlp: Language, text: str, expected: list[tuple[str, str]]
) -> None:
    assert read(nlp, text, ANCHOR) == expected


@pytest.mark.parametrize(("text", "words", "days", "vague"), OFFSETS)
def test_offsets_say_how_many_days_and_leave_the_rest_to_the_sentence(
    nlp: Language, text: str, words: str, days: int, vague: bool
) -> None:
    doc = nlp(text)
    found = find(doc, ANCHOR)
    assert [(doc[e.begin : e.end].text, e.days, e.approximate) for e in found] == [(words, days, vague)]
    assert found[0].kind is DateKind.OFFSET
    assert found[0].edtf is None


@pytest.mark.parametrize(
    "text",
    ["The minister resigned on Monday.", "The depot burned yesterday.", "It burned last week.", "It burned this year."],
)
def test_without_an_anchor_a_relative_date_is_left_out(nlp: Language, text: str) -> None:
    assert read(nlp, text) == []


def test_an_anchor_that_knows_only_the_year_resolves_what_needs_only_the_year(nlp: Language) -> None:
    anchor = Edtf.parse("2021")
    assert read(nlp, "The depot burned on 2 March.", anchor) == [("2 March", "2021-03-02")]
    assert read(nlp, "The depot burned last year.", anchor) == [("last year", "2020")]
    assert read(nlp, "The depot burned on Monday.", anchor) == []


def test_an_anchor_without_a_year_resolves_nothing(nlp: Language) -> None:
    assert read(nlp, "The depot burned on 2 March.", Edtf.parse("XXXX-03-17")) == [("2 March", "XXXX-03-02")]
    assert read(nlp, "The depot burned on Monday.", Edtf.parse("2021/..")) == []


def test_an_expression_says_whether_the_anchor_was_needed(nlp: Language) -> None:
    anchored = {
        t: find(nlp(t), ANCHOR)[0].anchored for t in ("It fell on Monday.", "It fell on 2 March.", "It fell in 1998.")
    }
    assert list(anchored.values()) == [True, True, False]


WORDS = st.sampled_from(
    sorted(
        lexicon.words(
            "27 December 2019 Dec. on Friday last next the 1990s since until between and from to 31 "
            "February 2003 - 5 May two days after before week ago a year early late summer "
            "of , . 's month 9/11 was will be killed 2019-02-30 night"
        )
    )
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(WORDS, max_size=14), anchored=st.booleans())
def test_whatever_the_words_every_result_is_valid_edtf_in_order_and_without_overlap(
    nlp: Language, words: list[str], anchored: bool
) -> None:
    doc = nlp(" ".join(words))
    found: list[DateExpression] = find(doc, ANCHOR if anchored else None)
    for e in found:
        assert (e.kind is DateKind.OFFSET) == (e.edtf is None) == (e.days is not None)
        if e.edtf is not None:
            Edtf.parse(e.edtf)
            assert ("/" in e.edtf) == (e.kind is DateKind.INTERVAL)
        assert 0 <= e.begin < e.end <= len(doc)
        assert anchored or not e.anchored
    assert all(a.end <= b.begin for a, b in pairwise(found))

"""Dates: the shape accepts what the model's EDTF reads, and nothing else."""

from functools import cache

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import resources
from kg.model import Edtf
from kg.validation.authority import Authority
from kg.validation.engine import Engine
from kg.vocabulary import EDTF, KG

VALID = (
    "2019", "2019-12", "2019-12-27", "2019-12-27T10:00:00Z", "-0044-03-15", "Y17000", "2020-02-29", "2000-02-29",
    "201X", "20XX", "XXXX", "XXXX-12", "XXXX-12-27", "XXXX-02-29", "2019-XX", "2019-12-XX", "2019-XX-XX",
    "2019-21", "2019-24", "2019?", "2019-12~", "2019-12-27%", "2009/..", "2009/", "../2009", "/2009",
    "2009/2011", "2009-01-05/2009-02~", "2019-12-27/XXXX-12-28",
)  # fmt: skip
INVALID = (
    "", "..", "/", "../..", "19", "2019-13", "2019-00", "2019-12-32", "2019-1-2", "2019-02-30", "2019-02-29",
    "1900-02-29", "2019-04-31", "2019-21-05", "2019-25", "27 December 2019", "2019-12-27\n", " 2019", "X019", "2019-X2",
    "2019-12-27T10:00", "2019-12-XXT10:00:00", "2019-12-27T10:00:00/2020", "2019-XX-27", "2019/2010/2011", "２０１９",
)  # fmt: skip


@cache
def date_shapes() -> str:
    paths = [path for path in resources.files("shapes", ".ttl") if path.stem in {"prefixes", "date"}]
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


@cache
def engine() -> Engine:
    return Engine(date_shapes())


def rejected(check: Engine | Authority, dates: list[str]) -> set[str]:
    """Those of the dates that the shape turns away."""
    data = [
        ox.Triple(
            ox.NamedNode(f"http://example.org/{number}"),
            ox.NamedNode(KG + "date"),
            ox.Literal(date, datatype=ox.NamedNode(EDTF)),
        )
        for number, date in enumerate(dates)
    ]
    return {dates[int((r.focus or "").rpartition("/")[2])] for r in check.check(data).results}


def reads(date: str) -> bool:
    try:
        Edtf.parse(date)
    except ValueError as error:
        # No regular expression can compare the two ends of an interval.
        return "ends before it begins" in str(error)
    return True


@pytest.mark.parametrize("kind", ["fast engine", "authority"])
def test_valid_dates_pass_and_others_are_turned_away(kind: str) -> None:
    check = engine() if kind == "fast engine" else Authority(date_shapes())
    assert rejected(check, [*VALID, *INVALID]) == set(INVALID)


year = st.sampled_from(
    ["2019", "2020", "1900", "2000", "-0044", "201X", "20XX", "XXXX", "X019", "0004", "19", "Y17000"]
)
month = st.sampled_from(["01", "02", "04", "11", "12", "13", "00", "XX", "1X", "21", "24", "25"])
day = st.sampled_from(["01", "09", "28", "29", "30", "31", "32", "00", "XX", "X1"])
mark = st.sampled_from(["", "", "", "~", "?", "%", "T10:00:00Z", "T24:00:00", "T23:59:60+14:30", "?~", " ", "\n"])
single = st.builds(
    lambda y, m, d, end: "-".join([y, *([m] if m else []), *([d] if m and d else [])]) + end,
    year, st.one_of(st.none(), month), st.one_of(st.none(), day), mark,
)  # fmt: skip
end = st.one_of(single, st.sampled_from(["", ".."]))
interval = st.builds(lambda one, other: f"{one}/{other}", end, end)
noise = st.text(alphabet="0129X-/.~?%TYZ:", max_size=12)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(single, interval, noise), min_size=1, max_size=8, unique=True))
def test_shape_and_model_agree_on_any_date(dates: list[str]) -> None:
    assert rejected(engine(), dates) == {date for date in dates if not reads(date)}

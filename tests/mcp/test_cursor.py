"""Cursors lead to the next page of the same call, and nothing that somebody makes up is taken for one."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.mcp.cursor import FARTHEST, Cursors
from kg.mcp.problem import ToolError

ARGUMENTS = st.dictionaries(st.text(max_size=5), st.one_of(st.none(), st.integers(), st.text(max_size=5)), max_size=4)


@given(ARGUMENTS, st.integers(0, FARTHEST))
def test_a_cursor_says_where_the_page_begins(arguments: dict[str, object], offset: int) -> None:
    cursor = Cursors.of("event", arguments).next(offset)
    later = Cursors.of("event", {**arguments, "limit": 3, "cursor": cursor})
    assert later.begin(cursor) == offset


@given(st.text(max_size=80))
def test_anything_else_is_refused_or_the_first_page(text: str) -> None:
    cursors = Cursors.of("event", {"event": "id/event/x"})
    with contextlib.suppress(ToolError):
        assert cursors.begin(text) == 0 or text


def test_one_of_another_tool_is_refused() -> None:
    cursor = Cursors.of("event", {}).next(5)
    with pytest.raises(ToolError):
        Cursors.of("search", {}).begin(cursor)


def test_pages_end_somewhere() -> None:
    assert Cursors.of("event", {}).next(FARTHEST + 1) is None

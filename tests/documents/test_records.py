"""JSON records: text and metadata from the fields that are declared, and from the common ones."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.documents import STANDARD, Fields, read
from kg.errors import DocumentError
from kg.model import Document

NOTE = "Norland bombed the town of Karsk on 3 May 2021, and the governor of the province said so."


def record(fields: Fields = STANDARD, /, **values: object) -> Document:
    return read(json.dumps(values).encode(), "news.jsonl#1", media_type="application/json", fields=fields)


def test_common_fields_are_found() -> None:
    document = record(
        content=NOTE,
        headline="The raid",
        published="2021-05-04T10:00:00Z",
        author=["Ann Clark", {"name": "Ben Dow"}],
        source={"name": "The Karsk Review"},
        link="https://example.org/raid",
        lang="en_GB",
    )
    assert document.title == "The raid"
    assert document.date == "2021-05-04"
    assert document.authors == ("Ann Clark", "Ben Dow")
    assert document.publisher == "The Karsk Review"
    assert document.url == "https://example.org/raid"
    assert document.language == "en-GB"
    assert [(b.kind.value, b.span.of(document.text)) for b in document.blocks] == [
        ("title", "The raid"),
        ("paragraph", NOTE),
    ]


def test_declared_fields_go_before_and_dots_lead_inside() -> None:
    fields = Fields(text=("article.body",), title=("name",), date=("when",))
    document = record(fields, text="no", article={"body": NOTE}, name="The raid", when="4 May 2021")
    assert (document.text, document.title, document.date) == (f"The raid\n\n{NOTE}", "The raid", "2021-05-04")


def test_without_a_title_the_stored_text_is_the_field() -> None:
    text = f"  {NOTE}\n\nSecond\tparagraph.\n"
    assert record(text=text).text == text
    assert record(text=f"The raid\n\n{NOTE}", title="The raid").text == f"The raid\n\n{NOTE}"


def test_markup_is_read_as_html() -> None:
    assert record(text=f"<p>{NOTE}</p><p>A &lt; B</p>").text == f"{NOTE}\n\nA < B"
    assert record(text="Is a < b and b > c? Nobody knows.").text == "Is a < b and b > c? Nobody knows."


@pytest.mark.parametrize(
    ("written", "date"),
    [
        (1620122400, "2021-05-04"),
        (1620122400000, "2021-05-04"),
        (10**4000, None),
        (2021, "2021"),
        ("20210504", "2021-05-04"),
    ],
)
def test_dates_are_strings_years_or_time_stamps(written: object, date: str | None) -> None:
    assert record(text=NOTE, date=written).date == date


def test_a_date_that_is_not_understood_is_noted() -> None:
    document = record(text=NOTE, date="some day")
    assert (document.date, document.notes) == (None, ("The date 'some day' was not understood.",))


def test_what_no_text_holds_is_replaced() -> None:
    document = read(b'{"text": "Kar\\u0000sk \\ud800 was quiet."}', "a", media_type="application/json")
    assert document.text == "Kar sk \ufffd was quiet."


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"[1]", "no JSON object"),
        (b'{"text": 5}', "no string"),
        (b'{"words": "x"}', "no text in 'text' or 'content' or 'body'.*--text-field"),
        (b'{"text": "--"}', "no words"),
        (b'{"text": "caf\xe9"}', "not UTF-8"),
        (b"{" * 100_000, "not JSON|too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_record_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(DocumentError, match=reason):
        read(data, "a", media_type="application/json")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["<p>", "2021", "\ud800"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "text", "x"]), inner, max_size=3)
    ),
    max_leaves=8,
)
NAMES = st.sampled_from(["text", "content", "title", "date", "authors", "publisher", "url", "language", "id"])


@settings(deadline=None)
@given(st.dictionaries(NAMES, VALUES), st.sampled_from(["application/json", "application/feed+json"]))
def test_any_record_gives_a_sound_document_or_a_reason(values: dict[str, object], media_type: str) -> None:
    try:
        document = read(json.dumps(values).encode(), "a", media_type=media_type)
    except DocumentError:
        return
    document.text.encode()
    end = 0
    for block in document.blocks:
        assert end <= block.span.begin <= block.span.end <= len(document.text)
        end = block.span.end

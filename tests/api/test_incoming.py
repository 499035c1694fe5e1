"""What comes in is read as it was meant, or refused."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.api import incoming
from kg.api.incoming import ContentType, content_type, pairs, parts, whole
from kg.api.problem import Problem
from kg.errors import QueryLimitError

Receive = Callable[[], Awaitable[dict[str, object]]]
TOO_LONG = QueryLimitError("too long", limit="x", value=1)


def body(*pieces: bytes, pause: float = 0.0, breaks_off: bool = False) -> Receive:
    messages: list[dict[str, object]] = [
        {"type": "http.request", "body": piece, "more_body": breaks_off or number + 1 < len(pieces)}
        for number, piece in enumerate(pieces)
    ]
    if breaks_off:
        messages.append({"type": "http.disconnect"})

    async def receive() -> dict[str, object]:
        await asyncio.sleep(pause)
        return messages.pop(0)

    return receive


@pytest.mark.parametrize(
    ("value", "media_type", "charset"),
    [
        (None, "", None),
        ("", "", None),
        ("text/turtle", "text/turtle", None),
        ("Text/Turtle; Charset=UTF-8", "text/turtle", "utf-8"),
        ('text/turtle;charset="utf-8"; x=y', "text/turtle", "utf-8"),
        ('text/turtle; a="; charset=latin-1"', "text/turtle", None),
        ("text/turtle; charset", "text/turtle", None),
    ],
)
def test_content_types(value: str | None, media_type: str, charset: str | None) -> None:
    assert ContentType.parse(value) == ContentType(media_type, charset)


@given(st.text(max_size=80))
def test_no_content_type_breaks_the_service(value: str) -> None:
    ContentType.parse(value)


@pytest.mark.parametrize("coding", [b"gzip", b"br", b"identity, gzip"])
def test_a_compressed_body_is_refused(coding: bytes) -> None:
    with pytest.raises(Problem) as refused:
        content_type({"headers": [(b"content-encoding", coding), (b"content-type", b"text/turtle")]})
    assert refused.value.status == 415


@given(st.lists(st.binary(max_size=20), min_size=1, max_size=8), st.integers(0, 100))
def test_a_body_is_whole_or_too_long(pieces: list[bytes], most: int) -> None:
    expected = b"".join(pieces)
    reading = whole({"headers": []}, body(*pieces), most, TOO_LONG)  # type: ignore[arg-type]
    if len(expected) <= most:
        assert asyncio.run(reading) == expected
    else:
        with pytest.raises(Problem) as refused:
            asyncio.run(reading)
        assert refused.value.limit == "x"


def test_a_body_that_is_announced_as_too_long_is_not_waited_for() -> None:
    scope = {"headers": [(b"content-length", b"11")]}
    with pytest.raises(Problem) as refused:
        asyncio.run(whole(scope, body(), 10, TOO_LONG))  # type: ignore[arg-type]
    assert refused.value.headers == ()


def test_a_body_of_unknown_length_that_is_too_long_takes_its_connection_along() -> None:
    with pytest.raises(Problem) as refused:
        asyncio.run(whole({"headers": []}, body(b"x" * 11, b"more"), 10, TOO_LONG))  # type: ignore[arg-type]
    assert refused.value.headers == ((b"connection", b"close"),)


def test_a_body_that_breaks_off_is_not_a_shorter_one() -> None:
    with pytest.raises(Problem) as refused:
        asyncio.run(whole({"headers": []}, body(b"abc", breaks_off=True), 10, TOO_LONG))  # type: ignore[arg-type]
    assert refused.value.status == 400


def test_a_body_that_trickles_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incoming, "IDLE_SECONDS", 0.2)

    async def read() -> int:
        return sum([len(part) async for part in parts(body(*[b"x"] * 50, pause=0.03))])  # type: ignore[arg-type]

    with pytest.raises(Problem) as refused:
        asyncio.run(read())
    assert refused.value.status == 408


def test_parameters_are_percent_encoded_utf8() -> None:
    assert pairs(b"a=%C3%BC+x&a=&b=1%2B1") == [("a", "ü x"), ("a", ""), ("b", "1+1")]
    for wrong in (b"a=%FF", b"a=\xc3\xbc", b"&".join([b"a=1"] * 1001)):
        with pytest.raises(Problem):
            pairs(wrong)

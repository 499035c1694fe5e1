"""A server is asked in the strictest form that it understands, within bounds, and nobody else is asked."""

from __future__ import annotations

import json
import logging
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.request import urlopen

import pytest

from kg.errors import ExtractionError
from kg.extract.llm import Question
from kg.extract.llm.client import Terms
from kg.extract.llm.client.dialect import Dialect, Form
from tests.extract.llm.server import NAME, Misdeed, Replay, serving

server_module = pytest.importorskip("kg.extract.llm.client.server", reason="needs the extra llm", exc_type=ImportError)
Server = server_module.Server

KEY = "sk-not-for-anybody-else"
SCHEMA = {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"], "additionalProperties": False}


def question(text: str = "the text") -> Question:
    return Question("1", "Say what it is.", text, SCHEMA)


@pytest.fixture
def replay() -> Iterator[Replay]:
    with serving(Replay(say=lambda _: '{"a": 1}')) as running:
        yield running


def server(replay: Replay, **others: Any) -> Any:
    given: dict[str, Any] = {"seconds": 5.0, "retries": 2, "key": KEY, **others}
    return Server(Terms(replay.address, NAME, **given))


def test_a_question_is_asked_with_its_schema_and_the_key(replay: Replay) -> None:
    answer = server(replay, seed=7, answer_tokens=99).ask(question())
    assert (answer.text, answer.usage.asked, answer.usage.answered, answer.cached) == ('{"a": 1}', 100, 10, False)
    (body,) = replay.bodies
    assert body["response_format"]["json_schema"]["schema"] == SCHEMA
    assert body["response_format"]["json_schema"]["strict"] is True
    assert (body["model"], body["temperature"], body["seed"], body["max_tokens"]) == (NAME, 0.0, 7, 99)
    assert [m["content"] for m in body["messages"]] == ["Say what it is.", "the text"]
    assert replay.headers[0]["authorization"] == f"Bearer {KEY}"


def test_no_header_leaves_that_the_environment_asks_for(replay: Replay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "another-key")
    monkeypatch.setenv("OPENAI_ORG_ID", "somebody")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Secret: 1\nAuthorization: Bearer other")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://192.0.2.1/v1")
    monkeypatch.setenv("HTTP_PROXY", "http://192.0.2.1:1/")
    server(replay, key=None).ask(question())
    assert set(replay.headers[0]) <= {
        *("accept", "accept-encoding", "connection", "content-length", "content-type", "host", "user-agent")
    }


@pytest.mark.parametrize(
    ("unsupported", "form", "requests"),
    [
        (frozenset[str](), Form.SCHEMA, 1),
        (frozenset({"response_format"}), Form.TOOL, 2),
        (frozenset({"response_format", "tools"}), Form.PROMPT, 3),
    ],
)
@pytest.mark.parametrize("how", ["refuses", "passes_over"])
def test_what_a_server_does_not_support_is_found_out_once(
    replay: Replay, unsupported: frozenset[str], form: Form, requests: int, how: str
) -> None:
    setattr(replay, how, unsupported)
    asking = server(replay)
    assert asking.ask(question()).text == '{"a": 1}'
    assert (asking.dialect.form, len(replay.bodies)) == (form, requests)
    assert asking.ask(question("another")).text == '{"a": 1}'
    assert len(replay.bodies) == requests + 1
    told = json.dumps(replay.bodies[-1])
    assert ("json_schema" in told) == (form is Form.SCHEMA)
    assert ("tool_choice" in told) == (form is Form.TOOL)
    assert ("JSON Schema" in told) == (form is Form.PROMPT)


def test_parameters_that_are_refused_are_left_out_from_then_on(
    replay: Replay, caplog: pytest.LogCaptureFixture
) -> None:
    replay.refuses = frozenset({"temperature", "seed", "max_tokens"})
    asking = server(replay)
    with caplog.at_level(logging.WARNING):
        asking.ask(question())
        asking.ask(question())
    assert asking.dialect == Dialect(Form.SCHEMA, "max_completion_tokens", frozenset({"temperature", "seed"}))
    assert len(replay.bodies) == 5
    assert len([r for r in caplog.records if "takes no temperature" in r.message]) == 1


def test_a_refusal_that_names_nothing_does_not_undo_what_has_worked(replay: Replay) -> None:
    asking = server(replay)
    asking.ask(question())
    replay.misdeeds.append(Misdeed(400, text='{"error": {"message": "I do not like it"}}'))
    with pytest.raises(ExtractionError, match=r"refuses to answer \(400\).*I do not like it"):
        asking.ask(question("odd"))
    assert asking.ask(question("third")).text == '{"a": 1}'
    assert asking.dialect == Dialect()
    assert len(replay.bodies) == 3


@pytest.mark.parametrize(
    "message", ["The model `x` does not exist.", "This model's maximum context length is 5 tokens."]
)
def test_what_no_other_form_would_help_with_is_asked_once(replay: Replay, message: str) -> None:
    replay.misdeeds.append(Misdeed(404, text=json.dumps({"error": {"message": message}})))
    with pytest.raises(ExtractionError, match=message.partition("`")[0]):
        server(replay).ask(question())
    assert len(replay.bodies) == 1


def test_a_server_that_fails_at_a_form_is_asked_in_another(replay: Replay) -> None:
    failing = Misdeed(500, {"Retry-After": "0.01"}, text='{"error": {"message": "failed to parse grammar"}}')
    replay.misdeeds = deque([failing] * 2)
    asking = server(replay, retries=1)
    assert asking.ask(question()).text == '{"a": 1}'
    assert asking.dialect.form is Form.TOOL


def test_the_server_of_these_tests_says_that_it_has_no_model(replay: Replay) -> None:
    with urlopen(f"{replay.address}/models") as answer:
        (model,) = json.load(answer)["data"]
    assert model["id"] == "test-replay"
    assert "there is no model here" in model["owned_by"]


def test_who_has_no_time_is_asked_again_and_then_answers(replay: Replay) -> None:
    replay.misdeeds = deque([Misdeed(429, {"Retry-After": "0.05"}), Misdeed(500, {"Retry-After": "0.05"})])
    assert server(replay).ask(question()).text == '{"a": 1}'
    assert len(replay.bodies) == 3


@pytest.mark.parametrize(
    ("misdeed", "message"),
    [
        (Misdeed(429, {"Retry-After": "0.01"}), r"could not answer \(429, asked up to 2 times\)"),
        (Misdeed(503, {"retry-after-ms": "1"}), r"could not answer \(503, asked up to 2 times\)"),
        (Misdeed(seconds=1.0), "gave no answer within 0.4 seconds, asked 2 times"),
        (Misdeed(drops=True), "cannot be reached"),
        (Misdeed(endless=True), "has more than|gave no answer within"),
        (Misdeed(text="<html>Login</html>", headers={"Content-Type": "text/html"}), "something else than an OpenAI"),
        (Misdeed(text='{"choices": []}'), "something else than an OpenAI"),
        (Misdeed(text='{"choices": "yes"'), "something else than an OpenAI"),
        (Misdeed(text="{}", headers={"Content-Encoding": "gzip"}), "compressed"),
        (Misdeed(307, {"Location": "http://127.0.0.1:9/v1/chat/completions"}), "redirects are not followed"),
        (Misdeed(401, text=f'{{"error": "the key {KEY} is wrong"}}'), r"is not ours to ask \(401\).*Set llm_key"),
    ],
)
def test_who_fails_is_given_up_with_the_reason(replay: Replay, misdeed: Misdeed, message: str) -> None:
    replay.misdeeds = deque([misdeed] * 8)
    with pytest.raises(ExtractionError, match=message) as failed:
        server(replay, retries=1, seconds=0.4, answer_tokens=64).ask(question())
    assert KEY not in str(failed.value)
    assert len(replay.bodies) <= 2


@pytest.mark.parametrize(
    "misdeed",
    [
        Misdeed(403),
        Misdeed(308, {"Location": "http://127.0.0.1:9/"}),
        Misdeed(404, text='{"error": {"message": "model `x` not found, try pulling it first"}}'),
    ],
)
def test_what_will_not_change_is_asked_once_in_a_run(replay: Replay, misdeed: Misdeed) -> None:
    replay.misdeeds.append(misdeed)
    asking = server(replay)
    messages = set()
    for _ in range(3):
        with pytest.raises(ExtractionError) as failed:
            asking.ask(question())
        messages.add(str(failed.value))
    assert (len(messages), len(replay.bodies)) == (1, 1)


def test_nobody_is_asked_any_more_who_was_not_there_three_times(replay: Replay) -> None:
    asking = server(replay, retries=0)
    replay.misdeeds = deque([Misdeed(drops=True), Misdeed(drops=True)])
    for _ in range(2):
        with pytest.raises(ExtractionError, match="cannot be reached"):
            asking.ask(question())
    assert asking.ask(question()).text == '{"a": 1}', "who comes back is asked"
    replay.misdeeds = deque([Misdeed(drops=True)] * 3)
    for _ in range(4):
        with pytest.raises(ExtractionError, match="cannot be reached"):
            asking.ask(question())
    assert len(replay.bodies) == 6


def test_nobody_at_the_address_is_said_so() -> None:
    with pytest.raises(ExtractionError, match=r"cannot be reached at http://127.0.0.1:9/v1"):
        Server(Terms("http://127.0.0.1:9/v1", NAME, retries=0, seconds=2)).ask(question())


def test_a_model_that_will_not_answer_says_so(replay: Replay) -> None:
    message = {"role": "assistant", "content": None, "refusal": "I'd rather not."}
    replay.misdeeds.append(Misdeed(text=json.dumps({"choices": [{"message": message, "finish_reason": "stop"}]})))
    with pytest.raises(ExtractionError, match="would not answer: I'd rather not"):
        server(replay).ask(question())


def test_an_answer_that_was_cut_is_passed_on_as_it_is(replay: Replay) -> None:
    replay.say, replay.finish = (lambda _: '{"a": '), "length"
    asking = server(replay)
    assert asking.ask(question()).text == '{"a": '
    assert len(replay.bodies) == 1


def test_no_more_is_asked_at_once_than_allowed(replay: Replay) -> None:
    replay.seconds = 0.02
    ours = [server(replay, concurrency=3), server(replay, concurrency=3)]
    ours[0].ask(question())
    ours[1].ask(question())
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda n: ours[n % 2].ask(question(str(n))), range(24)))
    assert {answer.text for answer in answers} == {'{"a": 1}'}
    assert 1 < replay.most_at_once <= 3
    assert sorted(replay.asked[2:]) == sorted(map(str, range(24)))


def test_a_closed_server_asks_nobody(replay: Replay) -> None:
    asking = server(replay)
    asking.close()
    with pytest.raises(ExtractionError, match="this run is ending"):
        asking.ask(question())
    assert replay.bodies == []


def test_the_key_is_in_no_log(replay: Replay, caplog: pytest.LogCaptureFixture) -> None:
    replay.misdeeds.append(Misdeed(500, {"Retry-After": "0.01"}))
    with caplog.at_level(logging.DEBUG):
        server(replay).ask(question())
    assert caplog.records
    assert KEY not in caplog.text
    assert KEY not in repr(Terms(replay.address, NAME, key=KEY))

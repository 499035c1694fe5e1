"""A server that speaks as OpenAI-compatible ones do and has no model: it replays what a test tells it to say.

It says so where it is asked who it is (``/v1/models``). What it is told to do badly it does badly: answers that are
late, endless, cut off, of another type, or refused. It notes what reached it, and how much of that at once.
"""

from __future__ import annotations

import json
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

NAME = "test-replay"

Body = dict[str, Any]


@dataclass
class Misdeed:
    """What becomes of one request in place of an answer, or before it."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    text: str | None = None
    """The body, whatever its type; none: an answer as ever, where the status is 200."""
    seconds: float = 0.0
    """For which nothing comes."""
    drops: bool = False
    """The connection is cut in the middle of the answer."""
    endless: bool = False
    """White space comes for ever, before an answer that never does."""


@dataclass
class Replay:
    """The server. ``say`` gives what "the model" writes to the user's message of a request."""

    say: Callable[[str], str] = lambda _: "{}"
    refuses: frozenset[str] = frozenset()
    """Names of parameters that a request must not have."""
    passes_over: frozenset[str] = frozenset()
    """Names of parameters that do nothing: ``response_format``, ``tools``."""
    finish: str = "stop"
    counts: bool = True
    """Whether it tells how many tokens it used."""
    seconds: float = 0.0
    """How long an answer takes."""
    misdeeds: deque[Misdeed] = field(default_factory=deque)
    """What becomes of the next requests."""
    bodies: list[Body] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    most_at_once: int = 0
    address: str = ""
    _at_once: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def asked(self) -> list[str]:
        """The users' messages of all requests for an answer."""
        return [body["messages"][-1]["content"] for body in self.bodies]

    @contextmanager
    def noted(self, body: Body, headers: dict[str, str]) -> Iterator[Misdeed | None]:
        """Counts a request while it is served; gives what becomes of it."""
        with self._lock:
            self.bodies.append(body)
            self.headers.append(headers)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
            misdeed = self.misdeeds.popleft() if self.misdeeds else None
        try:
            yield misdeed
        finally:
            with self._lock:
                self._at_once -= 1

    def answer(self, body: Body) -> tuple[int, Body]:
        """Status and body of the answer to a request."""
        refused = sorted(self.refuses & body.keys())
        if refused:
            return 400, {"error": {"message": f"Unsupported parameter: '{refused[0]}'", "param": refused[0]}}
        said = self.say(body["messages"][-1]["content"])
        message: Body = {"role": "assistant", "content": said}
        if "tools" in body and "tools" not in self.passes_over:
            call = {"id": "1", "type": "function", "function": {"name": "record", "arguments": said}}
            message = {"role": "assistant", "content": None, "tool_calls": [call]}
        elif self.passes_over & body.keys():
            message["content"] = "Here is what I found in the text."
        usage = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}
        return 200, {
            "id": "replayed",
            "object": "chat.completion",
            "model": NAME,
            "choices": [{"index": 0, "message": message, "finish_reason": self.finish}],
            **({"usage": usage} if self.counts else {}),
        }


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    replay: Replay

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        model = {"id": NAME, "object": "model", "owned_by": "a test: there is no model here, answers are replayed"}
        self._send(200, json.dumps({"object": "list", "data": [model]}))

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with self.replay.noted(body, {name.lower(): value for name, value in self.headers.items()}) as misdeed:
            time.sleep(self.replay.seconds)
            if misdeed is None:
                status, answer = self.replay.answer(body)
                self._send(status, json.dumps(answer))
            else:
                self._misbehave(misdeed, body)

    def _misbehave(self, misdeed: Misdeed, body: Body) -> None:
        time.sleep(misdeed.seconds)
        if misdeed.endless or misdeed.drops:
            self.close_connection = True
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(1 << 40))
            self.end_headers()
            try:
                while misdeed.endless:
                    self.wfile.write(b" " * 65536)
            except OSError:
                pass  # whoever asked has gone
            return
        text = misdeed.text
        if text is None:
            text = json.dumps(self.replay.answer(body)[1] if misdeed.status == 200 else {"error": {"message": "no"}})
        self._send(misdeed.status, text, misdeed.headers)

    def _send(self, status: int, text: str, headers: dict[str, str] | None = None) -> None:
        data = text.encode()
        self.send_response(status)
        for name, value in ({"Content-Type": "application/json"} | (headers or {})).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        try:
            self.wfile.write(data)
        except OSError:
            self.close_connection = True


@contextmanager
def serving(replay: Replay) -> Iterator[Replay]:
    """Serves on loopback until the block ends; ``replay.address`` is what ``llm_endpoint`` takes."""
    handler = type("Handler", (_Handler,), {"replay": replay})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    replay.address = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield replay
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

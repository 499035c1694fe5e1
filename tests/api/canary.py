"""Another server on this machine, which notes whoever comes."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ROWS = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"http://example.org/s"}}]}}'
JSON = "application/sparql-results+json"


class Canary(ThreadingHTTPServer):
    """Answers queries at ``/ok``, and with something else at other paths."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, str]] = []
        """The method, path and body of each request."""
        self.connections = 0
        super().__init__(("127.0.0.1", 0), _Handler)
        self.address = f"http://127.0.0.1:{self.server_port}"

    def get_request(self) -> tuple[object, object]:  # type: ignore[override]
        self.connections += 1
        return super().get_request()

    def handle_error(self, *_: object) -> None:
        pass


class _Handler(BaseHTTPRequestHandler):
    server: Canary

    def do_GET(self) -> None:
        self._answer("")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers.get("content-length") or 0)).decode())

    def _answer(self, body: str) -> None:
        self.server.asked.append((self.command, self.path, body))
        match self.path.partition("?")[0]:
            case "/ok" | "/other":
                self._send(200, ROWS)
            case "/many":
                row = b'{"s":{"type":"literal","value":"%s"}}' % (b"x" * 100)
                self._send(200, b'{"head":{"vars":["s"]},"results":{"bindings":[%s]}}' % b",".join([row] * 20_000))
            case "/junk":
                self._send(200, b"<<<")
            case "/redirect":
                self._send(302, b"", location=f"{self.server.address}/ok")
            case "/data":
                self._send(200, b"<x:a> <x:b> <x:c> .", kind="text/turtle")
            case "/slow":
                threading.Event().wait(20)
            case _:
                self._send(500, b"a secret of the other server")

    def _send(self, status: int, body: bytes, kind: str = JSON, location: str | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if location:
            self.send_header("Location", location)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def running() -> Iterator[Canary]:
    with Canary() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()

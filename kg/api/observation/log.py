"""The log: one line for each event on standard error, as text for people or as JSON for programs."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

from kg.api.observation.layer import request_id
from kg.api.register import Outcome, Work
from kg.settings import Settings

_SLOW: Final = logging.getLogger("kg.api.slow")
_WORK: Final = logging.getLogger("kg.api.work")
_TEXT_SHOWN: Final = 2000
"""Characters of a query that the log shows."""

_FIELDS: Final = frozenset(
    {
        *("method", "path", "status", "milliseconds", "bytes", "whole", "client"),
        *("kind", "work", "outcome", "busy_milliseconds", "text", "request"),
    }
)
"""The fields that a line of JSON may have beside those of every line."""

_CONTROLS: Final = {c: f"\\x{c:02x}" for c in (*range(32), 127, *range(128, 160))} | {
    0x2028: "\\u2028",
    0x2029: "\\u2029",
}


class _Text(logging.Formatter):
    """One line, whatever a stranger has put into it."""

    def format(self, record: logging.LogRecord) -> str:
        message = record.getMessage()
        if milliseconds := getattr(record, "milliseconds", None):
            message += f" {milliseconds} ms"
        if record.exc_info:
            message += " | " + self.formatException(record.exc_info)
        identity = getattr(record, "request", None) or request_id.get()
        line = f"{_now()} {record.levelname.lower()} {identity or '-'} {message}"
        return line.translate(_CONTROLS)


class _Json(logging.Formatter):
    """One JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        fields: dict[str, Any] = {
            "time": _now(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "request": request_id.get() or None,
        }
        fields.update({name: value for name, value in vars(record).items() if name in _FIELDS})
        if record.exc_info:
            fields["error"] = self.formatException(record.exc_info)
        return json.dumps({name: value for name, value in fields.items() if value is not None}, ensure_ascii=True)


def set_up_logs(settings: Settings) -> None:
    """Lets what the service has to say appear on standard error, in the form and from the level of the settings."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json() if settings.log_format == "json" else _Text())
    for name in ("kg", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.propagate = False
        logger.setLevel(settings.log_level.upper())
    if settings.log_level != "debug":
        logging.getLogger("uvicorn.error").setLevel(logging.WARNING)


def log_work(slow_seconds: float) -> Callable[[Work], None]:
    """A listener of the register that logs queries and writes which were slow, ended or failed."""

    def tell(work: Work) -> None:
        slow = work.seconds >= slow_seconds
        if not slow and work.outcome not in {Outcome.LIMIT, Outcome.ENDED, Outcome.FAILED}:
            return
        text = work.text[:_TEXT_SHOWN] + ("…" if len(work.text) > _TEXT_SHOWN else "")
        logger = _SLOW if slow else _WORK
        logger.warning(
            "%s of %s: %s after %.1f s: %s",
            work.kind,
            work.client.key,
            work.outcome,
            work.seconds,
            " ".join(text.split()),
            extra={
                "kind": work.kind,
                "work": work.id,
                "request": work.request or None,
                "client": work.client.key,
                "outcome": str(work.outcome),
                "milliseconds": round(work.seconds * 1000, 1),
                "busy_milliseconds": round(work.busy * 1000, 1),
                "text": text,
            },
        )

    return tell


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")

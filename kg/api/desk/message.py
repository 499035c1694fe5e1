"""What the desk and the writer process say to each other, as JSON in frames."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from kg import errors
from kg.errors import (
    HerodotusError,
    IdentityConflictError,
    ProtectedGraphError,
    QueryLimitError,
    QuerySyntaxError,
    StoreError,
)
from kg.settings import Settings
from kg.workspace.acts import Acted, Judge, Reject, Restore, Retry, Signed, Undo
from kg.workspace.writes import GraphWrite, Loaded, Payload, Update, Write, Written

Order = Write | Signed
"""What the desk asks of the writer process."""

Done = Written | Acted
"""What was done of it."""

Reply = Done | HerodotusError
"""What was done of it, or why it was refused."""

_ACTS = {kind.__name__: kind for kind in (Judge, Undo, Reject, Restore, Retry)}


def settings_to_json(settings: Settings) -> str:
    """The settings as an argument of a command line, which others may see: without secrets."""
    secrets = dict.fromkeys(("write_token", "store_user", "store_password", "store_token", "llm_key"))
    given = {**asdict(settings), "workspace": str(settings.workspace.resolve()), **secrets}
    return json.dumps(given)


def settings_from_json(data: str) -> Settings:
    """The settings in an argument of a command line."""
    given: dict[str, Any] = json.loads(data)
    values: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in given.items()}
    values["workspace"] = Path(given["workspace"])
    return Settings(**values)


def orders_to_json(orders: Sequence[Order]) -> bytes:
    """A batch of writes, or one act."""
    return json.dumps([{**asdict(order), "class": _class(order)} for order in orders], default=str).encode()


def orders_from_json(data: bytes) -> list[Order]:
    """The batch of writes, or the act, in a frame."""
    return [_order(given) for given in json.loads(data)]


def _class(order: Order) -> str:
    return type(order.act if isinstance(order, Signed) else order).__name__


def _order(given: dict[str, Any]) -> Order:
    kind = given.pop("class")
    if kind in _ACTS:
        return Signed(_ACTS[kind](**given["act"]), given["author"], given["key"])
    if kind == "Update":
        using = {name: None if given[name] is None else tuple(given[name]) for name in ("using", "using_named")}
        loaded = tuple(
            Loaded(load["source"], load["payload"] and _payload(load["payload"])) for load in given["loaded"]
        )
        doors = tuple((iri, door) for iri, door in given["doors"])
        return Update(**{**given, **using, "loaded": loaded, "doors": doors})
    return GraphWrite(**{**given, "payloads": tuple(map(_payload, given["payloads"]))})


def _payload(given: dict[str, str]) -> Payload:
    return Payload(Path(given["path"]), given["media_type"])


def answers_to_json(answers: Sequence[Reply | None], megabytes: int) -> bytes:
    """What the writes of a batch came to, and the MiB that the process has taken at most."""
    return json.dumps({"answers": [_told(answer) for answer in answers], "megabytes": megabytes}).encode()


def answers_from_json(data: bytes) -> tuple[list[Reply | None], int]:
    """What the writes of a batch came to; ``None`` where a write was never done."""
    given = json.loads(data)
    return [_heard(answer) for answer in given["answers"]], given["megabytes"]


_CARRIED = ("line", "column", "limit", "value", "graph", "pair")
"""What an error carries beside its message."""


def _told(answer: Reply | None) -> dict[str, Any] | None:
    if answer is None:
        return None
    if isinstance(answer, Done):
        return {"done": type(answer).__name__, **asdict(answer)}
    carried = {name: getattr(answer, name) for name in _CARRIED if hasattr(answer, name)}
    return {"error": type(answer).__name__, "message": str(answer), "remedy": answer.remedy, **carried}


def _heard(given: dict[str, Any] | None) -> Reply | None:
    if given is None:
        return None
    if "error" not in given:
        kind = Acted if given["done"] == Acted.__name__ else Written
        return kind(**{field.name: given[field.name] for field in fields(kind)})
    name, message = given["error"], given["message"]
    error: HerodotusError
    match name:
        case QuerySyntaxError.__name__:
            error = QuerySyntaxError(message, line=given["line"], column=given["column"])
        case QueryLimitError.__name__:
            error = QueryLimitError(message, limit=given["limit"], value=given["value"])
        case ProtectedGraphError.__name__:
            error = ProtectedGraphError(message, graph=given["graph"])
        case IdentityConflictError.__name__:
            error = IdentityConflictError(message, pair=tuple(given["pair"]))
        case _:
            cls = getattr(errors, name, None)
            known = isinstance(cls, type) and issubclass(cls, HerodotusError)
            error = cls(message) if known and cls is not None else StoreError(message)
    error.remedy = given["remedy"]
    return error

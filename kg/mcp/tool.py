"""The tool: what it is for, what it takes and gives, and the function that answers."""

from __future__ import annotations

import asyncio
import json
import unicodedata
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

import mcp_types as types
from pydantic import ValidationError

from kg.errors import HerodotusError
from kg.mcp.answer import Answer, Arguments
from kg.mcp.cursor import Cursors
from kg.mcp.graph import Graph
from kg.mcp.problem import told

_A = TypeVar("_A", bound=Arguments)
_ATTEMPTS: Final = 3
_GRACE: Final = 0.5
"""Seconds in which a reader that has met the same limit can say so itself."""

_UNSEEN: Final = frozenset({"Cc", "Cf", "Zl", "Zp", "Co", "Cs"})
"""Categories of characters that nobody sees; written as escapes, so that nothing hides in an answer."""


@dataclass(frozen=True, slots=True)
class Tool(Generic[_A]):
    """One tool. ``answer`` raises errors of ``kg.errors``."""

    name: str
    title: str
    description: str
    takes: type[_A]
    gives: type[Answer]
    answer: Callable[[Graph, _A, Cursors], Awaitable[Answer]]

    def definition(self) -> types.Tool:
        """The tool as clients list it."""
        return types.Tool(
            name=self.name,
            title=self.title,
            description=self.description,
            input_schema=_plain(self.takes.model_json_schema()),
            output_schema=_plain(self.gives.model_json_schema(mode="validation")),
            annotations=types.ToolAnnotations(
                title=self.title,
                read_only_hint=True,
                destructive_hint=False,
                idempotent_hint=True,
                open_world_hint=False,
            ),
        )

    async def call(self, graph: Graph, arguments: Mapping[str, Any]) -> types.CallToolResult:
        """Answers a call. What goes wrong is an answer, too, that says what to do."""
        try:
            asked = self.takes.model_validate(dict(arguments))
        except ValidationError as error:
            return failed(told(error, graph.seconds))
        cursors = Cursors.of(self.name, asked.model_dump(mode="json"))
        try:
            async with asyncio.timeout(graph.seconds + _GRACE):
                answer = await self._steady(graph, asked, cursors)
        except (HerodotusError, TimeoutError) as error:
            return failed(told(error, graph.seconds))
        except ValidationError as error:  # which would look as if the caller were at fault
            raise TypeError(f"the tool '{self.name}' made an answer that does not fit its schema") from error
        content = answer.model_dump(mode="json", exclude_defaults=True, by_alias=True)
        return types.CallToolResult(
            content=[types.TextContent(type="text", text=visible(content))], structured_content=content
        )

    async def _steady(self, graph: Graph, asked: _A, cursors: Cursors) -> Answer:
        """The answer from one version of the data, where they do not change all the time."""
        for _ in range(_ATTEMPTS):
            graph.begin()
            answer = await self.answer(graph, asked, cursors)
            if graph.steady:
                break
        return answer


def failed(text: str) -> types.CallToolResult:
    """The answer to a call that went wrong."""
    return types.CallToolResult(content=[types.TextContent(type="text", text=text)], is_error=True)


def visible(content: Any) -> str:
    r"""An answer as JSON in which characters that nobody sees are escapes, so that what is read is what is there.

    >>> visible({"quote": "a\u202eb"})
    '{"quote":"a\\u202eb"}'
    """
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escaped(c) if unicodedata.category(c) in _UNSEEN else c for c in text)


def _escaped(character: str) -> str:
    return json.dumps(character)[1:-1] if ord(character) > 126 else f"\\u{ord(character):04x}"


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema without the titles that the library makes of names."""
    schema.pop("title", None)
    for value in schema.values():
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, dict):
                _untitle(part)
    return schema


def _untitle(part: dict[str, Any]) -> None:
    if isinstance(part.get("title"), str):
        del part["title"]
    for value in part.values():
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, dict):
                _untitle(inner)

"""The dialect: how a server is asked for an answer of a given form, and which parameters it takes.

Servers differ in what they support and in how they say that they do not; what one understands is found out once.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from kg.extract.llm.asking import Question
from kg.extract.llm.client.terms import Terms

TOOL: Final = "record"
"""The name of the tool that a model calls to answer."""


class Form(StrEnum):
    """How the form of an answer is asked for, strictest first."""

    SCHEMA = "json_schema"
    """The server makes no other answer possible."""

    TOOL = "tool"
    """The answer is the arguments of a tool."""

    PROMPT = "prompt"
    """The instructions ask for it."""


_NEXT: Final = {Form.SCHEMA: Form.TOOL, Form.TOOL: Form.PROMPT}
_LENGTHS: Final = ("max_tokens", "max_completion_tokens", None)


@dataclass(frozen=True, slots=True)
class Dialect:
    """``length`` names the parameter that bounds an answer; ``plain`` are parameters that are not sent."""

    form: Form = Form.SCHEMA
    length: str | None = "max_tokens"
    plain: frozenset[str] = frozenset()

    def request(self, question: Question, terms: Terms) -> dict[str, Any]:
        """The body of the request that asks ``question``."""
        instructions = question.instructions
        body: dict[str, Any] = {"model": terms.model, "stream": False}
        if self.form is Form.SCHEMA:
            form = {"name": TOOL, "strict": True, "schema": question.schema}
            body["response_format"] = {"type": "json_schema", "json_schema": form}
        elif self.form is Form.TOOL:
            about = "Records what the text says."
            tool = {"name": TOOL, "description": about, "parameters": question.schema, "strict": True}
            body["tools"] = [{"type": "function", "function": tool}]
            body["tool_choice"] = {"type": "function", "function": {"name": TOOL}}
        else:
            schema = json.dumps(question.schema, ensure_ascii=False)
            instructions += f"\n\nAnswer with one JSON object and nothing else. Its JSON Schema is:\n{schema}"
        body["messages"] = [
            {"role": "system", "content": instructions},
            {"role": "user", "content": question.text},
        ]
        if "temperature" not in self.plain:
            body["temperature"] = terms.temperature
        if "seed" not in self.plain and terms.seed is not None:
            body["seed"] = terms.seed
        if self.length is not None:
            body[self.length] = terms.answer_tokens
        return body

    def without(self, refusal: str) -> Dialect | None:
        """The dialect without the parameters that a refusal names; ``None`` where it names none of them."""
        said = refusal.lower()
        names = frozenset(name for name in ("temperature", "seed") if name in said and name not in self.plain)
        if self.length is not None and ("max_tokens" in said or "max_completion_tokens" in said):
            return replace(self, length=_LENGTHS[_LENGTHS.index(self.length) + 1], plain=self.plain | names)
        return replace(self, plain=self.plain | names) if names else None

    def looser(self) -> Dialect | None:
        """The next to try where a server does not say what it refuses; ``None`` after the last."""
        if self.form in _NEXT:
            return replace(self, form=_NEXT[self.form])
        if not self.plain >= {"temperature", "seed"}:
            return Dialect(Form.SCHEMA, None, frozenset({"temperature", "seed"}))
        return None

"""The completion: what an OpenAI-compatible server sends back, as far as it is read."""

from __future__ import annotations

import json

from pydantic import BaseModel, Field, ValidationError

from kg.extract.llm.asking import Usage


class _Function(BaseModel):
    arguments: str | dict[str, object] = ""


class _Call(BaseModel):
    function: _Function


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None
    tool_calls: list[_Call] | None = None


class _Choice(BaseModel):
    message: _Message
    finish_reason: str | None = None


class _Usage(BaseModel):
    prompt_tokens: int | None = Field(default=None, ge=0)
    completion_tokens: int | None = Field(default=None, ge=0)


class Completion(BaseModel):
    """One answer of a server."""

    choices: list[_Choice] = Field(min_length=1)
    usage: _Usage | None = None

    @property
    def text(self) -> str:
        """What the model wrote: the arguments of its first call of a tool, where it called one."""
        message = self.choices[0].message
        if message.tool_calls:
            arguments = message.tool_calls[0].function.arguments
            return arguments if isinstance(arguments, str) else json.dumps(arguments, ensure_ascii=False)
        return message.content or ""

    @property
    def refusal(self) -> str | None:
        """Why the model would not answer."""
        return self.choices[0].message.refusal

    @property
    def is_cut(self) -> bool:
        """Whether the answer was longer than it was allowed to be, and lacks its end."""
        return self.choices[0].finish_reason == "length"

    @property
    def is_object(self) -> bool:
        """Whether what the model wrote is one JSON object."""
        try:
            return isinstance(json.loads(self.text), dict)
        except (ValueError, RecursionError):
            return False

    @property
    def tokens(self) -> Usage:
        """The tokens as the server counts them."""
        if self.usage is None:
            return Usage()
        return Usage(self.usage.prompt_tokens or 0, self.usage.completion_tokens or 0)


def completion(data: bytes) -> Completion | None:
    """The completion that a body holds; ``None`` where it holds none."""
    try:
        return Completion.model_validate_json(data)
    except ValidationError:
        return None

"""The schema: the JSON Schema of an answer, in the part of the language that every server understands.

Strict structured outputs (OpenAI) and the grammars of llama.cpp and Ollama agree on: objects whose properties are all
required and closed, arrays, enums, ``null`` by a union of types, no references, no bounds. What else the items
demand is checked when an answer is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from kg.extract.llm.items import SECTIONS, Item


@cache
def schema() -> Mapping[str, Any]:
    """The schema of an answer; callers never change it."""
    properties = {
        section: {"type": "array", "items": _item(item), "description": _sentence(item)}
        for section, item in SECTIONS.items()
    }
    return _object(properties)


def _item(item: type[Item]) -> dict[str, Any]:
    return _object({_name(item, name): _property(field) for name, field in _fields(item)})


def _fields(item: type[Item]) -> list[tuple[str, Any]]:
    return [(name, (field.annotation, field.description)) for name, field in item.model_fields.items()]


def _name(item: type[Item], field: str) -> str:
    return item.model_fields[field].alias or field


def _property(field: tuple[Any, str | None]) -> dict[str, Any]:
    annotation, description = field
    out = _type(annotation)
    return {**out, "description": description} if description else out


def _type(annotation: Any) -> dict[str, Any]:
    origin = get_origin(annotation)
    if origin is Annotated:
        return _type(get_args(annotation)[0])
    if origin in (Union, UnionType):
        (kind,) = (a for a in get_args(annotation) if a is not type(None))
        return {**(inner := _type(kind)), "type": [inner["type"], "null"]}
    if origin is list:
        return {"type": "array", "items": _type(get_args(annotation)[0])}
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return {"type": "string", "enum": [member.value for member in annotation]}
    return {"type": {str: "string", int: "integer"}[annotation]}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _sentence(item: type[Item]) -> str:
    return (item.__doc__ or "").strip().splitlines()[0]

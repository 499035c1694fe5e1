"""The operations: the service's OpenAPI description as a page without scripts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ShownParameter:
    """One parameter: its name, where it stands, what it may be and what it means."""

    name: str
    place: str
    type: str
    required: bool
    meaning: str


@dataclass(frozen=True, slots=True)
class ShownOperation:
    """One operation of the interface."""

    anchor: str
    method: str
    path: str
    summary: str
    words: tuple[str, ...]
    parameters: tuple[ShownParameter, ...]
    responses: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ShownOperations:
    """The operations of one part of the interface."""

    name: str
    operations: tuple[ShownOperation, ...]


def show_operations(description: Mapping[str, Any]) -> tuple[ShownOperations, ...]:
    """The operations of an OpenAPI description, by their first tag, in its order."""
    groups: defaultdict[str, list[ShownOperation]] = defaultdict(list)
    for path, methods in description.get("paths", {}).items():
        for method, operation in methods.items():
            name = (operation.get("tags") or ["more"])[0]
            groups[name].append(_operation(path, method, operation))
    return tuple(ShownOperations(name.capitalize(), tuple(found)) for name, found in groups.items())


def _operation(path: str, method: str, operation: Mapping[str, Any]) -> ShownOperation:
    words = operation.get("description", "").split("\n")
    return ShownOperation(
        anchor=operation.get("operationId", ""),
        method=method.upper(),
        path=path,
        summary=operation.get("summary", ""),
        words=tuple(line for line in words if line.strip()),
        parameters=tuple(map(_parameter, operation.get("parameters", ()))),
        responses=tuple((status, found.get("description", "")) for status, found in operation["responses"].items()),
    )


def _parameter(parameter: Mapping[str, Any]) -> ShownParameter:
    schema = parameter.get("schema", {})
    kind = schema.get("type", "")
    if "enum" in schema:
        kind = " | ".join(map(str, schema["enum"]))
    if "default" in schema:
        kind += f", {schema['default']} by default"
    needed = bool(parameter.get("required"))
    return ShownParameter(parameter["name"], parameter["in"], kind, needed, parameter.get("description", ""))

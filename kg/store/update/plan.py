"""The plan of an update: well-formed, bearable, calling nobody, and taken apart into operations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import pyoxigraph as ox

from kg.errors import QueryError, QueryLimitError, QuerySyntaxError
from kg.store.shape import check_shape
from kg.store.syntax import could_begin, refuse_service, syntax_error, uses_keyword
from kg.store.update.grammar import Parsed, parse
from kg.store.update.operation import Modify, Opaque, Operation

_NOWHERE: Final = ox.Store()
_FAILING: Final = "DROP GRAPH <urn:x-no-such-graph:> ;\n"
"""What stops an update before its first operation, once all of it has been parsed."""

_NEXT: Final = "INSERT DATA {"
"""What may follow an update, and nothing that is not whole."""


def plan(
    text: str,
    base_iri: str,
    *,
    using: Sequence[str] = (),
    using_named: Sequence[str] = (),
    may_ask_others: bool = False,
) -> tuple[Operation, ...]:
    """The operations of a SPARQL 1.1 Update request, without running any of them.

    ``using`` and ``using_named`` are the graphs that the SPARQL 1.1 Protocol names (section 2.2.3) for all patterns.
    ``may_ask_others`` lets ``SERVICE`` pass: whoever sets it has seen to it where that leads.

    Raises ``QuerySyntaxError``; ``QueryLimitError`` where it asks another server or nests more than the engine bears;
    and ``QueryError`` where both the protocol and the text name graphs, or one of these is no IRI.
    """
    check_shape(text)
    known: dict[tuple[str, str], str] = {}

    def resolve(prologue: str, name: str) -> str | None:
        if (prologue, name) not in known:
            found = _resolve(prologue, name, base_iri)
            if found is None:
                return None
            known[prologue, name] = found
        return known[prologue, name]

    parsed = parse(text, resolve, lambda prologue, body: _syntax(prologue, body, base_iri) is None)
    if parsed is None:
        if not may_ask_others:
            refuse_service(text, base_iri, "update")
        if uses_keyword(text, "LOAD", base_iri, "update"):
            raise refuse_load(None)
        _check_whole(text, base_iri)
        if using or using_named:
            raise QueryError("The update is too odd to use the graphs that the request names.", remedy="Write USING.")
        return (Opaque(text),)
    _check(text, parsed.bodies, base_iri)
    if not may_ask_others:
        for prologue, body in parsed.bodies:
            refuse_service(prologue + body, base_iri, "update")
    return _using(parsed, using, using_named)


def refuse_load(source: str | None) -> QueryLimitError:
    """The error for a ``LOAD`` that nobody has allowed."""
    what = "from another server" if source is None else f"<{source}>"
    return QueryLimitError(
        f"The update loads {what} (LOAD), which this one does not call.",
        limit="service_allow",
        value=0,
        remedy="Fetch the data yourself and send them to the graph store.",
    )


def _using(parsed: Parsed, using: Sequence[str], using_named: Sequence[str]) -> tuple[Operation, ...]:
    if not using and not using_named:
        return tuple(parsed.operations)
    if parsed.uses_dataset:
        raise QueryError(
            "Both the request and the update name graphs.", remedy="Leave out using-graph-uri, or USING and WITH."
        )
    clauses = "".join(
        [*(f"USING {_node(iri)}\n" for iri in using), *(f"USING NAMED {_node(iri)}\n" for iri in using_named)]
    )
    return tuple(
        replace(operation, tail=clauses + operation.tail) if isinstance(operation, Modify) else operation
        for operation in parsed.operations
    )


def _node(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)  # which takes whole IRIs only, so that nothing can break out of the brackets
    except ValueError as error:
        raise QueryError(f"'{iri[:100]}' is not an IRI.", remedy="Name graphs by absolute IRIs.") from error


def _check(text: str, bodies: Sequence[tuple[str, str]], base_iri: str) -> None:
    for prologue, body in bodies:
        error = _syntax(prologue, body, base_iri)
        if error and len(bodies) > 1:  # the engine takes one prologue only, so it cannot say where
            raise QuerySyntaxError("The update is not SPARQL.") from error
        if error:
            raise syntax_error(text, error, base_iri, "update") from error


def _check_whole(text: str, base_iri: str) -> None:
    if could_begin(f"{text}\n;\n{_NEXT}", base_iri, "update") or could_begin(f"{text}\n{_NEXT}", base_iri, "update"):
        return
    try:
        _NOWHERE.update(text, base_iri=base_iri)
    except SyntaxError as error:
        raise syntax_error(text, error, base_iri, "update") from error
    except (OSError, RuntimeError):
        return


def _syntax(prologue: str, body: str, base_iri: str) -> SyntaxError | None:
    """What the engine's parser has against an update."""
    try:
        _NOWHERE.update(f"{prologue}{_FAILING}{body}", base_iri=base_iri)
    except SyntaxError as error:
        return error
    except (OSError, RuntimeError):
        return None
    return SyntaxError("it was not parsed as an update")


def _resolve(prologue: str, name: str, base_iri: str) -> str | None:
    """The IRI that a name stands for, in the engine's own reading; ``None`` where it takes it for no name."""
    try:
        found = _NOWHERE.query(f"{prologue}SELECT ?g {{ VALUES ?g {{ {name} }} }}", base_iri=base_iri)
        iris = [row["g"] for row in found]  # type: ignore[union-attr] # a SELECT has rows
    except SyntaxError:
        return None
    return iris[0].value if len(iris) == 1 and isinstance(iris[0], ox.NamedNode) else None

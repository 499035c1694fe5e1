"""``kg query`` and ``kg queries``: questions to the graph."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from kg.cli.console import output, write_json
from kg.cli.options import configured, report_format
from kg.cli.reading import newest
from kg.errors import ParameterError, QueryError

if TYPE_CHECKING:
    from kg.configuration import Configured
    from kg.queries import NamedQuery

_FORMATS: Final = (
    *("table", "csv", "tsv", "json", "xml"),
    *("turtle", "trig", "nquads", "ntriples", "jsonld", "rdfxml"),
)


@click.command()
@configured()
@click.argument("question", metavar="NAME|FILE|-")
@click.option("--param", "-p", "parameters", multiple=True, metavar="NAME=VALUE", help="A parameter of a named query.")
@click.option(
    "--format", "form", type=click.Choice(_FORMATS), default="table", show_default=True, help="Output format."
)
def query(configured: Configured, *, question: str, parameters: tuple[str, ...], form: str) -> None:
    """Ask a named query, or SPARQL.

    `kg queries` lists the named ones; SPARQL comes from a file or from standard input. The default graph is the
    union of all graphs, unless its FROM or the settings say otherwise.

    \b
    Example:
      kg query conflicts
      kg query events --format csv
      kg query actor --param actor="Kataib Hezbollah"
      echo 'SELECT * WHERE { ?s ?p ?o } LIMIT 5' | kg query -
    """
    given = _parameters(parameters)
    text = _sparql(question)
    if text is not None and given:
        raise ParameterError(
            "only named queries take parameters.", remedy="Write the value into the query, or name one of `kg queries`."
        )
    # The engine cannot be interrupted from within: Ctrl-C ends the process, which only reads.
    signal.signal(signal.SIGINT, signal.SIG_DFL)

    from kg.cli.answer import write_result, write_rows

    settings = configured.settings
    if text is None:
        from kg.queries import load, run

        named = load(question)
        with newest(settings) as reader:
            rows = run(reader.store, question, given)
        write_rows(rows, form, settings.base_iri, graph=named.form == "construct")
    else:
        with newest(settings) as reader:
            write_result(reader.query(text), form, settings.base_iri)


@click.command()
@configured()
@report_format
def queries(configured: Configured, *, form: str) -> None:  # noqa: ARG001 (every command takes a workspace)
    """List the named queries.

    Each with its question, its parameters and its columns.

    \b
    Example:
      kg queries
      kg queries --format json
    """
    from kg.queries import all_queries

    found = all_queries()
    if form == "json":
        write_json([_as_json(named) for named in found])
        return
    from rich.text import Text

    console = output()
    for named in found:
        console.print(Text(named.name, style="bold"), Text(f"– {named.question}"), soft_wrap=True)
        for parameter in named.parameters:
            need = "required" if parameter.required else f"default {parameter.default}" if parameter.default else ""
            kind = f"{parameter.type}, {need}" if need else str(parameter.type)
            console.print(Text(f"    --param {parameter.name}=…  {parameter.meaning} ({kind})"), soft_wrap=True)
        console.print(Text(f"    {' '.join(named.columns)}", style="dim"), soft_wrap=True)


def _parameters(given: tuple[str, ...]) -> dict[str, str]:
    parameters = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not equals or not name:
            raise ParameterError(f"'{one}' is not a parameter.", remedy="Write --param name=value.")
        if name in parameters:
            raise ParameterError(f"the parameter '{name}' is given twice.")
        parameters[name] = value
    return parameters


def _sparql(question: str) -> str | None:
    """The SPARQL in the file or on standard input; ``None`` where the question is the name of a query."""
    try:
        if question == "-":
            return sys.stdin.buffer.read().decode("utf-8")
        path = Path(question)
        if path.suffix or len(path.parts) > 1:
            return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise QueryError(f"{question}: the query cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise QueryError(f"{question}: the query is not UTF-8: {error.reason} at byte {error.start}.") from error
    return None


def _as_json(named: NamedQuery) -> dict[str, object]:
    return {
        "name": named.name,
        "question": named.question,
        "parameters": [
            {"name": p.name, "type": str(p.type), "required": p.required, "default": p.default, "meaning": p.meaning}
            for p in named.parameters
        ],
        "columns": list(named.columns),
        "view": named.view,
        "form": named.form,
        "notes": list(named.notes),
        "examples": list(named.examples),
    }

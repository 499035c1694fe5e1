"""``kg validate``: the store, or a file, against the shapes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.console import say, visible, write_json
from kg.cli.options import configured
from kg.cli.program import FAILED
from kg.cli.reading import newest

if TYPE_CHECKING:
    from kg.configuration import Configured
    from kg.validation import Report


@click.command()
@configured()
@click.option("--data", type=click.Path(path_type=Path), metavar="FILE", help="A file of RDF, in place of the store.")
@click.option(
    "--shapes", type=click.Path(path_type=Path), metavar="FILE|DIR", help="Other shapes than our own; needs --data."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "turtle", "ttl", "json"]),
    default="table",
    show_default=True,
    help="The report for people, as RDF, or for programs.",
)
@click.pass_context
def validate(
    context: click.Context, configured: Configured, *, data: Path | None, shapes: Path | None, form: str
) -> None:
    """Check the store, or a file, against the shapes.

    The store is checked document by document; --data names a file of RDF in its place. Exit code 1 where something
    does not conform.

    \b
    Example:
      kg validate
      kg validate --data graph.ttl --format turtle
      kg validate --data graph.ttl --shapes my-shapes.ttl
    """
    if shapes is not None and data is None:
        raise click.UsageError("--shapes needs --data: the store is checked against its own shapes.")
    report = _store(configured) if data is None else _file(data, shapes)
    if form == "json":
        from dataclasses import asdict

        write_json({"conforms": report.conforms, "results": [asdict(result) for result in report.results]})
    elif form == "table":
        click.echo(visible(report.to_table()), nl=False)
    else:
        click.echo(report.to_turtle(), nl=False)
    if not report.conforms:
        context.exit(FAILED)


def _file(data: Path, shapes: Path | None) -> Report:
    from kg.validation import validate_files

    return validate_files(data, shapes)


def _store(configured: Configured) -> Report:
    from kg.audit import audit, merged

    with newest(configured.settings) as reader:
        reports = dict(audit(reader, configured.settings.base_iri))
    say(f"{len(reports)} documents checked.")
    for name, report in reports.items():
        if not report.conforms:
            say(f"{name} does not conform.")
    return merged(reports.values())

"""``kg quarantine``: what the gate turned away, why, and another try."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from kg.cli.console import say, tell, write_json
from kg.cli.documents import show_documents
from kg.cli.options import configured, report_format
from kg.cli.program import FAILED

if TYPE_CHECKING:
    from kg.configuration import Configured


@click.group(invoke_without_command=True)
@configured()
@click.pass_context
def quarantine(context: click.Context, configured: Configured) -> None:
    """List, show or retry what the gate turned away.

    \b
    Example:
      kg quarantine
      kg quarantine show report.html
      kg quarantine retry report.html
    """
    if context.invoked_subcommand is None:
        _list(configured, "table")


@quarantine.command("list")
@configured()
@report_format
def list_(configured: Configured, *, form: str) -> None:
    """List the documents in quarantine, each with the reason.

    \b
    Example:
      kg quarantine list --format json
    """
    _list(configured, form)


@quarantine.command()
@configured()
@click.argument("document", metavar="DOC")
def show(configured: Configured, *, document: str) -> None:
    """Show why a document is in quarantine.

    The validation report is written as Turtle.

    \b
    Example:
      kg quarantine show report.html
    """
    from kg.workspace import Workspace

    with Workspace.open(configured.settings, waiting=say) as workspace:
        record = workspace.document(document)
        report = workspace.report(document)
    say(f"{', '.join(record.names)}: {record.state}. {record.reason or ''}".strip())
    if report:
        click.echo(report, nl=False)


@quarantine.command()
@configured()
@click.argument("documents", nargs=-1, metavar="[DOC…]")
@click.option("--all", "everything", is_flag=True, help="Every document in quarantine.")
@click.pass_context
def retry(context: click.Context, configured: Configured, *, documents: tuple[str, ...], everything: bool) -> None:
    """Put documents to the gate once more.

    For instance after a shape was mended. Exit code 1 where one of them still does not conform.

    \b
    Example:
      kg quarantine retry --all
    """
    from kg.workspace import State, Workspace

    if bool(documents) == everything:
        raise click.UsageError("name documents, or give --all.")
    with Workspace.open(configured.settings, waiting=say) as workspace:
        wanted = documents or tuple(record.id for record in workspace.quarantine() if record.id)
        records = [workspace.retry(document) for document in wanted]
    for record in records:
        tell(f"{', '.join(record.names)}: {record.state}. {record.reason or ''}".strip())
    if any(record.state is not State.COMMITTED for record in records):
        context.exit(FAILED)


def _list(configured: Configured, form: str) -> None:
    from kg.workspace import Workspace

    with Workspace.open(configured.settings, waiting=say) as workspace:
        records = workspace.quarantine()
    if form == "json":
        write_json([asdict(record) for record in records])
    elif records:
        show_documents(records)
    else:
        say("Nothing is in quarantine.")

"""``kg documents`` and ``kg retract``: what came in, and taking it out."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from kg.cli.console import output, say, styled, tell, visible, write_json
from kg.cli.options import configured, report_format

if TYPE_CHECKING:
    from kg.configuration import Configured
    from kg.workspace import DocumentRecord


@click.command()
@configured()
@report_format
def documents(configured: Configured, *, form: str) -> None:
    """List what came in, and what did not.

    Each document with its state; what could not be read, or does not conform, with the reason.

    \b
    Example:
      kg documents
      kg documents --format json
    """
    from kg.workspace import Workspace

    with Workspace.open(configured.settings, waiting=say) as workspace:
        records = workspace.documents()
    if form == "json":
        write_json([asdict(record) for record in records])
    else:
        show_documents(records)


@click.command()
@configured()
@click.argument("documents", nargs=-1, required=True, metavar="DOC…")
def retract(configured: Configured, *, documents: tuple[str, ...]) -> None:
    """Take documents out, with everything that they said.

    DOC is an id, a name or a location.

    \b
    Example:
      kg retract report.html
    """
    from kg.workspace import Workspace

    with Workspace.open(configured.settings, waiting=say) as workspace:
        for document in documents:
            record = workspace.retract(document)
            tell(f"{', '.join(record.names)}: retracted, with {record.claims} claims.")


def show_documents(records: tuple[DocumentRecord, ...]) -> None:
    """A table of documents on standard output."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    if not records:
        say("There are no documents yet. `kg ingest FILE…` reads some.")
        return
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    for column in ("document", "state", "date", "words", "claims", "id"):
        table.add_column(column, justify="right" if column in ("words", "claims") else "left", overflow="fold")
    for record in records:
        name = Text(visible("\n".join(record.names)))
        if record.title:
            name.append(visible(f"\n{record.title}"), style="dim")
        if record.reason:
            reason = record.reason.removeprefix(f"{record.names[0]}: ")
            name.append(visible(f"\n{reason}"), style=styled(record.state))
        counts = (f"{record.words:,}", f"{record.claims:,}") if record.id else ("", "")
        state = Text(record.state, style=styled(record.state))
        table.add_row(name, state, record.date or "", *counts, record.id or "")
    output().print(table)

"""``kg rebuild``: the store again, from the truth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli.console import progress, say
from kg.cli.options import configured
from kg.cli.program import FAILED

if TYPE_CHECKING:
    from kg.configuration import Configured


@click.command()
@configured()
@click.pass_context
def rebuild(context: click.Context, configured: Configured) -> None:
    """Make the store again from the truth.

    The truth is the documents and extracts that the workspace holds. Needed when the store is damaged, when the
    ontology or the shapes have changed, or to adopt a new base IRI. Readers go on with the snapshot they have. Exit
    code 1 where a document no longer conforms.

    \b
    Example:
      kg rebuild
    """
    from kg.workspace import Workspace

    with Workspace.open(configured.settings, waiting=say) as workspace:
        with progress("rebuilding") as tell:
            workspace.rebuild(tell)
        quarantined = workspace.quarantine()
        click.echo(f"{len(workspace.documents())} documents, version {workspace.version} of the data.")
    if quarantined:
        say(f"{len(quarantined)} wait in quarantine: `kg quarantine` says why.")
        context.exit(FAILED)

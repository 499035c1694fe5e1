"""``kg serve``: the graph over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli.console import say
from kg.cli.options import configured

if TYPE_CHECKING:
    from kg.configuration import Configured


@click.command()
@configured("host", "port", "readers", "processes")
def serve(configured: Configured) -> None:
    """Serve the graph over HTTP until Ctrl-C.

    SPARQL is at /sparql, tools for assistants (MCP) at /mcp, health at /health/live and /health/ready, a page at /.
    Queries run in reader processes on snapshots, within the limits of the settings. Documents that `kg ingest` takes
    in meanwhile show up by themselves.

    \b
    Example:
      kg serve --port 8080
    """
    from kg.api.server import serve as run

    folder = configured.settings.workspace.absolute()
    run(configured.settings, lambda address: say(f"Serving {folder} at {address} – Ctrl-C stops."))

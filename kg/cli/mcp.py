"""``kg mcp``: the graph for an assistant on this machine, by the Model Context Protocol."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import click

from kg.cli.options import configured
from kg.errors import WorkspaceError

if TYPE_CHECKING:
    from kg.configuration import Configured


@click.command()
@configured("readers")
def mcp(configured: Configured) -> None:
    """Serve the graph to an assistant over standard input and output.

    Speaks the Model Context Protocol until standard input ends: tools to search, to read events, actors and quotes, to
    list disagreements and to run queries, within the limits of the settings; nothing is written, no port is opened, and
    no other machine is asked. Standard output belongs to the protocol; messages go to standard error. `kg serve` offers
    the same at /mcp.

    \b
    Example:
      kg mcp --workspace reports

    \b
    Clients start it themselves, once their settings say:
      {"mcpServers": {"herodotus": {"command": "kg", "args": ["mcp", "--workspace", "/path/to/workspace"]}}}
    """
    folder = configured.settings.workspace.absolute()
    if not folder.is_dir():  # an assistant would find nothing there, and take that for the answer
        raise WorkspaceError(f"there is no workspace in {folder}.", remedy="Run `kg ingest` to make one.")
    # The engine cannot be interrupted from within, nor can reading: Ctrl-C ends the process, which writes nothing.
    signal.signal(signal.SIGINT, signal.SIG_DFL)

    from kg.api.mcp.stdio import serve_stdio

    serve_stdio(configured.settings)

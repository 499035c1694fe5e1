"""``kg token``: the tokens with which people and programs may write, read or administer over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli.console import output, say, write_json
from kg.cli.options import configured, report_format

if TYPE_CHECKING:
    from kg.api.access import Tokens
    from kg.configuration import Configured


@click.group()
@configured()
def token(configured: Configured) -> None:
    """Make, list and remove tokens for the HTTP service.

    The workspace keeps no token, only its hash; a running service follows at once.

    \b
    Example:
      kg token add newsroom --scope write
      kg token list
      kg token remove newsroom
    """


@token.command()
@configured()
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    type=click.Choice(["read", "write", "admin"]),
    multiple=True,
    default=("read",),
    show_default=True,
    help="What it allows; may be given several times. 'admin' includes the others.",
)
def add(configured: Configured, *, name: str, scopes: tuple[str, ...]) -> None:
    """Make a token and write it to standard output: it cannot be shown again.

    \b
    Example:
      kg token add newsroom --scope read --scope write
    """
    from kg.api.client import Scope

    made = _tokens(configured).add(name, [Scope(scope) for scope in scopes])
    say(f"The token '{name}' may {', '.join(scopes)}. Keep it: only its hash is stored.")
    click.echo(made)


@token.command("list")
@configured()
@report_format
def list_(configured: Configured, *, form: str) -> None:
    """List the tokens by name, with their scopes and when they were made.

    \b
    Example:
      kg token list
    """
    issued = _tokens(configured).all()
    if form == "json":
        write_json([{"name": t.name, "scopes": sorted(t.scopes), "created": t.created} for t in issued])
        return
    from rich.table import Table

    if not issued:
        say("There are no tokens; `kg token add NAME --scope write` makes one.")
        return
    table = Table("name", "scopes", "made", box=None)
    for one in issued:
        table.add_row(one.name, ", ".join(sorted(one.scopes)), one.created)
    output().print(table)


@token.command()
@configured()
@click.argument("name")
def remove(configured: Configured, *, name: str) -> None:
    """Make a token worthless, at once.

    \b
    Example:
      kg token remove newsroom
    """
    _tokens(configured).remove(name)
    say(f"The token '{name}' is worth nothing any more.")


def _tokens(configured: Configured) -> Tokens:
    from kg.api.access import Tokens
    from kg.errors import WorkspaceError

    folder = configured.settings.workspace
    if not folder.is_dir():
        raise WorkspaceError(f"there is no workspace in {folder}.", remedy="Run `kg ingest` to make one.")
    return Tokens(folder)

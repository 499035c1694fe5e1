"""The command ``kg``: its subcommands, loaded when they are named, and what becomes of errors."""

from __future__ import annotations

import sys
from difflib import get_close_matches
from importlib import import_module
from typing import Any, Final

import click

from kg import __version__
from kg.cli.console import visible
from kg.errors import HerodotusError

COMMANDS: Final[dict[str, str]] = {
    "ingest": "kg.cli.ingest",
    "documents": "kg.cli.documents",
    "retract": "kg.cli.documents",
    "query": "kg.cli.query",
    "queries": "kg.cli.query",
    "search": "kg.cli.search",
    "export": "kg.cli.export",
    "validate": "kg.cli.validate",
    "quarantine": "kg.cli.quarantine",
    "identity": "kg.cli.identity",
    "claim": "kg.cli.claim",
    "gazetteer": "kg.cli.gazetteer",
    "backup": "kg.cli.backup",
    "restore": "kg.cli.backup",
    "rebuild": "kg.cli.rebuild",
    "doctor": "kg.cli.doctor",
    "serve": "kg.cli.serve",
    "mcp": "kg.cli.mcp",
    "follow": "kg.cli.follow",
    "token": "kg.cli.token",
    "evaluate": "kg.cli.evaluate",
    "differences": "kg.cli.differences",
}
"""Each command and the module that defines it under its own name."""

FAILED: Final = 1
"""Exit code: some documents failed, or data did not conform; the rest is kept."""

NOT_STARTED: Final = 2
"""Exit code: the command could not do what was asked."""

STOPPED: Final = 130
"""Exit code after Ctrl-C, as shells have it."""


class Refusal(click.ClickException):
    """An error of ours as the command line shows it: one message, no traceback."""

    exit_code = NOT_STARTED

    def show(self, file: Any = None) -> None:
        """Writes the message to standard error."""
        click.secho(f"kg: {visible(self.message)}", err=True, file=file, fg="red")


class Program(click.Group):
    """A group that imports the module of a command when the command is named."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's own signature)
        """All commands, in the order in which one needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 (click's own signature)
        """The command of that name, ``None`` where there is none."""
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(COMMANDS[cmd_name]), cmd_name)
        if not isinstance(command, click.Command):
            raise TypeError(f"{COMMANDS[cmd_name]}.{cmd_name} is not a command")
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments name; an unknown one is refused with the nearest known one."""
        near = [] if args[0] in COMMANDS else get_close_matches(args[0], COMMANDS, n=1)
        if near:
            ctx.fail(f"there is no command '{args[0]}'; did you mean '{near[0]}'?")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command; an error of ours becomes a message and an exit code."""
        try:
            return super().invoke(ctx)
        except HerodotusError as error:
            raise Refusal(str(error)) from error
        except KeyboardInterrupt:
            click.echo("stopped", err=True)
            ctx.exit(STOPPED)


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, package_name="herodotus", prog_name="kg")
def program() -> None:
    """Read documents into a knowledge graph in which every statement says who claims it, in which words.

    \b
    Example:
      kg ingest reports/
      kg query conflicts
      kg serve
    """


def main() -> None:
    """The console script ``kg``."""
    sys.exit(program(prog_name="kg"))

"""Options that commands share: the workspace, the settings file, and settings that can be typed."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import click

_SETTINGS: Final[dict[str, dict[str, Any]]] = {
    "model": {"metavar": "NAME|DIR", "help": "Name or folder of the spaCy model that reads."},
    "host": {"metavar": "ADDRESS", "help": "Address to listen on."},
    "port": {"metavar": "NUMBER", "help": "Port to listen on; 0 takes a free one."},
    "readers": {"metavar": "NUMBER", "help": "Reader processes to keep warm."},
    "processes": {"metavar": "NUMBER", "help": "Service processes to run on the port."},
}

_TYPED: Final[dict[str, str]] = {"readers": "--workers"}
"""How a setting is typed where that is not its name."""


def configured(*settings: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Gives a command ``--workspace``, ``--store``, ``--config`` and an option for each of ``settings``.

    The command's first argument becomes the ``Configured`` that results.
    """

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(command)
        def run(
            *args: object, workspace: str | None, store: str | None, config: Path | None, **options: object
        ) -> None:
            from kg.configuration import configure

            # `kg quarantine --workspace DIR show DOC`: what the group was given holds for its commands.
            group = parent.params if (parent := click.get_current_context().parent) else {}
            given = {name: options.pop(name) for name in settings}
            given["workspace"] = workspace or group.get("workspace")
            given["store"] = store or group.get("store")
            command(configure(given, os.environ, config or group.get("config")), *args, **options)

        for name in reversed(settings):
            typed = _TYPED.get(name, "--" + name.replace("_", "-"))
            run = click.option(typed, name, **_SETTINGS[name])(run)
        run = click.option(
            "--config",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="A TOML file with settings.  [default: herodotus.toml in the workspace]",
        )(run)
        run = click.option(
            "--store",
            metavar="URL",
            help="The SPARQL server that keeps the graph.  [environment: KG_STORE; default: the workspace]",
        )(run)
        return click.option(
            "--workspace",
            metavar="DIR",
            help="The workspace.  [environment: KG_WORKSPACE; default: ./workspace]",
        )(run)

    return decorate


def report_format(command: Callable[..., None]) -> Callable[..., None]:
    """Gives a command ``--format table|json``, passed on as ``form``."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(["table", "json"]),
        default="table",
        show_default=True,
        help="For people or for programs.",
    )(command)


def authored(command: Callable[..., None]) -> Callable[..., None]:
    """Gives a command ``--by NAME``, passed on as ``author``, and ``--reason``."""
    command = click.option("--reason", default="", help="Why, for those who read the log.")(command)
    return click.option(
        "--by", "author", default=None, metavar="NAME", help="Who decides.  [default: the name of this user]"
    )(command)

"""The help texts in docs/commands.md, kept as they are: ``python -m tests.cli.commands_page`` writes them anew."""

from __future__ import annotations

import re
from pathlib import Path

import click
from click.testing import CliRunner

from kg.cli import program

PAGE = Path(__file__).parent.parent.parent / "docs" / "commands.md"

_BLOCK = re.compile(r"(?<=^```text help )([\w ]+)\n.*?(?=^```$)", flags=re.M | re.S)


def help_of(command: str) -> str:
    """The help text of a command (``ingest``, ``quarantine show``), 100 columns wide."""
    done = CliRunner().invoke(program, [*command.split(), "--help"], prog_name="kg", terminal_width=100)
    assert done.exit_code == 0, done.output
    return done.output


def rendered(page: str) -> str:
    """The page with its help texts as they are now."""
    return _BLOCK.sub(lambda match: f"{match[1]}\n{help_of(match[1])}", page)


def documented(page: str) -> list[str]:
    """The commands whose help texts stand in the page."""
    return [match[1] for match in _BLOCK.finditer(page)]


def commands(group: click.Group = program, before: str = "") -> list[str]:
    """All commands, those of groups among them."""
    found = []
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        found.append(before + name)
        if isinstance(command, click.Group):
            found += commands(command, before + name + " ")
    return found


if __name__ == "__main__":
    PAGE.write_text(rendered(PAGE.read_text(encoding="utf-8")), encoding="utf-8")

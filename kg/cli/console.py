"""Where words go: results to standard output, progress and messages to standard error; colours on a terminal only."""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from rich.console import Console

_WIDTH: Final = 120
"""Columns of a table where there is no terminal to ask."""


def output() -> Console:
    """Standard output."""
    return _console(stderr=False)


def messages() -> Console:
    """Standard error."""
    return _console(stderr=True)


def say(message: str) -> None:
    """One message on standard error."""
    click.echo(message, err=True)


def write_json(value: Any) -> None:
    """One JSON document on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def _console(*, stderr: bool) -> Console:
    from rich.console import Console

    console = Console(stderr=stderr, highlight=False, soft_wrap=False, emoji=False, markup=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = shutil.get_terminal_size((_WIDTH, 24)).columns
    return console

"""Where words go: results to standard output, progress and messages to standard error; colours on a terminal only."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from rich.console import Console

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""All but the tab and the line feed, and what turns the direction of writing round, by which a line can lie."""

_WIDTH: Final = 120
"""Columns of a table where there is no terminal to ask."""


def output() -> Console:
    """Standard output."""
    return _console(stderr=False)


def messages() -> Console:
    """Standard error."""
    return _console(stderr=True)


def visible(text: str) -> str:
    r"""``text`` without the control characters that names and texts of documents may hold, which a terminal would obey.

    >>> visible("a\x1b[2Jb")
    'a�[2Jb'
    """
    return _CONTROL.sub("�", text)


def say(message: str) -> None:
    """One message on standard error."""
    click.echo(visible(message), err=True)


def tell(message: str) -> None:
    """One message on standard output."""
    click.echo(visible(message))


def write_json(value: Any) -> None:
    """One JSON document on standard output; characters that a terminal would obey are written as escapes."""
    written = json.dumps(value, ensure_ascii=False, indent=2)
    click.echo(_CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", written))


@contextmanager
def progress(task: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on standard error, on a terminal only; to be told how many of how many are done."""
    console = messages()
    if not console.is_terminal:
        yield lambda _done, _all: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        number = bar.add_task(task, total=None)

        def tell(done: int, total: int) -> None:
            bar.update(number, completed=done, total=total)

        yield tell


def styled(word: str) -> str:
    """The colour of a state, an outcome or a severity."""
    return _COLOURS.get(word, "")


_COLOURS: Final = {
    "committed": "green",
    "replaced": "green",
    "quarantined": "yellow",
    "failed": "red",
    "error": "red",
    "warning": "yellow",
    "Violation": "red",
    "Warning": "yellow",
}


def _console(*, stderr: bool) -> Console:
    from rich.console import Console

    console = Console(stderr=stderr, highlight=False, soft_wrap=False, emoji=False, markup=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = shutil.get_terminal_size((_WIDTH, 24)).columns
    return console

"""``kg claim``: claims that were read wrongly, rejected and restored."""

from __future__ import annotations

import getpass
from dataclasses import asdict
from textwrap import shorten
from typing import TYPE_CHECKING, Final

import click

from kg.cli.console import output, say, tell, visible, write_json
from kg.cli.options import authored, configured, report_format

if TYPE_CHECKING:
    from kg.configuration import Configured
_WORDS: Final = 90
"""Characters of the evidence that the log shows."""


@click.group()
@configured()
def claim(configured: Configured) -> None:
    """Reject a claim that was read wrongly, and take that back.

    A rejected claim stays in the graph, marked with who rejected it, when and why; it no longer supports a plain
    triple, conflicts with other claims or counts in a summary. A claim is named by its IRI or its id.

    \b
    Example:
      kg claim reject claim/6a1e0f3b9c2d4e5f6a7b-c12 --reason "the ministry, not the minister"
      kg claim restore claim/6a1e0f3b9c2d4e5f6a7b-c12
    """


@claim.command()
@configured()
@click.argument("claim", metavar="CLAIM")
@authored
def reject(configured: Configured, *, claim: str, author: str | None, reason: str) -> None:
    """Decide that a claim was read wrongly.

    \b
    Example:
      kg claim reject claim/6a1e0f3b9c2d4e5f6a7b-c12 --reason "the ministry, not the minister"
    """
    from kg.workspace import Workspace

    with Workspace.open(configured.settings, waiting=say) as workspace:
        made = workspace.reviews.reject(claim, author or getpass.getuser(), reason)
    tell(f"claim/{made.document}-{made.claim} is rejected (rejection {made.number}).")


@claim.command()
@configured()
@click.argument("claim", metavar="CLAIM|NUMBER")
@authored
def restore(configured: Configured, *, claim: str, author: str | None, reason: str) -> None:
    """Take a rejection back: of a claim, or the one with NUMBER in the log.

    \b
    Example:
      kg claim restore claim/6a1e0f3b9c2d4e5f6a7b-c12
      kg claim restore 3
    """
    from kg.workspace import Workspace

    wanted = int(claim) if claim.isascii() and claim.isdigit() else claim
    with Workspace.open(configured.settings, waiting=say) as workspace:
        made = workspace.reviews.restore(wanted, author or getpass.getuser(), reason)
    tell(f"Rejection {made.restores} of claim/{made.document}-{made.claim} is taken back ({made.number}).")


@claim.command()
@configured()
@report_format
def log(configured: Configured, *, form: str) -> None:
    """List all rejections, and what was taken back of them, the oldest first.

    A rejection is of what a claim says and where. One whose document is gone, or was read again and no longer says
    so, is without its claim, and holds again as soon as it has it back.

    \b
    Example:
      kg claim log
    """
    from rich.table import Column, Table
    from rich.text import Text

    from kg.workspace.review import ReviewReader

    settings = configured.settings
    lines = ReviewReader(settings.workspace, settings.base_iri).rejections(limit=-1)[::-1]
    if form == "json":
        write_json(
            [{**asdict(line.review), "iri": line.claim, "names": line.names, "quotes": line.quotes} for line in lines]
        )
        return
    if not lines:
        say("Nobody has rejected anything yet.")
        return
    table = Table("no.", Column("claim", no_wrap=True), "decision", "by", "when", "reason", box=None, pad_edge=False)
    for line in lines:
        review = line.review
        said = "rejected" if review.restores is None else f"{review.restores} is taken back"
        if review.holds and line.claim is None:
            said = "rejected, and without its claim"
        words = shorten(visible(" … ".join(line.quotes)), _WORDS, placeholder=" …")
        reason = Text("\n").join(Text(*told) for told in ((visible(review.reason), ""), (words, "dim")) if told[0])
        style = "dim" if review.restored is not None else None
        cells = (f"claim/{review.document}-{review.claim}", said, visible(review.author), review.time)
        table.add_row(str(review.number), *cells, reason, style=style)
    output().print(table)

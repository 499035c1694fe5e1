"""``kg identity``: which names are one actor, place or event, shown, decided and undone."""

from __future__ import annotations

import getpass
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final, Literal

import click

from kg.cli.console import output, say, tell, visible, write_json
from kg.cli.options import authored, configured, report_format

if TYPE_CHECKING:
    from kg.configuration import Configured

_WORDS: Final = {"same": "are one", "different": "are two", "undo": "is taken back"}


@click.group()
@configured()
def identity(configured: Configured) -> None:
    """See and decide who is who across documents.

    Names are given as ids (person/ali-khamenei), IRIs, or just as they are written. Every decision can be undone;
    only the documents concerned are written again.

    \b
    Example:
      kg identity candidates
      kg identity merge "Kataib Hezbollah" organisation/kh
      kg identity undo
    """


@identity.command()
@configured()
@click.argument("name", required=False)
@click.option("--limit", type=click.IntRange(1, 10_000), default=25, show_default=True, help="How many pairs to show.")
@report_format
def candidates(configured: Configured, *, name: str | None, limit: int, form: str) -> None:
    """List pairs that may be one and are not, the likeliest first, with the reasons.

    \b
    Example:
      kg identity candidates
      kg identity candidates "Kataib Hezbollah" --format json
    """
    from rich.table import Table
    from rich.text import Text

    from kg.workspace import Workspace

    with Workspace.open(configured.settings, waiting=say) as workspace:
        found = workspace.identities.candidates(name, limit)
    if form == "json":
        write_json(
            [
                {
                    "first": {"id": p.candidate.first, "label": p.labels[0]},
                    "second": {"id": p.candidate.second, "label": p.labels[1]},
                    "score": p.candidate.score,
                    "reasons": p.candidate.reasons,
                    "documents": p.documents,
                }
                for p in found
            ]
        )
        return
    if not found:
        say("Nothing waits for a decision.")
        return
    table = Table("score", "may be one", "because", box=None, pad_edge=False)
    for p in found:
        named = zip(p.labels, (p.candidate.first, p.candidate.second), strict=True)
        names = Text("\n").join(Text.assemble(visible(label), " ", (visible(one), "dim")) for label, one in named)
        shared = [f"{p.documents} documents speak of both"] if p.documents else []
        table.add_row(f"{p.candidate.score:.2f}", names, visible("; ".join([*p.candidate.reasons, *shared])))
    output().print(table)


@identity.command()
@configured()
@click.argument("one")
@click.argument("other")
@authored
def merge(configured: Configured, *, one: str, other: str, author: str | None, reason: str) -> None:
    """Decide that two are one.

    \b
    Example:
      kg identity merge person/q-soleimani "Qassem Soleimani" --reason "same rank, same funeral"
    """
    _judge(configured, "same", one, other, author, reason)


@identity.command()
@configured()
@click.argument("one")
@click.argument("other", metavar="OTHER|DOC")
@authored
def separate(configured: Configured, *, one: str, other: str, author: str | None, reason: str) -> None:
    """Decide that two are not one.

    With the id of a document, what it calls ONE is somebody of its own.

    \b
    Example:
      kg identity separate organisation/hezbollah organisation/kataib-hezbollah
      kg identity separate "John Smith" 6a1e0f3b9c2d4e5f6a7b
    """
    _judge(configured, "different", one, other, author, reason)


@identity.command()
@configured()
@click.argument("number", type=int, required=False)
@authored
def undo(configured: Configured, *, number: int | None, author: str | None, reason: str) -> None:
    """Take a decision back: the one with NUMBER in the log, or the last that holds.

    \b
    Example:
      kg identity undo
      kg identity undo 3
    """
    from kg.workspace import Workspace

    with Workspace.open(configured.settings, waiting=say) as workspace:
        made = workspace.identities.undo(author or getpass.getuser(), number, reason)
    tell(f"Decision {made.undoes} about {made.one} and {made.other} {_WORDS['undo']} ({made.number}).")


@identity.command()
@configured()
@report_format
def log(configured: Configured, *, form: str) -> None:
    """List all decisions that people made, the oldest first.

    \b
    Example:
      kg identity log
    """
    from rich.table import Table

    from kg.workspace import Workspace

    with Workspace.open(configured.settings, waiting=say) as workspace:
        lines = workspace.identities.log()
    if form == "json":
        write_json([asdict(line) for line in lines])
        return
    if not lines:
        say("Nobody has decided anything yet.")
        return
    undone = {line.undoes for line in lines}
    table = Table("no.", "decision", "by", "when", "score", "reason", box=None, pad_edge=False)
    for line in lines:
        said = f"{line.one} and {line.other} {_WORDS[line.verdict]}"
        said = f"{line.undoes} {_WORDS['undo']}" if line.verdict == "undo" else said
        score = "" if line.score is None else f"{line.score:.2f}"
        style = "dim" if line.number in undone else None
        table.add_row(str(line.number), said, visible(line.author), line.time, score, visible(line.reason), style=style)
    output().print(table)


@identity.command()
@configured()
@click.argument("one")
@click.argument("other", required=False)
@report_format
def why(configured: Configured, *, one: str, other: str | None, form: str) -> None:
    """Tell which names an entity has and what made them one, or what the machine sees in a pair.

    \b
    Example:
      kg identity why "Kataib Hezbollah"
    """
    from kg.workspace import Workspace

    with Workspace.open(configured.settings, waiting=say) as workspace:
        ids = workspace.identities
        first = ids.find(one)
        others = [ids.find(other)] if other else [member for member in ids.members(first) if member != ids.lead(first)]
        first = first if other else ids.lead(first)
        judged = {frozenset((j.one, j.other)): j for j in ids.in_force()}
        told: list[dict[str, Any]] = []
        for second in others:
            seen, judgement = ids.why(first, second), judged.get(frozenset((first, second)))
            reasons = list(seen.reasons) if seen else []
            if judgement:
                reasons.append(f"{judgement.author} decided on {judgement.time} that they {_WORDS[judgement.verdict]}")
            told.append(
                {"id": second, "label": ids.label(second), "score": seen.score if seen else None, "reasons": reasons}
            )
        label = ids.label(first)
    if form == "json":
        write_json({"id": first, "label": label, "others": told})
        return
    tell(f"{label} ({first})" + ("" if told else ": one name alone"))
    for line in told:
        score = "" if line["score"] is None else f" {line['score']:.2f}"
        tell(f"  {line['label']} ({line['id']}){score}: {'; '.join(line['reasons']) or 'by way of others'}")


def _judge(
    configured: Configured, verdict: Literal["same", "different"], one: str, other: str, author: str | None, reason: str
) -> None:
    from kg.workspace import Workspace

    with Workspace.open(configured.settings, waiting=say) as workspace:
        made = workspace.identities.judge(verdict, one, other, author or getpass.getuser(), reason)
        lead = workspace.identities.lead(made.one)
    tell(f"{made.one} and {made.other} {_WORDS[verdict]} (decision {made.number}).")
    if verdict == "same":
        tell(f"They go by {lead}.")

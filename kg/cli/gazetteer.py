"""``kg gazetteer``: reference lists in, listed and out."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from kg.cli.console import output, progress, say, tell, visible, write_json
from kg.cli.options import configured, report_format
from kg.cli.program import FAILED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.configuration import Configured
    from kg.lists import ListedEntry, Skipped

FORMATS: Final = ("un", "ftm", "geonames", "ofac", "wikidata", "rdf")
"""The formats of lists, here so that ``--help`` loads none of them."""

_SHOWN: Final = 5


@click.group()
@configured()
def gazetteer(configured: Configured) -> None:
    """Import reference lists, list them, and take them out again.

    A reference list has people, organisations or places with their names, identifiers and designations: sanctions,
    gazetteers, vocabularies. What a list states is kept apart from what documents claim.

    \b
    Example:
      kg gazetteer import sdn.csv
      kg gazetteer list
      kg gazetteer remove ofac-sdn
    """


@gazetteer.command("import")
@configured()
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--name", metavar="NAME", help="What to call the list.  [default: its own name, or the file's]")
@click.option(
    "--format", "kind", type=click.Choice(FORMATS), help="How it is written.  [default: recognised by content]"
)
@click.pass_context
def import_(
    context: click.Context, /, configured: Configured, *, path: Path, name: str | None, kind: str | None
) -> None:
    """Import a reference list, in the place of one of the same name.

    FILE is OFAC's sdn.csv (with alt.csv and add.csv beside it), the UN Security Council's consolidated list (XML),
    OpenSanctions or other FollowTheMoney entities (JSON lines), a table with a header such as one makes from Wikidata
    (TSV: id, label, aliases, type, country), GeoNames (TSV), or SKOS and our own Turtle. An entry that cannot be used
    is reported with its reason; the others are kept. Exit code 1 where none could be used.

    \b
    Example:
      kg gazetteer import sdn.csv
      kg gazetteer import --name wanted --format wikidata wanted.tsv
    """
    from kg.lists import open_list
    from kg.workspace import Workspace

    opened = open_list(path, name=name, form=kind)
    read = 0
    with (
        Workspace.open(configured.settings, create=True, waiting=say) as workspace,
        progress(f"importing {visible(opened.header.name)}") as told,
    ):

        def counted() -> Iterator[ListedEntry]:
            nonlocal read
            for entry in opened.entries():
                read += 1
                if read % 1000 == 0:
                    told(read, read)
                yield entry

        summary = workspace.import_list(opened.header, counted())
    tell(f"{opened.header.name}: {summary.entries:,} entries of {opened.header.file}.")
    _tell_skipped(opened.skipped)
    if not summary.entries:
        context.exit(FAILED)


@gazetteer.command("list")
@configured()
@report_format
def list_(configured: Configured, *, form: str) -> None:
    """List the reference lists, with their dates, files and numbers of entries.

    \b
    Example:
      kg gazetteer list --format json
    """
    from kg.workspace import Workspace

    with Workspace.open(configured.settings, waiting=say) as workspace:
        lists = workspace.lists()
    if form == "json":
        write_json([asdict(one) for one in lists])
        return
    if not lists:
        say("There are no reference lists. `kg gazetteer import FILE` imports one.")
        return
    from rich.table import Table

    table = Table("name", "title", "date", "entries", "file", box=None)
    for one in lists:
        header = one.header
        row = (header.name, header.title, header.date or "", f"{one.entries:,}", header.file)
        table.add_row(*map(visible, row))
    output().print(table)


@gazetteer.command()
@configured()
@click.argument("names", nargs=-1, required=True, metavar="NAME…")
def remove(configured: Configured, *, names: tuple[str, ...]) -> None:
    """Take reference lists out, with everything that they state.

    \b
    Example:
      kg gazetteer remove ofac-sdn
    """
    from kg.workspace import Workspace

    with Workspace.open(configured.settings, waiting=say) as workspace:
        for name in names:
            summary = workspace.remove_list(name)
            tell(f"{name}: removed, with {summary.entries:,} entries.")


def _tell_skipped(skipped: Skipped) -> None:
    """Why entries were passed over, the commonest reason first, with the places of some."""
    if not skipped.total:
        return
    say(f"{skipped.total:,} entries were passed over:")
    for reason, number in skipped.reasons.most_common(_SHOWN):
        say(f"  {number:,} × {reason}")
    for example in skipped.examples[:_SHOWN]:
        say(f"  {example}")

"""``kg search``: find things by name and text."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from kg.cli.console import output, visible, write_json
from kg.cli.options import configured, report_format

if TYPE_CHECKING:
    from rich.text import Text

    from kg.configuration import Configured
    from kg.queries import Reading
    from kg.search import Hit, Results, SearchReader
    from kg.web.search import Field, Offer

_KINDS = ("entity", "event", "claim", "document")


@click.command()
@configured()
@click.argument("text")
@click.option("--kind", "kinds", type=click.Choice(_KINDS), multiple=True, help="Only things of this kind; repeatable.")
@click.option("--class", "classes", metavar="CLASS", multiple=True, help="Only this class of the ontology; repeatable.")
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="Hits to show.")
@report_format
def search(
    configured: Configured, *, text: str, kinds: tuple[str, ...], classes: tuple[str, ...], limit: int, form: str
) -> None:
    """Find actors, places, events, claims and documents by name and text.

    All words have to be found, the last one may be begun, "words in quotes" stand side by side; letters may be wrong.
    Where the text is a question that a named query looks up, the command that asks it is shown first.

    \b
    Example:
      kg search "kataib hizballah"
      kg search "who attacked Kataib Hezbollah in 2019?"
      kg search kirkuk --kind event --class Attack
      kg search '"air base" rocket' --kind claim --format json
    """
    from kg.queries import readings
    from kg.search import Kind, SearchReader

    read = readings(text)
    settings = configured.settings
    with SearchReader(settings.workspace / "search.sqlite") as reader:
        results = reader.search(text, [Kind(kind) for kind in kinds] or None, classes or None, limit)
        offered = _offers(read, reader, settings.base_iri) if read else ()
    if form == "json":
        questions = [offer.to_json() for offer in offered]
        write_json({**results.to_json(settings.base_iri), "questions": questions})
    else:
        for offer in offered:
            _show_offer(offer)
        _show(results, settings.base_iri)


def _offers(read: Sequence[Reading], reader: SearchReader, base_iri: str) -> tuple[Offer, ...]:
    from kg.web.search import looks, offers

    asked = {look: look.wanted for look in looks(read)}
    found = {
        look: reader.search(one.text, one.kinds or None, one.classes or None, one.limit, excerpts=one.excerpts)
        for look, one in asked.items()
    }
    return offers(read, found, base_iri)


def _show_offer(offer: Offer) -> None:
    """The question, what its names were taken for, and the command that asks it, with dots where a value is missing."""
    from rich.text import Text

    console = output()
    question = Text("This is a question that Herodotus can look up: ")
    question.append(visible(offer.query.question), "bold")
    console.print(question, soft_wrap=True)
    for field in offer.fields:
        line = Text(f"  {field.parameter.name} = {visible(field.shown) or '…'}")
        if field.text and field.text.casefold() != (field.thing.label if field.thing else field.value).casefold():
            line.append(visible(f"  for “{field.text}”") if field.value else visible(f"  {field.problem}"), "dim")
        console.print(line, soft_wrap=True)
        for other in field.others:
            console.print(Text(f"      or {visible(str(other))}  {visible(other.iri)}", "dim"), soft_wrap=True)
    given = [*offer.values.items(), *((field.parameter.name, _missing(field)) for field in offer.open)]
    words = [
        "kg",
        "query",
        offer.query.name,
        *(word for name, value in given for word in ("--param", f"{name}={value}")),
    ]
    console.print(Text(f"  {visible(shlex.join(words))}"), soft_wrap=True)


def _missing(field: Field) -> str:
    """What stands for a value that is still to be chosen or written."""
    return "IRI" if field.others else "DATE" if field.parameter.type == "date" else "NAME"


def _show(results: Results, base_iri: str) -> None:
    from rich import box
    from rich.table import Table

    console = output()
    if not results.hits:
        console.print("Nothing was found.")
        return
    table = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False)
    table.add_column("what", no_wrap=True)
    table.add_column("found", overflow="fold", ratio=1)
    table.add_column("iri", overflow="fold")
    for hit in results.hits:
        table.add_row(visible(hit.cls or hit.kind.value), _found(hit), visible(base_iri + hit.id))
    console.print(table)
    counts = ", ".join(f"{number:,} {kind.value}" for kind, number in results.facets.kinds.items())
    console.print(f"{results.total:,}{' or more' if results.more else ''} found; of each kind: {counts}.")


def _found(hit: Hit) -> Text:
    """The label, the name that was matched, and the excerpt with its matches marked."""
    from rich.text import Text

    text = Text(visible(hit.label), style="bold")
    if hit.name is not None:
        text.append(visible(f" ({hit.name})"), "not bold dim")
    if hit.excerpt:
        text.append("\n")
        at = 0
        for match in hit.matches:
            text.append(visible(hit.excerpt[at : match.begin]), "not bold")
            text.append(visible(hit.excerpt[match.begin : match.end]), "bold cyan")
            at = match.end
        text.append(visible(hit.excerpt[at:]), "not bold")
    return text

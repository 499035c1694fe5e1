"""``kg export``: the graph, or a part of it, as a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from kg.cli.console import say
from kg.cli.options import configured
from kg.cli.reading import newest

if TYPE_CHECKING:
    from kg.configuration import Configured
    from kg.graph import Format

_FORMATS: Final = ("turtle", "trig", "nquads", "ntriples", "jsonld", "rdfxml")


@click.command()
@configured()
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), metavar="FILE", help="Where to.  [default: standard output]"
)
@click.option("--format", "form", type=click.Choice(_FORMATS), default="turtle", show_default=True, help="RDF format.")
@click.option(
    "--document", "documents", multiple=True, metavar="DOC", help="What this document says (id, IRI or file name)."
)
@click.option("--entity", "entities", multiple=True, metavar="IRI", help="This node, and every node that points at it.")
@click.option("--graph", "graphs", multiple=True, metavar="IRI", help="This named graph.")
@click.option("--ontology", is_flag=True, help="The ontology.")
@click.option("--no-text", is_flag=True, help="Leave the documents' full texts out.")
def export(
    configured: Configured,
    *,
    output: Path | None,
    form: Format,
    documents: tuple[str, ...],
    entities: tuple[str, ...],
    graphs: tuple[str, ...],
    ontology: bool,
    no_text: bool,
) -> None:
    """Write the graph, or the parts that are named, as RDF.

    Identical data give identical bytes. A file is whole or absent: a broken export leaves nothing behind. Formats
    without named graphs give the union of the graphs. Without a selection everything is written, the ontology too.

    \b
    Example:
      kg export -o graph.ttl
      kg export --format trig --document report.html --no-text
      kg export --entity http://127.0.0.1:8000/id/place/kirkuk
    """
    from kg.export import Selection, select, to_file, to_stream

    selection = Selection(documents, entities, graphs, ontology=ontology, texts=not no_text)
    base = configured.settings.base_iri
    with newest(configured.settings) as reader:
        quads = select(reader, selection, base)
        if output is None:
            to_stream(quads, form, base, sys.stdout.buffer)
        else:
            to_file(quads, form, base, output)
            say(f"{output} is written.")

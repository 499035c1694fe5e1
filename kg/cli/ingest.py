"""``kg ingest``: documents in."""

from __future__ import annotations

from dataclasses import asdict
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

import click

from kg.cli.console import output, progress, say, styled, visible, write_json
from kg.cli.options import configured, report_format
from kg.cli.program import FAILED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kg.configuration import Configured
    from kg.documents import Source
    from kg.explanation import Explanation
    from kg.extract.rules import RuleExtractor
    from kg.pipeline import IngestReport, Options, SourceReport
    from kg.workspace import Workspace

_TROUBLE: Final = ("failed", "quarantined")
_FIELDS: Final = ("text", "title", "date", "authors", "publisher", "url", "language", "id")


def _field_options(command: Callable[..., None]) -> Callable[..., None]:
    """Gives a command ``--text-field`` and the like."""
    for name in reversed(_FIELDS):
        text = f"Field of JSON lines that holds the {name}."
        command = click.option(f"--{name}-field", metavar="NAME", help=text)(command)
    return command


@click.command()
@configured("model")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option("--extractor", type=click.Choice(["rules"]), default="rules", show_default=True, help="Who reads.")
@click.option("--date", metavar="EDTF", help="When the documents were published, whatever they say (2019-12-29).")
@_field_options
@click.option("--explain", is_flag=True, help="Show for one document what each rule found in it.")
@report_format
@click.pass_context
def ingest(
    context: click.Context,
    /,
    configured: Configured,
    *,
    paths: tuple[str, ...],
    extractor: str,  # noqa: ARG001 (there is one to choose from)
    date: str | None,
    explain: bool,
    form: str,
    **fields: str | None,
) -> None:
    """Read documents into the graph.

    PATH is a file (text, Markdown, HTML, PDF, DOCX, EML), one that holds many (ZIP, JSONL, RSS, Atom, WARC), a folder,
    or - for standard input. Unchanged documents are skipped, changed ones replaced. What cannot be read is reported
    with its reason, what does not conform to the shapes waits in quarantine; the others go on. Exit code 1 in both
    cases.

    With --explain, PATH is one document. It comes in like any other, and then its account is printed: sentence by
    sentence what was found and by which rule, what was turned down, who everybody was taken for, what the gate said.

    \b
    Example:
      kg ingest reports/ statement.html
      kg ingest --date 2019-12-29 --format json note.txt
      kg ingest --text-field article.body news.jsonl
      kg ingest --explain statement.html
    """
    from kg.cli.explain import show as show_account
    from kg.documents import Fields
    from kg.pipeline import Options

    asked = Options(date, Fields(**{key.removesuffix("_field"): (value,) for key, value in fields.items() if value}))
    report, account = _ingest(configured, paths, asked, explain=explain)
    if form == "json":
        write_json(_as_json(report) | ({"explanation": asdict(account) if account else None} if explain else {}))
    else:
        if account:
            show_account(account)
        _show(report)
    if not report.is_whole:
        context.exit(FAILED)


def _ingest(
    configured: Configured, paths: Sequence[str], options: Options, *, explain: bool
) -> tuple[IngestReport, Explanation | None]:
    """Takes the documents in; with ``explain`` there is one, whose account comes as well where it could be read."""
    from kg.documents import collect
    from kg.extract.rules import RuleExtractor
    from kg.pipeline import ingest as run
    from kg.workspace import Workspace

    extractor = RuleExtractor(configured.settings.model)
    task = f"reading with {extractor.name}"  # asked first: without a model there is no name, and nothing is made
    sources = _only(collect(paths), options) if explain else list(collect(paths))
    done = 0
    with Workspace.open(configured.settings, create=True, waiting=say) as workspace, progress(task) as tell:
        tell(0, len(sources))

        def told(_: SourceReport) -> None:
            nonlocal done
            done += 1
            tell(done, max(done, len(sources)))  # collections give more than one

        report = run(workspace, sources, extractor, options, progress=told)
        return report, _account(workspace, extractor, report) if explain else None


def _only(sources: Iterable[Source], options: Options) -> list[Source]:
    """The one document that there is. Raises ``UsageError`` where there are more, or none."""
    from kg.documents import unpack

    documents = (d for source in sources for d in unpack(source, options.fields))
    found = list(islice((document for document in documents if document.skipped is None), 2))
    if not found:
        raise click.UsageError("--explain explains one document, and there is none here. Name a file.")
    if len(found) > 1:
        names = " and ".join(visible(document.name) for document in found)
        raise click.UsageError(
            f"--explain explains one document, and there are several here ({names}). Name one file,"
            " or pass on one document of a collection through standard input (-)."
        )
    return found


def _account(workspace: Workspace, extractor: RuleExtractor, report: IngestReport) -> Explanation | None:
    """The account of the document that came in; ``None`` where it could not be read."""
    from kg.explanation import explain

    (source,) = report.sources
    if source.document is None:
        return None
    reading = workspace.reading(source.document)
    trace = extractor.trace(reading.document)
    record, turned_away = workspace.document(source.document), workspace.report(source.document)
    return explain(reading, trace, record, turned_away, workspace.settings.base_iri)


def _as_json(report: IngestReport) -> dict[str, Any]:
    return {
        "counts": {str(outcome): n for outcome, n in report.counts.items()},
        "words": report.words,
        "seconds": round(report.seconds, 3),
        "sources": [asdict(source) for source in report.sources],
    }


def _show(report: IngestReport) -> None:
    from rich.text import Text

    from kg.workspace import Outcome

    console = output()
    for source in report.sources:
        if source.reason or source.outcome in _TROUBLE:
            line = Text(source.outcome, style=styled(source.outcome))
            reason = (source.reason or "").removeprefix(f"{source.name}: ")
            console.print(line.append(visible(f"  {source.name}: {reason}"), style="default"))
        for note in source.notes:
            console.print(Text(visible(f"note  {source.name}: {note}")))
    counts = ", ".join(f"{report.counts[o]} {o}" for o in Outcome if o in report.counts) or "nothing to read"
    rate = f" – {report.words:,} words in {report.seconds:.1f} s" if report.words else ""
    console.print(Text(f"{counts}{rate}"))

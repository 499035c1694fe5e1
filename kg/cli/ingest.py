"""``kg ingest``: documents in."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

import click

from kg.cli.console import output, progress, say, styled, visible, write_json
from kg.cli.options import configured, report_format
from kg.cli.program import FAILED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kg.configuration import Configured
    from kg.pipeline import IngestReport, SourceReport

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
    form: str,
    **fields: str | None,
) -> None:
    """Read documents into the graph.

    PATH is a file (text, Markdown, HTML, PDF, DOCX, EML), one that holds many (ZIP, JSONL, RSS, Atom, WARC), a folder,
    or - for standard input. Unchanged documents are skipped, changed ones replaced. What cannot be read is reported
    with its reason, what does not conform to the shapes waits in quarantine; the others go on. Exit code 1 in both
    cases.

    \b
    Example:
      kg ingest reports/ statement.html
      kg ingest --date 2019-12-29 --format json note.txt
      kg ingest --text-field article.body news.jsonl
    """
    report = _ingest(configured, paths, date, {key: value for key, value in fields.items() if value})
    if form == "json":
        write_json(_as_json(report))
    else:
        _show(report)
    if not report.is_whole:
        context.exit(FAILED)


def _ingest(configured: Configured, paths: Sequence[str], date: str | None, given: Mapping[str, str]) -> IngestReport:
    from kg.documents import Fields, collect
    from kg.extract.rules import RuleExtractor
    from kg.pipeline import Options
    from kg.pipeline import ingest as run
    from kg.workspace import Workspace

    extractor = RuleExtractor(configured.settings.model)
    task = f"reading with {extractor.name}"  # asked first: without a model there is no name, and nothing is made
    sources = list(collect(paths))
    done = 0
    with Workspace.open(configured.settings, create=True, waiting=say) as workspace, progress(task) as tell:
        tell(0, len(sources))

        def told(_: SourceReport) -> None:
            nonlocal done
            done += 1
            tell(done, max(done, len(sources)))  # collections give more than one

        fields = Fields(**{name.removesuffix("_field"): (value,) for name, value in given.items()})
        return run(workspace, sources, extractor, Options(date, fields), progress=told)


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

"""``kg ingest``: documents in."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import asdict, dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final

import click

from kg.cli.console import output, say, styled, visible, write_json
from kg.cli.engine import FEW, Choice, Engine, engine_options
from kg.cli.extractors import Chosen, extractor_option, refuse_company, show_summary, summary_as_json
from kg.cli.options import configured, report_format
from kg.cli.program import FAILED, STOPPED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kg.configuration import Configured
    from kg.documents import Source
    from kg.explanation import Explanation
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
@extractor_option
@engine_options
@click.option("--date", metavar="EDTF", help="When the documents were published, whatever they say (2019-12-29).")
@_field_options
@click.option("--explain", is_flag=True, help="Show for one document what each rule found in it.")
@click.option("--dry-run", is_flag=True, help="Say what would be read, and what a model would use; do nothing.")
@report_format
@click.pass_context
def ingest(
    context: click.Context,
    /,
    configured: Configured,
    *,
    paths: tuple[str, ...],
    extractor: str,
    date: str | None,
    explain: bool,
    dry_run: bool,
    form: str,
    engine: str,
    scheduler: str | None,
    shards: str | None,
    workers: int | None,
    **fields: str | None,
) -> None:
    """Read documents into the graph.

    PATH is a file (text, Markdown, HTML, PDF, DOCX, EML), one that holds many (ZIP, JSONL, RSS, Atom, WARC), a shard of
    what was read elsewhere, a folder, a URL of files or of a folder (s3://bucket/*.html), or - for standard input.
    Unchanged documents are skipped, changed ones replaced. What cannot be read is reported
    with its reason, what does not conform to the shapes waits in quarantine; the others go on. Exit code 1 in both
    cases. A document that takes its worker longer than document_seconds, or ends it, is read once more, and then set
    aside as failed. Ctrl-C stops when what has been read is in the graph (exit code 130);
    the same command goes on there.

    With --engine dask the machines of a Dask cluster read, and this one takes in the shards that they write.

    With --extractor llm a language model reads, and what it says that the text does not is dropped; with rules+llm it
    is asked where the rules are unsure or silent. --dry-run estimates first what that would use.

    With --explain, PATH is one document. It comes in like any other, and then its account is printed: sentence by
    sentence what was found and by which rule, what was turned down, who everybody was taken for, what the gate said.

    \b
    Example:
      kg ingest reports/ statement.html
      kg ingest --date 2019-12-29 --format json note.txt
      kg ingest --text-field article.body news.jsonl
      kg ingest --explain statement.html
      kg ingest --extractor rules+llm --dry-run reports/
      kg ingest --engine dask --scheduler tcp://10.0.0.5:8786 --shards s3://bucket/shards reports/
    """
    from kg.cli.explain import show as show_account
    from kg.documents import Fields
    from kg.pipeline import Options

    asked = Options(date, Fields(**{key.removesuffix("_field"): (value,) for key, value in fields.items() if value}))
    choice = Choice(engine, scheduler, shards, workers)
    if explain and not choice.is_plain:
        raise click.UsageError("--explain reads one document here, which needs no --workers and no --engine.")
    refuse_company(extractor, alone=choice.is_plain)
    if dry_run:
        if explain or not choice.is_plain:
            raise click.UsageError("--dry-run reads nothing: it takes no --explain, no --workers and no --engine.")
        from kg.cli.dry_run import foresee

        foresee(configured.settings, paths, asked, extractor, form)
        return
    with Chosen(extractor, configured.settings) as chosen:
        report, account = _ingest(configured, paths, asked, _Manner(choice, explain, form == "json"), chosen)
        summary = chosen.summary
    if form == "json":
        write_json(
            _as_json(report)
            | ({"model": summary_as_json(summary)} if summary else {})
            | ({"explanation": asdict(account) if account else None} if explain else {})
        )
    else:
        if account:
            show_account(account)
        _show(report)
        if summary:
            show_summary(summary)
    if report.stopped:
        say("stopped. What is counted is in the graph; run the same command again to go on.")
        context.exit(STOPPED)
    if not report.is_whole:
        context.exit(FAILED)


@dataclass(frozen=True, slots=True)
class _Manner:
    """How it is done: by whom, whether one document is explained, whether all sources are reported."""

    choice: Choice
    explain: bool
    keeps_all: bool


def _ingest(
    configured: Configured, paths: Sequence[str], options: Options, manner: _Manner, chosen: Chosen
) -> tuple[IngestReport, Explanation | None]:
    """Takes the documents in; where one is to be explained, its account comes as well where it could be read."""
    from kg.cli.ingest_progress import progress
    from kg.cli.interruption import stoppable
    from kg.pipeline import Stages, gather
    from kg.pipeline import ingest as run
    from kg.workspace import Workspace, standard

    settings = configured.settings
    sources = iter(_only(gather(paths), options)) if manner.explain else gather(paths)
    few = list(islice(sources, FEW))
    number = 1 if manner.explain or chosen.has_model else manner.choice.number(few)
    stages = Stages(chosen.extractor, standard(), options, settings.base_iri)
    keep = (lambda _: True) if manner.keeps_all or manner.explain else _is_worth_telling
    with ExitStack() as opened:
        stopping = opened.enter_context(stoppable(lambda: say("stopping; Ctrl-C once more stops at once.")))
        engine = opened.enter_context(
            Engine(manner.choice, number, stages, settings, stopping, chosen.spread(stopping))
        )
        task = (
            f"reading with {engine.extractor.name}"  # asked first: without a model there is none, and nothing is made
        )
        workspace = opened.enter_context(Workspace.open(settings, create=True, waiting=say))
        engine.connect()
        tell = opened.enter_context(progress(task, lambda: gather(paths, fetch=False)))

        def done(source: SourceReport) -> None:
            engine.settle(source)
            tell()

        report = run(
            workspace,
            chain(few, sources),
            engine.extractor,
            options,
            progress=done,
            spread=engine,
            keep=keep,
            stopping=stopping,
        )
        engine.finish(report)
        return report, _account(workspace, chosen, report) if manner.explain else None


def _is_worth_telling(source: SourceReport) -> bool:
    return bool(source.reason or source.notes) or source.outcome in _TROUBLE


def _only(sources: Iterable[Source], options: Options) -> list[Source]:
    """The one document that there is. Raises ``UsageError`` where there are more, or none."""
    from kg.documents import unpack
    from kg.pipeline import shard_of

    def documents_of(source: Source) -> Iterable[Source]:
        if shard_of(source) is not None:
            raise click.UsageError("--explain reads a document, and this is a shard of what was read elsewhere.")
        return unpack(source, options.fields)

    documents = (document for source in sources for document in documents_of(source))
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


def _account(workspace: Workspace, chosen: Chosen, report: IngestReport) -> Explanation | None:
    """The account of the document that came in; ``None`` where it could not be read."""
    from kg.explanation import explain

    source = report.sources[0] if report.sources else None  # stopped before it was read
    if source is None or source.document is None:
        return None
    reading = workspace.reading(source.document)
    trace = chosen.trace(reading.document)
    record, turned_away = workspace.document(source.document), workspace.report(source.document)
    return explain(reading, trace, record, turned_away, workspace.settings.base_iri)


def _as_json(report: IngestReport) -> dict[str, Any]:
    return {
        "counts": {str(outcome): n for outcome, n in report.counts.items()},
        "words": report.words,
        "seconds": round(report.seconds, 3),
        "stopped": report.stopped,
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

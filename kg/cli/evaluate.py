"""``kg evaluate``: how much of what a careful reader found is in the graph."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from kg.cli.comparison import Measured, differences, documents_of, read_by
from kg.cli.comparison import show as show_comparison
from kg.cli.console import output, say, visible, write_json
from kg.cli.extractors import NAMES, show_summary, summary_as_json
from kg.cli.options import configured, report_format
from kg.cli.program import FAILED
from kg.cli.reading import newest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.configuration import Configured
    from kg.evaluation import Evaluation, Figure, Rows
    from kg.evaluation.spans import SpanEvaluation
    from kg.store import Reader

_LINES: Final = (".jsonl", ".ndjson")
_TEXTS: Final = """
PREFIX kg: <https://w3id.org/herodotus/ns#>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
SELECT ?file ?text WHERE { GRAPH ?graph { ?document kg:fileName ?file . ?context nif:isString ?text } }
"""


@click.command()
@configured()
@click.argument("gold", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="GOLD…")
@click.option(
    "--mapping",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="What the classes and roles of span gold correspond to.  [default: they are our own]",
)
@click.option(
    "--documents",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="DIR",
    help="The texts that span gold was annotated on.  [default: the folder documents beside it]",
)
@click.option(
    "--extractor",
    "extractors",
    type=click.Choice(NAMES),
    multiple=True,
    help="Have the documents read by this extractor, and measure that in place of the graph; repeatable, to compare.",
)
@click.option("--min-recall", type=click.FloatRange(0, 1), help="Exit with 1 below this recall, or on a forbidden one.")
@report_format
@click.pass_context
def evaluate(
    context: click.Context,
    configured: Configured,
    *,
    gold: tuple[Path, ...],
    mapping: Path | None,
    documents: Path | None,
    extractors: tuple[str, ...],
    min_recall: float | None,
    form: str,
) -> None:
    """Measure the graph on gold.

    GOLD is a file of gold facts (.json), which must or must not be found, or of span gold (.jsonl): annotated
    documents, one a line. Gives precision, recall and F1, each with the interval in which 95 of 100 draws of
    documents lie, and lists the facts that are missing and those that should not be there. --min-recall is about
    facts. Documents of the gold that the graph does not have count as missed.

    With --extractor, the documents of the gold, which --documents names the folder of, are read into workspaces that
    are not kept, and the figures stand side by side: how far each extractor is from the first, with the interval of the
    difference, and which facts are right with some alone. Answers of a language model are kept in the workspace.

    \b
    Example:
      kg evaluate seeds/facts/*.json
      kg evaluate --min-recall 0.8 --format json facts.json
      kg evaluate --mapping mapping.json events/gold.jsonl
      kg evaluate --extractor rules --extractor rules+llm --documents reports/ facts.json
    """
    from kg.evaluation import evaluate as compare
    from kg.evaluation import load
    from kg.evaluation.spans import Correspondence, evaluate_spans, load_correspondence, load_documents, load_texts

    files = [load(path) for path in gold if path.suffix not in _LINES]
    sets = {path: load_documents(path) for path in gold if path.suffix in _LINES}
    words = load_correspondence(mapping) if mapping else Correspondence()

    def measure(reader: Reader, name: str) -> Measured:
        rows = _rows(reader)
        spans = {
            path: evaluate_spans(annotated, rows, load_texts(documents or path.parent / "documents"), words)
            for path, annotated in sets.items()
        }
        return Measured(name, compare(files, rows) if files else None, spans, None)

    if extractors:
        names = {one.document for one in files} | {one.name for annotated in sets.values() for one in annotated}
        folders = [documents] if documents else [path.parent / "documents" for path in sets]
        found = documents_of(names, folders)
        measured = [
            read_by(name, configured.settings, found, partial(measure, name=name)) for name in dict.fromkeys(extractors)
        ]
        _show_all(measured, form)
        if min_recall is not None and any(_falls_short(one, min_recall) for one in measured):
            context.exit(FAILED)
        return
    with newest(configured.settings) as reader:
        graph = measure(reader, "")
    facts, spans = graph.facts, graph.spans
    if form == "json":
        write_json((_facts_as_json(facts) if facts else {}) | ({"spans": _spans_as_json(spans)} if spans else {}))
    else:
        if facts:
            _show_facts(facts)
        for path, evaluation in spans.items():
            _show_spans(path, evaluation)
    for path, evaluation in spans.items():
        _warn(path, evaluation)
    if min_recall is not None and _falls_short(graph, min_recall):
        context.exit(FAILED)


def _falls_short(measured: Measured, least: float) -> bool:
    facts = measured.facts
    return facts is not None and (facts.count.recall < least or facts.violations > 0)


def _show_all(measured: Sequence[Measured], form: str) -> None:
    """Extractors side by side."""
    for one in measured:
        for path, evaluation in one.spans.items():
            _warn(path, evaluation)
    if form != "json":
        show_comparison(measured)
        for one in measured:
            if one.model:
                show_summary(one.model)
        return
    write_json(
        {
            "extractors": [
                {"extractor": one.extractor}
                | (_facts_as_json(one.facts) if one.facts else {})
                | ({"spans": _spans_as_json(one.spans)} if one.spans else {})
                | ({"model": summary_as_json(one.model)} if one.model else {})
                for one in measured
            ],
            "differences": [row for one in measured[1:] for row in differences(measured[0], one)],
        }
    )


def _rows(reader: Reader) -> Rows:
    from kg.evaluation import QUERIES, Rows
    from kg.queries import run

    texts = {file.value: text.value for file, text in reader.query(_TEXTS)}  # type: ignore[union-attr]  # both are bound to literals
    return Rows({name: run(reader.store, name, {}).texts() for name in QUERIES}, texts)


def _warn(path: Path, evaluation: SpanEvaluation) -> None:
    """Says on standard error which documents of a set could not be measured."""
    for names, what in (
        (evaluation.missing, "are not in the graph; what is annotated in them counts as missed"),
        (evaluation.other_text, "are stored with another text than the gold's; they count as missed"),
    ):
        if names:
            shown = ", ".join(names[:3]) + (", …" if len(names) > 3 else "")
            say(f"{path}: {len(names)} of {evaluation.figures.documents} documents {what}: {shown}.")


def _figure_as_json(figure: Figure) -> dict[str, Any]:
    count = figure.count
    return {
        "precision": round(count.precision, 4),
        "recall": round(count.recall, 4),
        "f1": round(count.f1, 4),
        "intervals": {
            name: [round(end, 4) for end in interval]
            for name, interval in (("precision", figure.precision), ("recall", figure.recall), ("f1", figure.f1))
        },
        "right": round(count.right, 4),
        "product": count.product,
        "gold": count.gold,
    }


def _facts_as_json(evaluation: Evaluation) -> dict[str, Any]:
    figure = _figure_as_json(evaluation.figures.figure("facts"))
    return {
        **{key: figure[key] for key in ("precision", "recall", "f1", "intervals")},
        "found": evaluation.found,
        "expected": evaluation.expected,
        "violations": evaluation.violations,
        "kinds": {kind: {"found": found, "expected": n} for kind, (found, n) in evaluation.kinds().items()},
        "findings": [
            {
                "document": f.document,
                "name": f.name,
                "kind": f.kind,
                "forbidden": f.forbidden,
                "found": f.found,
                "nearest": f.nearest and f.nearest.what,
                "lacks": list(f.nearest.lacks) if f.nearest else [],
            }
            for f in evaluation.findings
        ],
    }


def _spans_as_json(spans: dict[Path, SpanEvaluation]) -> list[dict[str, Any]]:
    from kg.evaluation.spans import MEAN

    found = []
    for path, evaluation in spans.items():
        figures = evaluation.figures
        entry: dict[str, Any] = {
            "gold": str(path),
            "documents": figures.documents,
            "missing": list(evaluation.missing),
            "other_text": list(evaluation.other_text),
            "measures": {measure: _figure_as_json(figures.figure(measure)) for measure in figures},
        }
        if set(MEAN) <= set(figures):
            mean, interval = figures.mean_f1(MEAN)
            entry["mean"] = {"of": list(MEAN), "f1": round(mean, 4), "interval": [round(end, 4) for end in interval]}
        found.append(entry)
    return found


def _show_facts(evaluation: Evaluation) -> None:
    from rich.text import Text

    console = output()
    for finding in evaluation.findings:
        if finding.right:
            continue
        head = "forbidden" if finding.forbidden else "missing"
        nearest = finding.nearest
        what = f"; nearest: {nearest.what}" if nearest else ""
        lacks = f", which lacks {', '.join(nearest.lacks)}" if nearest and nearest.lacks else ""
        line = Text(f"{head:9}", style="red" if finding.forbidden else "yellow")
        console.print(
            line.append(visible(f" {finding.document} {finding.kind} {finding.name}{what}{lacks}"), style="default")
        )
    console.print(Text(", ".join(f"{kind} {found}/{n}" for kind, (found, n) in evaluation.kinds().items())))
    figure = evaluation.figures.figure("facts")
    shown = (
        f"{name} {value:.3f} ({_range(interval)})"
        for name, value, interval in (
            ("precision", figure.count.precision, figure.precision),
            ("recall", figure.count.recall, figure.recall),
            ("F1", figure.count.f1, figure.f1),
        )
    )
    tail = f"{evaluation.found} of {evaluation.expected} facts, {evaluation.violations} forbidden"
    console.print(Text(f"{', '.join(shown)} – {tail}", style="bold"))


def _show_spans(path: Path, evaluation: SpanEvaluation) -> None:
    from rich.table import Table
    from rich.text import Text

    from kg.evaluation.spans import MEAN

    figures = evaluation.figures
    table = Table(title=Text(visible(f"{path}: {figures.documents} documents")), title_justify="left", box=None)
    for head in ("measure", "precision", "recall", "F1", "95 % of F1", "right", "product", "gold"):
        table.add_column(head, justify="left" if head == "measure" else "right")
    for measure in figures:
        figure = figures.figure(measure)
        count = figure.count
        values = (f"{value:.3f}" for value in (count.precision, count.recall, count.f1))
        sizes = (f"{n:g}" for n in (round(count.right, 1), count.product, count.gold))
        table.add_row(measure, *values, _range(figure.f1), *sizes)
    if set(MEAN) <= set(figures):
        mean, interval = figures.mean_f1(MEAN)
        table.add_row(f"mean of {', '.join(MEAN)}", "", "", f"{mean:.3f}", _range(interval), style="bold")
    output().print(table)


def _range(interval: tuple[float, float]) -> str:
    return "–".join(f"{end:.3f}" for end in interval)

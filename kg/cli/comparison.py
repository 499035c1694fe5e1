"""``kg evaluate --extractor``: extractors compared on the same gold, each in a workspace that is not kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from kg.cli.console import output, say, visible

if TYPE_CHECKING:
    from kg.cli.extractors import Summary
    from kg.evaluation import Evaluation, Figures
    from kg.evaluation.spans import SpanEvaluation
    from kg.settings import Settings
    from kg.store import Reader


@dataclass(frozen=True, slots=True)
class Measured:
    """One extractor's reading, measured: ``facts`` and ``spans`` as of ``kg evaluate``, ``model`` what one came to."""

    extractor: str
    facts: Evaluation | None
    spans: dict[Path, SpanEvaluation]
    model: Summary | None

    def figures(self) -> Iterator[tuple[str, Figures]]:
        """The figures of each set of gold, by what the set is called."""
        if self.facts:
            yield "facts", self.facts.figures
        for path, evaluation in self.spans.items():
            yield str(path), evaluation.figures


def documents_of(names: set[str], folders: Sequence[Path]) -> list[str]:
    """The files with these names in the folders, all where ``*`` is one. Raises ``UsageError`` where there are none."""
    files = sorted({path for folder in folders if folder.is_dir() for path in folder.rglob("*") if path.is_file()})
    found = [str(path) for path in files if "*" in names or path.name in names]
    if not found:
        where = " or ".join(map(str, dict.fromkeys(folders))) or "anywhere"
        raise click.UsageError(f"no document of the gold is in {where}. Name their folder with --documents.")
    return found


def read_by(
    extractor: str, settings: Settings, documents: Sequence[str], measure: Callable[[Reader], Measured]
) -> Measured:
    """Has an extractor read the documents and measures what comes of it."""
    from kg.cli.extractors import Chosen
    from kg.cli.ingest_progress import progress
    from kg.cli.interruption import stoppable
    from kg.cli.reading import newest
    from kg.documents import collect
    from kg.pipeline import Options, ahead, ingest
    from kg.workspace import Workspace

    with TemporaryDirectory(prefix="herodotus-") as folder, Chosen(extractor, settings) as chosen:
        own = replace(
            settings, workspace=Path(folder), store=None, store_update=None, store_graphs=None, durability="process"
        )
        with (
            stoppable(lambda: say("stopping; Ctrl-C once more stops at once.")) as stopping,
            Workspace.open(own, create=True) as workspace,
            progress(f"reading with {chosen.extractor.name}", lambda: collect(documents)) as tell,
        ):
            report = ingest(
                workspace,
                collect(documents),
                chosen.extractor,
                Options(),
                progress=lambda _: tell(),
                spread=chosen.spread(stopping) or ahead,
                stopping=stopping,
            )
        if report.stopped:
            raise click.Abort
        for source in report.sources:
            if source.reason:
                say(f"{extractor}: {source.outcome}: {source.reason}")
        with newest(own) as reader:
            return replace(measure(reader), model=chosen.summary)


def differences(one: Measured, other: Measured) -> list[dict[str, Any]]:
    """How much better, or worse, the second is than the first: F1 by measure, with the interval of the difference."""
    theirs = dict(other.figures())
    return [
        {
            "gold": name,
            "measure": measure,
            "extractors": [one.extractor, other.extractor],
            "f1": [round(figures.count(measure).f1, 4), round(theirs[name].count(measure).f1, 4)],
            "difference": round(difference, 4),
            "interval": [round(end, 4) for end in interval],
        }
        for name, figures in one.figures()
        for measure in dict.fromkeys((*figures, *theirs[name]))
        for difference, interval in (figures.difference(theirs[name], measure),)
    ]


def show(measured: Sequence[Measured]) -> None:
    """All side by side, each measure by each extractor, with how far the later ones are from the first."""
    from rich.table import Table
    from rich.text import Text

    apart = {
        (row["gold"], row["measure"], one.extractor): row
        for one in measured[1:]
        for row in differences(measured[0], one)
    }
    for name in dict.fromkeys(name for one in measured for name, _ in one.figures()):
        table = Table(title=Text(visible(name)), title_justify="left", box=None)
        heads = ("measure", "extractor", "precision", "recall", "F1", "95 % of F1", "difference", "95 % of it")
        for head in heads:
            table.add_column(head, justify="left" if head in heads[:2] else "right")
        for measure in dict.fromkeys(m for one in measured for m in dict(one.figures())[name]):
            for one in measured:
                figure = dict(one.figures())[name].figure(measure)
                values = [f"{v:.3f}" for v in (figure.count.precision, figure.count.recall, figure.count.f1)]
                row = apart.get((name, measure, one.extractor))
                far = (
                    (f"{row['difference']:+.3f}", " to ".join(f"{end:+.3f}" for end in row["interval"]))
                    if row
                    else ("", "")
                )
                table.add_row(measure, one.extractor, *values, _range(figure.f1), *far)
        output().print(table)
    for line in _facts_apart(measured):
        output().print(Text(visible(line)))


def _facts_apart(measured: Sequence[Measured]) -> Iterator[str]:
    """The facts that not all of them have as the gold does."""
    evaluations = [one.facts for one in measured if one.facts]
    if len(evaluations) < 2:
        return
    for findings in zip(*(evaluation.findings for evaluation in evaluations), strict=True):
        if len({finding.right for finding in findings}) > 1:
            right = [one.extractor for one, f in zip(measured, findings, strict=True) if f.right]
            first = findings[0]
            yield f"{first.document} {first.kind} {first.name}: right with {', '.join(right)} alone"


def _range(interval: Sequence[float]) -> str:
    return "–".join(f"{end:.3f}" for end in interval)

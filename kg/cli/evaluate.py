"""``kg evaluate``: how much of what a careful reader found is in the graph."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from kg.cli.console import output, visible, write_json
from kg.cli.options import configured, report_format
from kg.cli.program import FAILED
from kg.cli.reading import newest

if TYPE_CHECKING:
    from kg.configuration import Configured
    from kg.evaluation import Evaluation, Rows
    from kg.store import Reader

_TEXTS: Final = """
PREFIX kg: <https://w3id.org/herodotus/ns#>
PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
SELECT ?file ?text WHERE { GRAPH ?graph { ?document kg:fileName ?file . ?context nif:isString ?text } }
"""


@click.command()
@configured()
@click.argument("gold", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="GOLD…")
@click.option("--min-recall", type=click.FloatRange(0, 1), help="Exit with 1 below this recall, or on a forbidden one.")
@report_format
@click.pass_context
def evaluate(
    context: click.Context, configured: Configured, *, gold: tuple[Path, ...], min_recall: float | None, form: str
) -> None:
    """Measure the graph on gold facts.

    Gives precision, recall and F1, and lists what is missing and what should not be there.

    \b
    Example:
      kg evaluate seeds/facts/*.json
      kg evaluate --min-recall 0.8 --format json facts.json
    """
    from kg.evaluation import evaluate as compare
    from kg.evaluation import load

    files = [load(path) for path in gold]
    with newest(configured.settings) as reader:
        evaluation = compare(files, _rows(reader))
    if form == "json":
        write_json(_as_json(evaluation))
    else:
        _show(evaluation)
    if min_recall is not None and (evaluation.recall < min_recall or evaluation.violations):
        context.exit(FAILED)


def _rows(reader: Reader) -> Rows:
    from kg.evaluation import QUERIES, Rows
    from kg.queries import run

    texts = {file.value: text.value for file, text in reader.query(_TEXTS)}  # type: ignore[union-attr]  # both are bound to literals
    return Rows({name: run(reader.store, name, {}).texts() for name in QUERIES}, texts)


def _as_json(evaluation: Evaluation) -> dict[str, Any]:
    return {
        "precision": round(evaluation.precision, 4),
        "recall": round(evaluation.recall, 4),
        "f1": round(evaluation.f1, 4),
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


def _show(evaluation: Evaluation) -> None:
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
    kinds = ", ".join(f"{kind} {found}/{n}" for kind, (found, n) in evaluation.kinds().items())
    console.print(Text(kinds))
    console.print(
        Text(
            f"precision {evaluation.precision:.3f}, recall {evaluation.recall:.3f}, F1 {evaluation.f1:.3f}"
            f" – {evaluation.found} of {evaluation.expected} facts, {evaluation.violations} forbidden",
            style="bold",
        )
    )

"""Measures the quality of what is read on every set at hand, and writes the tables of ``docs/quality.md``.

    make quality
    make quality SETS="sets/polnear_dev sets/wikievents_dev"

The gold facts of the seeds, the annotated sentences of the tests and the judgements of readers are always at hand.
A further set is a folder with ``gold.jsonl`` (span gold) and ``documents/``; a ``mapping.json`` lies in it or in the
folder above. Each table stands between two markers and says when and with what it was measured; the words around the
tables are written by hand and left alone. The table of a set that is not given, or not there, stays as it is.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from hashlib import md5
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import click
import pytest

import kg
from kg.evaluation.judgement import load_judgements, precision
from kg.extract.rules import RuleExtractor

ROOT: Final = Path(__file__).resolve().parent.parent
PAGE: Final = ROOT / "docs" / "quality.md"
SENTENCES: Final = ROOT / "tests" / "extract" / "rules" / "test_sentences.py"
JUDGEMENTS: Final = ROOT / "tests" / "evaluation" / "judgements"
SEEDS: Final = ROOT / "seeds"

_TABLE: Final = re.compile(r"(<!-- measured: (?P<name>\S+) -->\n)(?P<table>.*?)(<!-- end -->\n)", re.S)


class SkippedError(Exception):
    """A set cannot be measured here; the message says why."""


def rendered(page: str, tables: Mapping[str, str]) -> str:
    """The page with these tables between their markers; the others, and all that stands outside, stay as they are."""

    def anew(match: re.Match[str]) -> str:
        table = tables.get(match["name"])
        return match[0] if table is None else f"{match[1]}{table.strip()}\n{match[4]}"

    return _TABLE.sub(anew, page)


def tables_of(page: str) -> dict[str, str]:
    """The tables that the page has a place for, by name, as they are."""
    return {match["name"]: match["table"] for match in _TABLE.finditer(page)}


def stamp() -> str:
    """When and with what a table is measured."""
    return f"{datetime.now(UTC):%Y-%m-%d}, version {kg.__version__}, `{RuleExtractor().name}`"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table of Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def facts(report: Mapping[str, Any]) -> str:
    """How many gold facts are found, by kind; ``report`` is what ``kg evaluate --format json`` gives."""
    forbidden = sum(f["forbidden"] for f in report["findings"])
    rows = [(kind, f"{n['found']} of {n['expected']}") for kind, n in report["kinds"].items()]
    total = f"**{report['found']} of {report['expected']}**"
    figures = ", ".join(
        f"{name} {report[key]:.3f} ({_range(report['intervals'][key])})"
        for name, key in (("precision", "precision"), ("recall", "recall"), ("F1", "f1"))
    )
    return (
        f"{stamp()}: {figures}; {report['violations']} of {forbidden} forbidden statements found.\n\n"
        f"{table(('kind', 'found'), [*rows, ('**all**', total)])}"
    )


def sentences(outcomes: Mapping[str, Sequence[bool]]) -> str:
    """How many annotated sentences are read as they should be, by phenomenon."""
    rows = [(phenomenon, f"{sum(passed)} of {len(passed)}") for phenomenon, passed in sorted(outcomes.items())]
    every = [passed for of in outcomes.values() for passed in of]
    total = ("**all**", f"**{sum(every)} of {len(every)}**")
    return f"{stamp()}.\n\n{table(('phenomenon', 'sentences read right'), [*rows, total])}"


def judgements(files: Sequence[Path]) -> str:
    """The precision of claims that readers judged, by kind."""
    read = [load_judgements(file) for file in files]
    claims = [claim for judged in read for claim in judged.claims]
    if not any(claim.verdict for claim in claims):
        raise SkippedError("no claims have been judged")
    rows = [
        (kind, f"{p.right} of {p.judged}", f"{p.value:.3f}", _range(p.interval))
        for kind, p in precision(claims).items()
    ]
    rows[-1] = ("**all**", *rows[-1][1:])
    extractors = ", ".join(sorted({f"`{judged.extractor}`" for judged in read}))
    documents = len({claim.document for claim in claims})
    head = ("kind of claim", "right", "precision", "95 % interval")
    return f"Claims of {documents} texts, read by {extractors}.\n\n{table(head, rows)}"


def collection(folder: Path) -> str:
    """The measures of a set of span gold, of all its documents and of the F1 of each half."""
    gold, documents = folder / "gold.jsonl", folder / "documents"
    if not gold.is_file() or not documents.is_dir():
        raise SkippedError(f"{folder} lacks gold.jsonl or the folder documents")
    lines = [line for line in gold.read_text(encoding="utf-8").splitlines() if line.strip()]
    halves = {name: [line for line in lines if half(json.loads(line)["file"]) == name] for name in "AB"}
    parts = halves if all(halves.values()) else {}
    mapping = next((d / "mapping.json" for d in (folder, folder.parent) if (d / "mapping.json").is_file()), None)
    with TemporaryDirectory() as temporary:
        files = [gold]
        for name, part in parts.items():
            files.append(Path(temporary) / f"{name}.jsonl")
            files[-1].write_text("\n".join(part), encoding="utf-8")
        options = ["--documents", str(documents), *(["--mapping", str(mapping)] if mapping else [])]
        reports = _evaluated(files, [documents], *options)["spans"]
    rows = []
    for measure, figure in reports[0]["measures"].items():
        others = [f"{report['measures'][measure]['f1']:.3f}" for report in reports[1:]]
        cells = [f"{figure[key]:.3f}" for key in ("precision", "recall", "f1")]
        rows.append((measure, *cells, _range(figure["intervals"]["f1"]), *others))
    if "mean" in reports[0]:
        whole, *means = (report["mean"] for report in reports)
        cells = [f"**{whole['f1']:.3f}**", _range(whole["interval"]), *(f"{mean['f1']:.3f}" for mean in means)]
        rows.append((f"**mean of {', '.join(whole['of'])}**", "", "", *cells))
    numbers = f"{len(lines)} documents" + (f", {len(parts['A'])} of them in half A" if parts else "")
    head = ("measure", "P", "R", "F1", "95 % of F1", *(f"F1 of half {name}" for name in parts))
    return f"{stamp()}; {numbers}.\n\n{table(head, rows)}"


def half(name: str) -> str:
    """The half of a set that a document belongs to: errors are read in ``A`` alone.

    >>> half("in/a.txt") == half("a.txt")
    True
    """
    digest = md5(name.rpartition("/")[2].encode(), usedforsecurity=False).hexdigest()
    return "AB"[int(digest, 16) % 2]


class _Outcomes:
    """Collects which sentence passes, while pytest runs them."""

    def __init__(self) -> None:
        self.of: dict[str, list[bool]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """One sentence is done."""
        match = re.search(r"\[(\w+)-\d+\]", report.nodeid)
        if match and report.when == "call":
            self.of.setdefault(match[1], []).append(report.passed)


def _sentences() -> str:
    outcomes = _Outcomes()
    pytest.main([str(SENTENCES), "-q", "--tb=no", "--no-summary", "-p", "no:cacheprovider"], plugins=[outcomes])
    if not outcomes.of:
        raise SkippedError("pytest ran no sentences")
    return sentences(outcomes.of)


def _evaluated(gold: Sequence[Path], documents: Sequence[Path], *options: str) -> Any:
    """What ``kg evaluate`` says after ``kg ingest`` of the documents into a fresh workspace."""
    command = str(Path(sys.executable).parent / "kg")
    with TemporaryDirectory() as temporary:
        workspace = ["--workspace", str(Path(temporary) / "workspace")]
        ingested = subprocess.run(
            [command, "ingest", *map(str, documents), *workspace], stdout=subprocess.DEVNULL, check=False
        )
        if ingested.returncode > 1:
            raise SkippedError("kg ingest could not start")
        evaluated = [command, "evaluate", *map(str, gold), *options, "--format", "json", *workspace]
        return json.loads(subprocess.run(evaluated, check=True, stdout=subprocess.PIPE).stdout)


def _range(interval: Sequence[float]) -> str:
    return "–".join(f"{end:.3f}" for end in interval)


@click.command()
@click.argument("sets", nargs=-1, type=click.Path(path_type=Path))
def quality(sets: tuple[Path, ...]) -> None:
    """Measure on the seeds, the sentences, the judgements and SETS, and write docs/quality.md."""
    page = PAGE.read_text(encoding="utf-8")
    seeds = [path for path in SEEDS.iterdir() if path.is_file() and path.name != "README.md"]
    measures: dict[str, Callable[[], str]] = {
        "facts": lambda: facts(_evaluated(sorted((SEEDS / "facts").glob("*.json")), sorted(seeds))),
        "sentences": _sentences,
        "judgements": partial(judgements, sorted(JUDGEMENTS.glob("*.toml"))),
        **{folder.name: partial(collection, folder) for folder in sets},
    }
    tables = {}
    for name, measure in measures.items():
        try:
            tables[name] = measure()
        except SkippedError as reason:
            click.echo(f"{name}: skipped, since {reason}.", err=True)
    places = tables_of(page)
    for name in places:
        if name not in measures:
            click.echo(f"{name}: skipped, since no folder of this name is given; its table stays as it was.", err=True)
    for name, measured in tables.items():
        if name not in places:
            click.echo(f"{name}: docs/quality.md has no place for it.\n\n{measured}\n")
    PAGE.write_text(rendered(page, tables), encoding="utf-8")
    click.echo(f"{PAGE.relative_to(ROOT)}: {', '.join(name for name in tables if name in places)} written.")


if __name__ == "__main__":
    quality()

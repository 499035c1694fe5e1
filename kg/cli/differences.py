"""``kg differences``: where the rules and a language model read the same words differently."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.console import output, say, tell, visible, write_json
from kg.cli.options import configured, report_format

if TYPE_CHECKING:
    from kg.configuration import Configured
    from kg.explanation.labels import Labels
    from kg.extract.combined import Joined
    from kg.model import Claim, Document
    from kg.settings import Settings


@click.command()
@configured("model")
@click.argument("documents", nargs=-1, required=True, metavar="DOC…")
@report_format
def differences(configured: Configured, *, documents: tuple[str, ...], form: str) -> None:
    """List where the rules and the language model differ.

    DOC is the id, name or location of a document, or a file. Both read it once more, the model from the answers that
    `kg ingest --extractor rules+llm` left: nobody is asked, and nothing is written. Of what the model was asked about,
    each claim is listed with its words: agreed, only rules, only model, or contradicting. Where they contradict each
    other, the graph has what the rules say.

    \b
    Example:
      kg differences report.html
      kg differences --format json report.html
    """
    from kg.cli.extractors import combined
    from kg.extract.llm.connection import Shelf

    with Shelf(configured.settings, say) as shelf:
        reader = combined(configured.settings, shelf.model)
        found = [(one, reader.compare(one)) for one in (_document(name, configured.settings) for name in documents)]
    if form == "json":
        write_json([_as_json(document, joined) for document, joined in found])
        return
    for document, joined in found:
        _show(document, joined)


def _document(wanted: str, settings: Settings) -> Document:
    """The document of the workspace that goes by this name, or else the one in the file."""
    from kg.documents import read
    from kg.errors import DocumentError, UnknownDocumentError
    from kg.workspace import Workspace

    path = Path(wanted)
    if (settings.workspace / "truth.sqlite").exists():
        with Workspace.open(settings, waiting=say) as workspace:
            try:
                return workspace.reading(wanted).document
            except UnknownDocumentError:
                if not path.is_file():
                    raise
    try:
        return read(path.read_bytes(), path.name)
    except OSError as error:
        raise DocumentError(wanted, f"cannot be read: {error.strerror}.") from error


def _rows(document: Document, joined: Joined) -> list[dict[str, Any]]:
    from kg.explanation.labels import Labels

    first, second = Labels(document, joined.first), Labels(document, joined.second)
    return [
        {
            "verdict": str(difference.verdict),
            "rules": _claim(difference.first, first, document),
            "model": _claim(difference.second, second, document),
        }
        for difference in joined.differences
    ]


def _claim(claim: Claim | None, labels: Labels, document: Document) -> dict[str, Any] | None:
    if claim is None:
        return None
    return {
        "subject": labels.of(claim.subject),
        "predicate": claim.predicate.value,
        "object": labels.of_object(claim),
        "claimant": labels.of(claim.claimant) if claim.claimant else None,
        "polarity": claim.polarity.value,
        "certainty": claim.certainty.value,
        "realis": claim.realis.value,
        "confidence": claim.confidence,
        "rule": claim.rule,
        "evidence": [{"begin": span.begin, "end": span.end, "text": span.of(document.text)} for span in claim.evidence],
    }


def _as_json(document: Document, joined: Joined) -> dict[str, Any]:
    return {"document": document.id, "name": document.name, "differences": _rows(document, joined)}


def _show(document: Document, joined: Joined) -> None:
    from collections import Counter

    from rich.text import Text

    rows = _rows(document, joined)
    if not rows:
        tell(f"{document.name}: the rules are sure of what they read, or the model had nothing to say.")
        return
    counts = Counter(row["verdict"] for row in rows)
    tell(f"{document.name}: {', '.join(f'{n} {verdict}' for verdict, n in counts.items())}")
    console = output()
    quote = ""
    for row in rows:
        words = " ".join((row["rules"] or row["model"])["evidence"][0]["text"].split())
        if words != quote:
            console.print(Text(visible(f"\n“{words}”"), style="italic"))
            quote = words
        for who in ("rules", "model"):
            if row[who] and not (who == "model" and row["verdict"] == "agreed"):
                console.print(Text(visible(f"  {row['verdict']:13}  {who}: {_sentence(row[who])}")))


def _sentence(claim: dict[str, Any]) -> str:
    plain = {"Affirmed", "Certain", "Actual"}
    status = [claim[key].lower() for key in ("polarity", "certainty", "realis") if claim[key] not in plain]
    status += [f"according to {claim['claimant']}"] if claim["claimant"] else []
    said = f"{claim['subject']} · {claim['predicate']} · {claim['object']}"
    return said + (f" ({', '.join(status)})" if status else "")

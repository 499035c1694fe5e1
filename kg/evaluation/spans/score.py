"""All measures of a set of span gold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg.evaluation.figures import Count, Figures
from kg.evaluation.rows import Rows
from kg.evaluation.spans.attributions import count_attributions, gold_parts, read_attributions
from kg.evaluation.spans.correspondence import Correspondence
from kg.evaluation.spans.events import count_events, read_events
from kg.evaluation.spans.gold import GoldDocument
from kg.evaluation.spans.mentions import count_coreference, count_mentions
from kg.evaluation.spans.stretches import span_of
from kg.evaluation.spans.tolls import count_tolls, read_tolls
from kg.model import Span

MEAN: Final = ("mentions", "triggers", "arguments")
"""The measures of events whose mean stands for all three."""


@dataclass(frozen=True, slots=True)
class SpanEvaluation:
    """The figures of one set, and the documents of it that the graph does not have or has with another text.

    What is annotated in those counts as missed.
    """

    figures: Figures
    missing: tuple[str, ...]
    other_text: tuple[str, ...]


def evaluate_spans(
    gold: Sequence[GoldDocument],
    rows: Rows,
    texts: Mapping[str, str] | None = None,
    words: Correspondence = Correspondence(),  # noqa: B008 (frozen: every word is its own)
) -> SpanEvaluation:
    """Measures the rows on span gold.

    ``texts`` are those that the gold was annotated on, by file name; a document whose stored text is another one is
    passed over, since offsets do not count the same characters. Without a text there the stored one is trusted.
    """
    stored = rows.texts()
    missing = [document.name for document in gold if document.name not in stored]
    other = [d.name for d in gold if d.name in stored and (texts or {}).get(d.name, stored[d.name]) != stored[d.name]]
    counts = []
    for document in gold:
        text = stored.get(document.name, "")
        counts.append(_count(document, text, Rows({}, {}) if document.name in other else rows, words))
    return SpanEvaluation(Figures(counts), tuple(missing), tuple(other))


def _count(document: GoldDocument, text: str, rows: Rows, words: Correspondence) -> dict[str, Count]:
    name = document.name
    counts: dict[str, Count] = {}
    mentions = rows.of("mentions", name)
    events = read_events(rows.of("events", name))
    if document.attributions is not None:
        gold = [gold_parts(attribution) for attribution in document.attributions]
        counts |= count_attributions(text, read_attributions(rows.of("attributions", name)), gold)
    if document.entities is not None:
        counts["mentions"] = count_mentions(mentions, document.entities, words)
    if document.events is not None:
        counts |= count_events(events, _where(rows, name), document, words)
    if document.entities is not None and document.clusters is not None:
        counts["coreference"] = count_coreference(mentions, document.entities, document.clusters)
    if document.tolls is not None:
        triggers = {iri: event.triggers for iri, event in events.items()}
        counts |= count_tolls(read_tolls(rows, name, triggers), document.tolls)
    return counts


def _where(rows: Rows, document: str) -> Mapping[str, set[Span]]:
    """Where the entities of a document are mentioned, by IRI."""
    where: dict[str, set[Span]] = defaultdict(set)
    for query, column in (("mentions", "entity"), ("places", "place")):
        for row in rows.of(query, document):
            if span := span_of(row):
                where[row[column]].add(span)
    return where

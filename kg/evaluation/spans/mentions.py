"""Mentions of entities against gold mentions, and whether those of one entity are told from those of another."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from kg.evaluation.figures import Count
from kg.evaluation.rows import Row
from kg.evaluation.spans.assignment import Pair, assign
from kg.evaluation.spans.correspondence import Correspondence
from kg.evaluation.spans.gold import GoldEntity
from kg.evaluation.spans.stretches import jaccard, span_of
from kg.model import EntityClass, Span


def count_mentions(rows: Iterable[Row], gold: Sequence[GoldEntity], words: Correspondence) -> Count:
    """Mentions whose spans overlap and whose types correspond.

    One span counts once for the same types, whatever it denotes.
    """
    allowed: dict[tuple[Span, str], set[str]] = defaultdict(set)
    for row in rows:
        span, types = span_of(row), words.entity(EntityClass(row["type"]))
        if span and types:
            allowed[span, row["entity"]].update(types)
    ours = sorted({(span, tuple(sorted(types))) for (span, _), types in allowed.items()})
    theirs = [entity for entity in gold if words.counts_entity(entity.type)]
    weights: dict[Pair, float] = {
        (i, j): 1 + 1e-3 * jaccard((span,), (entity.span,))
        for i, (span, types) in enumerate(ours)
        for j, entity in enumerate(theirs)
        if entity.type in types and span.overlaps(entity.span)
    }
    return Count(len(assign(weights)), len(ours), len(theirs))


def count_coreference(rows: Iterable[Row], gold: Sequence[GoldEntity], clusters: Iterable[Iterable[str]]) -> Count:
    """How far mentions of one entity are kept together and those of two apart: B³ (Bagga and Baldwin 1998).

    Each of our mentions that overlaps a gold one (matched one to one, whatever their types) counts with the share of
    its entity's mentions that its gold cluster has too, each gold mention the other way round. Only mentions of both
    sides are compared: what was not mentioned is the business of ``mentions``. A gold mention without a cluster is
    alone in its own.
    """
    ours = sorted({(span, row["entity"]) for row in rows if (span := span_of(row))})
    pairs = assign(
        {
            (i, j): 1 + jaccard((span,), (entity.span,))
            for i, (span, _) in enumerate(ours)
            for j, entity in enumerate(gold)
            if span.overlaps(entity.span)
        }
    )
    cluster_of = {mention: f"cluster {n}" for n, cluster in enumerate(clusters) for mention in cluster}
    keys = [(ours[i][1], cluster_of.get(gold[j].id, gold[j].id)) for i, j in pairs]
    entities, gold_clusters, both = Counter(e for e, _ in keys), Counter(c for _, c in keys), Counter(keys)
    return Count(
        right=sum(n * n / entities[entity] for (entity, _), n in both.items()),
        product=len(keys),
        gold=len(keys),
        found=sum(n * n / gold_clusters[cluster] for (_, cluster), n in both.items()),
    )

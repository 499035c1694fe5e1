"""Span gold: annotated documents, whose spans are held against those of the graph.

``load_documents`` and ``load_correspondence`` read the files, ``evaluate_spans`` measures.
"""

from kg.evaluation.spans.correspondence import Correspondence, load_correspondence
from kg.evaluation.spans.gold import GoldDocument, load_documents, load_texts
from kg.evaluation.spans.score import MEAN, SpanEvaluation, evaluate_spans

__all__ = [
    "MEAN",
    "Correspondence",
    "GoldDocument",
    "SpanEvaluation",
    "evaluate_spans",
    "load_correspondence",
    "load_documents",
    "load_texts",
]

"""The pipeline: sources become documents, extracts and checked graphs, batch by batch.

Reading is spread over processes of its own (``workers``) or a thread; one writer commits what they read.
"""

from kg.pipeline.gathering import gather
from kg.pipeline.ingestion import ingest, shard_of
from kg.pipeline.options import Options
from kg.pipeline.report import IngestReport, SourceReport
from kg.pipeline.spreading import Placed, Spread, ahead
from kg.pipeline.stages import Loaded, Stages

__all__ = [
    "IngestReport",
    "Loaded",
    "Options",
    "Placed",
    "SourceReport",
    "Spread",
    "Stages",
    "ahead",
    "gather",
    "ingest",
    "shard_of",
]

"""Reading on a Dask cluster: its workers write what they extract as shards, which the one writer takes in.

``Cluster`` is the client's side, ``Depot`` where the shards lie; ``reading`` and ``nurseries`` are the workers' side.
"""

from kg.pipeline.cluster.cluster import Cluster
from kg.pipeline.cluster.depot import Depot

__all__ = ["Cluster", "Depot"]

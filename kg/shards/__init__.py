"""Shards of extracts: one file of what was read from some sources, for whoever takes it in elsewhere or later.

``dump`` makes the bytes of one, ``Shard`` reads them and believes nothing that can be checked; ``Place`` is where they
lie.
"""

from kg.shards.format import SUFFIX, Header, is_shard
from kg.shards.place import Place, filesystem, is_url, unusable
from kg.shards.reading import Shard
from kg.shards.writing import dump

__all__ = ["SUFFIX", "Header", "Place", "Shard", "dump", "filesystem", "is_shard", "is_url", "unusable"]

"""Shards made of toy documents, sound ones and such as no honest writer makes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

import zstandard

from kg.pipeline import Options, Stages
from kg.shards import Header, dump
from kg.shards.format import sealed
from kg.workspace import Arrival, Failure
from tests.workspace.toy import DERIVATION, ToyExtractor

HEADER = Header(ToyExtractor.name, Options().to_json(), "0.0.0")
STAGES = Stages(ToyExtractor(), DERIVATION, Options(), "http://127.0.0.1:8000/")


def arrival(location: str, content: bytes) -> Arrival:
    name = location.rpartition("/")[2]
    return Arrival(location, name, sha256(content).hexdigest(), content, HEADER.options, HEADER.extractor)


def records(texts: Mapping[str, str | bytes]) -> list[Arrival | Failure]:
    """What the toy extractor makes of these texts by their locations."""
    given = {place: text.encode() if isinstance(text, str) else text for place, text in texts.items()}
    return [STAGES.extract(arrival(place, content)) for place, content in given.items()]


def shard(texts: Mapping[str, str | bytes]) -> bytes:
    return dump(HEADER, records(texts))


def lines_of(data: bytes) -> list[Any]:
    """The lines of a sound shard."""
    frame = data[data.index(b"\n", data.index(b"\n") + 1) + 1 :]
    return [json.loads(line) for line in zstandard.ZstdDecompressor().decompressobj().decompress(frame).splitlines()]


def packed(lines: list[Any]) -> bytes:
    """A shard with these lines, whatever they say, but for a last one, which is made; all its checksums are right."""
    body = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
    counts = [sum(line.get("kind") == kind for line in lines) for kind in ("document", "failure")]
    end = {"kind": "end", "documents": counts[0], "failures": counts[1], "sha256": sha256(body).hexdigest()}
    return frame(body + json.dumps(end).encode() + b"\n")


def frame(body: bytes) -> bytes:
    """A shard whose lines are these bytes."""
    return sealed(zstandard.ZstdCompressor().compress(body))


def altered(data: bytes, change: Callable[[list[Any]], object]) -> bytes:
    """A shard whose lines were changed by somebody who knew how to make checksums."""
    lines = lines_of(data)[:-1]
    change(lines)
    return packed(lines)

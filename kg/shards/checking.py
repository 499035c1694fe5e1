"""Checking: what a line of a shard may say of a document; whoever made it, nothing else reaches the stages behind.

What the words mean is not judged here: that the claims fit the ontology is for the gate, as with every document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from itertools import pairwise
from typing import Final

from kg.documents import LARGEST, READERS
from kg.documents.dates import is_edtf
from kg.documents.fields import is_language, is_web_address
from kg.model import Document, Extract, NodeId, NodeObject, Span
from kg.shards.format import Failed, Read

_NODE: Final = re.compile(r"[a-z]{1,4}[0-9]{1,9}", re.ASCII)
_PLACE: Final = re.compile(r"[^\x00-\x1f\x7f]{1,8192}")


def faults(read: Read, extractor: str) -> Iterator[str]:
    """What of a line cannot be, the first of it first; ``extractor`` is the one that the shard names."""
    yield from faults_of_place(read)
    try:
        content = read.content
    except ValueError as error:
        yield str(error)
        return
    document, extract = read.document, read.extract
    if len(content) > LARGEST:
        yield f"it has more than {LARGEST:,} bytes"
    if not sha256(content).hexdigest() == read.sha256 == document.sha256:
        yield "its checksum is not that of its bytes"
    if not Document.id_for(document.sha256) == document.id == extract.document:
        yield "its id does not go with its checksum"
    if document.name != read.name:
        yield "the document has another name than its source"
    if extract.extractor != extractor:
        yield f"it was read by '{extract.extractor}', and the shard says '{extractor}'"
    yield from _of_metadata(document)
    yield from _of_blocks(document)
    yield from _of_spans(document.text, extract)
    yield from _of_nodes(extract)
    if not all(0.0 <= claim.confidence <= 1.0 and claim.evidence for claim in extract.claims):
        yield "a claim has no evidence, or a confidence outside 0–1"


def faults_of_place(line: Read | Failed) -> Iterator[str]:
    """What of a line's location and name cannot be."""
    if not _PLACE.fullmatch(line.location) or not _PLACE.fullmatch(line.name):
        yield "its location or name is empty, too long, or has control characters"


def _of_metadata(document: Document) -> Iterator[str]:
    if document.media_type not in READERS:
        yield f"its media type is '{document.media_type}', which is not read"
    if document.date is not None and not is_edtf(document.date):
        yield "its date is no EDTF"
    if document.language is not None and not is_language(document.language):
        yield "its language is no language tag"
    if document.url is not None and not is_web_address(document.url):
        yield "its address is none"


def _of_blocks(document: Document) -> Iterator[str]:
    spans = [block.span for block in document.blocks]
    if not spans or any(span.end > len(document.text) for span in spans):
        yield "it has no blocks, or one outside of its text"
    if any(later.begin < earlier.end for earlier, later in pairwise(spans)):
        yield "its blocks overlap"
    for block in document.blocks:
        if not all(map(block.span.contains, block.skip)):
            yield "what a block skips lies outside of it"
            return


def _of_spans(text: str, extract: Extract) -> Iterator[str]:
    end = max((span.end for span in _spans(extract)), default=0)
    if end > len(text):
        yield f"a span ends at {end}, and the text at {len(text)}"


def _spans(extract: Extract) -> Iterator[Span]:
    yield from (mention.span for mention in extract.mentions)
    for attribution in extract.attributions:
        yield from (attribution.cue, *attribution.content)
        if attribution.source is not None:
            yield attribution.source
    for claim in extract.claims:
        yield from claim.evidence
        if claim.mention is not None:
            yield claim.mention


def _of_nodes(extract: Extract) -> Iterator[str]:
    named = [
        *(one.id for one in extract.entities),
        *(one.id for one in extract.events),
        *(one.id for one in extract.tolls),
        *(one.id for one in extract.designations),
        *(one.id for one in extract.posts),
        *(one.id for one in extract.tenures),
    ]
    attributions = [attribution.id for attribution in extract.attributions]
    everything = [*named, *attributions, *(claim.id for claim in extract.claims)]
    if len(set(everything)) < len(everything):
        yield "two nodes have one id"
    odd = next((node for node in everything if not _NODE.fullmatch(node)), None)
    if odd is not None:
        yield f"'{odd[:40]}' is no id of a node"
    if not _referred(extract) <= set(named):
        yield "something refers to a node that is not there"
    if not {claim.attribution for claim in extract.claims} - {None} <= set(attributions):
        yield "a claim refers to an attribution that is not there"


def _referred(extract: Extract) -> set[NodeId]:
    found = {mention.node for mention in extract.mentions}
    maybe = [attribution.claimant for attribution in extract.attributions]
    maybe += [toll.group for toll in extract.tolls]
    maybe += [claim.claimant for claim in extract.claims]
    found.update(node for node in maybe if node is not None)
    for claim in extract.claims:
        found.add(claim.subject)
        if isinstance(claim.object, NodeObject):
            found.add(claim.object.node)
    return found

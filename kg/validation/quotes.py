"""Quotes in very long texts: the shapes of ``quote.ttl`` in time that grows with the text and not with its square."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

import pyoxigraph as ox

from kg.validation.result import Result, Severity
from kg.vocabulary import NIF

_SHAPES: Final = "https://w3id.org/herodotus/shapes#"


def longest_text(triples: Iterable[ox.Triple]) -> int:
    """Code points of the longest text that a context carries."""
    text = ox.NamedNode(NIF + "isString")
    return max(
        (len(t.object.value) for t in triples if t.predicate == text and isinstance(t.object, ox.Literal)), default=0
    )


def misquotes(triples: Iterable[ox.Triple]) -> Iterator[Result]:
    """What ``kgs:Span-inside`` and ``kgs:Span-quote`` would say.

    Spans without exactly one of each value, or with one of the wrong datatype, are left to the shapes that say so.
    """
    values: defaultdict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        if triple.predicate.value.startswith(NIF) and isinstance(triple.object, (ox.Literal, ox.NamedNode)):
            values[str(triple.subject)][triple.predicate.value.removeprefix(NIF)].append(triple.object.value)
    for span, said in list(values.items()):
        if not {"referenceContext", "beginIndex", "endIndex", "anchorOf"} <= said.keys():
            continue
        context = said["referenceContext"][0]
        text = values[f"<{context}>"]["isString"]
        if text:
            yield from _misquote(span[1:-1], context, text[0], said)


def _misquote(span: str, context: str, text: str, said: dict[str, list[str]]) -> Iterator[Result]:
    try:
        begin, end = int(said["beginIndex"][0]), int(said["endIndex"][0])
    except ValueError:
        return
    if end > len(text):
        yield _result(context, "inside", span, f"The span {span} reaches beyond the end of its document's text.")
    if not 0 <= begin < end or text[begin:end] != said["anchorOf"][0]:
        words = f"The quote of the span {span} is not what stands there in its document's text."
        yield _result(context, "quote", span, words)


def _result(context: str, shape: str, span: str, message: str) -> Result:
    return Result(context, None, span, Severity.VIOLATION, message, f"{_SHAPES}Span-{shape}")

"""Quotes in very long texts: the shapes of ``quote.ttl`` in time that grows with the text and not with its square."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Final

import pyoxigraph as ox

from kg.validation.result import Result, Severity
from kg.vocabulary import NIF, XSD

_Value = ox.Literal | ox.NamedNode
_INTEGER: Final = ox.NamedNode(XSD + "integer")
_SHAPES: Final = "https://w3id.org/herodotus/shapes#"


def longest_text(triples: Iterable[ox.Triple]) -> int:
    """Code points of the longest text that a context carries."""
    text = ox.NamedNode(NIF + "isString")
    return max(
        (len(t.object.value) for t in triples if t.predicate == text and isinstance(t.object, ox.Literal)), default=0
    )


def misquotes(triples: Iterable[ox.Triple]) -> Iterator[Result]:
    """What ``kgs:Span-inside`` and ``kgs:Span-quote`` would say, each once for a span."""
    values: defaultdict[str, dict[str, list[_Value]]] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        if triple.predicate.value.startswith(NIF) and isinstance(triple.object, (ox.Literal, ox.NamedNode)):
            values[str(triple.subject)][triple.predicate.value.removeprefix(NIF)].append(triple.object)
    for span, said in list(values.items()):
        for context in said["referenceContext"]:
            texts = [text.value for text in values[str(context)]["isString"]]
            if any(_beyond(end, text) for text, end in product(texts, said["endIndex"])):
                words = f"The span {span[1:-1]} reaches beyond the end of its document's text."
                yield _result(context.value, "inside", span[1:-1], words)
            if any(
                _misquoted(*given) for given in product(texts, said["beginIndex"], said["endIndex"], said["anchorOf"])
            ):
                words = f"The quote of the span {span[1:-1]} is not what stands there in its document's text."
                yield _result(context.value, "quote", span[1:-1], words)


def _beyond(end: _Value, text: str) -> bool:
    offset = _offset(end)
    return offset is None or offset > len(text)


def _misquoted(text: str, begin: _Value, end: _Value, quote: _Value) -> bool:
    first, last = _offset(begin), _offset(end)
    return first is None or last is None or not 0 <= first < last or text[first:last] != quote.value


def _offset(value: _Value) -> int | None:
    """The offset, ``None`` where the value is no integer: then nothing can be shown to be right."""
    try:
        return int(value.value) if isinstance(value, ox.Literal) and value.datatype == _INTEGER else None
    except ValueError:
        return None


def _result(context: str, shape: str, span: str, message: str) -> Result:
    return Result(context, None, span, Severity.VIOLATION, message, f"{_SHAPES}Span-{shape}")

"""The sources: the noun phrase of whoever is reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.rules.attributions.clauses import RELATIVES, antecedent

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.rules.attributions.attributed import Range
    from kg.extract.rules.attributions.parses import Parse


_ABBREVIATION = 4
"""Letters that an abbreviated rank may have ("Capt")."""


def is_nobody(token: Token) -> bool:
    """Whether the token is an expletive or a stray article and names no source."""
    return token.dep_ == "expl" or token.lower_ in {"there", "a", "an", "the"}


def source(parse: Parse, head: Token, cue: Range) -> tuple[Range, int] | None:
    """The range of the noun phrase headed by ``head``, clear of the cue, and the token that denotes it."""
    if head.lower_ in RELATIVES and head.tag_ in {"WDT", "WP", "IN"}:
        return (head.i, head.i + 1), antecedent(head).i
    begin, end = parse.extent(head)
    if head.i < cue[0]:
        end = min(end, cue[0])
    else:
        begin = max(begin, cue[1])
    # A clause that modifies the source and holds the cue ("the man who said") ends it.
    for child in parse.children[head.i]:
        if child.dep_ in {"relcl", "acl"} and child.left_edge.i <= cue[0] <= child.right_edge.i and child.i > head.i:
            end = min(end, child.left_edge.i)
        if child.dep_ in {"punct", "cc"} and child.i > head.i and child.text in {"—", ":", ";"}:
            end = min(end, child.i)
        if child.i > head.i and _is_time(parse, child):
            end = min(end, child.left_edge.i)
        if child.dep_ in {"prep", "advmod", "npadvmod", "mark", "cc"} and child.i < head.i and child.i == begin:
            begin = child.right_edge.i + 1
    begin = _named(parse, begin)
    if (name := _after_title(parse, head, end)) is not None:
        end = max(end, name[0])
        head = parse.tokens[name[1]]
    trimmed = parse.trimmed(begin, end) if begin <= head.i < end else parse.trimmed(head.i, head.i + 1)
    return (trimmed, head.i) if trimmed else None


def _after_title(parse: Parse, head: Token, end: int) -> tuple[int, int] | None:
    """The end and the head of the name behind an abbreviated rank that the parser took for the end of a sentence."""
    tokens = parse.tokens
    if end != head.i + 1 or end + 1 >= len(tokens) or head.pos_ != "PROPN" or len(head) > _ABBREVIATION:
        return None
    if tokens[end].text != "." or head.whitespace_ or parse.block[end + 1] != parse.block[head.i]:
        return None
    last = end
    while last + 1 < len(tokens) and tokens[last + 1].pos_ == "PROPN":
        last += 1
    if last == end:
        return None
    whole = parse.extent(tokens[last])
    return (whole[1] if whole[0] <= end + 1 else last + 1), last


def _is_time(parse: Parse, token: Token) -> bool:
    """Whether the phrase behind a source says when it spoke ("the party on Thursday said")."""
    if token.dep_ == "npadvmod":
        return token.ent_type_ in {"DATE", "TIME"}
    return token.dep_ == "prep" and any(o.ent_type_ in {"DATE", "TIME"} for o in parse.kids(token, "pobj"))


def _named(parse: Parse, begin: int) -> int:
    """The begin of the name that the token at ``begin`` goes on with: parsers cut foreign names in two."""
    tokens = parse.tokens
    while begin > 0 and tokens[begin - 1].pos_ == tokens[begin].pos_ == "PROPN":
        if tokens[begin - 1].ent_type_ and tokens[begin].ent_iob_ != "I":
            break
        begin -= 1
    return begin

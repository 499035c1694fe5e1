"""Speakers before a colon: headlines ("Smith: …"), transcripts ("SMITH: …") and captions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.rules.attributions.attributed import CueKind
from kg.extract.rules.attributions.cues import Cue, cues
from kg.extract.rules.attributions.drafts import Draft
from kg.extract.rules.attributions.quotations import MARKS
from kg.reference import state_by_capital, state_by_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Token

    from kg.extract.rules.attributions.parses import Parse

_SAYS = Cue(CueKind.SAY)
_LONGEST = 6
_HEADLINE = 24
"""Tokens that a headline may have."""
_NAMING = frozenset({"PROPN", "NOUN", "ADJ", "PUNCT"})
_PLACES = frozenset({"GPE", "LOC", "FAC"})


def find(parse: Parse) -> Iterator[Draft]:
    """Drafts for the blocks that begin with a speaker and a colon, and for headlines that end in one.

    The rest of the block is the content. ``datelines`` tells which colons stand behind a place.
    """
    surnames = _surnames(parse)
    for begin, end in parse.blocks:
        draft = _opening(parse, begin, end, surnames) or _headline(parse, begin, end, surnames)
        if draft is not None:
            yield draft


def datelines(parse: Parse) -> dict[int, int]:
    """Where the text begins in blocks that open with a place and a colon ("BERLIN: …"), by the begin of the block."""
    out = {}
    for begin, end in parse.blocks:
        colon = _colon(parse, begin, end)
        if colon is not None and _is_dateline(parse.tokens[begin:colon]):
            out[begin] = colon + 1
    return out


def _colon(parse: Parse, begin: int, end: int) -> int | None:
    colon = next((i for i in range(begin, min(end, begin + _LONGEST + 1)) if parse.tokens[i].text == ":"), None)
    return colon if colon is not None and colon > begin and colon + 2 < end else None


def _opening(parse: Parse, begin: int, end: int, surnames: frozenset[str]) -> Draft | None:
    first = begin + 1 if parse.tokens[begin].text in MARKS else begin
    colon = _colon(parse, first, end)
    if colon is None:
        return None
    words = parse.tokens[first:colon]
    if _is_dateline(words) or not _is_speaker(words, surnames):
        return None
    return Draft(
        (colon, colon + 1), colon, _SAYS, source=(first, colon), source_head=_head(words), contents=[(colon + 1, end)]
    )


def _headline(parse: Parse, begin: int, end: int, surnames: frozenset[str]) -> Draft | None:
    """The draft of "Rebels take the town: army" and of "Lopez on the bridge: ‘It was never safe’"."""
    tokens = parse.tokens
    if end - begin > _HEADLINE or tokens[end - 1].text in {".", "!", "?"}:
        return None
    colon = next((i for i in range(end - 2, begin + 1, -1) if tokens[i].text == ":"), None)
    if colon is None:
        return None
    words = tokens[colon + 1 : end]
    said_before = len(words) <= _LONGEST and colon - begin > 2 and _is_speaker(words, surnames, closing=True)
    if said_before:
        return Draft(
            (colon, colon + 1),
            colon,
            _SAYS,
            source=(colon + 1, end),
            source_head=_head(words),
            contents=[(begin, colon)],
        )
    number = parse.quotation[colon + 1]
    if number < 0 or parse.quotations[number].end < end:
        return None
    named = [t for t in tokens[begin:colon] if t.ent_type_ == "PERSON" and not _goes_on(parse, t)]
    heads = [t for t in named if t.dep_ == "nsubj"] or named
    if not heads:
        return None
    head = heads[0]
    first = head.i
    while first > begin and tokens[first - 1].ent_type_ == "PERSON" and tokens[first].ent_iob_ == "I":
        first -= 1
    return Draft(
        (colon, colon + 1), colon, _SAYS, source=(first, head.i + 1), source_head=head.i, contents=[(colon + 1, end)]
    )


def _goes_on(parse: Parse, token: Token) -> bool:
    following = parse.tokens[token.i + 1]
    return following.ent_type_ == token.ent_type_ and following.ent_iob_ == "I"


def _surnames(parse: Parse) -> frozenset[str]:
    """The last words of the names of persons."""
    return frozenset(t.text for t in parse.tokens[:-1] if t.ent_type_ == "PERSON" and not _goes_on(parse, t))


def _is_dateline(words: Sequence[Token]) -> bool:
    """Whether the words are a place in capitals."""
    if not words or not all(t.is_upper or t.is_punct for t in words) or not words[0].is_alpha:
        return False
    name = " ".join(t.text.title() for t in words if t.is_alpha)
    return bool(
        all(t.ent_type_ in _PLACES for t in words if t.is_alpha) or state_by_capital(name) or state_by_name(name)
    )


def _is_speaker(words: Sequence[Token], surnames: frozenset[str], *, closing: bool = False) -> bool:
    """Whether the words before a colon, or behind the last one of a headline (``closing``), name who speaks."""
    if any(t.is_digit or t.is_space or t.lower_ in cues().labels | {"the", "how", "why"} for t in words):
        return False
    if words[-1].lower_ in cues().speakers:
        return True
    if closing and not all(t.pos_ in _NAMING for t in words):
        return False
    if len(words) == 1 and words[0].text in surnames:
        return True
    if (
        not closing
        and len(words) <= 3
        and all((t.is_alpha and t.is_upper and len(t) > 2) or t.text == "." for t in words)
    ):
        return True
    kinds = {"PERSON", "ORG"} if closing else {"PERSON"}
    return words[-1].ent_type_ in kinds and all(t.pos_ in _NAMING for t in words)


def _head(words: Sequence[Token]) -> int:
    inside = range(words[0].i, words[-1].i + 1)
    for token in words:
        if token.head.i not in inside or token.head.i == token.i:
            return token.i
    return words[-1].i

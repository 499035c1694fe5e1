"""Speakers before a colon: headlines ("Smith: …"), transcripts ("SMITH: …") and captions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.rules.attributions.attributed import CueKind
from kg.extract.rules.attributions.cues import Cue, cues
from kg.extract.rules.attributions.drafts import Draft
from kg.extract.rules.attributions.quotations import MARKS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Token

    from kg.extract.rules.attributions.parses import Parse

_SAYS = Cue(CueKind.SAY)
_LONGEST = 6


def find(parse: Parse) -> Iterator[Draft]:
    """Drafts for the blocks that begin with a speaker and a colon; the rest of the block is the content."""
    for begin, end in parse.blocks:
        first = begin + 1 if parse.tokens[begin].text in MARKS else begin
        colon = next((i for i in range(first, min(end, first + _LONGEST + 1)) if parse.tokens[i].text == ":"), None)
        if colon is None or colon == first or colon + 2 >= end:
            continue
        words = parse.tokens[first:colon]
        if _is_speaker(words):
            yield Draft(
                (colon, colon + 1),
                colon,
                _SAYS,
                source=(first, colon),
                source_head=_head(words),
                contents=[(colon + 1, end)],
            )


def _is_speaker(words: Sequence[Token]) -> bool:
    if any(t.is_digit or t.is_space or t.lower_ in cues().labels | {"the", "how", "why"} for t in words):
        return False
    if words[-1].lower_ in cues().speakers:
        return True
    if len(words) <= 3 and all((t.is_alpha and t.is_upper and len(t) > 2) or t.text == "." for t in words):
        return True
    named = [t for t in words if t.ent_type_ == "PERSON"]
    return (
        bool(named)
        and words[-1].ent_type_ == "PERSON"
        and all(t.pos_ in {"PROPN", "NOUN", "ADJ", "PUNCT"} for t in words)
    )


def _head(words: Sequence[Token]) -> int:
    inside = range(words[0].i, words[-1].i + 1)
    for token in words:
        if token.head.i not in inside or token.head.i == token.i:
            return token.i
    return words[-1].i

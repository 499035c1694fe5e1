"""Cues that the parse hides: "the group, which the ministry claims is armed"; "…, a review of the records shows"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.rules.attributions.attributed import CueKind
from kg.extract.rules.attributions.clauses import RELATIVES, SUBJECTS
from kg.extract.rules.attributions.cues import Cue, cues
from kg.extract.rules.attributions.drafts import Draft

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Token

    from kg.extract.rules.attributions.parses import Parse

_WH = frozenset({"WRB", "WP", "WDT", "WP$"})
_LONGEST = 8
"""Tokens that a source between the relative pronoun and the cue may have."""
_TAIL = 14
"""Tokens that a source between a comma and the last word of its sentence may have."""
_SPOKEN = frozenset({CueKind.SAY, CueKind.CLAIM, CueKind.REPORT, CueKind.KNOW, CueKind.CONFIRM, CueKind.WARN})
_FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})


def find(parse: Parse) -> Iterator[Draft]:
    """Drafts for a plural noun between the subject of a relative clause and a finite verb that lacks a subject."""
    for token in parse.tokens[:-1]:
        frames = cues().verbs.get(token.lemma_.lower()) if token.tag_ == "NNS" else None
        if not frames or "clause" not in frames or parse.tokens[token.i + 1].tag_ not in _FINITE:
            continue
        pronoun = _pronoun(parse, token)
        if pronoun is None or pronoun.i + 1 == token.i:
            continue
        predicate = parse.tokens[token.i + 1]
        if predicate.dep_ in {"aux", "auxpass"}:
            predicate = predicate.head
        end = max(token.i + 2, parse.extent(predicate)[1])
        draft = Draft((token.i, token.i + 1), token.i, frames["clause"], (pronoun.i + 1, token.i), token.i - 1)
        draft.contents = [(pronoun.i, pronoun.i + 1), (token.i + 1, end)]
        if token.dep_ == "relcl" and token.head.i < pronoun.i:
            draft.contents.append((token.head.i, token.head.i + 1))
        yield draft


def trailing(parse: Parse, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Drafts for a cue that ends its sentence ("…, X said.") where the parse makes no cue of it."""
    heads = {d.head for d in drafts}
    for begin, end in parse.blocks:
        for i in range(begin + 4, end):
            token = parse.tokens[i]
            last = i + 1 == end or parse.tokens[i + 1].text in {".", "?", "!"}
            if not last or token.tag_ not in {"VBD", "VBZ", "VBP"} or i in heads:
                continue
            frames = cues().verbs.get(token.lemma_.lower())
            if not frames or "clause" not in frames or frames["clause"].kind not in _SPOKEN:
                continue
            draft = _tail(parse, token, frames["clause"], begin)
            if draft is not None:
                yield draft


def _tail(parse: Parse, verb: Token, does: Cue, begin: int) -> Draft | None:
    """The draft of a cue at the end of its sentence: the source reaches back to the comma, the content to the start."""
    start = verb.i
    while start > begin and not parse.tokens[start].is_sent_start:
        start -= 1
    comma = next((i for i in range(verb.i - 2, max(start, verb.i - _TAIL), -1) if parse.tokens[i].text == ","), None)
    if comma is None or parse.quotation[verb.i] >= 0:
        return None
    phrase, clause = parse.tokens[comma + 1 : verb.i], parse.tokens[start:comma]
    nouns = [t for t in phrase if t.pos_ in {"NOUN", "PROPN", "PRON"}]
    clausal = any(t.tag_ in _FINITE for t in clause) and any(t.dep_ in SUBJECTS for t in clause)
    opens = phrase[0].pos_ in {"DET", "PROPN", "ADJ", "NOUN", "NUM", "PRON"} and phrase[0].tag_ not in _WH
    if not nouns or not clausal or not opens or any(t.tag_ in _FINITE or t.tag_ in _WH for t in phrase):
        return None
    cut = next((t.i for t in phrase if t.pos_ == "ADP"), verb.i)
    head = max((t for t in nouns if t.i < cut), key=lambda t: t.i, default=nouns[0])
    draft = Draft((verb.i, verb.i + 1), verb.i, does, (comma + 1, verb.i), head.i)
    draft.contents = [(start, comma)]
    return draft


def _pronoun(parse: Parse, noun: Token) -> Token | None:
    """The relative pronoun before the noun phrase that ends in ``noun``."""
    for i in range(noun.i - 1, max(-1, noun.i - _LONGEST - 1), -1):
        token = parse.tokens[i]
        if token.lower_ in RELATIVES and token.tag_ in {"WDT", "WP"}:
            return token
        if token.is_punct or token.is_space or token.pos_ not in {"DET", "PROPN", "NOUN", "ADJ", "NUM", "PART"}:
            return None
    return None

"""Cues that the parse hides: "the group, which the ministry claims is armed"; "…, a review of the records shows"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.rules.attributions.attributed import CueKind
from kg.extract.rules.attributions.clauses import RELATIVES, SUBJECTS
from kg.extract.rules.attributions.cues import cues
from kg.extract.rules.attributions.drafts import Draft

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Token

    from kg.extract.rules.attributions.attributed import Range
    from kg.extract.rules.attributions.parses import Parse

_WH = frozenset({"WRB", "WP", "WDT", "WP$"})
_LONGEST = 8
"""Tokens that a source between the relative pronoun and the cue may have."""
_TAIL = 14
"""Tokens that a source between a comma and the last word of its sentence may have."""
_LONG = 120
"""Tokens that a sentence may have before its cue."""
_HEARER = 6
"""Tokens that a hearer and a day behind a cue may have."""
_HEARERS = frozenset({"DET", "PROPN", "NOUN", "ADJ", "NUM", "ADP"})
_PHRASES = frozenset({"DET", "PROPN", "ADJ", "NOUN", "NUM", "PRON"})
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
    """Drafts for a cue that ends its sentence where the parse hides it ("…, X said.", "…, X told Y.", "…, said X.")."""
    heads = {d.head for d in drafts if d.contents}
    for begin, end in parse.blocks:
        for i in range(begin + 4, end):
            token = parse.tokens[i]
            if token.tag_ not in {"VBD", "VBZ", "VBP"} or i in heads or parse.quotation[i] >= 0:
                continue
            frames = cues().verbs.get(token.lemma_.lower())
            if not frames or "clause" not in frames or frames["clause"].kind not in _SPOKEN:
                continue
            start = i
            while start > max(begin, i - _LONG) and not parse.tokens[start].is_sent_start:
                start -= 1
            found = _inverted(parse, token, start, end) or _tail(parse, token, start, end)
            if found is not None and not any(parse.quotation[k] >= 0 for k in range(start, found[0])):
                comma, source, head = found
                yield Draft((i, i + 1), i, frames["clause"], source, head, contents=[(start, comma)])


def _tail(parse: Parse, verb: Token, start: int, end: int) -> tuple[int, Range, int] | None:
    """Comma, source and its head of "…, X said." and "…, X, the mayor, told the BBC on Sunday."."""
    tokens = parse.tokens
    after = verb.i + 1
    hears = "told" in cues().verbs[verb.lemma_.lower()]
    while after < end and (tokens[after].ent_type_ in {"DATE", "TIME"} or tokens[after].lower_ == "on" or hears):
        if tokens[after].pos_ not in _HEARERS or after - verb.i > _HEARER:
            break
        after += 1
    if after < end and tokens[after].text not in {".", "?", "!"}:
        return None
    inner = verb.i - 1
    if tokens[inner].text == ",":
        inner = next((i for i in range(inner - 1, start, -1) if tokens[i].text == ","), start)
    comma = next((i for i in range(inner - 1, max(start, verb.i - _TAIL), -1) if tokens[i].text == ","), None)
    if comma is None or not _is_clause(tokens[start:comma]):
        return None
    phrase = tokens[comma + 1 : verb.i]
    opens = phrase[0].pos_ in _PHRASES and phrase[0].tag_ not in _WH
    if not opens or any(t.tag_ in _FINITE or t.tag_ in _WH for t in phrase):
        return None
    cut = next((t.i for t in phrase if t.pos_ == "ADP" or t.text == ","), verb.i)
    nouns = [t.i for t in phrase if t.pos_ in {"NOUN", "PROPN", "PRON"} and t.i < cut]
    return (comma, (comma + 1, verb.i - (tokens[verb.i - 1].text == ",")), nouns[-1]) if nouns else None


def _inverted(parse: Parse, verb: Token, start: int, end: int) -> tuple[int, Range, int] | None:
    """Comma, source and its head of "…, charged the rebel spokesman."; only of those who may be seen to speak."""
    tokens = parse.tokens
    if (
        "told" in cues().verbs[verb.lemma_.lower()]
        or verb.i - 2 <= start
        or tokens[verb.i - 1].text != ","
        or not _is_clause(tokens[start : verb.i - 1])
    ):
        return None
    stop = next((i for i in range(verb.i + 1, end) if tokens[i].text in {".", "?", "!"} and i + 1 - verb.i > 1), end)
    phrase = tokens[verb.i + 1 : stop]
    heads = [o for o in parse.kids(verb, "dobj", "nsubj") if verb.i < o.i < stop]
    if not heads or len(phrase) > _TAIL or any(t.tag_ in _FINITE or t.tag_ in _WH for t in phrase):
        return None
    speaks = heads[0].ent_type_ in {"PERSON", "ORG"} or heads[0].lower_ in cues().speakers
    return (verb.i - 1, (verb.i + 1, stop), heads[0].i) if speaks else None


def _is_clause(words: Sequence[Token]) -> bool:
    """Whether there is a finite verb with a subject."""
    return any(t.tag_ in _FINITE for t in words) and any(t.dep_ in SUBJECTS for t in words)


def _pronoun(parse: Parse, noun: Token) -> Token | None:
    """The relative pronoun before the noun phrase that ends in ``noun``."""
    for i in range(noun.i - 1, max(-1, noun.i - _LONGEST - 1), -1):
        token = parse.tokens[i]
        if token.lower_ in RELATIVES and token.tag_ in {"WDT", "WP"}:
            return token
        if token.is_punct or token.is_space or token.pos_ not in {"DET", "PROPN", "NOUN", "ADJ", "NUM", "PART"}:
            return None
    return None

"""Words that attribute a clause from outside its grammar: "according to X", "reportedly", "the alleged …"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.rules.attributions.attributed import CueKind
from kg.extract.rules.attributions.clauses import clause_end, is_finite, is_verbal
from kg.extract.rules.attributions.cues import Cue, cues
from kg.extract.rules.attributions.drafts import Draft
from kg.extract.rules.attributions.sources import source
from kg.model import Certainty

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from kg.extract.rules.attributions.attributed import Range
    from kg.extract.rules.attributions.parses import Parse

_ACCORDING = Cue(CueKind.SAY)
_RECKONED = Cue(CueKind.REPORT, certainty=Certainty.PROBABLE)
_HOPS = 8


def find(parse: Parse) -> Iterator[Draft]:
    """Drafts for prepositions, adverbs and modifiers of hearsay."""
    for token in parse.tokens:
        draft = None
        if token.lower_ == "according":
            draft = _according(parse, token)
        elif token.lower_ == "by" and token.dep_ in {"prep", "agent"}:
            draft = _reckoned(parse, token)
        elif (does := cues().adverbs.get(token.lower_)) and token.pos_ == "ADV":
            contents = _asserted(parse, token)
            draft = Draft((token.i, token.i + 1), token.i, does, contents=contents) if contents else None
        elif (does := cues().modifiers.get(token.lower_)) and token.dep_ == "amod" and token.head.i > token.i:
            begin, end = token.i + 1, token.head.i + 1
            draft = Draft((token.i, token.i + 1), token.i, does, contents=[(begin, end)])
        if draft is not None:
            yield draft


def _asserted(parse: Parse, adverb: Token) -> list[Range]:
    """What "reportedly" covers: the phrase it opens after a comma ("…, reportedly by rebels"), else its clause."""
    i = adverb.i + 1
    after_comma = adverb.i > 0 and parse.tokens[adverb.i - 1].text in {",", "(", "—", "–"}
    if after_comma and i < len(parse.tokens) and parse.tokens[i].pos_ == "ADP" and parse.children[i]:
        return [parse.extent(parse.tokens[i])]
    clause = _clause(adverb)
    if clause is None:
        return []
    begin, end = parse.extent(clause)
    return [(begin, clause_end(parse, clause, end))]


def _according(parse: Parse, according: Token) -> Draft | None:
    i = according.i + 1
    if i >= len(parse.tokens) or parse.tokens[i].lower_ != "to":
        return None
    cue = (according.i, i + 1)
    heads = parse.kids(parse.tokens[i], "pobj")
    if not heads:
        return None
    named = source(parse, heads[0], cue)
    if named is None:
        return None
    draft = Draft(cue, according.i, _ACCORDING, *named)
    draft.contents = _around(parse, according, (cue[0], named[0][1]))
    return draft


def _reckoned(parse: Parse, by: Token) -> Draft | None:
    """The draft of "by one estimate"."""
    heads = [o for o in parse.kids(by, "pobj") if o.lemma_ in cues().reckonings]
    named = source(parse, heads[0], (by.i, by.i + 1)) if heads else None
    if named is None or not is_verbal(by.head):
        return None
    draft = Draft((by.i, by.i + 1), by.i, _RECKONED, *named)
    draft.contents = _around(parse, by, (by.i, named[0][1]))
    return draft


def _clause(token: Token) -> Token | None:
    """The verb of the nearest clause around ``token``; the root of a sentence without one."""
    head = token
    for _ in range(_HOPS):
        if head.head.i == head.i:
            return head if head.i != token.i else None
        head = head.head
        if is_verbal(head) and head.dep_ not in {"aux", "auxpass", "amod", "compound"}:
            return head
    return None


def _around(parse: Parse, according: Token, phrase: Range) -> list[Range]:
    """The clause that "according to X" modifies: what follows it at the start of a sentence, else what it ends."""
    sentence = according.sent
    block = parse.blocks[parse.block[according.i]]
    begin, end = max(sentence.start, block[0]), min(sentence.end, block[1])
    clause = _clause(according)
    while clause is not None and not is_finite(parse, clause) and is_verbal(clause.head) and clause.head.i != clause.i:
        clause = clause.head
    if clause is not None and clause.i != according.i:
        inner = parse.extent(clause)
        inner = inner[0], clause_end(parse, clause, inner[1])
        if clause.dep_ not in {"ROOT", "conj"} or inner[1] < end:
            begin, end = max(begin, inner[0]), min(end, inner[1])
    if phrase[0] <= begin + 1:
        return [(phrase[1], end)] if phrase[1] < end else []
    if all(parse.tokens[k].is_punct for k in range(phrase[1], end)):
        return [(begin, phrase[0])]
    return [(begin, phrase[0]), (phrase[1], end)]

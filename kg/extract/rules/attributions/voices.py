"""The voices: which cue a quotation belongs to, and how far a speaker goes on speaking."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from kg.extract.rules.attributions.clauses import is_verbal
from kg.extract.rules.attributions.quotations import MARKS
from kg.extract.rules.attributions.sources import is_nobody, source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

    from kg.extract.rules.attributions.drafts import Draft
    from kg.extract.rules.attributions.parses import Parse
    from kg.extract.rules.attributions.quotations import Quotation

_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_TITLED = frozenset({"PROPN", "ADJ", "NOUN"})
_VICINITY = 400
_REACH = 40
"""How many tokens may stand between a cue and its quotation."""


def assign(parse: Parse, drafts: Sequence[Draft]) -> None:
    """Hands every quotation to the draft whose source speaks it, where there is one; changes the drafts in place."""
    outside = [d for d in drafts if parse.quotation[d.head] < 0 or parse.tokens[d.head].text == ":"]
    by_block: dict[int, list[Draft]] = {}
    for draft in outside:
        by_block.setdefault(parse.block[draft.head], []).append(draft)
    owner: Draft | None = None
    last: Quotation | None = None
    for q in parse.quotations:
        block = parse.block[q.begin]
        near = _near(by_block.get(block, []), q)
        found = _overlapping(near, q) or _following(parse, near, q) or _preceding(parse, near, q)
        if found is None:
            found = _continued(parse, q, last, owner)
        if found is None:
            found = _standing(parse, near, q)
        if found is None and q.begin == parse.blocks[block][0] and block > 0:
            found = _announced(parse, by_block.get(block - 1, []), q)
        if found is not None:
            found.contents.append((q.begin, q.end))
        owner = found
        last = q
    for draft in drafts:
        if draft.unnamed and draft.contents:
            _name(parse, draft)
    for number, near in by_block.items():
        draft = near[-1]
        if draft.takes_quotes and not draft.contents and number + 1 < len(parse.blocks):
            end = parse.blocks[number][1]
            if parse.tokens[end - 1].text == ":" and end - draft.head < _REACH:
                draft.contents.append(parse.blocks[number + 1])


def _near(drafts: Sequence[Draft], q: Quotation) -> Sequence[Draft]:
    """The drafts whose cues stand near enough to be the quotation's; ``drafts`` are in the order of the text."""
    low = bisect_left(drafts, q.begin - _VICINITY, key=lambda d: d.cue[0])
    return drafts[low : bisect_left(drafts, q.end + _VICINITY, key=lambda d: d.cue[0])]


def _overlapping(drafts: Sequence[Draft], q: Quotation) -> Draft | None:
    """The draft whose content already covers part of the quotation: the innermost one."""
    best: Draft | None = None
    for draft in drafts:
        if any(begin < q.end and q.begin < end for begin, end in draft.contents) and (
            best is None or abs(draft.head - q.begin) < abs(best.head - q.begin)
        ):
            best = draft
    return best


def _following(parse: Parse, drafts: Sequence[Draft], q: Quotation) -> Draft | None:
    """'"…," said X' and '"…," X said': the cue's clause starts where the quotation ends."""
    for draft in drafts if q.closed else ():
        if not draft.takes_quotes or draft.head < q.end:
            continue
        begin = min(draft.cue[0], draft.source[0] if draft.source and draft.source[0] >= q.end else draft.cue[0])
        if begin > q.end + 1 and draft.head > q.end + _REACH:
            return None
        between = [parse.tokens[i] for i in range(q.end, begin)]
        return draft if len(between) < 3 and all(_links(t) for t in between) else None
    return None


def _links(token: Token) -> bool:
    """Whether the token may stand between a quotation and its cue."""
    return bool(token.text in {",", "—", "-", "–"} or token.dep_ in {"advmod", "cc", "neg", "aux"})


def _preceding(parse: Parse, drafts: Sequence[Draft], q: Quotation) -> Draft | None:
    """'X said: "…"': nothing but the rest of the cue's clause stands between the cue and the quotation."""
    for draft in reversed(drafts):
        if draft.head > q.begin:
            continue
        if not draft.takes_quotes or draft.contents or q.begin - draft.head > _REACH:
            return None
        before = parse.tokens[q.begin - 1]
        between = [parse.tokens[i] for i in range(draft.cue[1], q.begin)]
        if any(bool(t.is_sent_start) for t in between) or (
            parse.tokens[q.begin].is_sent_start and before.text not in {":", ","}
        ):
            return None
        if before.text in {",", ":"} or before.i < draft.cue[1] or before.lower_ == "that":
            verbs = [t for t in between if is_verbal(t) and t.dep_ not in {"aux", "auxpass"}]
            return draft if len(verbs) < 2 else None
        return None
    return None


def _continued(parse: Parse, q: Quotation, last: Quotation | None, owner: Draft | None) -> Draft | None:
    """'"…," X said. "…"', and speech that goes on in the next block because the last one left it open."""
    if last is None or owner is None:
        return None
    block = parse.block[q.begin]
    if parse.block[last.begin] != block:
        goes_on = not last.closed and parse.block[last.begin] == block - 1 and q.begin == parse.blocks[block][0]
        return owner if goes_on else None
    between = [parse.tokens[i] for i in range(last.end, q.begin)]
    if last.end <= owner.head < q.begin:
        # The clause of the cue ends right before the quotation.
        before = parse.tokens[q.begin - 1]
        linked = before.dep_ == "cc" and parse.tokens[before.i - 1].text in {",", ";", "—"}
        if (linked or before.text in {".", ",", ";", ":", "—"}) and sum(bool(t.is_sent_start) for t in between) <= 1:
            return owner
        return None
    return owner if all(t.is_punct for t in between) else None


def _standing(parse: Parse, drafts: Sequence[Draft], q: Quotation) -> Draft | None:
    """A quotation that is a sentence of its own goes on with the speaker of the sentence before it."""
    block = parse.blocks[parse.block[q.begin]]
    before = q.begin - 1
    if before < block[0] or parse.tokens[before].text not in {".", "!", "?", ":", "”", '"'}:
        return None
    if (
        q.end < block[1]
        and not parse.tokens[q.end].is_sent_start
        and parse.tokens[q.end - 2].text not in {".", "!", "?"}
    ):
        return None
    start = max(block[0], parse.tokens[before].sent.start)
    spoken = [d for d in drafts if start <= d.head < q.begin and d.source is not None and not _is_nested(d, drafts)]
    return next((d for d in spoken if d.takes_quotes), spoken[0] if spoken else None)


def _is_nested(draft: Draft, drafts: Sequence[Draft]) -> bool:
    return any(begin <= draft.head < end for other in drafts for begin, end in other.contents if other is not draft)


def _announced(parse: Parse, drafts: Sequence[Draft], q: Quotation) -> Draft | None:
    """A block that ends in "X said:", or with X's words, announces the quotation that is the next block."""
    number = parse.block[q.begin]
    end = parse.blocks[number - 1][1]
    if parse.tokens[end - 1].text == ":":
        last = drafts[-1] if drafts else None
        return last if last is not None and last.takes_quotes and not last.contents else None
    if q.end < parse.blocks[number][1]:
        return None
    start = max(parse.blocks[number - 1][0], parse.tokens[end - 1].sent.start)
    return next((d for d in drafts if d.head >= start and d.takes_quotes and d.source is not None), None)


def _name(parse: Parse, draft: Draft) -> None:
    """Finds the source that the parser did not mark as subject: the noun phrase right after or before the cue."""
    head = _after(parse, draft)
    if head is None or is_nobody(head):
        head = _before(parse, draft)
    named = source(parse, head, draft.cue) if head is not None and not is_nobody(head) else None
    if named and (named[0][0] == draft.cue[1] or named[0][1] == draft.cue[0]):
        draft.source, draft.source_head = named


def _after(parse: Parse, draft: Draft) -> Token | None:
    """The head of the noun phrase in '"…," said the old man'."""
    i = draft.cue[1]
    if i >= len(parse.tokens) or parse.block[i] != parse.block[draft.head]:
        return None
    token = parse.tokens[i]
    for _ in range(6):
        if token.pos_ in _NOMINAL and (token.head.i <= draft.head or is_verbal(token.head)):
            break
        if token.head.i == token.i or token.head.i < i:
            return None
        token = token.head
    return token if token.pos_ in _NOMINAL and token.text not in MARKS else None


def _before(parse: Parse, draft: Draft) -> Token | None:
    """The last word of the name in '…, Elliott said', '…, Prime Minister Elliott said'."""
    i = draft.cue[0] - 1
    begin = parse.blocks[parse.block[draft.head]][0]
    if i < begin or parse.tokens[i].pos_ != "PROPN":
        return None
    first = i
    while first > begin and parse.tokens[first].pos_ in _TITLED:
        first -= 1
    return parse.tokens[i] if parse.tokens[first].text in {",", "”", '"'} else None

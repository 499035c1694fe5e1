"""The finding of attributions: every kind of cue, quotations handed out, overlaps settled."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extract.rules.attributions import hearsay, misreadings, nouns, speakers, verbs, voices
from kg.extract.rules.attributions.attributed import CueKind, Mood
from kg.extract.rules.attributions.clauses import is_finite, is_verbal
from kg.extract.rules.attributions.cues import cues
from kg.extract.rules.attributions.parses import Parse

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from kg.extract.rules.attributions.attributed import Attributed, Range
    from kg.extract.rules.attributions.drafts import Draft

_STANCES = frozenset({CueKind.SUPPORT, CueKind.OPPOSE, CueKind.PRAISE, CueKind.CONDEMN})
_MINDS = frozenset(
    {
        CueKind.AGREE,
        CueKind.ASK,
        CueKind.DEMAND,
        CueKind.DOUBT,
        CueKind.EXPECT,
        CueKind.FEAR,
        CueKind.HOPE,
        CueKind.KNOW,
        CueKind.ORDER,
        CueKind.PLAN,
        CueKind.REFUSE,
        CueKind.SUGGEST,
        CueKind.SUSPECT,
        CueKind.THINK,
    }
)
"""What is not asserted aloud: inside a content it is the outer source who tells of it."""
_VERDICTS = frozenset({CueKind.DENY, CueKind.DOUBT, CueKind.CONFIRM})
_DEPTH = 8
_PHRASE = 6
"""Tokens up to which a quotation is a mere phrase ("deep concern"), whose content may stand outside."""
_ANSWERS = frozenset({CueKind.DENY, CueKind.CONFIRM, CueKind.ACCUSE})
"""Kinds that assert something whatever their complement is."""
_THINGS = frozenset({"it", "this", "that"})
_SELF = frozenset({"i", "we", "you"})


def find(doc: Doc) -> list[Attributed]:
    """The attributions of a parsed text, sorted by their cues. Blocks are what two line breaks separate.

    Works on any text that a pipeline with tagger, parser, lemmatizer and ner has read; a text without attributions
    gives an empty list.
    """
    if not len(doc):
        return []
    parse = Parse.of(doc)
    drafts = [
        *verbs.find(parse),
        *nouns.find(parse),
        *hearsay.find(parse),
        *speakers.find(parse),
        *misreadings.find(parse),
    ]
    drafts += misreadings.trailing(parse, drafts)
    drafts.sort(key=lambda d: (d.cue, d.head))
    voices.assign(parse, drafts)
    _part(drafts)
    out: dict[Range, Attributed] = {}
    lent = _lent(parse, drafts)
    end = 0
    datelines = speakers.datelines(parse)
    for draft in drafts:
        if draft.head in lent or draft.cue[1] <= end:
            continue
        if _is_own_voice(parse, draft):
            continue
        _confine(parse, draft)
        draft.contents = [(max(begin, datelines.get(begin, begin)), end) for begin, end in draft.contents]
        done = draft.finished(parse)
        if done is not None:
            out.setdefault(done.cue, done)
            end = max(end, done.cue[1])
    return _worth_nesting(parse, [out[cue] for cue in sorted(out)])


def _part(drafts: list[Draft]) -> None:
    """Ends contents where another source takes them up as a whole ("…, which Iran denies")."""
    ends = sorted({draft.resumes[1] for draft in drafts if draft.resumes is not None})
    for draft in drafts if ends else ():
        if draft.resumes is None:
            draft.contents = [(begin, _cut(ends, max(begin, draft.head), end)) for begin, end in draft.contents]


def _cut(ends: list[int], after: int, end: int) -> int:
    """The first of the sorted ``ends`` behind ``after``, or ``end`` where that comes first."""
    position = bisect_right(ends, after)
    return min(end, ends[position]) if position < len(ends) else end


def _lent(parse: Parse, drafts: list[Draft]) -> set[int]:
    """Which of a verb and its object is no cue of its own.

    Verbs that only lend their subject to a cue noun ("expressed fear that …"): the noun is the cue. Nouns that name
    what a verdict is about ("rejected claims that …"): the verb is.
    """
    heads = {d.head: d for d in drafts}
    out = set()
    for draft in drafts:
        token = parse.tokens[draft.head]
        if (
            token.pos_ == "NOUN"
            and token.dep_ == "dobj"
            and token.head.i in heads
            and token.head.lemma_ in cues().light
        ):
            out.add(token.head.i)
        judged = heads.get(token.head.i) if token.pos_ == "NOUN" and token.dep_ == "dobj" else None
        if judged is not None and draft.source is None and judged.does.kind in _VERDICTS:
            out.add(draft.head)
    return out


def _worth_nesting(parse: Parse, found: list[Attributed]) -> list[Attributed]:
    """Keeps inside another content only what is said there; what is thought or wanted there becomes a mood of it.

    "He said Iran told him …" reports Iran's words. "He said France backs the plan", "he said Iran wants to …" and
    "he wants to say" report nothing that anybody but he said.
    """
    inside = _coverage(found)
    folded = {i for i in inside if found[i].kind in _MINDS or _is_idle(parse, found[i])}
    moods: dict[int, list[Mood]] = {}
    for i in sorted(folded):
        outer: int | None = inside[i]
        for _ in range(_DEPTH):
            if outer is None or outer not in folded:
                break
            outer = inside.get(outer)
        if outer is not None and outer not in folded:
            item = found[i]
            moods.setdefault(outer, []).append(Mood(item.contents, item.polarity, item.certainty, item.realis))
    return [
        replace(item, moods=tuple(moods[i])) if i in moods else item for i, item in enumerate(found) if i not in folded
    ]


def _coverage(found: list[Attributed]) -> dict[int, int]:
    """For each attribution whose cue lies inside another's content, the index of the innermost such."""
    sizes = [sum(end - begin for begin, end in item.contents) for item in found]
    innermost: dict[int, int] = {}
    for i in sorted(range(len(found)), key=lambda i: -sizes[i]):
        for begin, end in found[i].contents:
            innermost.update(dict.fromkeys(range(begin, end), i))
    return {i: innermost[item.cue[0]] for i, item in enumerate(found) if innermost.get(item.cue[0], i) != i}


def _is_idle(parse: Parse, attributed: Attributed) -> bool:
    """Whether an attribution adds nothing inside another's content: a word ("what it called …"), a stance, a wish."""
    first, last = attributed.cue
    begin, end = attributed.contents[0]
    if end - begin == 1 and end <= first and parse.tokens[begin].lower_ == "what":
        return True
    if attributed.kind not in _ANSWERS and not attributed.quoted and not _is_proposition(parse, attributed):
        return True
    if attributed.source_head is not None and parse.tokens[attributed.source_head].lower_ in _THINGS:
        return True
    return attributed.kind in _STANCES or any(parse.tokens[i].tag_ == "TO" for i in range(first, last))


def _is_proposition(parse: Parse, attributed: Attributed) -> bool:
    """Whether a content is a finite clause."""
    for begin, end in attributed.contents:
        for token in parse.tokens[begin:end]:
            if not begin <= token.head.i < end and is_verbal(token) and is_finite(parse, token):
                return True
            if token.head.i == token.i and is_verbal(token):
                return True
    return False


def _is_own_voice(parse: Parse, draft: Draft) -> bool:
    """Whether a quoted speaker merely says "I think": the quotation itself is attributed already."""
    if draft.source_head is None:
        return False
    word = parse.tokens[draft.source_head].lower_
    return word == "you" or (word in _SELF and parse.quotation[draft.head] >= 0)


def _confine(parse: Parse, draft: Draft) -> None:
    """Keeps the contents of a cue inside a quotation within that quotation."""
    number = parse.quotation[draft.head]
    if number < 0 or not parse.quotations[number].closed:
        return
    q = parse.quotations[number]
    if q.end - q.begin <= _PHRASE:
        return
    draft.contents = [(max(b, q.begin + 1), min(e, q.end)) for b, e in draft.contents if b < q.end and e > q.begin + 1]

"""The finding of attributions: every kind of cue, quotations handed out, overlaps settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.rules.attributions import hearsay, nouns, speakers, verbs, voices
from kg.extract.rules.attributions.parses import Parse

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from kg.extract.rules.attributions.attributed import Attributed, Range
    from kg.extract.rules.attributions.drafts import Draft

_SELF = frozenset({"i", "we", "you"})


def find(doc: Doc) -> list[Attributed]:
    """The attributions of a parsed text, sorted by their cues. Blocks are what two line breaks separate.

    Works on any text that a pipeline with tagger, parser, lemmatizer and ner has read; a text without attributions
    gives an empty list.
    """
    if not len(doc):
        return []
    parse = Parse.of(doc)
    drafts = [*verbs.find(parse), *nouns.find(parse), *hearsay.find(parse), *speakers.find(parse)]
    drafts.sort(key=lambda d: (d.cue, d.head))
    voices.assign(parse, drafts)
    out: dict[Range, Attributed] = {}
    for draft in drafts:
        if _is_own_voice(parse, draft):
            continue
        _confine(parse, draft)
        done = draft.finished(parse)
        if done is not None:
            out.setdefault(done.cue, done)
    return [out[cue] for cue in sorted(out)]


def _is_own_voice(parse: Parse, draft: Draft) -> bool:
    """Whether a quoted speaker merely says "I think": the quotation itself is attributed already."""
    if parse.quotation[draft.head] < 0 or draft.source_head is None:
        return False
    return parse.tokens[draft.source_head].lower_ in _SELF


def _confine(parse: Parse, draft: Draft) -> None:
    """Keeps the contents of a cue inside a quotation within that quotation."""
    number = parse.quotation[draft.head]
    if number < 0:
        return
    q = parse.quotations[number]
    draft.contents = [(max(b, q.begin + 1), min(e, q.end)) for b, e in draft.contents if b < q.end and e > q.begin + 1]

"""Doubt: where the rules are unsure, or silent though something may be there."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from kg.extract.trace import Trace
from kg.model import Extract, MentionKind, Predicate, Span

UNSURE: Final = 0.7
"""Confidence below which the rules' reading of a sentence is put to the model as well."""


def doubtful(extract: Extract, trace: Trace) -> tuple[Span, ...]:
    """The sentences of ``trace`` that a model is to be asked about, in the order of the text.

    A sentence is one of them where a claim that rests on its words, nationality aside, is trusted less than ``UNSURE``;
    where a word of it might have told of an event and was turned down; or where it names two or more and the rules
    claim nothing.
    """
    sentences = trace.sentences
    unsure = [
        span
        for claim in extract.claims
        if claim.confidence < UNSURE and claim.predicate is not Predicate.NATIONALITY  # an adjective says or does not
        for span in claim.evidence
    ]
    unsure += [refusal.span for refusal in trace.refusals if refusal.kind == "event"]
    names = [m.span for m in extract.mentions if m.kind is MentionKind.NAME]
    names += [refusal.span for refusal in trace.refusals if refusal.kind == "name"]
    asked = _counted(unsure, sentences)
    claimed = _counted((span for claim in extract.claims for span in claim.evidence), sentences)
    named = _counted(names, sentences)
    return tuple(
        sentence
        for place, sentence in enumerate(sentences)
        if asked[place] or (named[place] > 1 and not claimed[place])
    )


def _counted(spans: Iterable[Span], sentences: Sequence[Span]) -> Counter[int]:
    """How many different spans each sentence, by its place, shares a character with."""
    begins = [sentence.begin for sentence in sentences]
    found: Counter[int] = Counter()
    for span in set(spans):
        place = bisect_right(begins, span.end - 1) - 1
        while place >= 0 and sentences[place].overlaps(span):
            found[place] += 1
            place -= 1
    return found

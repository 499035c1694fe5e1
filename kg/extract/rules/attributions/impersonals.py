"""Impersonal cues: "it is unclear whether …", "it seems that …", "she made it clear that …"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.rules.attributions.clauses import clause_end, cue_range, is_finite, is_verbal, subject
from kg.extract.rules.attributions.drafts import Draft
from kg.extract.rules.attributions.sources import source

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.rules.attributions.cues import Frames
    from kg.extract.rules.attributions.parses import Parse

_PREDICATES = frozenset({"acomp", "attr", "oprd"})


def read(parse: Parse, word: Token, frames: Frames) -> Draft | None:
    """The draft of a cue whose subject is an empty "it"; it has a source only where somebody "makes it clear"."""
    if "impersonal" not in frames:
        return None
    governor = word.head if word.dep_ in _PREDICATES else word
    if not any(s.lower_ == "it" for s in parse.kids(governor, "nsubj", "expl")):
        return None
    for holder in (word, governor):
        for clause in parse.kids(holder, "ccomp", "csubj", "advcl"):
            begin, end = parse.extent(clause)
            if begin == word.i + 1 and is_verbal(clause) and is_finite(parse, clause):
                first = cue_range(parse, governor)[0] if 0 < word.i - governor.i < 3 else word.i
                draft = Draft((first, word.i + 1), word.i, frames["impersonal"])
                draft.contents = [(begin, clause_end(parse, clause, end))]
                # "It is not clear that …" leaves open what "it is clear that …" settles.
                marks = {m.lower_ for m in parse.kids(clause, "mark")}
                draft.questioned = (
                    parse.has(word, "neg") or parse.has(governor, "neg") or bool(marks & {"whether", "if"})
                )
                _name(parse, governor, draft)
                return draft
    return None


def _name(parse: Parse, governor: Token, draft: Draft) -> None:
    maker = subject(parse, governor.head) if governor.head.lemma_ == "make" else None
    named = source(parse, maker, draft.cue) if maker is not None else None
    if named:
        draft.source, draft.source_head = named

"""Cues in passing ("…, he said, …"; "as he put it") and what the parser moved across a cue's border."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.rules.attributions.clauses import SUBJECTS, is_infinitive, is_verbal

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.rules.attributions.attributed import Range
    from kg.extract.rules.attributions.drafts import Draft
    from kg.extract.rules.attributions.parses import Parse


def continue_coordination(parse: Parse, verb: Token, draft: Draft) -> None:
    """Takes in what the parser coordinated with the cue although its form shows it to go on with the content.

    "promises to build and extend the line", "mentioned lowering fees and raising wages".
    """
    for child in parse.kids(verb, "conj"):
        if child.tag_ in {"VB", "VBG"} and child.tag_ != verb.tag_ and not parse.has(child, *SUBJECTS, "aux"):
            begin, end = parse.extent(child)
            last = max(draft.contents, key=lambda c: c[1])
            if 0 <= begin - last[1] <= 2 and not is_infinitive(parse, verb):
                draft.contents[draft.contents.index(last)] = (last[0], end)


def enclose(parse: Parse, verb: Token, draft: Draft) -> None:
    """The sentence around "…, he said, …" or before "…, he said." where the parser lost part of it."""
    if verb.dep_ != "ROOT" or draft.source is None or parse.quotation[verb.i] >= 0:
        return
    lo, hi = min(draft.source[0], draft.cue[0]), max(draft.source[1], draft.cue[1])
    block = parse.blocks[parse.block[verb.i]]
    begin, end = max(verb.sent.start, block[0]), min(verb.sent.end, block[1])
    gap = hi - lo - (draft.source[1] - draft.source[0]) - (draft.cue[1] - draft.cue[0])
    if gap or lo <= begin + 1 or parse.tokens[lo - 1].text != "," or hi >= end:
        return
    left = parse.tokens[begin:lo]
    if parse.tokens[hi].text == ",":
        plain = not any(parse.quotation[t.i] >= 0 for t in left)
        if plain and draft.contents and all(b >= hi for b, _ in draft.contents):
            draft.contents.append((begin, lo))
    elif not draft.contents and any(is_verbal(t) for t in left) and parse.tokens[hi].is_punct:
        draft.contents = [(begin, lo)]


def is_parenthetical(parse: Parse, verb: Token) -> bool:
    """Whether the clause of ``verb`` is thrown into another, which is its content."""
    if verb.dep_ == "parataxis":
        return True
    if parse.has(verb, "nsubjpass"):
        return False
    if any(o.lower_ != "it" for o in parse.kids(verb, "dobj", "xcomp", "ccomp")):
        return False
    return verb.dep_ == "advcl" and any(m.lower_ == "as" for m in parse.kids(verb, "mark", "advmod"))


def surroundings(parse: Parse, verb: Token) -> list[Range]:
    """The clause around "…, he said, …" and "as he put it"."""
    if not is_parenthetical(parse, verb) or not is_verbal(verb.head) or verb.head.i == verb.i:
        return []
    begin, end = parse.extent(verb.head)
    out_begin, out_end = parse.extent(verb)
    if out_begin <= begin:
        begin = out_end
    return [piece for piece in ((begin, min(end, out_begin)), (max(begin, out_end), end)) if piece[0] < piece[1]]

"""Verbs (and adjectives with "be") as cues: which of their complements is the content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.rules.attributions import complements, parentheses, passives
from kg.extract.rules.attributions.clauses import agent, cue_range, is_passive, subject
from kg.extract.rules.attributions.cues import NO_FRAMES, Frames, cues
from kg.extract.rules.attributions.drafts import Draft
from kg.extract.rules.attributions.sources import is_nobody, source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from kg.extract.rules.attributions.attributed import Range
    from kg.extract.rules.attributions.parses import Parse

_QUESTIONS = frozenset({"whether", "if"})


def find(parse: Parse) -> Iterator[Draft]:
    """Drafts for the verbs and predicative adjectives of the lexicon, in the order of the text."""
    for token in parse.tokens:
        frames = _frames(parse, token)
        if frames:
            draft = _read(parse, token, frames)
            if draft is not None:
                yield draft


def _frames(parse: Parse, token: Token) -> Frames:
    if token.pos_ in {"VERB", "AUX"} and token.dep_ not in {"aux", "auxpass", "amod", "compound"}:
        lemma = token.lemma_.lower()
        particles = parse.kids(token, "prt")
        if particles:
            phrasal = cues().verbs.get(f"{lemma} {particles[0].lower_}")
            if phrasal:
                return phrasal
        frames = cues().verbs.get(lemma)
        if frames:
            return frames
    if token.pos_ in {"ADJ", "VERB"} and token.dep_ in {"acomp", "conj", "oprd", "ROOT", "ccomp", "relcl", "advcl"}:
        return cues().adjectives.get(token.lower_, NO_FRAMES)
    return NO_FRAMES


def _read(parse: Parse, verb: Token, frames: Frames) -> Draft | None:
    adjective = verb.pos_ == "ADJ" or (verb.lower_ in cues().adjectives and verb.lemma_.lower() not in cues().verbs)
    passive = not adjective and is_passive(parse, verb)
    found = (passives if passive else complements).find(parse, verb, frames)
    cue = _cue(parse, verb, adjective=adjective)
    if found is None:
        if "quote" not in frames and "clause" not in frames:
            return None
        found = frames.get("clause") or frames["quote"], []
        if not ("quote" in frames or parentheses.is_parenthetical(parse, verb)):
            return None
    does, contents = found
    head = _source_head(parse, verb, passive=passive)
    draft = Draft(cue, verb.i, does, contents=contents, takes_quotes="quote" in frames)
    if head is not None and not is_nobody(head):
        if head.lower_ == "it" and passive:
            head = None
        elif named := source(parse, head, cue):
            draft.source, draft.source_head = named
    if draft.source is None and not passive and not _may_lack_source(verb, draft):
        return None
    if not contents:
        draft.contents = parentheses.surroundings(parse, verb)
    else:
        parentheses.continue_coordination(parse, verb, draft)
    if draft.takes_quotes or "clause" in frames:
        parentheses.enclose(parse, verb, draft)
    draft.negated = parse.has(verb, "neg") or (adjective and parse.has(verb.head, "neg"))
    draft.questioned = any(m.lower_ in _QUESTIONS for c in parse.kids(verb, "ccomp") for m in parse.kids(c, "mark"))
    return draft


def _cue(parse: Parse, verb: Token, *, adjective: bool) -> Range:
    begin, end = cue_range(parse, verb)
    if adjective and verb.dep_ in {"acomp", "oprd"} and verb.head.i < begin:
        between = range(verb.head.i + 1, begin)
        if all(
            parse.tokens[i].head.i in {verb.i, verb.head.i} and parse.tokens[i].dep_ in {"neg", "advmod"}
            for i in between
        ):
            begin = cue_range(parse, verb.head)[0]
    return begin, end


def _source_head(parse: Parse, verb: Token, *, passive: bool) -> Token | None:
    if passive:
        by = agent(parse, verb)
        if by is not None:
            return by
        return subject(parse, verb) if verb.lemma_ == "quote" else None
    if verb.pos_ == "ADJ" and verb.dep_ in {"acomp", "oprd"}:
        return subject(parse, verb.head)
    return subject(parse, verb)


def _may_lack_source(verb: Token, draft: Draft) -> bool:
    """Inverted speech whose subject the parser missed ('"…," said Smith') gets it later; nothing else goes without."""
    return draft.takes_quotes and verb.tag_ in {"VBD", "VBZ", "VBP"}

"""Verbs (and adjectives with "be") as cues: which of their complements is the content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.rules.attributions import complements, parentheses, passives
from kg.extract.rules.attributions.clauses import agent, clause_end, cue_range, is_finite, is_passive, subject
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
    adjective = cues().adjectives.get(token.lower_)
    if adjective and token.tag_ == "VBN" and not parse.has(token, "dobj", "agent") and parse.has(token, "auxpass"):
        return adjective
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
        return adjective or NO_FRAMES
    return NO_FRAMES


def _read(parse: Parse, verb: Token, frames: Frames) -> Draft | None:
    adjective = frames is cues().adjectives.get(verb.lower_)
    passive = not adjective and is_passive(parse, verb)
    if "impersonal" in frames and (impersonal := _impersonal(parse, verb, frames, adjective=adjective)):
        return impersonal
    found = (passives if passive else complements).find(parse, verb, frames)
    cue = _cue(parse, verb, adjective=adjective, passive=passive)
    if found is None:
        does = frames.get("clause") or frames.get("quote") or frames.get("parenthesis")
        # "went on to win" is no speech, "…," he went on, is.
        busy = "clause" not in frames and parse.has(verb, "xcomp", "dobj")
        quotable = "quote" in frames and not busy
        if does is None or not (quotable or parentheses.is_parenthetical(parse, verb)):
            return None
        found = does, []
    does, contents = found
    head = _source_head(parse, verb, passive=passive)
    draft = Draft(cue, verb.i, does, contents=contents, takes_quotes="quote" in frames)
    if head is not None and _is_inside_speech(parse, head, verb):
        head = None
    if head is not None and not is_nobody(head):
        if head.lower_ == "it" and passive:
            head = None
        elif named := source(parse, head, cue):
            draft.source, draft.source_head = named
    if does.named and not (head is not None and (head.pos_ in {"PROPN", "PRON"} or head.ent_type_)):
        return None
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


def _impersonal(parse: Parse, verb: Token, frames: Frames, *, adjective: bool) -> Draft | None:
    """A draft without source for "it is unclear whether …" and "it seems that …"."""
    governor = verb.head if adjective and verb.dep_ in {"acomp", "attr", "oprd"} else verb
    if not any(s.lower_ == "it" for s in parse.kids(governor, "nsubj", "expl")):
        return None
    clauses = [c for holder in (verb, governor) for c in parse.kids(holder, "ccomp", "csubj", "advcl") if c.i > verb.i]
    for clause in clauses:
        begin, end = parse.extent(clause)
        if begin == verb.i + 1 and clause.pos_ in {"VERB", "AUX"} and is_finite(parse, clause):
            draft = Draft(_cue(parse, verb, adjective=adjective, passive=False), verb.i, frames["impersonal"])
            draft.contents = [(begin, clause_end(parse, clause, end))]
            maker = subject(parse, governor.head) if governor.head.lemma_ == "make" else None
            if maker is not None and (named := source(parse, maker, draft.cue)):
                draft.source, draft.source_head = named
            # "It is not clear that …" leaves open what "it is clear that …" settles.
            draft.questioned = (
                parse.has(verb, "neg")
                or parse.has(governor, "neg")
                or any(m.lower_ in _QUESTIONS for m in parse.kids(clause, "mark"))
            )
            return draft
    return None


def _cue(parse: Parse, verb: Token, *, adjective: bool, passive: bool) -> Range:
    begin, end = cue_range(parse, verb)
    saying = passives.saying(parse, verb) if passive else None
    if saying is not None:
        return begin, saying.i + 1
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
        return subject(parse, verb) if passives.saying(parse, verb) else None
    if verb.dep_ in {"acomp", "oprd"}:
        return subject(parse, verb.head)
    return subject(parse, verb)


def _is_inside_speech(parse: Parse, head: Token, verb: Token) -> bool:
    """Whether the parser took the last words of a quotation for the subject of the cue behind it."""
    number = parse.quotation[head.i]
    if number < 0 or parse.quotation[verb.i] >= 0 or head.i > verb.i:
        return False
    q = parse.quotations[number]
    return q.closed and parse.tokens[q.end - 2].text in {",", ".", "!", "?"}


def _may_lack_source(verb: Token, draft: Draft) -> bool:
    """Inverted speech whose subject the parser missed ('"…," said Smith') gets it later; nothing else goes without."""
    return draft.takes_quotes and verb.tag_ in {"VBD", "VBZ", "VBP"}

"""Verbs (and adjectives with "be") as cues: which of their complements is the content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.rules.attributions import complements, impersonals, parentheses, passives
from kg.extract.rules.attributions.attributed import CueKind
from kg.extract.rules.attributions.clauses import SUBJECTS, agent, cue_range, is_negated, is_passive, subject
from kg.extract.rules.attributions.cues import NO_FRAMES, Frames, cues
from kg.extract.rules.attributions.drafts import Draft
from kg.extract.rules.attributions.sources import is_nobody, source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from kg.extract.rules.attributions.attributed import Range
    from kg.extract.rules.attributions.complements import Found
    from kg.extract.rules.attributions.parses import Parse

_VERDICTS = frozenset({CueKind.DENY, CueKind.CONFIRM, CueKind.DOUBT})
_QUESTIONS = frozenset({"whether", "if"})


def find(parse: Parse) -> Iterator[Draft]:
    """Drafts for the verbs and predicative adjectives of the lexicon, in the order of the text."""
    for token in parse.tokens:
        frames = _frames(parse, token)
        if frames:
            draft = impersonals.read(parse, token, frames) or _read(parse, token, frames)
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
    if _searches(parse, verb):
        return None
    found = (passives if passive else complements).find(parse, verb, frames) or _open(parse, verb, frames)
    if found is None:
        return None
    does, contents = found
    draft = Draft(_cue(parse, verb, adjective=adjective, passive=passive), verb.i, does, contents=contents)
    draft.takes_quotes = "quote" in frames
    draft.negated = is_negated(parse, verb) or (adjective and parse.has(verb.head, "neg"))
    draft.questioned = any(m.lower_ in _QUESTIONS for c in parse.kids(verb, "ccomp") for m in parse.kids(c, "mark"))
    head = _source_head(parse, verb, passive=passive)
    if head is not None and (named := source(parse, head, draft.cue)):
        draft.source, draft.source_head = named
        draft.nobody = _is_none(parse, head)
        draft.negated ^= draft.nobody
    if does.named and not (head is not None and (head.pos_ in {"PROPN", "PRON"} or head.ent_type_)):
        return None
    if draft.source is None:
        # Inverted speech whose subject the parser missed gets it later; nothing else goes without, but passives.
        draft.unnamed = not passive
        draft.hearsay = passive
        if not passive and not (draft.takes_quotes and verb.tag_ in {"VBD", "VBZ", "VBP"}):
            return None
    draft.resumes = complements.resumption(parse, verb) if does.kind in _VERDICTS else None
    if draft.resumes is not None:
        draft.contents = [draft.resumes]
    elif not contents:
        draft.contents = parentheses.surroundings(parse, verb)
    else:
        parentheses.continue_coordination(parse, verb, draft)
    if draft.takes_quotes or "clause" in frames:
        parentheses.enclose(parse, verb, draft)
    return draft


def _searches(parse: Parse, verb: Token) -> bool:
    """As in "to find 500 people still missing"."""
    looked = [o for c in (verb, *parse.kids(verb, "ccomp")) for o in parse.kids(c, "dobj", "nsubj") if o.i > verb.i]
    return verb.lemma_ == "find" and verb.tag_ == "VB" and any(parse.has(o, "nummod") for o in looked)


def _open(parse: Parse, verb: Token, frames: Frames) -> Found | None:
    """The frame of a cue whose content stands outside its complements: a quotation, or the clause around it."""
    does = frames.get("clause") or frames.get("quote") or frames.get("parenthesis")
    # "went on to win" is no speech, "…," he went on, is.
    busy = "clause" not in frames and parse.has(verb, "xcomp", "dobj")
    quotable = "quote" in frames and not busy
    return (does, []) if does and (quotable or parentheses.is_parenthetical(parse, verb)) else None


def _is_none(parse: Parse, head: Token) -> bool:
    """Whether the source is nobody: "no group claimed", "no one believes"."""
    return head.lower_ in {"nobody", "none", "neither", "noone"} or any(
        d.lower_ == "no" for d in parse.kids(head, "det")
    )


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
    """The head of the source; ``None`` for expletives and for words of a quotation misread as the cue's subject."""
    if passive:
        head = agent(parse, verb)
        if head is None and passives.saying(parse, verb):
            head = subject(parse, verb)
    else:
        head = subject(parse, verb.head if verb.dep_ in {"acomp", "oprd"} else verb)
    if head is None or is_nobody(head) or _is_inside_speech(parse, head, verb):
        return None
    borrowed = not parse.has(verb, *SUBJECTS) and verb.dep_ not in {"acomp", "oprd"}
    return None if head.lower_ == "it" and (passive or (borrowed and verb.dep_ == "pcomp")) else head


def _is_inside_speech(parse: Parse, head: Token, verb: Token) -> bool:
    """Whether the parser took the last words of a quotation for the subject of the cue behind it."""
    number = parse.quotation[head.i]
    if number < 0 or parse.quotation[verb.i] >= 0 or head.i > verb.i:
        return False
    q = parse.quotations[number]
    return q.closed and parse.tokens[q.end - 2].text in {",", ".", "!", "?"}

"""Passive cues: "is believed to", "was accused of", "was quoted as saying", "was told that"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.rules.attributions.clauses import SUBJECTS, agent, clause_end, is_finite, is_infinitive, subject
from kg.extract.rules.attributions.cues import NO_FRAMES, cues

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.rules.attributions.attributed import Range
    from kg.extract.rules.attributions.complements import Found
    from kg.extract.rules.attributions.cues import Frames
    from kg.extract.rules.attributions.parses import Parse

_NAMING = frozenset({"call", "dub", "term", "nickname", "christen", "label", "pronounce"})


def find(parse: Parse, verb: Token, frames: Frames) -> Found | None:
    """The frame of a passive verb and its contents: what is said of the subject, and the subject itself."""
    participle = saying(parse, verb)
    if participle is not None:
        return cues().verbs[participle.lemma_]["quote"], [(participle.i + 1, parse.extent(participle)[1])]
    about = _about(parse, verb)
    for child in parse.kids(verb, "ccomp", "xcomp", "oprd", "advcl"):
        if child.i > verb.i and (name := _frame(parse, verb, child, frames)):
            begin, end = parse.extent(child)
            content = begin, clause_end(parse, child, end)
            return frames[name], [content] if name == "clause" else [*about, content]
    if found := _phrasal(parse, verb, frames, about):
        return found
    if "object" in frames and about and agent(parse, verb) is not None and not _aids(parse, verb):
        return frames["object"], about
    if "subject" in frames and about and parse.has(verb, "auxpass"):
        return frames["subject"], about
    return None


def _about(parse: Parse, verb: Token) -> list[Range]:
    """The subject, or the noun that a participle modifies ("a man accused of …"), as the first part of the content."""
    own = [s for s in parse.kids(verb, *SUBJECTS) if s.lower_ != "it"]
    if own or parse.has(verb, *SUBJECTS, "expl"):
        return [parse.extent(s) for s in own]
    if verb.dep_ == "acl":
        return [(verb.head.i, verb.head.i + 1)]
    inherited = subject(parse, verb) if verb.dep_ == "conj" else None
    return [parse.extent(inherited)] if inherited is not None and inherited.i < verb.i else []


def _aids(parse: Parse, verb: Token) -> bool:
    """As in "the militia is backed by Iran": help between actors, no opinion on what is proposed."""
    helper = agent(parse, verb)
    if verb.lemma_ not in {"back", "support"} or helper is None or helper.ent_type_ not in {"GPE", "ORG", "NORP"}:
        return False
    return any(s.ent_type_ in {"ORG", "NORP", "GPE"} or s.lemma_ in _HELPED for s in parse.kids(verb, *SUBJECTS))


_HELPED = frozenset(
    {
        "group",
        "militia",
        "force",
        "troops",
        "rebel",
        "fighter",
        "army",
        "faction",
        "movement",
        "government",
        "insurgent",
    }
)


def _frame(parse: Parse, verb: Token, child: Token, frames: Frames) -> str:
    """The frame that ``child`` fills; empty where it fills none."""
    finite = is_finite(parse, child)
    if child.dep_ == "ccomp" and finite:
        return "clause" if "clause" in frames else ""
    if is_infinitive(parse, child) and not finite:
        return next((name for name in ("passive-to", "object-to", "small") if name in frames), "")
    # "a creek called Mill Run" names, it does not judge.
    names = verb.dep_ == "acl" and verb.lemma_ in _NAMING
    return "small" if "small" in frames and child.dep_ != "advcl" and not names else ""


def _phrasal(parse: Parse, verb: Token, frames: Frames, about: list[Range]) -> Found | None:
    for name, does in frames.items():
        frame, _, word = name.partition(":")
        if frame not in {"of", "with", "as"}:
            continue
        for preposition in parse.kids(verb, "prep"):
            if preposition.lower_ == (word or "as") and preposition.i > verb.i and parse.children[preposition.i]:
                begin, end = parse.extent(preposition)
                return does, [*about, (begin if frame == "as" else preposition.i + 1, end)]
    return None


def saying(parse: Parse, verb: Token) -> Token | None:
    """The participle of "was quoted as saying", which completes the cue."""
    if verb.lemma_ not in {"quote", "cite"}:
        return None
    for preposition in parse.kids(verb, "prep"):
        for participle in parse.kids(preposition, "pcomp"):
            near = preposition.lower_ == "as" and participle.i == preposition.i + 1
            if near and "quote" in cues().verbs.get(participle.lemma_, NO_FRAMES):
                return participle
    return None

"""Harm: whether those whom the words count came to harm in the event that a trigger tells, or in another one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.extract.llm import clauses, counts, wording
from kg.extract.rules import lexicon, nominals, phrases
from kg.model import EntityClass

if TYPE_CHECKING:
    from spacy.tokens import Token

_BESIDE: Final = frozenset({"advcl", "conj", "relcl"})
_APART: Final = lexicon.words("after before since following despite amid besides")
_SAME: Final = lexicon.words("the this these those it they which that both each")
"""What speaks of something that was told before."""


def befell(trigger: Token, counted: Token) -> bool:
    """Whether what the trigger tells did harm to the people counted.

    "Gunmen killed two after a bomb wounded 12" tells of two events, each with its own harm; so does "the town that
    rebels took in May was shelled, killing nine". "Shelled the town, killing nine", "nine died when a bomb went off"
    and "shelled the town, and nine were killed" tell of one.
    """
    if trigger == counted:
        return True
    way = clauses.path(trigger, counted)
    if way is None or not (clauses.reaches(trigger, counted) or clauses.reaches(counted, trigger)):
        return False
    at = min(range(len(way)), key=lambda n: sum(1 for _ in way[n].ancestors))
    above, top, below = way[:at], way[at], way[at + 1 :]
    if any(_is_other_harm(t, trigger) for t in below) or any(_is_other_harm(t, None) for t in above if t != trigger):
        return False
    if any(t.dep_ == "relcl" and not wording.classes(t.head) for t in above):
        return False
    if any(t.dep_ == "conj" and _has_own_subject(t) for t in above):
        return False  # "nine died, and the clinic was burned"
    verb = next((t for t in (counted, *counted.ancestors) if t.pos_ == "VERB"), None)
    if verb is None or (verb != top and not top.is_ancestor(verb)) or verb == trigger or not _does_harm(verb):
        return True
    if trigger.i in clauses.agents(verb):
        return True
    return not any(_stands_apart(t) for t in above)


def _is_other_harm(verb: Token, trigger: Token | None) -> bool:
    """Whether a clause beside the trigger's tells of harm that somebody else in it does."""
    if verb.dep_ not in _BESIDE or not _does_harm(verb):
        return False
    if verb.dep_ == "relcl" and (verb.head == trigger or _is_place(verb.head)):
        return False  # "the raid that killed nine"; of "a raid on a base that killed nine" the parse makes the base
    return not any(_is_same(s) for s in phrases.subjects(verb))


def _does_harm(verb: Token) -> bool:
    """Whether a verb says who does harm to whom ("killed nine", not "nine died", "killing nine")."""
    if counts.effect_of(verb) is None and not wording.classes(verb):
        return False
    own = any(c.dep_ == "nsubj" for c in verb.children) and bool(phrases.objects(verb))
    return own or any(c.dep_ == "agent" for c in verb.children)


def _is_same(subject: Token) -> bool:
    """As in "…, and the strikes killed nine": the event told before."""
    known = bool(wording.classes(subject)) and any(c.dep_ == "det" and c.lower_ in _SAME for c in subject.children)
    return known or (subject.pos_ == "PRON" and subject.lower_ in _SAME and subject.head.dep_ != "relcl")


def _is_place(noun: Token) -> bool:
    cls = nominals.class_of(noun)
    return cls is not None and cls.is_a(EntityClass.PLACE)


def _stands_apart(token: Token) -> bool:
    """Whether a word opens what happened at another time, or by somebody else, than the verb above it says."""
    if token.dep_ == "prep" and token.lower_ in _APART:
        return True
    return token.dep_ == "advcl" and _has_own_subject(token)


def _has_own_subject(verb: Token) -> bool:
    return any(c.dep_ in {"nsubj", "nsubjpass"} and c.pos_ != "PRON" and not wording.classes(c) for c in verb.children)

"""The parts: whether the grammar of a sentence gives an event's roles to those whom a claim gives them to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.extract.llm import clauses, wording
from kg.extract.llm.reason import Reason
from kg.extract.rules import frames, lexicon, phrases
from kg.model import Predicate

if TYPE_CHECKING:
    from spacy.tokens import Token

_VERBS: Final = frozenset({"VERB", "AUX"})
_DONE_TO: Final = frozenset({Predicate.TARGET, Predicate.VICTIM})
_BLAMING: Final = frozenset({"blame", "accuse", "suspect", "claim", "charge", "convict", "implicate", "responsible"})
_RESPONSES: Final = lexicon.words(
    "response retaliation revenge reprisal vengeance retribution answer reaction avenge retaliate respond after following"
)
_PARTS: Final = lexicon.words("during part amid in within of as amidst")
_AIMED: Final = frozenset(
    {"of", "on", "against", "at", "to", "upon", "into", "toward", "towards", "from", "by", "including"}
)
_SITUATING: Final = frozenset(
    {"pobj", "npadvmod", "compound", "poss", "amod", "nmod", "dobj", "nsubjpass", "appos", "conj"}
)


def role(predicate: Predicate, trigger: Token, filler: Token) -> Reason | None:
    """Why ``filler`` does not play the role in what ``trigger`` tells, if it does not."""
    if not clauses.reaches(trigger, filler):
        return Reason.APART
    told = _role_of(trigger, filler)
    if not told:
        return Reason.APART
    if predicate is Predicate.PARTICIPANT or predicate in told:
        return None
    if predicate in _DONE_TO and told & (_DONE_TO | {Predicate.PARTICIPANT}):
        return None
    return None if Predicate.PARTICIPANT in told else Reason.DIRECTION


def _role_of(trigger: Token, filler: Token) -> set[Predicate]:
    """The roles that the grammar lets a word play; empty where it hangs together with the trigger in none."""
    if trigger.pos_ in _VERBS or trigger.tag_.startswith("VB"):
        return _of_verb(trigger, filler)
    return _of_noun(trigger, filler)


def _of_verb(verb: Token, filler: Token) -> set[Predicate]:
    families = [f.family.verb for f in frames.load().verbs.get(verb.lemma_.lower(), ())]
    agents, patients = clauses.agents(verb), clauses.patients(verb)
    if filler.i in agents and filler.i not in patients:
        return {f["subject"] for f in families if "subject" in f} or {Predicate.AGENT}
    if filler.i in patients:
        return {f["object"] for f in families if "object" in f} or set(_DONE_TO)
    for name, head in phrases.prepositional(verb):
        if (
            filler.i in {c.i for c in phrases.conjuncts(head)}
            or clauses.core(filler) == head
            or head.is_ancestor(filler)
        ):
            listed = {f[name] for f in families if name in f}
            if not _aimed(verb, filler) and name != "by" and not listed:
                return set()
            if name in _AIMED and clauses.core(filler) != head and not _aimed(head, filler):
                return set()
            return listed or ({Predicate.AGENT} if name == "by" else set(_DONE_TO))
    if any(verb.doc[i].is_ancestor(filler) and _aimed(verb.doc[i], filler) for i in patients):
        return set(_DONE_TO)
    return set()


def _aimed(top: Token, filler: Token) -> bool:
    """Whether nothing but what one does something to stands between ("at the base", not "near the town")."""
    way = clauses.path(top, filler) or []
    return all(t.lower_ in _AIMED for t in way[1:-1] if t.pos_ == "ADP")


def _of_noun(noun: Token, filler: Token) -> set[Predicate]:
    words = frames.load()
    families = [f.family.noun for f in words.nouns.get(noun.lemma_.lower(), ())]
    how = clauses.under(filler, noun)
    if how is not None:
        listed = {f[how] for f in families if how in f}
        if listed:
            return listed
        if how == "by":
            return {Predicate.AGENT}
        return {Predicate.AGENT, *_DONE_TO} if how in {"possessor", "modifier", "of"} else set(_DONE_TO)
    if noun.is_ancestor(filler):
        below = next((t for t in filler.ancestors if t.pos_ == "VERB" and noun.is_ancestor(t)), None)
        if below is not None:
            return _of_verb(below, filler)
        return set(_DONE_TO) if _aimed(noun, filler) else set()
    verb = next((t for t in noun.ancestors if t.pos_ in _VERBS), None)
    if verb is None or clauses.parted(noun, verb):
        return set()
    return _above(noun, verb, filler)


def _above(noun: Token, verb: Token, filler: Token) -> set[Predicate]:
    """What the verb above an event's noun makes of a filler ("carried out an attack", "the attack killed them")."""
    light = frames.load().light
    lemma = verb.lemma_.lower()
    agents, patients = clauses.agents(verb), clauses.patients(verb)
    if lemma in _BLAMING:
        return (
            {Predicate.AGENT, Predicate.PARTICIPANT}
            if filler.i in agents | patients or _prepositional(verb, filler)
            else set()
        )
    if noun.i in agents and filler.i in patients:
        return set(_DONE_TO)
    if noun.i in patients or noun.dep_ == "dobj":
        if filler.i in agents and lemma in light["target"]:
            return set(_DONE_TO)
        if filler.i in agents and lemma in light["agent"]:
            return {Predicate.AGENT, Predicate.PARTICIPANT}
        if _prepositional(verb, filler):
            return set(_DONE_TO)
        return set()
    if lemma in light["happening"] and _prepositional(verb, filler):
        return set(_DONE_TO)
    if _prepositional(verb, noun) and wording.classes(verb):
        return _of_verb(verb, filler)
    return set()


def _prepositional(verb: Token, token: Token) -> bool:
    return any(
        token.i in {c.i for c in phrases.conjuncts(head)} or clauses.core(token) == head
        for _, head in phrases.prepositional(verb)
    )


def situates(trigger: Token, word: Token) -> bool:
    """Whether a word of time or place belongs to what the trigger tells, and to no other verb beside or below it."""
    if not clauses.reaches(trigger, word):
        return False
    way = clauses.path(trigger, word)
    if way is None:
        return False
    top = min(way, key=lambda t: sum(1 for _ in t.ancestors))
    below = way[way.index(top) + 1 :]
    return not any(t.pos_ == "VERB" and t != trigger for t in below)


def places(trigger: Token, word: Token) -> Reason | None:
    """Why a word is not where it happened, if it is not."""
    if not situates(trigger, word):
        return Reason.APART
    return None if word.dep_ in _SITUATING or clauses.core(word).dep_ in _SITUATING else Reason.DIRECTION


def links(predicate: Predicate, one: Token, other: Token) -> Reason | None:
    """Why the words do not say that ``one`` responds to, or is part of, ``other``, if they do not."""
    cues = _RESPONSES if predicate is Predicate.IN_RESPONSE_TO else _PARTS
    way = clauses.path(one, other)
    if way is None or clauses.parted(one, other):
        return Reason.APART
    for token in one.sent:
        if token.lower_ not in cues and token.lemma_.lower() not in cues:
            continue
        behind = token == other or token.is_ancestor(other)
        before = token.i < other.i and token in way and token != other
        if (behind or before) and not token.is_ancestor(one) and (token in way or behind):
            return None
    return Reason.PREDICATE

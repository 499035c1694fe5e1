"""The parts: whether the grammar of a sentence gives an event's roles to those whom a claim gives them to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.extract.llm import clauses, relating, wording
from kg.extract.llm.reason import Reason
from kg.extract.rules import frames, lexicon, nominals, phrases, posts
from kg.model import ROLES, EntityClass, Predicate

if TYPE_CHECKING:
    from spacy.tokens import Token

_VERBS: Final = frozenset({"VERB", "AUX"})
_DONE_TO: Final = frozenset({Predicate.TARGET, Predicate.VICTIM})
_BLAMING: Final = frozenset({"blame", "accuse", "suspect", "claim", "charge", "convict", "implicate", "responsible"})
_RESPONSES: Final = lexicon.words(
    "response retaliation revenge reprisal vengeance retribution answer reaction avenge retaliate respond"
)
_DURING: Final = lexicon.words("during amid amidst within")
_AIMED: Final = frozenset(
    {"of", "on", "against", "at", "to", "upon", "into", "toward", "towards", "from", "by", "including"}
)
_HITTING: Final = lexicon.words(
    "damage destroy affect devastate claim level cripple hurt harm burn ruin disrupt paralyse paralyze displace"
)
"""What an attack does to what it hits; what it draws, prompts or angers it does not hit."""
_LOCATING: Final = lexicon.words(
    "in near inside outside around across along within behind beside beyond opposite after before during since amid"
)
"""Where or when something happens, which need not be what it hits."""
_SITUATING: Final = frozenset({"pobj", "npadvmod", "compound", "poss", "amod", "nmod"})


def role(predicate: Predicate, trigger: Token, filler: Token) -> Reason | None:
    """Why ``filler`` does not play the role in what ``trigger`` tells, if it does not."""
    if not clauses.reaches(trigger, filler):
        return Reason.APART
    told = _role_of(trigger, filler)
    if not told:
        return Reason.APART
    if predicate in told or (predicate in _DONE_TO and told & _DONE_TO):
        return None
    if predicate is Predicate.PARTICIPANT or (predicate is Predicate.AGENT and Predicate.PARTICIPANT in told):
        return None if told & ROLES else Reason.DIRECTION
    return Reason.DIRECTION


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
        same = {c.i for c in phrases.conjuncts(head)} | {clauses.core(head).i}
        if filler.i in same or clauses.core(filler).i in same:
            listed = {f[name] for f in families if name in f}
            usual = {Predicate.AGENT} if name == "by" else set(_DONE_TO) if name in _AIMED else set()
            return listed or usual
        if name in _AIMED - {"by"} and head.is_ancestor(filler) and _aimed(head, filler):
            return set(_DONE_TO)
    if any(verb.doc[i].is_ancestor(filler) and _aimed(verb.doc[i], filler) for i in patients):
        return set(_DONE_TO)
    return set()


def _aimed(top: Token, filler: Token) -> bool:
    """Whether nothing but what one does something to stands between ("at the base", not "near the town").

    What is done to one person is done to nobody whom that person is somebody of, and what is told of those whom it is
    done to ("a critic of X", "who fought X") is not done to X.
    """
    way = clauses.path(top, filler) or []
    if any(t.pos_ in _VERBS or t.dep_ == "appos" for t in way[1:-1]):
        return False
    if any(_is_somebody(t) for t in way[:-1]):
        return False
    return all(t.lower_ in _AIMED for t in way[1:-1] if t.pos_ == "ADP")


def _is_somebody(token: Token) -> bool:
    """Whether a word is one person, or people who belong to nobody by what they are called ("critics of X")."""
    if any(c.dep_ in {"compound", "nmod"} and posts.is_title(c) for c in token.children):
        return True
    if token.pos_ not in {"NOUN", "PROPN"} or nominals.class_of(token) is not EntityClass.PERSON:
        return False
    return token.tag_ in {"NN", "NNP"} or Predicate.MEMBER_OF not in relating.said_by(token)


def _of_noun(noun: Token, filler: Token) -> set[Predicate]:
    words = frames.load()
    families = [f.family.noun for f in words.nouns.get(noun.lemma_.lower(), ())]
    how = clauses.under(filler, noun)
    if how is not None:
        if how == "possessor" and any(name == "of" for name, _ in phrases.prepositional(noun)):
            return {Predicate.AGENT}  # "Norland's murder of X"
        listed = {f[how] for f in families if how in f}
        if listed:
            return listed
        if how == "by":
            return {Predicate.AGENT}
        if how in _LOCATING:
            return set()
        return {Predicate.AGENT, *_DONE_TO} if how in {"possessor", "modifier", "of"} else set(_DONE_TO)
    if noun.is_ancestor(filler):
        below = next((t for t in filler.ancestors if t.pos_ == "VERB" and noun.is_ancestor(t)), None)
        if below is not None:
            return _of_verb(below, filler)
        return set(_DONE_TO) if _aimed(noun, filler) and not _by_others(noun, filler, families) else set()
    verb = next((t for t in noun.ancestors if t.pos_ in _VERBS), None)
    if verb is None or clauses.parted(noun, verb):
        return set()
    return _above(noun, verb, filler)


def _by_others(noun: Token, filler: Token, families: list[dict[str, Predicate]]) -> bool:
    """Whether the noun's preposition tells who does it: of them no part is whom it is done to ("by troops of X")."""
    way = clauses.path(noun, filler) or []
    name = way[1].lower_ if len(way) > 1 else ""
    listed = {f[name] for f in families if name in f}
    return name == "by" or bool(listed and not listed & _DONE_TO)


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
        hits = lemma in _HITTING or lemma in light["befall"] or wording.classes(verb)
        return set(_DONE_TO) if hits else set()
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
    way = clauses.path(trigger, word)
    if way is None or not clauses.reaches(trigger, word):
        return False
    top = min(way, key=lambda t: sum(1 for _ in t.ancestors))
    below = way[way.index(top) + 1 :]
    if any(t.pos_ == "VERB" and t != trigger for t in below) or any(_is_other(t, trigger) for t in below[:-1]):
        return False
    return top == trigger or trigger.pos_ in _VERBS or _carries(trigger, top)


def _is_other(noun: Token, trigger: Token) -> bool:
    """Whether a noun on the way to a place or date tells of another event ("condemned the attack in X").

    What something happens in ("killed in clashes in X"), and what does or is done by the trigger itself ("the attack in
    X killed them", "launched a raid in X"), is no other.
    """
    if noun == trigger or noun.pos_ != "NOUN" or not wording.classes(noun):
        return False
    if noun.dep_ == "pobj":
        return noun.head.lower_ not in {"in", "during", "at", "amid"}
    if noun.head == trigger and noun.dep_ in {"nsubj", "nsubjpass"}:
        return False
    if noun.head == trigger and noun.dep_ == "dobj":
        return trigger.lemma_.lower() not in frames.load().light["agent"]
    return noun.dep_ in {"nsubj", "nsubjpass", "dobj"}


def _carries(noun: Token, top: Token) -> bool:
    """Whether what a verb says of time and place holds for an event's noun below it: its subject, its object, in it.

    "The attack happened on Monday", "were killed in an attack on Monday"; not "left after an attack on Monday".
    """
    current = noun
    while current != top and current.head not in (top, current):
        if current.dep_ == "pobj" and current.head.lower_ not in {"in", "during", "by", "from", "of"}:
            return False
        if current.dep_ == "pobj" and current.head.lower_ == "of" and current.head.head.pos_ != "NUM":
            return False
        current = current.head
    return current == top or current.dep_ in {"nsubj", "nsubjpass", "dobj", "attr", "prep", "agent", "conj", "appos"}


def places(trigger: Token, word: Token) -> Reason | None:
    """Why a word is not where it happened, if it is not."""
    if not situates(trigger, word):
        return Reason.APART
    top = clauses.core(word)
    if {word.dep_, top.dep_} & _SITUATING:
        return None
    told = _of_verb(trigger, word) if trigger.pos_ in _VERBS else set()
    return None if Predicate.PLACE in told else Reason.DIRECTION


def links(predicate: Predicate, one: Token, other: Token) -> Reason | None:
    """Why the words do not say that ``one`` responds to, or is part of, ``other``, if they do not."""
    if clauses.path(one, other) is None or clauses.parted(one, other):
        return Reason.APART
    responds = predicate is Predicate.IN_RESPONSE_TO
    for cue in one.sent:
        word = cue.lemma_.lower()
        if responds and word in _RESPONSES:
            ends = {h.i for name, h in phrases.prepositional(cue) if name in {"to", "for", "against", "of"}}
            ends |= {o.i for o in phrases.objects(cue)} if cue.pos_ == "VERB" else set()
        elif not responds and cue.dep_ == "prep" and cue.lower_ in _DURING:
            ends = {c.i for c in cue.children if c.dep_ == "pobj"}
        elif not responds and word == "part":
            ends = {h.i for name, h in phrases.prepositional(cue) if name == "of"}
        else:
            continue
        if other.i in ends and one != other and _governs(one, cue):
            return None
    return Reason.PREDICATE


def _governs(trigger: Token, cue: Token) -> bool:
    """Whether what the cue says is said of the trigger: the event next above it, or the subject of its copula."""
    if cue == trigger:
        return True
    for above in cue.ancestors:
        if above == trigger:
            return True
        if above.pos_ in _VERBS:
            light = above.lemma_ == "be" or above.lemma_.lower() in frames.load().light["happening"]
            return light and trigger.i in clauses.agents(above)
        if wording.classes(above):
            return False
    return False

"""The bonds: whether words say that actors are related, hold a post or bear a designation, and which way round."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.extract.llm import clauses, held, wording
from kg.extract.llm.reason import Reason
from kg.extract.rules import lexicon, phrases
from kg.model import Predicate

if TYPE_CHECKING:
    from spacy.tokens import Token

_VERBS: Final = frozenset({"VERB", "AUX"})
_MUTUAL: Final = frozenset({Predicate.ALLIED_WITH, Predicate.OPPOSES, Predicate.AFFILIATED_WITH})
_ATTACHED: Final = frozenset(
    {Predicate.PART_OF, Predicate.MEMBER_OF, Predicate.AFFILIATED_WITH, Predicate.NATIONALITY, Predicate.BASED_IN}
)
"""What a possessor, a modifier or "of" may say alone ("Iran's Quds Force", "Iraqi officials")."""
_HANGING: Final = frozenset({"poss", "compound", "nmod", "amod", "pobj", "appos", "prep", "case", "conj"})
_COPULAS: Final = lexicon.words("be become remain serve act work elect appoint name nominate make declare resign swear")


def relation(predicate: Predicate, subject: Token, object_: Token) -> Token | Reason:
    """The word that says the relation, or why there is none."""
    words = wording.joining(subject, object_)
    if words is None:
        return Reason.APART
    way = clauses.path(subject, object_) or []
    if not words:
        attached = predicate in _ATTACHED and all(
            t.dep_ in _HANGING for t in way[:-1] + way[1:] if t not in (way[0], way[-1])
        )
        attached = attached and (subject.is_ancestor(object_) or object_.is_ancestor(subject))
        if not attached or _is_conjoined(subject, object_):
            return Reason.APART
        return object_ if predicate is Predicate.PART_OF and object_.is_ancestor(subject) else subject
    if wording.says_other(predicate, words):
        return Reason.PREDICATE
    anchor = wording.says(predicate, words) or words[0]
    if predicate not in _MUTUAL and (
        _is_turned(predicate, anchor, subject, object_) or _is_conjoined(subject, object_)
    ):
        return Reason.DIRECTION
    if held.is_over(anchor, subject, object_):
        return Reason.REALIS
    return anchor


def _is_conjoined(one: Token, other: Token) -> bool:
    way = clauses.path(one, other) or []
    return len(way) > 1 and all(
        t.dep_ == "conj" for t in way if t is not min(way, key=lambda t: sum(1 for _ in t.ancestors))
    )


def _is_turned(predicate: Predicate, anchor: Token, subject: Token, object_: Token) -> bool:
    """Whether the grammar has the two the other way round, or gives the part to somebody else."""
    if anchor.pos_ in _VERBS or anchor.tag_ == "VBN":
        agents, patients = clauses.agents(anchor), clauses.patients(anchor)
        if predicate in {Predicate.BASED_IN, Predicate.ACTIVE_IN, Predicate.NATIONALITY}:
            return object_.i in patients and subject.i not in patients
        if subject.i in patients or object_.i in agents:
            return True
        known = predicate in wording.relations(anchor)
        return known and bool(agents) and subject.i not in agents
    below_subject, below_object = _owned(anchor, subject), _owned(anchor, object_)
    if below_subject and not below_object:
        return True
    if anchor == object_ and not _owned(anchor, subject):
        return False
    return predicate is Predicate.LEADS and not below_object and anchor != subject and not _beside(anchor, object_)


def _owned(noun: Token, token: Token) -> bool:
    """Whether a thing is what a relational noun is of ("leader of X", "X's leader", "X leader")."""
    return token != noun and clauses.under(token, noun) is not None and not _is_name_of(noun, token)


def _is_name_of(noun: Token, token: Token) -> bool:
    """Whether the noun introduces the name ("leader Ahmad": the name is the head)."""
    return noun.dep_ in {"compound", "nmod"} and noun.head == token


def _beside(noun: Token, token: Token) -> bool:
    """Whether a thing stands as a modifier beside a noun under one name ("Hezbollah leader Ahmad Karimi")."""
    return noun.head == token.head and token.i < noun.i


def office(post: Token, holder: Token) -> Reason | None:
    """Why ``holder`` does not hold the post that ``post`` names, if so."""
    way = clauses.path(post, holder)
    if way is None or clauses.parted(post, holder):
        return Reason.APART
    if post == holder:
        return None
    verbs = [t for t in way if t.pos_ in _VERBS]
    inner = way[1:-1]
    if not verbs:
        if _is_conjoined(post, holder) or any(t.dep_ in {"poss"} for t in (*inner, holder)):
            return Reason.DIRECTION
        return Reason.DIRECTION if clauses.under(holder, post) in {"of", "to", "for", "possessor", "in"} else None
    if len(verbs) > 1 or not any(v.lemma_.lower() in _COPULAS for v in verbs):
        return Reason.APART
    verb = verbs[0]
    predicate = verb.lemma_.lower()
    borne = clauses.patients(verb) if phrases.objects(verb) and predicate not in {"be", "become", "remain"} else set()
    return None if holder.i in borne | clauses.agents(verb) | clauses.patients(verb) else Reason.DIRECTION


def of_office(post: Token, organisation: Token) -> Reason | None:
    """Why the post is not one of the organisation, if so."""
    way = clauses.path(post, organisation)
    if way is None or clauses.parted(post, organisation):
        return Reason.APART
    return Reason.APART if any(t.pos_ in _VERBS for t in way) or _is_conjoined(post, organisation) else None


def designation(predicate: Predicate, label: Token, actor: Token) -> Token | Reason:
    """The word that says the designation, or why there is none."""
    way = clauses.path(label, actor)
    if way is None or clauses.parted(label, actor):
        return Reason.APART
    verb = next((t for t in way if t.pos_ in _VERBS), None)
    if verb is None:
        return Reason.APART if _is_conjoined(label, actor) else label.head  # the label may stand in quotation marks
    agents, patients = clauses.agents(verb), clauses.patients(verb)
    if predicate is Predicate.DESIGNEE and actor.i in agents and actor.i not in patients and verb.lemma_ != "be":
        return Reason.DIRECTION
    if predicate is Predicate.AUTHORITY and (actor.i in patients or (agents and actor.i not in agents)):
        return Reason.DIRECTION
    if predicate is Predicate.DESIGNEE and patients and actor.i not in patients and verb.lemma_ != "be":
        return Reason.DIRECTION
    return verb

"""The bonds: whether words say that two actors are related, and which way round."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.extract.llm import clauses, held, offices, relating
from kg.extract.llm.reason import Reason
from kg.extract.rules import lexicon, phrases
from kg.model import Predicate

if TYPE_CHECKING:
    from spacy.tokens import Token

_MUTUAL: Final = frozenset({Predicate.ALLIED_WITH, Predicate.OPPOSES, Predicate.AFFILIATED_WITH})
"""Relations that hold both ways. (``opposes`` may be one-sided, but no word here tells which side it is.)"""
_ATTACHED: Final = frozenset({Predicate.PART_OF, Predicate.MEMBER_OF, Predicate.AFFILIATED_WITH, Predicate.NATIONALITY})
"""What a possessor, a modifier, "of" or "from" may say alone ("Iran's Quds Force", "Iraqi officials")."""
_SECONDS: Final = lexicon.words("deputy vice assistant associate junior under")
_OF_PARTS: Final = lexicon.words("minister secretary director chief")
_PARTS: Final = lexicon.words(
    "foreign defence defense interior finance justice health education economy energy trade oil labour labor transport "
    "agriculture information culture environment cabinet state press home treasury security intelligence police army "
    "military naval air"
)
"""What a minister or chief of theirs leads, beside the whole that it belongs to ("Norland's defence minister")."""
_OWNING: Final = frozenset({"possessor", "modifier", "of", "from", "in"})
_LOCATED: Final = frozenset({Predicate.BASED_IN, Predicate.ACTIVE_IN})


def relation(predicate: Predicate, subject: Token, object_: Token) -> Token | Reason:
    """The word that says the relation, or why there is none."""
    words = relating.between(subject, object_)
    if words is None:
        return Reason.APART
    said = [t for t in words if predicate in relating.said_by(t)]
    if predicate is Predicate.LEADS:
        said = [t for t in said if not _is_under_another(t)]
    anchor = next((t for t in said if _joins(predicate, t, subject, object_)), None)
    if anchor is None and predicate in _ATTACHED and clauses.under(object_, subject) in _OWNING:
        anchor = subject
    if anchor is None:
        if said:
            return Reason.DIRECTION
        return Reason.PREDICATE if [t for t in words if t.pos_ != "PROPN"] else Reason.APART
    return Reason.REALIS if held.is_over(anchor, subject, object_) else anchor


def _is_under_another(title: Token) -> bool:
    """Whether a title says that its bearer leads a part, or for another ("foreign minister", "deputy head")."""
    beside = {c.lower_ for c in title.lefts if c.dep_ in {"amod", "compound", "nmod"}}
    if beside & _SECONDS:
        return True
    return title.lemma_.lower() in _OF_PARTS and bool(
        {c.lower_ for c in title.lefts if c.dep_ in {"amod", "compound"}} & _PARTS
    )


def _joins(predicate: Predicate, word: Token, subject: Token, object_: Token) -> bool:
    """Whether the grammar gives the two the parts that the relation wants of them."""
    if word.pos_ in {"NOUN", "PROPN"}:
        return _of_noun(word, subject, object_) or (predicate in _MUTUAL and _of_noun(word, object_, subject))
    first, second = _slots(word)
    if predicate in _LOCATED or predicate is Predicate.NATIONALITY:
        whole = first | second | ({word.head.i} if word.dep_ in {"amod", "acl", "relcl"} else set())
        placed = {h.i for _, h in phrases.prepositional(word)} | {c.i for c in word.children if c.i < word.i}
        return subject.i in whole and object_.i in placed and subject.i not in placed
    if predicate in _MUTUAL:
        return (subject.i in first and object_.i in second) or (subject.i in second and object_.i in first)
    return subject.i in first and object_.i in second and subject.i not in second


def _of_noun(noun: Token, bearer: Token, owner: Token) -> bool:
    """As in "BEARER, leader of OWNER", "OWNER's ally BEARER", "OWNER fighters"."""
    if bearer == owner or offices.office(noun, bearer) is not None:
        return False
    if owner != noun and clauses.under(owner, noun) is not None and not _is_title_of(noun, owner):
        return True
    # "Red Lantern leader Ahmad Karimi": both modify the name
    return (
        noun.head == bearer and owner.head == bearer and owner.i < noun.i and owner.dep_ in {"compound", "nmod", "amod"}
    )


def _is_title_of(noun: Token, token: Token) -> bool:
    return noun.dep_ in {"compound", "nmod"} and noun.head == token


def _slots(word: Token) -> tuple[set[int], set[int]]:
    """Who does it, and to or with whom."""
    first, second = clauses.agents(word), clauses.patients(word)
    if word.pos_ == "ADJ" or word.dep_ in {"acomp", "oprd"}:
        first = first | {s.i for s in phrases.subjects(word.head) if word.dep_ in {"acomp", "oprd", "attr"}}
        if word.dep_ == "amod":
            first = first | {word.head.i}
    reached = {c.i for name, h in phrases.prepositional(word) if name != "by" for c in phrases.conjuncts(h)}
    if phrases.is_passive(word) and reached and not first:
        return second, reached  # "is allied with", "is linked to"
    return first, second | reached

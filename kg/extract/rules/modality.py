"""Modality: what the words around an event say of its certainty, its reality and its denial."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kg.extract.rules import lexicon
from kg.model import Certainty, Polarity, Realis

if TYPE_CHECKING:
    from spacy.tokens import Token

_RANK = {Certainty.CERTAIN: 0, Certainty.PROBABLE: 1, Certainty.POSSIBLE: 2}
_STEPS = 6


@dataclass(frozen=True, slots=True)
class Modality:
    """Polarity, certainty and realis of a statement."""

    polarity: Polarity = Polarity.AFFIRMED
    certainty: Certainty = Certainty.CERTAIN
    realis: Realis = Realis.ACTUAL

    def weaken(self, certainty: Certainty) -> Modality:
        """The same, at most as certain as ``certainty``."""
        if _RANK[certainty] <= _RANK[self.certainty]:
            return self
        return Modality(self.polarity, certainty, self.realis)

    def shift(self, realis: Realis) -> Modality:
        """The same, moved to ``realis`` unless it already is not actual."""
        if realis is Realis.ACTUAL or self.realis is Realis.HYPOTHETICAL:
            return self
        return Modality(self.polarity, self.certainty, realis)

    def negate(self) -> Modality:
        """The same with the other polarity."""
        other = Polarity.DENIED if self.polarity is Polarity.AFFIRMED else Polarity.AFFIRMED
        return Modality(other, self.certainty, self.realis)

    def combine(self, other: Modality) -> Modality:
        """What is said under ``other``: a denial denies, doubt weakens, a plan moves to the future."""
        out = self.weaken(other.certainty).shift(other.realis)
        return out.negate() if other.polarity is Polarity.DENIED else out


@dataclass(frozen=True, slots=True)
class _Words:
    adverbs: dict[str, Certainty]
    adjectives: dict[str, Certainty | Realis]
    auxiliaries: dict[str, Certainty | Realis]
    governors: dict[str, Realis]
    nouns: dict[str, Realis]
    denying: frozenset[str]
    ahead: frozenset[str]
    traces: frozenset[str]
    marks: frozenset[str]


def _value(name: str) -> Certainty | Realis:
    return Certainty(name) if name in set(Certainty) else Realis(name)


@cache
def _words() -> _Words:
    data = lexicon.load("modality")
    governors = data["governors"]
    return _Words(
        {w: Certainty(kind) for kind, value in data["adverbs"].items() for w in value.split()},
        {w: _value(kind) for kind, value in data["adjectives"].items() for w in value.split()},
        {w: _value(kind) for kind, value in data["auxiliaries"].items() for w in value.split()},
        {w: Realis(kind) for kind in ("Future", "Hypothetical") for w in governors[kind].split()},
        {
            **dict.fromkeys(governors["nouns_future"].split(), Realis.FUTURE),
            **dict.fromkeys(governors["nouns_hypothetical"].split(), Realis.HYPOTHETICAL),
        },
        lexicon.words(governors["denying"]),
        lexicon.words(governors["ahead"]),
        lexicon.words(governors["traces"]),
        lexicon.words(data["conditions"]["marks"]),
    )


def of(token: Token, governor: Token, limit: frozenset[int]) -> Modality:
    """What is said of the event at ``token``, which ``governor`` (itself or a light verb) asserts.

    ``limit`` holds the cues of attributions: what lies above them belongs to the attribution, not to the statement.
    """
    out = Modality()
    if token.pos_ in {"NOUN", "PROPN"}:
        out = _of_noun(token, out, limit)
    if governor.pos_ in {"VERB", "AUX"}:
        out = _of_verb(governor, out, limit)
    return out


def surmised(noun: Token) -> Certainty:
    """How sure it is that whom the noun names are what it says ("suspected militants")."""
    said = [_words().adjectives.get(c.lower_) for c in noun.lefts if c.dep_ == "amod"]
    weak = [s for s in said if isinstance(s, Certainty)]
    return max(weak, key=_RANK.__getitem__, default=Certainty.CERTAIN)


_PLANNING = frozenset({"plan", "prepare", "order", "organise", "organize"})
"""What is known and was planned has happened ("the men had planned the bombing")."""


def _apply(out: Modality, value: Certainty | Realis | None) -> Modality:
    if isinstance(value, Certainty):
        return out.weaken(value)
    return out.shift(value) if value is not None else out


def _of_noun(token: Token, out: Modality, limit: frozenset[int]) -> Modality:
    words = _words()
    for child in token.lefts:
        if child.dep_ == "amod":
            out = _apply(out, words.adjectives.get(child.lower_))
        if child.dep_ == "poss" and any(t.lower_ in {"next", "coming"} for t in child.subtree):
            out = out.shift(Realis.FUTURE)
        if child.dep_ == "det" and child.lower_ == "no":
            out = out.negate()
    head = token.head
    out = _judged(token, out)
    if token.dep_ in {"dobj", "pobj"}:
        governor = head if token.dep_ == "dobj" else head.head
        preposition = head.lower_ if token.dep_ == "pobj" else ""
        if governor.i in limit:
            return out
        if governor.pos_ == "NOUN" and preposition in {"of", "for", "against", "on", "to"}:
            out = out.shift(words.nouns.get(governor.lemma_.lower(), Realis.ACTUAL))
            if preposition == "of" and governor.lemma_.lower() in words.traces and _has_no(governor):
                out = out.weaken(Certainty.PROBABLE).negate()
        elif governor.pos_ == "VERB" and preposition in {"", "for", "of"}:
            lemma = governor.lemma_.lower()
            if preposition or lemma not in _PLANNING or not _is_definite(token):
                out = out.shift(words.governors.get(lemma, Realis.ACTUAL))
            if not preposition and lemma not in words.governors and not _is_definite(token):
                out = _inherited(governor, out, limit)
    elif token.dep_ in {"nsubj", "nsubjpass"} and head.lemma_ in {
        "be",
        "take",
        "occur",
        "happen",
        "continue",
        "begin",
        "start",
        "follow",
        "resume",
    }:
        out = _inherited(head, out, limit)
    return out


def _judged(noun: Token, out: Modality) -> Modality:
    """As in "Why a ceasefire?", "an attack is impossible"."""
    if noun.dep_ == "ROOT" and _ends_asking(noun):
        return out.shift(Realis.HYPOTHETICAL)
    if noun.dep_ != "nsubj" or noun.head.lemma_ != "be":
        return out
    for child in noun.head.children:
        if child.dep_ == "acomp":
            out = out.negate() if child.lower_ in _UNREAL else _apply(out, _words().adjectives.get(child.lower_))
    return out


def _inherited(verb: Token, out: Modality, limit: frozenset[int]) -> Modality:
    """Modal auxiliaries of a verb that an event noun depends on, without that verb's own negation."""
    words = _words()
    if verb.i in limit:
        return out
    for child in verb.children:
        if child.dep_ == "aux":
            value = words.auxiliaries.get(child.lower_)
            out = _apply(out, value)
            if value is Certainty.POSSIBLE:
                out = out.shift(Realis.FUTURE)
    return out


def _of_verb(verb: Token, out: Modality, limit: frozenset[int]) -> Modality:
    words = _words()
    current = verb
    for step in range(_STEPS):
        out = _own(current, out, words, limit, negation=step == 0 or current.dep_ != "advcl")
        head = current.head
        if head == current or head.i in limit:
            break
        if _is_shared(current):
            if current.dep_ == "conj" and current.tag_ != head.tag_:
                break
            current = head
            continue
        if current.dep_ in {"xcomp", "pcomp"}:
            governor = head.head if current.dep_ == "pcomp" else head
            if current.dep_ == "pcomp" and (head.lower_ == "without" or _instead(head)):
                out = out.negate()
                break
            if governor.i in limit:
                break
            lemma = governor.lemma_.lower()
            if lemma in words.denying:
                out = out.negate()
            elif lemma in words.governors and (
                current.dep_ == "xcomp" or lemma in {"plan", "consider", "accuse", "suspect"}
            ):
                out = out.shift(words.governors[lemma])
            elif current.dep_ == "xcomp" and _infinitive(current):
                out = _apply(_ahead(governor, out, words), words.adjectives.get(governor.lower_))
            if governor.pos_ not in {"VERB", "AUX"}:
                out = out.shift(words.nouns.get(lemma, Realis.ACTUAL))
                break
            current = governor
            continue
        if current.dep_ in {"acl", "relcl"} and _infinitive(current):
            out = out.shift(words.nouns.get(head.lemma_.lower(), Realis.HYPOTHETICAL))
        elif current.dep_ == "advcl" and _infinitive(current):
            out = out.shift(Realis.HYPOTHETICAL)
        elif current.dep_ == "ccomp" and head.pos_ in {"VERB", "AUX"} and head.lemma_.lower() in words.governors:
            out = out.shift(words.governors[head.lemma_.lower()])
        break
    return out


def _is_shared(verb: Token) -> bool:
    """Whether a verb is joined to the one above it, or is what that one lets others do."""
    head = verb.head
    if verb.dep_ == "ccomp":
        return head.lemma_ in _LETTING and _infinitive(verb)
    return verb.dep_ == "conj" and head.pos_ in {"VERB", "AUX"} and not _has_subject(verb)


_LETTING = frozenset({"allow", "let", "enable", "permit", "help", "get", "force", "cause"})
"""What these make others do is as real as they are themselves ("to allow rebels to meet")."""


def _ahead(governor: Token, out: Modality, words: _Words) -> Modality:
    """What lies ahead: "is going to …", "is to …", "is set to …"."""
    going = governor.lemma_ == "go" and governor.tag_ == "VBG"
    return out.shift(Realis.FUTURE) if going or governor.lemma_ == "be" or governor.lower_ in words.ahead else out


def _own(verb: Token, out: Modality, words: _Words, limit: frozenset[int], *, negation: bool) -> Modality:
    conditional = _is_conditional(verb)
    if conditional and any(c.dep_ == "aux" and c.lower_ in words.auxiliaries for c in verb.children):
        out = out.shift(Realis.HYPOTHETICAL)
    denied = any(c.dep_ == "neg" for c in verb.children)
    for child in verb.children:
        if child.dep_ == "aux":
            value = words.auxiliaries.get(child.lower_)
            if child.lower_ in {"would", "'d"} and verb.head.i in limit and verb.dep_ == "ccomp" and not _perfect(verb):
                value = Realis.FUTURE  # "said it would attack" is "it will attack", said before
            if child.lower_ == "could" and denied and not _perfect(verb):
                value = None  # "could not reach the town" denies
            if child.lower_ == "must" and _perfect(verb):
                value = Certainty.PROBABLE
            out = _apply(out, value)
            if value is Certainty.POSSIBLE and not _perfect(verb):
                out = out.shift(Realis.FUTURE)
        elif child.dep_ == "neg" and negation:
            out = out.negate()
        elif child.dep_ == "advmod":
            out = _apply(out, words.adverbs.get(child.lower_))
        elif child.dep_ == "mark" and child.lower_ in words.marks:
            out = out.shift(Realis.HYPOTHETICAL)
        elif (
            child.dep_ in {"nsubj", "nsubjpass"}
            and negation
            and any(g.lower_ in {"no", "neither"} and g.dep_ in {"det", "preconj", "cc"} for g in child.lefts)
        ) or (
            child.dep_ in {"nsubj", "nsubjpass", "dobj"} and negation and child.lower_ in {"nobody", "none", "nothing"}
        ):
            out = out.negate()
    if _is_wished(verb):
        out = out.shift(Realis.HYPOTHETICAL)
    if verb.dep_ == "ROOT" and _is_asked(verb):
        out = out.shift(Realis.HYPOTHETICAL)
    return out


def _is_wished(verb: Token) -> bool:
    """A subjunctive: "suggested that an agreement be signed"."""
    return (
        verb.dep_ == "ccomp"
        and any(c.dep_ == "auxpass" and c.lower_ == "be" for c in verb.children)
        and not any(c.dep_ == "aux" for c in verb.children)
    )


def _is_conditional(verb: Token) -> bool:
    """Whether a condition is put before what the verb says ("if it rains, they will stay")."""
    return any(
        c.dep_ == "advcl" and any(m.dep_ == "mark" and m.lower_ in {"if", "unless"} for m in c.children)
        for c in verb.children
    )


def _is_asked(verb: Token) -> bool:
    """Whether the verb's sentence is a question that may be answered with yes or no."""
    return verb.pos_ in {"VERB", "AUX"} and _ends_asking(verb)


def _ends_asking(token: Token) -> bool:
    last = next((t for t in reversed(token.sent) if not t.is_space and not t.is_quote), None)
    return last is not None and last.text == "?"


_UNREAL = frozenset({"impossible", "unthinkable", "false", "untrue", "fictitious", "imaginary"})


def _instead(preposition: Token) -> bool:
    """As in "instead of attacking"."""
    return preposition.lower_ == "of" and preposition.i > 0 and preposition.nbor(-1).lower_ == "instead"


def _is_definite(noun: Token) -> bool:
    """Whether the noun takes something for known ("the killing", "his arrest"), whatever is done about it."""
    return any(
        c.dep_ == "poss" or (c.dep_ == "det" and c.lower_ in {"the", "this", "that", "these", "those"})
        for c in noun.lefts
    )


def _has_no(noun: Token) -> bool:
    return any(c.dep_ == "det" and c.lower_ == "no" for c in noun.lefts)


def _perfect(verb: Token) -> bool:
    """As in "may have attacked" is about the past."""
    return any(c.dep_ == "aux" and c.lower_ == "have" for c in verb.children)


def _has_subject(verb: Token) -> bool:
    return any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.children)


def _infinitive(verb: Token) -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)

"""Phrases: what belongs to a noun or a verb in a dependency parse (ClearNLP labels, as spaCy's English models have)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.extract.rules import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

_PREMODIFIERS = frozenset(
    {"det", "predet", "amod", "compound", "nummod", "poss", "nmod", "quantmod", "neg", "npadvmod"}
)
_RELATIVES = frozenset({"who", "whom", "which", "that", "whose"})
_CLAUSES = frozenset({"ccomp", "xcomp", "advcl", "relcl", "acl", "conj", "pcomp", "ROOT", "csubj", "parataxis"})


def left_edge(head: Token) -> int:
    """Index of the first token of the noun phrase before and including ``head``: determiners, possessors, modifiers."""
    edge = head.i
    for child in sorted(head.lefts, key=lambda t: -t.i):
        if child.dep_ in _PREMODIFIERS and child.i < head.i:
            first = child.left_edge.i
            if first <= edge and child.right_edge.i < head.i:
                edge = min(edge, first)
    return edge


def conjuncts(token: Token) -> list[Token]:
    """The token and what is coordinated with it to its right ("fighters and leaders")."""
    out, todo = [], [token]
    while todo:
        current = todo.pop(0)
        out.append(current)
        todo.extend(c for c in current.children if c.dep_ == "conj")
    return out


def contrasted(head: Token) -> list[Token]:
    """What is set against ``head`` by "not": "by ISIS, not militias or others"."""
    out = []
    for child in head.children:
        if child.dep_ == "appos" and (edge := left_edge(child)) and child.doc[edge - 1].lower_ == "not":
            out.extend(conjuncts(child))
    return out


def antecedent(token: Token) -> Token:
    """What a relative pronoun stands for: the noun that its clause modifies; otherwise the token itself."""
    if token.lower_ not in _RELATIVES or token.tag_ not in {"WDT", "WP", "WP$", "IN"}:
        return token
    for ancestor in token.ancestors:
        if ancestor.dep_ == "relcl":
            return ancestor.head
        if ancestor.dep_ not in _CLAUSES | {"prep", "pobj", "aux", "dobj", "poss", "nsubj"}:
            break
    return token


def is_passive(verb: Token) -> bool:
    """Whether the verb is passive: an auxiliary of the passive, or a bare participle that modifies a noun."""
    if any(c.dep_ in {"auxpass", "nsubjpass", "csubjpass"} for c in verb.children):
        return True
    bare = verb.dep_ in {"acl", "amod"} and not any(c.dep_ in {"aux", "nsubj"} for c in verb.children)
    if verb.tag_ == "VBN" and (bare or any(c.dep_ == "agent" for c in verb.children)):
        return True
    return (
        verb.tag_ == "VBN"
        and verb.dep_ == "conj"
        and not _own_subject(verb)
        and is_passive(verb.head)
        and not any(c.dep_ == "aux" for c in verb.children)
    )


def _own_subject(verb: Token) -> list[Token]:
    return [c for c in verb.children if c.dep_ in {"nsubj", "nsubjpass", "csubj", "expl"}]


def subjects(verb: Token, depth: int = 0) -> list[Token]:
    """Heads of the grammatical subject: its own, or the one it shares with or inherits from a governing verb."""
    own = _own_subject(verb)
    if own:
        return [s for o in own for s in conjuncts(antecedent(o))]
    if depth > 4:
        return []
    head = verb.head
    misplaced = _misplaced(verb)
    if misplaced is not None:
        return [misplaced]
    if verb.dep_ == "conj" and head.pos_ in {"VERB", "AUX"}:
        return subjects(head, depth + 1)
    if verb.dep_ in {"acl", "relcl"} and head.pos_ in {"NOUN", "PROPN", "PRON"}:
        return _of_modifying(verb, head)
    if verb.dep_ == "xcomp" and head.pos_ in {"VERB", "AUX", "ADJ"}:
        objects = [c for c in head.children if c.dep_ in {"dobj", "dative"}]
        if objects and head.lemma_ in _OBJECT_CONTROL:
            return [s for o in objects for s in conjuncts(o)]
        return subjects(head, depth + 1)
    if verb.dep_ == "advcl" and verb.tag_ in {"VBG", "VBN"} and head.pos_ in {"VERB", "AUX"}:
        return subjects(head, depth + 1)
    if verb.dep_ == "pcomp" and head.head.pos_ in {"VERB", "AUX"} and verb.tag_ == "VBG":
        governor = head.head
        if head.lower_ in SEQUENCE and (is_passive(governor) or governor.tag_ == "VBN"):
            return []
        if governor.lemma_ in _OBJECT_OF:
            return (
                subjects(governor)
                if is_passive(governor)
                else [c for o in governor.children if o.dep_ == "dobj" for c in [o]]
            )
        return subjects(governor, depth + 1)
    return []


def _of_modifying(verb: Token, noun: Token) -> list[Token]:
    """Who does what a clause or participle behind a noun says: the noun, or who has the plan ("Iran's plot to …")."""
    if verb.dep_ == "acl":
        infinitive = any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)
        return [c for c in noun.children if c.dep_ == "poss"] if infinitive else conjuncts(noun)[:1]
    return [] if any(c.lower_ in _RELATIVES for c in verb.subtree) else [noun]


SEQUENCE = frozenset({"after", "following", "before", "over", "during"})
"""Prepositions before a gerund whose doer a passive above them leaves open ("charged after a shooting")."""
_OBJECT_OF = lexicon.words(lexicon.load("words")["grammar"]["object_of"])
_OBJECT_CONTROL = lexicon.words(lexicon.load("words")["grammar"]["object_control"])


def objects(verb: Token) -> list[Token]:
    """Heads of the direct objects, with what is coordinated with them."""
    out = [s for c in verb.children if c.dep_ in {"dobj", "obj"} for s in conjuncts(antecedent(c)) if not _acts(s)]
    if not out and verb.dep_ == "relcl":
        gap = [c for c in verb.children if c.dep_ in {"dobj", "pobj"}]
        subject = _own_subject(verb)
        if not gap and subject and not any(s.lower_ in _RELATIVES for s in subject):
            out = [verb.head]
    return out


def _acts(noun: Token) -> bool:
    """Whether what the parser joined to an object rather opens the next clause ("killed 12 people and 40 were …")."""
    if noun.dep_ != "conj" or noun.i + 1 >= len(noun.doc):
        return False
    after = noun.doc[noun.i + 1]
    return _misplaced(after.head if after.dep_ in {"aux", "auxpass"} else after) == noun


def _misplaced(verb: Token) -> Token | None:
    """The subject of a coordinated verb that the parser took for an object of the verb before it."""
    if verb.dep_ != "conj" or verb.pos_ not in {"VERB", "AUX"} or _own_subject(verb):
        return None
    first = min((c for c in verb.children if c.dep_ in {"aux", "auxpass"}), key=lambda c: c.i, default=verb)
    before = verb.doc[first.i - 1] if first.i else verb
    if before.dep_ != "conj" or before.pos_ not in {"NOUN", "NUM", "PROPN"} or first.tag_ not in _FINITE:
        return None
    return before if any(o.dep_ == "dobj" and before in conjuncts(o) for o in verb.head.children) else None


_FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
_MEASURES = lexicon.words(lexicon.load("words")["grammar"]["measures"])


def content(head: Token) -> Token:
    """The noun that is counted where ``head`` only counts ("25 of its fighters", "dozens of civilians")."""
    if head.pos_ == "NUM" or head.lower_ in _MEASURES:
        for child in head.children:
            if child.dep_ == "prep" and child.lower_ == "of":
                for noun in child.children:
                    if noun.dep_ == "pobj" and noun.pos_ in {"NOUN", "PROPN", "PRON", "NUM"}:
                        return content(noun)
    return head


def prepositional(token: Token) -> Iterator[tuple[str, Token]]:
    """Pairs of a preposition (lower case) and a head it governs, for the phrases that hang on ``token``."""
    for child in token.children:
        if child.dep_ in {"prep", "agent", "dative"} and child.pos_ in {"ADP", "SCONJ", "VERB", "ADV"}:
            yield from _governed(child, child.lower_)


def _governed(preposition: Token, name: str) -> Iterator[tuple[str, Token]]:
    for child in preposition.children:
        if child.dep_ in {"pobj", "pcomp"} and child.pos_ in {"NOUN", "PROPN", "PRON", "NUM", "ADJ"}:
            for head in conjuncts(antecedent(child)):
                yield name, head
        elif child.dep_ == "prep" or (child.dep_ == "conj" and child.pos_ == "ADP"):
            yield from _governed(child, child.lower_)

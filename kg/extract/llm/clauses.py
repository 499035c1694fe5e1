"""Clauses: how two words of a sentence hang together in the parse, and which part each plays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.extract.rules import lexicon, phrases

if TYPE_CHECKING:
    from spacy.tokens import Token

_CONTENT: Final = frozenset({"ccomp", "csubj", "csubjpass", "parataxis"})
_LETTING: Final = lexicon.words("make let help have see watch allow enable force cause get leave")
_SUBJECTS: Final = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
_VERBS: Final = frozenset({"VERB", "AUX"})


def path(one: Token, other: Token) -> list[Token] | None:
    """The words from ``one`` to ``other`` through the one above both, ends included; ``None`` across sentences."""
    up = [one, *one.ancestors]
    above = {t.i: n for n, t in enumerate(up)}
    down: list[Token] = []
    for token in (other, *other.ancestors):
        if token.i in above:
            return [*up[: above[token.i] + 1], *reversed(down)]
        down.append(token)
    return None


def parted(one: Token, other: Token) -> bool:
    """Whether the two stand in different statements: a clause that is the content of another word lies between them."""
    way = path(one, other)
    if way is None:
        return True
    top = min(way, key=lambda t: sum(1 for _ in t.ancestors))
    return any(t is not top and _is_content(t) for t in way)


def _is_content(token: Token) -> bool:
    return token.dep_ in _CONTENT and not (token.dep_ == "ccomp" and token.head.lemma_.lower() in _LETTING)


def clause(token: Token) -> Token:
    """The top of what a word speaks of: up to its main verb, past verbs that share its subject, never past content."""
    current = token
    while current.head != current and not _is_content(current):
        if current.pos_ in _VERBS and current.dep_ in {"conj", "advcl", "relcl"}:
            own = any(c.dep_ in _SUBJECTS for c in current.children)
            if current.dep_ != "relcl" and own:
                break
            if current.dep_ == "relcl":
                return current.head
        current = current.head
    return current


def reaches(token: Token, other: Token) -> bool:
    """Whether ``other`` belongs to the statement that ``token`` makes."""
    top = clause(token)
    if other != top and not top.is_ancestor(other):
        return False
    return not parted(token, other)


def verb_between(noun: Token, other: Token) -> Token | None:
    """The verb above a noun through which another word hangs together with it, if one does."""
    way = path(noun, other) or []
    if noun.pos_ in _VERBS or not way:
        return None
    top = min(way, key=lambda t: sum(1 for _ in t.ancestors))
    return top if top.pos_ in _VERBS and top not in (noun, other) else None


def core(token: Token) -> Token:
    """The head of the phrase that a word belongs to as a name, a title or one of several."""
    current = token
    while current.head != current and current.head.pos_ not in _VERBS and _is_beside(current):
        current = current.head
    return current


def _is_beside(token: Token) -> bool:
    """Whether a word stands for what its head stands for: one of several, in apposition, a title before a name."""
    return token.dep_ in {"conj", "appos", "flat"} or (token.dep_ in {"compound", "nmod"} and token.pos_ == "NOUN")


def agents(verb: Token) -> set[int]:
    """Who does it: the subject of an active verb, whom "by" names under a passive."""
    if phrases.is_passive(verb):
        heads = [h for name, h in phrases.prepositional(verb) if name == "by"]
        heads += [c for c in verb.children if c.dep_ in {"npadvmod", "compound", "nmod"} and c.i < verb.i]
        return _all(heads)
    if verb.dep_ == "amod" and verb.tag_ == "VBN":
        return _all([c for c in verb.children if c.dep_ in {"npadvmod", "compound", "nmod", "amod"} and c.i < verb.i])
    return _all(phrases.subjects(verb))


def patients(verb: Token) -> set[int]:
    """To whom it is done: the object of an active verb, the subject of a passive, what a participle modifies."""
    if phrases.is_passive(verb):
        modified = [verb.head] if verb.dep_ in {"acl", "amod"} else []
        return _all([*phrases.subjects(verb), *modified])
    return _all(phrases.objects(verb))


def _all(heads: list[Token]) -> set[int]:
    out: set[int] = set()
    for head in heads:
        for each in phrases.conjuncts(phrases.antecedent(head)):
            out.update((each.i, phrases.content(each).i))
            out.update(c.i for c in each.subtree if core(c) == core(each))
        out.add(head.i)
    return out


def under(token: Token, noun: Token) -> str | None:
    """How a word hangs on a noun: the preposition, ``possessor`` or ``modifier``; ``None`` where it does not."""
    current = core(token)
    if current.head == noun and current.dep_ == "poss":
        return "possessor"
    for each in (token, current):
        if each.head == noun and each.dep_ in {"compound", "amod", "nmod", "npadvmod", "nsubj"}:
            return "modifier"
    for name, head in phrases.prepositional(noun):
        if head.i in (token.i, current.i) or any(c.i in (token.i, current.i) for c in phrases.conjuncts(head)):
            return name
    return None

"""Whether the words around a date look back or ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.extract.rules import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_PERFECT: Final = frozenset({"have", "has", "had", "'ve", "’ve"})
_DEPENDENT: Final = frozenset({"xcomp", "conj", "pcomp", "advcl"})
_VERBAL: Final = frozenset({"VERB", "AUX"})


def looks_ahead(span: Span) -> bool:
    """Whether what happens at this time is still to come, as the tense of the governing verb tells.

    Without a verb, and in the past tense, it is not: news tells what has happened.
    """
    token = span.root
    attributive = token.dep_ in {"compound", "nmod", "amod", "poss"}
    for ancestor in [token, *token.ancestors]:
        if ancestor.pos_ in _VERBAL:
            return _future(ancestor, attributive=attributive)
    return False


def _future(verb: Token, *, attributive: bool) -> bool:
    helpers = {c.lower_: c for c in verb.children if c.dep_ in {"aux", "auxpass"}}
    perfect = bool(_PERFECT & set(helpers))
    if any(c.tag_ == "MD" for c in helpers.values()):
        return not perfect
    if "to" in helpers:
        return verb.head.lemma_.lower() in _planning() or _inherited(verb, attributive=attributive)
    tag = next((c.tag_ for c in helpers.values() if c.tag_ in {"VBD", "VBZ", "VBP"}), verb.tag_)
    if tag in {"VBZ", "VBP"}:
        # "meets on Monday", "is meeting on Monday", "is due on Monday"; not "has met", not "the Monday attack is"
        looks = verb.lemma_ in _planning() if verb.tag_ == "VBN" else verb.lemma_ not in _reporting()
        return looks and not attributive and not perfect
    return verb.tag_ in {"VB", "VBG"} and verb.dep_ in _DEPENDENT and _inherited(verb, attributive=attributive)


def _inherited(verb: Token, *, attributive: bool) -> bool:
    """What the governing verb tells, where there is one."""
    head = verb.head
    return head.i != verb.i and head.pos_ in _VERBAL and _future(head, attributive=attributive)


def _planning() -> frozenset[str]:
    return lexicon.words(lexicon.load("calendar")["tense"]["planning"])


def _reporting() -> frozenset[str]:
    return lexicon.words(lexicon.load("calendar")["tense"]["reporting"])

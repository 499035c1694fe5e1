"""Posts: the words that name an office, and where its title begins and ends ("ambassador to Canada")."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from kg.extract.rules import lexicon
from kg.extract.rules.cast import Cast, Member
from kg.model import EntityClass

if TYPE_CHECKING:
    from spacy.tokens import Token

LONGEST = 9
"""Words of the longest title."""
FORMER = frozenset({"former", "ex", "late", "then", "ousted", "deposed", "erstwhile", "previous", "onetime", "retired"})
"""Words that put an office into the past."""
_ABBREVIATIONS = {"pm": "Prime Minister", "ceo": "Chief Executive Officer"}
_CHARGED = lexicon.words("minister secretary commissioner undersecretary adviser director")
_SENT = lexicon.words("ambassador envoy representative adviser advisor consul delegate")
_SUFFIXES = frozenset({"general", "elect", "designate", "emeritus"})
_SUBORDINATE = frozenset({"deputy", "vice", "assistant", "acting"})


@cache
def leading() -> frozenset[str]:
    """Titles whose holders lead the organisation."""
    return lexicon.words(lexicon.load("titles")["leading"])


@cache
def other() -> frozenset[str]:
    """Titles whose holders belong to the organisation."""
    return lexicon.words(lexicon.load("titles")["other"])


@cache
def professions() -> frozenset[str]:
    """What somebody does, and a post only in an organisation that is no state."""
    return lexicon.words(lexicon.load("titles")["professions"])


@cache
def ranks() -> frozenset[str]:
    """Ranks and forms of address, which are no posts."""
    return lexicon.words(lexicon.load("titles")["ranks"])


@cache
def modifiers() -> frozenset[str]:
    """Words before a title that are a part of it."""
    return lexicon.words(lexicon.load("titles")["modifiers"])


def is_title(token: Token) -> bool:
    """Whether the word is a title of office or a profession."""
    titles = leading() | other() | professions()
    return token.lower_ in titles or token.lemma_.lower() in titles


def is_post(token: Token) -> bool:
    """Whether the word is a title of office."""
    return token.lower_ in leading() or token.lower_ in other()


def is_leading(post: str) -> bool:
    """Whether who holds the post leads the organisation."""
    words = post.lower().split()
    head = next((words[i - 1] for i, w in enumerate(words) if i and w in {"of", "for"}), words[-1])
    subordinate = _SUBORDINATE & set(words[: words.index(head)])
    return (head in leading() or "-".join(words) in leading()) and not subordinate


def label(text: str) -> str:
    """The title as it is written out."""
    words = " ".join(text.split())
    return _ABBREVIATIONS.get(words.lower(), words)


def begin(noun: Token, cast: Cast) -> int:
    """Where the title that ``noun`` heads begins: modifiers are part of it, what names a member is not."""
    start = noun.i
    while (
        start
        and noun.doc[start - 1].lower_ in modifiers()
        and noun.doc[start - 1].head.i in {noun.i, start}
        and cast.at(noun.doc[start - 1]) is None
    ):
        start -= 1
    if start > 1 and noun.doc[start - 1].text == "-" and noun.doc[start - 2].lower_ in {"vice", "co"}:
        start -= 2
    while start < noun.i and noun.doc[start].lower_ in FORMER:
        start += 1
    return start


def end(noun: Token, cast: Cast) -> int:
    """Where the title ends: "ambassador to Canada", "minister for trade", "director-general" are whole."""
    after = noun.doc[noun.i + 1 : noun.i + 3]
    if len(after) == 2 and after[0].text == "-" and after[1].lower_ in _SUFFIXES:
        return noun.i + 3
    for child in noun.children:
        if child.dep_ != "prep" or child.i != noun.i + 1 or child.right_edge.i - noun.i > LONGEST // 2 + 1:
            continue
        inside = noun.doc[child.i : child.right_edge.i + 1]
        to = next((m for c in child.children if c.dep_ == "pobj" and (m := cast.at(c)) is not None), None)
        if (child.lower_ == "to" and noun.lower_ in _SENT) or (child.lower_ == "for" and to and is_sent_to(to)):
            return child.right_edge.i + 1
        named = any(cast.at(t) is not None or t.is_punct for t in inside)
        if child.lower_ in {"for", "of"} and noun.lower_ in _CHARGED and not named:
            return child.right_edge.i + 1
    return noun.i + 1


def is_sent_to(member: Member) -> bool:
    """Whether an office "for" this is one of somebody else's ("the coordinator for Sudan")."""
    return member.cls is EntityClass.STATE or member.cls.is_a(EntityClass.PLACE)

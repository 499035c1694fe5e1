"""Terms: when a post is, was or began to be held, as EDTF ("former": ``../XXXX``, "since 2010": ``2010/..``)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.extract.rules import lexicon
from kg.extract.rules.dates import DateExpression, DateKind

if TYPE_CHECKING:
    from spacy.tokens import Token

OVER = "../XXXX"
"""Held once and no more; when it ended is not said."""
GIVING = lexicon.words("appoint name elect install nominate inaugurate hire re-elect reelect swear choose select pick")
SERVING = lexicon.words("serve work act")
LEAVING = lexicon.words("resign retire quit dismiss sack fire remove oust suspend depose")
_CHOSEN = frozenset({"elect", "re-elect", "reelect", "choose", "select", "pick"})
"""Who is chosen takes office later: only the year is sure to be that of the beginning."""
_YEAR = len("2019")
_STEPS = 4


class Terms:
    """The date expressions of a document, and what they say of the posts that its words speak of."""

    def __init__(self, dates: Iterable[DateExpression]) -> None:
        """``dates``: the expressions of the document, in order."""
        self._dates = [d for d in dates if d.edtf is not None and d.kind is not DateKind.OFFSET]

    def of_verb(self, verb: Token) -> str | None:
        """When a post is held that ``verb`` gives, keeps or takes."""
        lemma = verb.lemma_.lower()
        edtf = self._under(verb)
        if lemma in LEAVING:
            return f"../{edtf}" if edtf is not None and "/" not in edtf else OVER
        if lemma in GIVING:
            if edtf is None or "/" in edtf or edtf.startswith("XXXX") or (lemma in _CHOSEN and len(edtf) > _YEAR):
                return None
            return f"{edtf}/.."
        return edtf or (OVER if _is_over(verb) else None)

    def of_noun(self, noun: Token, *, former: bool) -> str | None:
        """When a post is held that ``noun`` names in apposition or behind a copula."""
        edtf = self._under(noun)
        verb = noun.head if noun.dep_ == "attr" else None
        if edtf is None and verb is not None:
            edtf = self._under(verb)
        if edtf is not None and (not former or "/" in edtf):
            return edtf
        return OVER if former or (verb is not None and _is_over(verb)) else None

    def _under(self, governor: Token) -> str | None:
        """The date whose words hang on ``governor`` itself."""
        for date in self._dates:
            if date.begin < governor.sent.start:
                continue
            if date.begin >= governor.sent.end:
                return None
            current = governor.doc[date.begin : date.end].root
            for _ in range(_STEPS):
                if current.dep_ not in {"pobj", "prep", "npadvmod", "advmod", "nummod", "compound", "pcomp"}:
                    break
                current = current.head
                if current.i == governor.i:
                    return date.edtf
        return None


def _is_over(verb: Token) -> bool:
    """As in "was the mayor", "had served as": past, and not the past of reported speech."""
    helpers = [c for c in verb.children if c.dep_ in {"aux", "auxpass"}]
    past = verb.tag_ == "VBD" or any(c.tag_ == "VBD" and c.lemma_ == "have" for c in helpers)
    return past and verb.dep_ not in {"ccomp", "advcl"} and not any(c.tag_ == "MD" for c in helpers)

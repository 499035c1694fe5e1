"""The view: what a rule of the date grammar may look at besides the words it matched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.rules.dates.partial import Anchor
from kg.extract.rules.dates.tense import looks_ahead

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_ATTRIBUTIVE = frozenset({"compound", "nmod", "amod", "poss"})


@dataclass(frozen=True, slots=True)
class View:
    """The tokens ``[begin, end)`` that were matched, in their document, and the document's date."""

    doc: Doc
    begin: int
    end: int
    anchor: Anchor | None

    @property
    def previous(self) -> str:
        """The word before, lower case; empty at the beginning."""
        return self.doc[self.begin - 1].lower_ if self.begin > 0 else ""

    @property
    def following(self) -> Token | None:
        """The token after, where there is one."""
        return self.doc[self.end] if self.end < len(self.doc) else None

    @property
    def is_date_entity(self) -> bool:
        """Whether the language model takes any of the tokens for part of a date."""
        return any(t.ent_type_ == "DATE" for t in self.doc[self.begin : self.end])

    @property
    def counts_something(self) -> bool:
        """Whether a number counts a plural noun that follows ("2000 people")."""
        last = self.doc[self.end - 1]
        return last.dep_ == "nummod" and last.head.i >= self.end and last.head.tag_ in {"NNS", "NNPS"}

    @property
    def glued(self) -> bool:
        """Whether the words are the tail of a longer code ("555-2014")."""
        before = self.doc[self.begin - 1] if self.begin > 0 else None
        return before is not None and (before.whitespace_ or before.text[-1]) in "-/.$€£#"

    @property
    def follows_name(self) -> bool:
        """Whether a name stands right before, so that the words may end it ("Theresa May")."""
        before = self.doc[self.begin - 1] if self.begin else None
        return before is not None and before.tag_ == "NNP" and not before.is_punct

    @property
    def attributive(self) -> bool:
        """Whether the words modify a noun ("the Sunday attack", "Friday's vote")."""
        after = self.following
        if after is not None and after.tag_ == "POS":
            return True
        root = self.doc[self.begin : self.end].root
        return root.dep_ in _ATTRIBUTIVE and root.head.i >= self.end

    @property
    def ahead(self) -> bool:
        """Whether the governing verb looks ahead."""
        return looks_ahead(self.doc[self.begin : self.end])

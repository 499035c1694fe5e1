"""Statements: what rules find, in terms of tokens and members, before voices and identifiers turn them into claims."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.rules.cast import Member
from kg.model import Predicate

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True, eq=False)
class Relation:
    """Two members and how they are related.

    ``token`` is the word that says so: its place decides who speaks, ``governor`` what modality holds. ``mention``
    names the object where the sentence does.
    """

    subject: Member
    predicate: Predicate
    object: Member
    token: Token
    governor: Token
    mention: Token | None
    rule: str
    negated: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Office:
    """A holder's time in a post: the post's title, the organisation, and the word that says so.

    ``date`` is the time as EDTF where the text tells it.
    """

    holder: Member
    post: str
    organisation: Member | None
    token: Token
    mention: Token | None
    rule: str
    date: str | None = None

    @property
    def over(self) -> bool:
        """Whether the post is no longer held."""
        return self.date is not None and not self.date.endswith("/..") and "/" in self.date


@dataclass(frozen=True, slots=True, eq=False)
class Label:
    """A designation: its label, who bears it, which authority gave it, and when (EDTF)."""

    label: str
    designee: Member
    authority: Member | None
    date: str | None
    token: Token
    mention: Token | None
    rule: str


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """A toll: an index of the occurrence it belongs to, the effect's word and the bounds."""

    occurrence: int
    effect: str
    minimum: int | None
    maximum: int | None
    group: Member | None
    token: Token
    begin: int
    end: int
    rule: str

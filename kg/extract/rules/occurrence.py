"""The occurrence: one mention of an event, with what fills its roles."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extract.rules.cast import Member
from kg.extract.rules.frames import Frame
from kg.model import EventClass, Predicate

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(slots=True, eq=False)
class Filler:
    """What fills a role: a member of the cast, another occurrence's noun, or words (an instrument)."""

    role: Predicate
    token: Token
    member: Member | None = None
    text: str | None = None
    negated: bool = False
    event: bool = False
    """Whether ``token`` is the trigger of another occurrence that fills the role."""


@dataclass(slots=True, eq=False)
class Occurrence:
    """One mention of an event: its trigger tokens ``[begin, end)``, class and fillers.

    ``governor`` is the verb whose tense, negation and modality decide whether it happened: the trigger itself, or the
    light verb that governs a noun. ``general`` marks what is no single event: a kind, a sum.
    ``only_counts`` marks words that count people whom an event told elsewhere befell ("30 are missing").
    """

    token: Token
    begin: int
    end: int
    cls: EventClass
    frame: Frame
    noun: bool
    governor: Token
    fillers: list[Filler] = field(default_factory=list)
    definite: bool = False
    counted: bool = False
    general: bool = False
    headline: bool = False
    only_counts: bool = False

    def filled(self, role: Predicate) -> list[Filler]:
        """What fills ``role``."""
        return [f for f in self.fillers if f.role is role]

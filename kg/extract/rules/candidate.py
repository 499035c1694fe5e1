"""The candidate: words that may denote an actor or a place, before it is decided which entity they denote."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import EntityClass, MentionKind


@dataclass(slots=True)
class Candidate:
    """A token range ``[begin, end)`` with its syntactic head.

    ``cls`` is what the words alone say; ``reference`` is an entry of the reference list (``state/US``,
    ``organisation/nato``); ``country`` is an ISO code. ``plural`` is true for groups of persons, ``counted`` where a
    numeral or quantifier counts them, ``definite`` where an article or possessor marks them as known.
    """

    begin: int
    end: int
    head: int
    kind: MentionKind
    cls: EntityClass
    name: str
    reference: str | None = None
    country: str | None = None
    plural: bool = False
    counted: bool = False
    definite: bool = False
    named_from: int = -1
    """Where the name itself begins, behind a rank or form of address; -1: at ``begin``."""
    heads: tuple[int, ...] = ()
    """Further tokens through which the rest of the sentence may reach the mention."""
    adjective: bool = False
    """A demonym that modifies a noun ("American" in "American officials")."""
    full: str | None = None
    """The name that an acronym stands for where the text introduces it."""

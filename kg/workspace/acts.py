"""Acts: what a reviewer decides in one click, and what each came to.

``Workspace.act(signed)`` does one, shows it in a snapshot, and answers. ``Workspace.settled(key)`` says afterwards what
the act with this key came to, as for writes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Judge:
    """Two things are, or are not, the same; each is an IRI, an id or a name. See ``Identities.judge``."""

    verdict: Literal["same", "different"]
    one: str
    other: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Undo:
    """The judgement with this number is taken back."""

    number: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reject:
    """The claim, an IRI or id, was read wrongly."""

    claim: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Restore:
    """The rejection with this number, or of this claim, is taken back."""

    claim: str | int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Retry:
    """The document with this id, which is in quarantine, is put to the gate once more."""

    document: str


Act = Judge | Undo | Reject | Restore | Retry


@dataclass(frozen=True, slots=True)
class Signed:
    """An act with the name of whoever does it; ``key`` is the sender's name for this one act, never used twice."""

    act: Act
    author: str
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Acted:
    """What an act came to: a version of the data that shows it, and what was noted.

    ``line`` is the number of the line in the journal: of judgements for ``Judge`` and ``Undo``, of rejections for
    ``Reject`` and ``Restore``. ``document`` is the document that was touched, where it is one, and ``state`` where that
    stands now (``committed``, ``quarantined``); ``None`` where it is gone.
    """

    version: int
    line: int | None = None
    document: str | None = None
    state: str | None = None


def in_words(act: Act) -> str:
    """What an act is, on one line.

    >>> in_words(Judge("same", "person/a", "person/b", "one rank"))
    'judge same: person/a, person/b (one rank)'
    """
    match act:
        case Judge(verdict, one, other):
            said = f"judge {verdict}: {one}, {other}"
        case Undo(number):
            said = f"undo judgement {number}"
        case Reject(claim):
            said = f"reject {claim}"
        case Restore(claim):
            said = f"restore {claim}"
        case Retry(document):
            return f"retry {document}"
    return f"{said} ({act.reason})" if act.reason else said

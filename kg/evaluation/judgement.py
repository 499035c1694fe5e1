"""Judgements: claims that a reader held against the text, and how many of them are right.

A file of judgements is TOML::

    extractor = "rules/1 en_core_web_md/3.7.1"
    judge = "who read, and when"

    [[claim]]
    document = "note.txt"
    subject = "Bombing “bombed”"
    predicate = "agent"
    object = "Norland"
    claimant = "the document"
    status = ""                     # "denied, possible, future" where it is no plain fact
    quote = "Norland bombed the town of Karsk"
    verdict = "right"               # or "wrong"; empty where nobody has judged it yet
    reason = ""                     # for a wrong one: what is wrong
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kg.errors import ResourceError
from kg.model import RELATIONS, ROLES, Predicate

_Z: Final = 1.959964
"""The normal distribution has 95 % of its mass within so many standard deviations."""

KINDS: Final[dict[str, frozenset[Predicate]]] = {
    "what happened": frozenset({Predicate.TYPE, Predicate.IN_RESPONSE_TO, Predicate.SUB_EVENT_OF}),
    "who took part": ROLES,
    "where": frozenset({Predicate.PLACE}),
    "when": frozenset({Predicate.DATE}),
    "how many": frozenset({Predicate.TOLL}),
    "relations of actors": RELATIONS | {Predicate.BASED_IN, Predicate.ACTIVE_IN, Predicate.NATIONALITY},
    "offices": frozenset({Predicate.HOLDER, Predicate.POST, Predicate.ORGANISATION}),
    "designations": frozenset({Predicate.DESIGNEE, Predicate.AUTHORITY, Predicate.PROGRAMME}),
}
"""Kinds of claims by predicate. The date of an office or a designation counts as *when*."""


class Judgement(BaseModel):
    """One claim in words and what a reader thinks of it: wrong where any part of it is, the claimant included."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    document: str
    subject: str
    predicate: Predicate
    object: str
    claimant: str
    status: str = ""
    quote: str
    verdict: Literal["right", "wrong", ""] = ""
    reason: str = ""

    @property
    def kind(self) -> str:
        """Which of ``KINDS`` the claim is of."""
        return next(kind for kind, predicates in KINDS.items() if self.predicate in predicates)


class Judgements(BaseModel):
    """A file of judgements: what claimed, who judged, and the claims."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    extractor: str
    judge: str = ""
    note: str = ""
    claims: tuple[Judgement, ...] = Field(default=(), alias="claim")


@dataclass(frozen=True, slots=True)
class Precision:
    """How many of the judged claims are right, 0–1, with its 95 % interval (Wilson 1927)."""

    right: int
    judged: int

    @property
    def value(self) -> float:
        """The share of right ones; 1 where none was judged."""
        return self.right / self.judged if self.judged else 1.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's score interval, which holds for small numbers too.

        >>> [round(end, 3) for end in Precision(9, 10).interval]
        [0.596, 0.982]
        """
        if not self.judged:
            return 0.0, 1.0
        n, z2 = self.judged, _Z * _Z
        centre = (self.value + z2 / (2 * n)) / (1 + z2 / n)
        half = _Z * math.sqrt(self.value * (1 - self.value) / n + z2 / (4 * n * n)) / (1 + z2 / n)
        return max(0.0, centre - half), min(1.0, centre + half)


def precision(claims: Iterable[Judgement]) -> dict[str, Precision]:
    """Precision by kind, in the order of ``KINDS``, and of ``all``. Claims that nobody has judged are left out."""
    judged = [claim for claim in claims if claim.verdict]
    groups = {kind: [c for c in judged if c.kind == kind] for kind in KINDS} | {"all": judged}
    return {kind: Precision(sum(c.verdict == "right" for c in of), len(of)) for kind, of in groups.items() if of}


def load_judgements(path: Path) -> Judgements:
    """The file of judgements ``path``. Raises ``ResourceError`` where it cannot be read or is not one."""
    try:
        return Judgements.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise ResourceError(f"{path}: the judgements cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ResourceError(f"{path}: this is no TOML: {error}.") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ResourceError(f"{path}: these are no judgements: {where}: {first['msg']}.") from error

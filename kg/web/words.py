"""Words for readers: how classes, predicates, tolls and dates are put on a page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from kg.model import EntityClass, EventClass
from kg.vocabulary import KG

_SPECIAL: Final = {"type": "is of the kind", "agent": "by", "target": "against"}


def local_name(iri: str) -> str:
    """The last part of an IRI."""
    return re.split(r"[/#]", iri.rstrip("/#"))[-1]


def words(name: str) -> str:
    """A local name in words.

    >>> words("inResponseTo"), words("DroneStrike")
    ('in response to', 'drone strike')
    """
    return _SPECIAL.get(name) or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def title(name: str) -> str:
    """A local name in words, as a heading.

    >>> title("DroneStrike")
    'Drone strike'
    """
    return words(name).capitalize()


def toll(effect: str, minimum: str | None, maximum: str | None, group: str | None) -> str:
    """A toll in words.

    >>> toll("Killed", "25", "25", "fighters"), toll("Injured", "52", None, None)
    ('25 killed (fighters)', 'at least 52 injured')
    """
    if minimum == maximum == "0":
        count = "none"
    elif minimum == maximum:
        count = f"{minimum}"
    elif maximum is None:
        count = f"at least {minimum}"
    elif minimum is None:
        count = f"at most {maximum}"
    else:
        count = f"{minimum} to {maximum}"
    return f"{count} {words(effect)}" + (f" ({group})" if group else "")


def entity_class(types: Iterable[str]) -> str:
    """The most specific entity class among the IRIs of ``types``, in words; empty where there is none."""
    known = {c.value: c for c in EntityClass}
    found = [known[local_name(t)] for t in types if t.startswith(KG) and local_name(t) in known]
    return words(max(found, key=lambda c: len(c.lineage)).value) if found else ""


def event_order(name: str) -> int:
    """The place of an event class in the ontology's order; unknown classes come last."""
    names = [c.value for c in EventClass]
    return names.index(name) if name in names else len(names)

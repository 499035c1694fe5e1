"""The comparison: which of a claimant's statements somebody else makes as well, and which nobody does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from kg.web.select import Select, iris, question
from kg.web.told import Told, told_of
from kg.web.words import local_name, toll

OF_DOCUMENTS: Final = ("holder", "post", "organisation", "designee", "authority", "programme")
"""What is said of offices and designations, which are nodes of each document: there is nothing to compare by."""

_COMPARED: Final = 1_000
"""Claims about the same events and actors that are compared."""

Said = tuple[str, str, str, str, str]
"""Subject, predicate, what is said of it, polarity and realis: what two claims that say the same share."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a claimant says, in ``own`` claims; ``others`` are those of everybody else who says the same."""

    own: tuple[Told, ...]
    others: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """Statements of one claimant. ``apart`` are about offices and designations, and are not compared.

    ``figures`` are what tolls count, in words. ``whole`` says that everything there is was compared.
    """

    sole: tuple[Statement, ...] = ()
    shared: tuple[Statement, ...] = ()
    apart: tuple[Statement, ...] = ()
    figures: Mapping[str, str] = field(default_factory=dict)
    whole: bool = True


async def compare(select: Select, base: str, own: Iterable[Told]) -> Compared:
    """Compares claims of one claimant with those of all others about the same events and actors."""
    mine = tuple(own)
    nodes = {one.subject for one in mine if one.predicate in OF_DOCUMENTS}
    apart = tuple(Statement((one,), ()) for one in mine if one.subject in nodes)
    compared = [one for one in mine if one.subject not in nodes]
    claimants = {one.claimant for one in mine}
    subjects = list(dict.fromkeys(one.subject for one in compared))
    told = await told_of(select, base, subjects, _COMPARED)
    others = [one for one in told if one.claimant not in claimants and not one.rejected_by]
    figures = await _figures(select, {one.object for one in (*mine, *others) if one.predicate == "toll"})
    by_said: defaultdict[Said, list[Told]] = defaultdict(list)
    for one in others:
        by_said[_said(one, figures)].append(one)
    groups: defaultdict[Said, list[Told]] = defaultdict(list)
    for one in compared:
        groups[_said(one, figures)].append(one)
    found = [Statement(tuple(group), tuple(by_said[said])) for said, group in groups.items()]
    return Compared(
        sole=tuple(one for one in found if not one.others),
        shared=tuple(
            sorted((one for one in found if one.others), key=lambda one: -len({o.claimant for o in one.others}))
        ),
        apart=apart,
        figures=figures,
        whole=len(told) < _COMPARED,
    )


def _said(told: Told, figures: Mapping[str, str]) -> Said:
    return told.subject, told.predicate, figures.get(told.object, told.object), told.polarity, told.realis


async def _figures(select: Select, tolls: Iterable[str]) -> dict[str, str]:
    nodes = iris(sorted(tolls))
    if not nodes:
        return {}
    rows = await select(question("figures", tolls=nodes))
    return {row["toll"]: toll(local_name(row["effect"]), row.get("min"), row.get("max"), None) for row in rows}

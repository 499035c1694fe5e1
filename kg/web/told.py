"""What is told: claims that say the same put together, with who says so and how sure each of them is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg.graph import Iris
from kg.web.claims import node
from kg.web.place import Place
from kg.web.select import Select, Solution, iris, question
from kg.web.table import Cell
from kg.web.words import local_name, words

_MOST_NAMES: Final = 4
"""Claimants that a cell names; it counts the others."""


@dataclass(frozen=True, slots=True)
class Told:
    """One claim as rows are made of: nodes as IRIs, literals as they are, ``predicate`` and the rest as local names.

    ``rejected_by`` names the person who found the claim wrong.
    """

    claim: str
    subject: str
    predicate: str
    object: str
    claimant: str
    document: str
    polarity: str
    certainty: str
    realis: str
    rejected_by: str = ""

    @property
    def stance(self) -> str:
        """How the claimant puts it, in words; empty where it is plainly said to be so."""
        parts = [f"rejected by {self.rejected_by}"] if self.rejected_by else []
        if self.polarity == "Denied":
            parts.append("denied")
        if self.realis != "Actual":
            parts.append("planned" if self.realis == "Future" else "hypothetical")
        if self.certainty != "Certain":
            parts.append(words(self.certainty))
        return ", ".join(parts)

    @property
    def is_affirmed(self) -> bool:
        """Whether it is said to be so, and nobody found that wrong."""
        return self.polarity != "Denied" and not self.rejected_by


@dataclass(frozen=True, slots=True)
class Quote:
    """The words that a claim rests on, and the IRI of their span."""

    text: str
    span: str


@dataclass(frozen=True, slots=True)
class Known:
    """What rows are written with: what nodes are called, the quotes of claims, and where the page stands."""

    names: Mapping[str, str]
    quotes: Mapping[str, Quote]
    place: Place

    def cell(self, iri: str, note: str = "") -> Cell:
        """A node under its name, with a remark in brackets."""
        name = self.names.get(iri) or iri
        return node(f"{name} ({note})" if note else name, iri, self.place)

    def evidence(self, told: Sequence[Told]) -> Cell | None:
        """The quote that stands for claims, as it leads to its claim."""
        claim = foremost(told)
        quote = self.quotes.get(claim)
        return Cell(quote.text, quote.span, self.place.leads(claim)) if quote else None

    def stances(self, told: Iterable[Told]) -> tuple[Cell, ...]:
        """How sure those who tell the same are; where they differ, who puts it otherwise than plainly."""
        by_stance: defaultdict[str, list[str]] = defaultdict(list)
        for one in told:
            by_stance[one.stance].append(one.claimant)
        if len(by_stance) == 1:
            return tuple(Cell(stance) for stance in by_stance if stance)
        return tuple(
            Cell(f"{stance}, by {self._listed(claimants)}") for stance, claimants in sorted(by_stance.items()) if stance
        )

    def claimants(self, told: Iterable[Told]) -> tuple[Cell, ...]:
        """Who tells it, each once; beyond some of them, how many more."""
        ranked = _ranked(told)
        cells = tuple(map(self.cell, ranked[:_MOST_NAMES]))
        return (*cells, Cell(f"{len(ranked) - _MOST_NAMES} more")) if len(ranked) > _MOST_NAMES else cells

    def _listed(self, claimants: Iterable[str]) -> str:
        found = list(dict.fromkeys(claimants))
        named = " and ".join(self.names.get(one) or one for one in found[:2])
        return f"{named} and {len(found) - 2} more" if len(found) > 2 else named


def foremost(told: Sequence[Told]) -> str:
    """The claim that stands for others which tell the same: one that puts it plainly, of a claimant with a name."""
    return min(
        told, key=lambda one: (not one.is_affirmed, bool(one.stance), one.claimant == one.document, one.claim)
    ).claim


def named(told: Iterable[Told]) -> set[str]:
    """The nodes that rows about these claims name as claimants."""
    rows = list(told)
    return {*_ranked(rows)[:_MOST_NAMES], *(one.claimant for one in rows if one.stance)}


async def told_of(select: Select, base: str, subjects: Iterable[str], limit: int) -> tuple[Told, ...]:
    """What is told of some events, designations or tenures: at most ``limit`` claims."""
    nodes = iris(subjects)
    if not nodes:
        return ()
    return await read(select, base, await select(question("told-of", subjects=nodes, limit=limit)))


async def told(select: Select, base: str, claims: Iterable[str]) -> tuple[Told, ...]:
    """The claims with these IRIs."""
    nodes = iris(claims)
    return await read(select, base, await select(question("told", claims=nodes))) if nodes else ()


async def read(select: Select, base: str, rows: Iterable[Solution]) -> tuple[Told, ...]:
    """The claims of which rows give a property each, by their IRIs."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        found[row["claim"]][local_name(row["property"])] = row["value"]
    whole = sorted(claim for claim, properties in found.items() if len(properties) == _PROPERTIES)
    rejected: dict[str, str] = {}
    if whole:
        asked = question("rejected", claims=iris(whole), reviews=Iris(base).reviews_graph)
        rejected = {row["claim"]: row["reviewer"] for row in await select(asked)}
    return tuple(_told(claim, found[claim], rejected.get(claim, "")) for claim in whole)


_PROPERTIES: Final = 8
"""How many properties of a claim are asked for; what has fewer is none."""


def _told(claim: str, properties: Mapping[str, str], rejected_by: str) -> Told:
    return Told(
        claim=claim,
        subject=properties["subject"],
        predicate=local_name(properties["predicate"]),
        object=properties["object"],
        claimant=properties["claimant"],
        document=properties["statedIn"],
        polarity=local_name(properties["polarity"]),
        certainty=local_name(properties["certainty"]),
        realis=local_name(properties["realis"]),
        rejected_by=rejected_by,
    )


async def quotes(select: Select, claims: Iterable[str]) -> dict[str, Quote]:
    """The first words that each of the claims rests on."""
    nodes = iris(claims)
    if not nodes:
        return {}
    rows = sorted(await select(question("quotes", claims=nodes)), key=lambda row: (int(row["begin"]), row["span"]))
    found: dict[str, Quote] = {}
    for row in rows:
        found.setdefault(row["claim"], Quote(row["quote"], row["span"]))
    return found


def _ranked(told: Iterable[Told]) -> list[str]:
    """The claimants, those with a name first."""
    rows = sorted(told, key=lambda one: (one.claimant == one.document, bool(one.stance), one.claim))
    return list(dict.fromkeys(one.claimant for one in rows))

"""The evidence: all claims behind one link, and where they disagree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kg.graph.relationships import DEEDS, MUTUAL
from kg.web.claims import ShownClaim, show_claims
from kg.web.conflicts import Conflict, conflicts_among
from kg.web.network.kinds import ATTRIBUTED, DESIGNATES, HOLDS_POST, RELATED, classes_of, phrase
from kg.web.network.link import End, Link
from kg.web.network.sums import between
from kg.web.select import Select, Solution, iri, iris, question
from kg.web.words import local_name

_MOST_LOOKED_AT: Final = 5_000
"""Claims about the less mentioned of two actors that are looked through for those which link them."""

_MOST_SHOWN: Final = 200
_DONE_TO: Final = ("target", "victim")
_PARTS: Final = ("agent", "participant", *_DONE_TO)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The claims behind the link of ``kind`` from ``source`` to ``target``, by the dates of their documents.

    ``link`` sums them up, where the graph has that. ``more`` says that there are others than those shown, ``selected``
    that only those were looked at which the relationship lists, because too many claims speak of both.
    """

    source: End
    kind: str
    target: End
    link: Link | None
    claims: tuple[ShownClaim, ...]
    conflicts: tuple[Conflict, ...]
    more: bool = False
    selected: bool = False

    @property
    def phrase(self) -> str:
        """The kind in words."""
        return phrase(self.kind)


async def evidence(select: Select, base: str, source: End, kind: str, target: End) -> Evidence:
    """The evidence for one link. Raises what ``select`` does."""
    told = await between(select, base, [(source.iri, target.iri)], kind)
    link = next(
        (one for one in told if one.source == source.iri), told[0] if told and kind in MUTUAL.values() else None
    )
    pivot, partner, is_full = await _pivot(select, source.iri, target.iri)
    names = list(link.claims) if link else []
    if is_full:
        rows = await _rows(select, pivot, partner)
        names += await _linking(select, rows, kind, source.iri, pivot)
    names = list(dict.fromkeys(names))
    shown = await show_claims(select, base, names[:_MOST_SHOWN])
    claims = tuple(sorted(shown.values(), key=lambda one: (one.date or "~", one.document_iri, one.begin, one.iri)))
    disputed = await conflicts_among(select, base, [one.iri for one in claims])
    if not disputed:
        disputed = tuple(_split(claims, source.label))
    return Evidence(source, kind, target, link, claims, disputed, len(names) > _MOST_SHOWN, not is_full)


async def _pivot(select: Select, source: str, target: str) -> tuple[str, str, bool]:
    """The one of two of whom fewer claims speak, the other, and whether these can all be looked through."""
    counts = []
    for name in (source, target):
        node = iri(name)
        rows = await select(question("network-mentioned", actor=node, limit=_MOST_LOOKED_AT + 1)) if node else []
        counts.append(int(rows[0]["claims"]) if rows else 0)
    first, second = (source, target) if counts[0] <= counts[1] else (target, source)
    return first, second, min(counts) <= _MOST_LOOKED_AT


async def _rows(select: Select, pivot: str, partner: str) -> list[Solution]:
    actor, other = iri(pivot), iri(partner)
    if actor is None or other is None:
        return []
    return await select(question("network-pair", actor=actor, partner=other, limit=_MOST_LOOKED_AT))


async def _linking(select: Select, rows: list[Solution], kind: str, source: str, pivot: str) -> list[str]:
    """The claims of those that make a link of this kind from ``source`` on."""
    if kind in (*RELATED, *ATTRIBUTED):
        direct = (row for row in rows if "other" not in row and local_name(row["predicate"]) == kind)
        return [row["claim"] for row in direct if row["subject"] == source]
    classes = frozenset(classes_of(kind))
    found: dict[str, str] = {}
    if classes:
        events = iris(row["subject"] for row in rows if "other" in row)
        told = await select(question("network-classes", events=events)) if events else []
        found = {row["event"]: local_name(row["class"]) for row in told}
    names: list[str] = []
    for row in rows:
        if "other" not in row:
            continue
        parts = local_name(row["predicate"]), local_name(row["part"])
        doer, done_to = parts if pivot == source else parts[::-1]
        if classes:
            fits = found.get(row["subject"]) in classes
            fits &= (doer == "agent" and done_to in _DONE_TO) if kind in DEEDS.values() else {*parts} <= {*_PARTS}
        else:
            fits = (kind, doer, done_to) in (
                (DESIGNATES, "authority", "designee"),
                (HOLDS_POST, "holder", "organisation"),
            )
        if fits:
            names += [row["claim"], row["other"]]
    return names


def _split(claims: tuple[ShownClaim, ...], label: str) -> list[Conflict]:
    """Those who affirm beside those who deny, where no conflict between them is in the graph."""
    sides = [
        next((one for one in claims if one.polarity == polarity and not one.rejected_by), None)
        for polarity in ("Affirmed", "Denied")
    ]
    one, other = sides
    return [Conflict(one.subject_iri, label, "Whether it is so", (one, other))] if one and other else []

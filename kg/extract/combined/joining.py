"""Joining: two extracts of one document become one, and where they differ is said.

What both say gains confidence (``agreement``). What they contradict each other in stays as the first has it. What the
second alone says is added.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from kg.extract.combined.alignment import Alignment, align
from kg.extract.combined.merging import merged
from kg.extract.llm.joins import JOINS
from kg.model import (
    ROLES,
    Certainty,
    Claim,
    ClaimObject,
    EntityClass,
    Extract,
    NodeId,
    NodeObject,
    Polarity,
    Predicate,
    Realis,
    Span,
    Toll,
)

HIGHEST: Final = 0.99
"""Confidence that agreement leads to, at most: two readers may err alike."""

_ONE: Final = frozenset({Predicate.TYPE, Predicate.DATE, Predicate.HOLDER, Predicate.POST})
"""Predicates with one object for a subject, as far as the same words are about it."""
_ONE_WAY: Final = frozenset({Predicate.LEADS, Predicate.MEMBER_OF, Predicate.PART_OF})
"""Relations that do not hold both ways."""


class Verdict(StrEnum):
    """What two readings of the same words come to."""

    AGREED = "agreed"
    FIRST = "only rules"
    SECOND = "only model"
    CONTRADICTING = "contradicting"


@dataclass(frozen=True, slots=True)
class Difference:
    """A claim of either extract or of both, with the ids that its own extract gives it.

    Where the two contradict each other, ``first`` stayed; it is ``None`` where they differ in what the words denote.
    """

    verdict: Verdict
    first: Claim | None
    second: Claim | None

    @property
    def span(self) -> Span:
        """The words that it is about."""
        claim = self.first or self.second
        if claim is None:
            raise ValueError("a difference is about a claim")
        return claim.evidence[0]


@dataclass(frozen=True, slots=True)
class Joined:
    """Two extracts as one, and how they compare where both were asked, in the order of the text."""

    extract: Extract
    first: Extract
    second: Extract
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class _Key:
    subject: NodeId
    predicate: Predicate
    object: ClaimObject
    claimant: NodeId | None
    polarity: Polarity
    certainty: Certainty
    realis: Realis


def agreement(one: float, other: float) -> float:
    """The confidence of what two say: 1 − (1 − a)(1 − b), as if they erred independently, and no more than ``HIGHEST``.

    >>> agreement(0.8, 0.5)
    0.9
    """
    return max(one, other, min(HIGHEST, round(1 - (1 - one) * (1 - other), 4)))


def join(first: Extract, second: Extract, asked: Sequence[Span], name: str) -> Joined:
    """``first`` with what ``second`` adds, by an extractor of this name.

    ``asked`` are the sentences that the second was asked about: what it does not say elsewhere is no difference.
    """
    alignment = align(first, second)
    renamed = [_renamed(claim, alignment) for claim in second.claims]
    ours = {_key(claim): claim for claim in first.claims}
    about: dict[NodeId, list[Claim]] = defaultdict(list)
    for one in first.claims:
        about[one.subject].append(one)
    differences: list[Difference] = []
    agreed: dict[NodeId, Claim] = {}
    added: list[Claim] = []
    tolls = {toll.id: toll for toll in first.tolls}
    classes = {NodeId("+" + entity.id): entity.cls for entity in second.entities}
    classes |= {entity.id: entity.cls for entity in first.entities}
    theirs = {NodeId("+" + toll.id): toll for toll in second.tolls}
    for claim, own in zip(renamed, second.claims, strict=True):
        same = ours.get(_key(claim)) if claim is not None else None
        if claim is None:
            differences.append(Difference(Verdict.CONTRADICTING, None, own))
        elif same is not None:
            agreed[same.id] = _agreeing(agreed.get(same.id, same), claim)
            differences.append(Difference(Verdict.AGREED, same, own))
        elif not _fits(claim, classes):
            differences.append(Difference(Verdict.CONTRADICTING, None, own))
        elif (against := _contradicted(claim, about, tolls, theirs, alignment)) is not None:
            differences.append(Difference(Verdict.CONTRADICTING, against, own))
        else:
            added.append(claim)
            differences.append(Difference(Verdict.SECOND, None, own))
    told = {d.first.id for d in differences if d.first is not None}
    differences += [
        Difference(Verdict.FIRST, one, None)
        for one in first.claims
        if one.id not in told and any(span.overlaps(e) for span in asked for e in one.evidence)
    ]
    kept = replace(first, claims=tuple(agreed.get(claim.id, claim) for claim in first.claims))
    extract = replace(merged(kept, second, added, alignment), extractor=name, origins=(*first.origins, *second.origins))
    differences.sort(key=lambda d: (d.span, d.verdict, repr(d)))
    return Joined(extract, first, second, tuple(differences))


def _renamed(claim: Claim, alignment: Alignment) -> Claim | None:
    """The claim with the nodes of the first extract, ``+`` before those it lacks; ``None`` where one is lost."""
    nodes = [claim.subject, claim.claimant, claim.attribution]
    nodes += [claim.object.node] if isinstance(claim.object, NodeObject) else []
    if any(node in alignment.lost for node in nodes):
        return None
    value = claim.object
    return replace(
        claim,
        subject=alignment.name(claim.subject),
        object=NodeObject(alignment.name(value.node)) if isinstance(value, NodeObject) else value,
        claimant=alignment.name(claim.claimant) if claim.claimant else None,
        attribution=alignment.name(claim.attribution) if claim.attribution else None,
    )


def _fits(claim: Claim, classes: Mapping[NodeId, EntityClass]) -> bool:
    """Whether a claim of the second still makes sense with the classes that the first gives its subject and object."""
    join = JOINS[claim.predicate]
    owner = classes.get(claim.subject)
    if owner is not None and not any(owner.is_a(cls) for cls in join.owners):
        return False
    if not isinstance(claim.object, NodeObject):
        return True
    owned = classes.get(claim.object.node)
    return claim.object.node != claim.subject and (owned is None or join.takes(owned))


def _key(claim: Claim) -> _Key:
    return _Key(
        claim.subject,
        claim.predicate,
        claim.object,
        claim.claimant,
        claim.polarity,
        claim.certainty,
        claim.realis,
    )


def _agreeing(one: Claim, other: Claim) -> Claim:
    return replace(
        one,
        evidence=tuple(sorted({*one.evidence, *other.evidence})),
        rule=one.rule if other.rule in one.rule.split("+") else f"{one.rule}+{other.rule}",
        confidence=agreement(one.confidence, other.confidence),
        mention=one.mention or other.mention,
        attribution=one.attribution or other.attribution,
    )


def _contradicted(
    claim: Claim,
    about: dict[NodeId, list[Claim]],
    tolls: dict[NodeId, Toll],
    theirs: dict[NodeId, Toll],
    alignment: Alignment,
) -> Claim | None:
    """The claim of the first extract that the same words cannot mean as well."""
    for one in about.get(claim.subject, ()):
        if not _share_words(one, claim):
            continue
        if one.object == claim.object and (
            one.predicate is claim.predicate or {one.predicate, claim.predicate} <= ROLES
        ):
            return one  # according to somebody else, denied and affirmed, or in another part
        if one.predicate is claim.predicate and claim.predicate in _ONE:
            return one
        if one.predicate is claim.predicate is Predicate.TOLL and _is_other_count(one, claim, tolls, theirs, alignment):
            return one
    if claim.predicate in _ONE_WAY and isinstance(claim.object, NodeObject):
        turned = NodeObject(claim.subject)
        for one in about.get(claim.object.node, ()):
            if one.predicate is claim.predicate and one.object == turned and _share_words(one, claim):
                return one
    return None


def _is_other_count(
    one: Claim, other: Claim, tolls: dict[NodeId, Toll], theirs: dict[NodeId, Toll], alignment: Alignment
) -> bool:
    """Whether two tolls count the same, and come to other numbers."""
    if not (isinstance(one.object, NodeObject) and isinstance(other.object, NodeObject)):
        return False
    ours, counted = tolls.get(one.object.node), theirs.get(other.object.node)
    if ours is None or counted is None or ours.effect is not counted.effect:
        return False
    return ours.group is None or counted.group is None or alignment.name(counted.group) == ours.group


def _share_words(one: Claim, other: Claim) -> bool:
    return any(a.overlaps(b) for a in one.evidence for b in other.evidence)

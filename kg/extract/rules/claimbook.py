"""The claim book: collects statements, lets those that say the same meet in one claim, and numbers them."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.extract.rules.modality import Modality
from kg.model import Claim, ClaimObject, NodeId, Predicate, Span


@dataclass(frozen=True, slots=True)
class Entry:
    """What makes two statements the same claim."""

    subject: NodeId
    predicate: Predicate
    object: ClaimObject
    claimant: NodeId | None
    modality: Modality


@dataclass(slots=True)
class _Draft:
    evidence: list[Span]
    mention: Span | None
    attribution: NodeId | None
    rule: str
    confidence: float


@dataclass(slots=True)
class ClaimBook:
    """Claims in the making."""

    _drafts: dict[Entry, _Draft] = field(default_factory=dict)

    def add(
        self,
        entry: Entry,
        evidence: Span,
        rule: str,
        confidence: float,
        *,
        mention: Span | None = None,
        attribution: NodeId | None = None,
    ) -> None:
        """Enters a statement; a second one that says the same adds its evidence."""
        draft = self._drafts.get(entry)
        if draft is None:
            self._drafts[entry] = _Draft([evidence], mention, attribution, rule, confidence)
            return
        if evidence not in draft.evidence:
            draft.evidence.append(evidence)
        draft.mention = draft.mention or mention
        draft.attribution = draft.attribution or attribution
        draft.confidence = max(draft.confidence, confidence)

    def claims(self) -> tuple[Claim, ...]:
        """The claims, numbered in the order of their first evidence."""
        order = sorted(
            self._drafts.items(),
            key=lambda item: (
                item[1].evidence[0],
                item[0].subject,
                item[0].predicate.value,
                repr(item[0].object),
                repr(item[0]),
            ),
        )
        return tuple(
            Claim(
                id=NodeId(f"c{number}"),
                subject=entry.subject,
                predicate=entry.predicate,
                object=entry.object,
                evidence=tuple(sorted(draft.evidence)),
                rule=draft.rule,
                confidence=draft.confidence,
                claimant=entry.claimant,
                attribution=draft.attribution,
                mention=draft.mention,
                polarity=entry.modality.polarity,
                certainty=entry.modality.certainty,
                realis=entry.modality.realis,
            )
            for number, (entry, draft) in enumerate(order, start=1)
        )

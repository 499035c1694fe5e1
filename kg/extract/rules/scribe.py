"""The scribe: writes statements down as claims, each with the voice that speaks it and the words that say it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extract.rules import confidence, evidence, modality
from kg.extract.rules.cast import Member
from kg.extract.rules.claimbook import ClaimBook, Entry
from kg.extract.rules.findings import Findings
from kg.extract.rules.modality import Modality
from kg.extract.rules.occurrence import Occurrence
from kg.extract.rules.voice import Voice
from kg.model import Certainty, ClaimObject, NodeId, Predicate, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_PRESUPPOSED = frozenset(
    {"office-before-name", "office-apposition", "relation-compound", "relation-possessive", "relation-including"}
)
"""Rules whose words stand inside a noun phrase: in indirect speech they are the document's own, not the source's."""
_BELIEVED = {
    "fear": Certainty.POSSIBLE,
    "presume": Certainty.PROBABLE,
    "believe": Certainty.PROBABLE,
    "assume": Certainty.PROBABLE,
    "think": Certainty.POSSIBLE,
}
"""Verbs that leave open what their complement says ("dozens are feared dead")."""
_COMPLEMENTS = frozenset({"oprd", "acomp", "xcomp", "ccomp", "acl"})


@dataclass(slots=True)
class Scribe:
    """The findings, the numbers of their nodes, and the book of claims.

    ``entities`` and ``events`` number members and happenings by ``id()``; ``triggers`` numbers events by the position
    of their triggers.
    """

    found: Findings
    book: ClaimBook = field(default_factory=ClaimBook)
    entities: dict[int, NodeId] = field(default_factory=dict)
    events: dict[int, NodeId] = field(default_factory=dict)
    triggers: dict[int, NodeId] = field(default_factory=dict)

    def voice(self, token: Token, rule: str = "") -> Voice:
        """Who speaks at ``token``; what ``rule`` finds inside a noun phrase is the document's own, unless quoted."""
        voice = self.found.voices.at(token)
        if (
            voice.attribution is not None
            and rule in _PRESUPPOSED
            and not self.found.attributed[voice.attribution].quoted
        ):
            return Voice(None, None, Modality())
        return voice

    def state(
        self,
        subject: NodeId,
        predicate: Predicate,
        object_: ClaimObject,
        token: Token,
        rule: str,
        held: Modality,
        voice: Voice,
        *,
        others: list[Token] | None = None,
        mention: Span | None = None,
        claimant: Member | None = None,
    ) -> None:
        """Enters a statement with the clause around ``token`` and ``others`` as its evidence.

        ``claimant`` overrules the voice where a verb itself tells who claims ("blamed").
        """
        attributed = self.found.attributed[voice.attribution] if voice.attribution is not None else None
        begin, end = evidence.clause(token, others or [], attributed)
        speaker = claimant or voice.claimant
        self.book.add(
            Entry(subject, predicate, object_, self.entities.get(id(speaker)) if speaker else None, held),
            self.found.reading.span(begin, end),
            rule,
            confidence.prior(rule),
            mention=mention,
            attribution=NodeId(f"a{voice.attribution + 1}")
            if voice.attribution is not None and claimant is None
            else None,
        )

    def held(self, occurrence: Occurrence, voice: Voice) -> Modality:
        """What the words around an occurrence and the cue above it make of it."""
        held = modality.of(occurrence.token, occurrence.governor, self.found.voices.cues).combine(voice.frame)
        believed = _BELIEVED.get(occurrence.token.head.lemma_) if occurrence.token.dep_ in _COMPLEMENTS else None
        return held.weaken(believed) if believed is not None else held

    def mention(self, token: Token) -> Span:
        """The span of the mention that ``token`` heads, or of the token alone."""
        candidate = self.found.cast.mention(token)
        if candidate is not None:
            return self.found.reading.span(candidate.begin, candidate.end)
        return self.found.reading.span(token.i, token.i + 1)

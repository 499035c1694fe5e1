"""The voice: which claimant says what stands at a place in the text, and under which attribution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.rules import claimants
from kg.extract.rules.attributions import Attributed, CueKind, Range
from kg.extract.rules.attributions.cues import cues
from kg.extract.rules.cast import Cast, Member
from kg.extract.rules.modality import Modality
from kg.model import Certainty, Polarity

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_DEPTH = 6
"""Voices inside voices that are kept apart."""
_PARTS = frozenset(
    {"responsibility", "involvement", "role", "part", "complicity", "participation", "connection", "link", "hand"}
)
"""What one has in a deed; to deny it does not deny the deed."""
_CHARGES = frozenset({CueKind.CLAIM, CueKind.ACCUSE, CueKind.CONDEMN, CueKind.WARN, CueKind.THREATEN, CueKind.DEMAND})
"""Kinds of nouns whose content is denied where they are ("rejected the accusation"): they were made all the same."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks: ``claimant`` is ``None`` for the document itself; ``attribution`` is an index into the list.

    ``frame`` is what the cue makes of the statement, and nothing above it. Where the cue names nobody ("reportedly",
    "the rumour that …") or nobody who said it, whoever tells so speaks, and what both cues make of the statement holds.
    """

    claimant: Member | None
    attribution: int | None
    frame: Modality


class Voices:
    """Answers for every token who speaks there."""

    def __init__(self, doc: Doc, attributed: list[Attributed], cast: Cast) -> None:
        self._attributed = attributed
        self._above: dict[int, list[int]] = {}
        self._moods: dict[int, list[Modality]] = {}
        self.claimants: list[Member | None] = claimants.of(doc, attributed, cast)
        sizes = [sum(end - begin for begin, end in item.contents) for item in attributed]
        for index in sorted(range(len(attributed)), key=lambda i: (sizes[i], i)):
            item = attributed[index]
            for i in _spoken(doc, item):
                above = self._above.setdefault(i, [])
                if len(above) < _DEPTH:
                    above.append(index)
            for mood in item.moods:
                held = Modality(mood.polarity, mood.certainty, mood.realis)
                for begin, end in mood.contents if held != Modality() else ():
                    for i in range(begin, end):
                        self._moods.setdefault(i, []).append(held)
        self._written = frozenset(
            i for i, (item, who) in enumerate(zip(attributed, self.claimants, strict=True)) if _is_paper(doc, item, who)
        )
        self.cues = frozenset(i for a in attributed for i in range(*a.cue))

    def at(self, token: Token) -> Voice:
        """Who speaks at ``token``."""
        frame = Modality()
        for held in self._moods.get(token.i, ()):
            frame = frame.combine(held)
        hearsay: int | None = None
        for index in self._above.get(token.i, ()):
            item = self._attributed[index]
            frame = frame.combine(Modality(item.polarity, item.certainty, item.realis))
            if index in self._written:
                frame = frame.weaken(Certainty.PROBABLE)
            if self.claimants[index] is not None and not item.unsaid:
                return Voice(self.claimants[index], index, frame)
            if not item.unsaid and hearsay is None:
                hearsay = index
        return Voice(None, hearsay, frame)

    def quoted_at(self, token: Token) -> Member | None:
        """Who is quoted word for word at ``token``: whom "I" denotes there."""
        voice = self.at(token)
        if voice.attribution is None or not self._attributed[voice.attribution].quoted:
            return None
        return voice.claimant


def _spoken(doc: Doc, item: Attributed) -> set[int]:
    """The tokens of an attribution's contents that the source answers for."""
    out: set[int] = set()
    for begin, end in item.contents:
        out.update(range(begin, end))
        if not item.quoted:
            out -= _added(doc, begin, end) | _taken_up(doc, item, (begin, end))
    return out - set(range(*item.cue))


def _added(doc: Doc, begin: int, end: int) -> set[int]:
    """What the reporter adds about a thing that the source only names ("blamed X, a militia that …")."""
    root = doc[begin:end].root
    if root.pos_ not in {"NOUN", "PROPN"}:
        return set()
    return {
        t.i
        for child in root.subtree
        if child.dep_ in {"relcl", "appos"} and begin < child.left_edge.i < end
        for t in child.subtree
    }


def _taken_up(doc: Doc, item: Attributed, content: Range) -> set[int]:
    """What is there before the source speaks of it.

    The noun of "the raid, which Iran calls an accident"; the charge that is denied; the attack in which a part is
    denied, or that nobody claims.
    """
    begin, end = content
    root = doc[begin:end].root
    if item.unsaid or item.polarity is Polarity.DENIED:
        known = {
            t.i for i in range(begin, end) if _is_known(doc[i], begin) for t in doc[i].subtree if begin <= t.i < end
        }
        if known:
            return known
    if any(t.dep_ == "relcl" and t.head == root and end <= t.i for t in doc[slice(*item.cue)]):
        return set(range(begin, end))
    if item.kind is CueKind.PLAN and root.dep_ == "pobj" and root.head.lower_ == "against":
        return {root.i}  # "voted against the war": there is one
    if root.pos_ != "NOUN" or not (item.unsaid or item.kind in {CueKind.DENY, CueKind.DOUBT}):
        return set()
    if root.lemma_.lower() in _PARTS:
        return {t.i for child in root.rights if child.dep_ == "prep" for t in child.subtree}
    frames = cues().nouns.get(root.lemma_.lower(), {})
    return {root.i} if any(does.kind in _CHARGES for does in frames.values()) else set()


def _is_known(verb: Token, begin: int) -> bool:
    """Whether a clause tells what is known of somebody ("declined to name the officer who shot the man")."""
    return (
        verb.dep_ == "relcl"
        and verb.head.i >= begin
        and any(c.dep_ == "det" and c.lower_ == "the" for c in verb.head.lefts)
    )


def _is_paper(doc: Doc, item: Attributed, claimant: Member | None) -> bool:
    """Whether the source is a text or a picture of which nobody says whose it is."""
    return claimant is None and item.source_head is not None and claimants.is_paper(doc[item.source_head])

"""The voice: which claimant says what stands at a place in the text, and under which attribution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.rules import lexicon, nominals, phrases
from kg.extract.rules.attributions import Attributed
from kg.extract.rules.candidate import Candidate
from kg.extract.rules.cast import Cast, Member
from kg.extract.rules.modality import Modality
from kg.model import EntityClass, MentionKind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_NOT_SOURCES = lexicon.words("this that these those what which there")
_UNNAMED = "unnamed source"


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks: ``claimant`` is ``None`` for the document itself; ``attribution`` is an index into the list.

    ``frame`` is what the cue (and, for nested attributions, nothing above it) makes of the statement.
    """

    claimant: Member | None
    attribution: int | None
    frame: Modality


class Voices:
    """Answers for every token who speaks there."""

    def __init__(self, doc: Doc, attributed: list[Attributed], cast: Cast) -> None:
        self._attributed = attributed
        self._innermost: dict[int, int] = {}
        self.claimants: list[Member | None] = [_claimant(doc, a, cast) for a in attributed]
        sizes: dict[int, int] = {}
        for index, item in enumerate(attributed):
            size = sum(end - begin for begin, end in item.contents)
            for begin, end in item.contents:
                added = set() if item.quoted else _added(doc, begin, end)
                for i in range(begin, end):
                    if item.cue[0] <= i < item.cue[1] or i in added:
                        continue
                    if size < sizes.get(i, 1 << 30):
                        self._innermost[i] = index
                        sizes[i] = size
        self.cues = frozenset(i for a in attributed for i in range(*a.cue))

    def at(self, token: Token) -> Voice:
        """Who speaks at ``token``."""
        index = self._innermost.get(token.i)
        if index is None:
            return Voice(None, None, Modality())
        item = self._attributed[index]
        return Voice(self.claimants[index], index, Modality(item.polarity, item.certainty, item.realis))

    def quoted_at(self, token: Token) -> Member | None:
        """Who is quoted word for word at ``token``: whom "I" denotes there."""
        voice = self.at(token)
        if voice.attribution is None or not self._attributed[voice.attribution].quoted:
            return None
        return voice.claimant


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


def _claimant(doc: Doc, item: Attributed, cast: Cast) -> Member | None:
    """The member that the source denotes; one is made for a source that nothing else mentions."""
    if item.source_head is None:
        return None
    token = phrases.content(phrases.antecedent(doc[item.source_head]))
    member = cast.at(token)
    if member is not None:
        if member.cls.is_a(EntityClass.PLACE) and member.reference and member.reference.startswith("state/"):
            state = next(
                (m for m in cast.members if m.reference == member.reference and m.cls is EntityClass.STATE), None
            )
            if state is not None:
                return state
        if not member.cls.is_a(EntityClass.PLACE):
            return member
    if token.lower_ in _NOT_SOURCES:
        return None
    begin, end = item.source or (token.i, token.i + 1)
    if token.pos_ == "PRON" or token.lower_ in {"i", "we", "you"}:
        member = Member(EntityClass.ACTOR, proper=False)
        member.title = _UNNAMED
        candidate = Candidate(token.i, token.i + 1, token.i, MentionKind.PRONOUN, EntityClass.ACTOR, token.text)
    else:
        cls = nominals.class_of(token) or EntityClass.ACTOR
        if cls.is_a(EntityClass.PLACE):
            cls = EntityClass.ORGANISATION
        begin = max(begin, phrases.left_edge(token)) if begin <= token.i < end else phrases.left_edge(token)
        kind = MentionKind.NAME if token.pos_ == "PROPN" else MentionKind.NOMINAL
        name = " ".join(doc[begin : token.i + 1].text.split())
        candidate = Candidate(begin, token.i + 1, token.i, kind, cls, name)
        member = Member(cls, proper=kind is MentionKind.NAME)
    cast.add(candidate, member)
    return member

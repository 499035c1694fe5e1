"""The cast: the actors and places of one document, each with all the words that denote it."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from kg.extract.rules.candidate import Candidate
from kg.model import EntityClass, MentionKind

if TYPE_CHECKING:
    from spacy.tokens import Token

Sex = Literal["female", "male"]
Wording = tuple[str, frozenset[str], bool]
"""A description's noun, all its words, and whether it counts."""


@dataclass(slots=True, eq=False)
class Member:
    """One actor or place of the document.

    ``evidence`` counts what single mentions say about its class; ``classes`` given by the reference list or fixed by a
    rule stand in ``cls`` and are not voted on.
    """

    cls: EntityClass
    proper: bool
    reference: str | None = None
    country: str | None = None
    fixed: bool = False
    mentions: list[Candidate] = field(default_factory=list)
    evidence: Counter[EntityClass] = field(default_factory=Counter)
    title: str | None = None
    """A name given by rule where the mentions are adjectives or paraphrases."""
    qualified: str | None = None
    """A place's name with the larger place that the text puts behind it ("Paris, Texas")."""
    sexes: tuple[int, dict[int, Sex]] = field(default_factory=lambda: (0, {}))
    """How many mentions were asked for a person's sex, and what they told, by rank."""
    introduced: tuple[int, dict[str, int]] = field(default_factory=lambda: (0, {}))
    """How many mentions were asked for the titles that introduce a person, and where each title stands first."""
    wordings: tuple[int, dict[Wording, int]] = field(default_factory=lambda: (0, {}))
    """How many mentions were asked for their wording, and where each wording stands last."""
    _last_word: tuple[int, str] = (0, "")
    _words: tuple[int, set[str], set[str]] = field(default_factory=lambda: (0, set(), set()))

    @property
    def names(self) -> list[str]:
        """The member's distinct names, the fullest first; descriptions where it has no proper name.

        The name with the place around it comes last.
        """
        proper = [m for m in self.mentions if m.kind is MentionKind.NAME and not m.adjective]
        chosen = proper or [m for m in self.mentions if m.kind is MentionKind.NOMINAL]
        if not proper and self.proper:
            chosen = [m for m in self.mentions if m.kind is MentionKind.NAME]
        counts = Counter(m.name for m in chosen)
        order = {name: i for i, name in reversed(list(enumerate(m.name for m in chosen)))}
        names = sorted(counts, key=lambda n: (-len(n.split()), -counts[n], -len(n), order[n]))
        return [*names, self.qualified] if self.qualified else names

    @property
    def name(self) -> str:
        """What it is best called."""
        if self.title:
            return self.title
        names = self.names
        if names and not self.proper:
            first = min(
                (m for m in self.mentions if m.kind is MentionKind.NOMINAL), key=lambda m: m.begin, default=None
            )
            return first.name if first is not None else names[0]
        return names[0] if names else self.mentions[0].name

    @property
    def last_word(self) -> str:
        """The last word of its name as the mentions at hand give it, in small letters."""
        if self._last_word[0] != len(self.mentions):
            self._last_word = (len(self.mentions), self.name.split()[-1].lower())
        return self._last_word[1]

    def bears(self, word: str, *, name: bool = False) -> bool:
        """Whether a mention (``name``: a name) has the word in it."""
        seen, anywhere, in_names = self._words
        for mention in self.mentions[seen:]:
            words = mention.name.lower().split()
            anywhere.update(words)
            if mention.kind is MentionKind.NAME:
                in_names.update(words)
        self._words = (len(self.mentions), anywhere, in_names)
        return word in (in_names if name else anywhere)

    def settle(self) -> None:
        """Decides the class by the evidence of all mentions."""
        if self.fixed or not self.evidence:
            return
        allowed = [c for c in self.evidence if c is not EntityClass.ACTOR]
        if allowed:
            self.cls = max(allowed, key=lambda c: (self.evidence[c], len(c.lineage), c.value))


@dataclass(slots=True)
class Cast:
    """All members, and which of them the word at a position denotes."""

    members: list[Member] = field(default_factory=list)
    by_head: dict[int, Member] = field(default_factory=dict)
    candidates: dict[int, Candidate] = field(default_factory=dict)
    _known: set[int] = field(default_factory=set)
    _order: list[tuple[int, int]] = field(default_factory=list)
    _mentions: list[Candidate] = field(default_factory=list)
    _of: dict[int, Member] = field(default_factory=dict)

    def at(self, token: Token) -> Member | None:
        """The member that ``token`` heads a mention of."""
        return self.by_head.get(token.i)

    def mention(self, token: Token) -> Candidate | None:
        """The mention that ``token`` heads."""
        return self.candidates.get(token.i)

    def add(self, candidate: Candidate, member: Member) -> None:
        """Lets ``candidate`` denote ``member``."""
        if id(member) not in self._known:
            self._known.add(id(member))
            self.members.append(member)
        member.mentions.append(candidate)
        insort(self._order, (candidate.begin, len(self._mentions)))
        self._mentions.append(candidate)
        self._of[id(candidate)] = member
        self.by_head[candidate.head] = member
        self.candidates[candidate.head] = candidate
        for i in candidate.heads:
            self.by_head.setdefault(i, member)
            self.candidates.setdefault(i, candidate)

    def between(self, begin: int, end: int) -> list[tuple[Candidate, Member]]:
        """The mentions that begin at or after ``begin`` and end at or before ``end``, in the order of the text."""
        first = bisect_left(self._order, (begin, -1))
        out = []
        last = bisect_left(self._order, (end, -1))
        for _, number in self._order[first:last]:
            candidate = self._mentions[number]
            if candidate.end <= end:
                out.append((candidate, self._of[id(candidate)]))
        return out

    def merge(self, kept: Member, gone: Member) -> None:
        """Makes two members one."""
        if kept is gone:
            return
        kept.mentions.extend(gone.mentions)
        kept.evidence.update(gone.evidence)
        kept.country = kept.country or gone.country
        kept.proper = kept.proper or gone.proper
        self._known.discard(id(gone))
        for candidate in gone.mentions:
            self._of[id(candidate)] = kept
            for i in (candidate.head, *candidate.heads):
                self.by_head[i] = kept
        self.members = [m for m in self.members if m is not gone]

"""The draft: an attribution in the making, before quotations are handed out and overlaps are settled."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extract.rules.attributions.attributed import Attributed, CueKind, Range
from kg.model import Certainty, Polarity, Realis

if TYPE_CHECKING:
    from kg.extract.rules.attributions.cues import Cue
    from kg.extract.rules.attributions.parses import Parse

_RAISING = frozenset({CueKind.THINK, CueKind.EXPECT, CueKind.HOPE, CueKind.PLAN, CueKind.SUPPORT, CueKind.PROMISE})
_ACKNOWLEDGED = frozenset({CueKind.CONFIRM, CueKind.DENY, CueKind.CONDEMN, CueKind.ORDER, CueKind.DEMAND})
_STANCES = frozenset({CueKind.CONDEMN, CueKind.PRAISE, CueKind.OPPOSE})
"""Kinds that take what they are about for granted ("did not condemn the raid")."""
_FACTIVE = frozenset({CueKind.KNOW})


@dataclass(slots=True)
class Draft:
    """A cue with its source and the contents found so far.

    ``head`` is the index of the cue's main word; ``takes_quotes`` says whether a quotation beside it is its content.
    ``negated``: the cue stands under a negation. ``nobody``: the source is nobody. ``questioned``: it asks or leaves
    open. ``hearsay``: a passive that names nobody. ``unnamed``: a source is still missing. ``resumes``: the clause
    before the cue that it takes up as a whole; nobody else's content reaches beyond that clause.
    """

    cue: Range
    head: int
    does: Cue
    source: Range | None = None
    source_head: int | None = None
    contents: list[Range] = field(default_factory=list)
    takes_quotes: bool = False
    negated: bool = False
    nobody: bool = False
    questioned: bool = False
    hearsay: bool = False
    unnamed: bool = False
    resumes: Range | None = None

    def finished(self, parse: Parse) -> Attributed | None:
        """The attribution, ``None`` where nothing is left for it to be about."""
        contents = _settled(parse, self.contents, self.cue, self.source)
        if not contents or (self.unnamed and self.source is None):
            return None
        polarity, certainty, realis = self.does.polarity, self.does.certainty, self.does.realis
        if self.questioned and polarity is Polarity.AFFIRMED:
            certainty, realis = Certainty.POSSIBLE, Realis.HYPOTHETICAL
        if self.hearsay and certainty is Certainty.CERTAIN and self.does.kind not in _ACKNOWLEDGED:
            certainty = Certainty.PROBABLE
        if self.negated:
            polarity, certainty, realis = _negated(self.does)
        size = sum(end - begin for begin, end in contents)
        inside = sum(parse.quotation[i] >= 0 for begin, end in contents for i in range(begin, end))
        first = parse.quotation[contents[0][0]]
        opens = first >= 0 and parse.quotations[first].begin == contents[0][0]
        speaks_inside = parse.quotation[self.head] >= 0
        return Attributed(
            source=self.source,
            source_head=self.source_head,
            cue=self.cue,
            contents=contents,
            kind=self.does.kind,
            polarity=polarity,
            certainty=certainty,
            realis=realis,
            unsaid=self.nobody or (self.negated and self.does.kind not in _RAISING | _FACTIVE | _STANCES),
            quoted=not speaks_inside and ((opens and inside * 2 >= size) or inside * 3 >= size * 2),
        )


def _negated(does: Cue) -> tuple[Polarity, Certainty, Realis]:
    """What a negated cue does: "does not think" denies, "did not deny" and "did not say" leave open."""
    if does.kind in _RAISING:
        return Polarity.DENIED, does.certainty, does.realis
    if does.kind in _FACTIVE | _STANCES:
        return does.polarity, does.certainty, does.realis
    if does.polarity is Polarity.DENIED:
        return Polarity.AFFIRMED, Certainty.POSSIBLE, does.realis
    realis = does.realis if does.kind is CueKind.CONFIRM else Realis.HYPOTHETICAL
    return does.polarity, Certainty.POSSIBLE, realis


def _settled(parse: Parse, contents: list[Range], cue: Range, source: Range | None) -> tuple[Range, ...]:
    """The contents in order, merged, clear of cue and source, trimmed."""
    holes = sorted(h for h in (cue, source) if h is not None)
    pieces: list[Range] = []
    for begin, end in contents:
        at = begin
        for hole in holes:
            if at < hole[1] and hole[0] < end:
                if at < hole[0]:
                    pieces.append((at, hole[0]))
                at = max(at, hole[1])
        if at < end:
            pieces.append((at, end))
    merged: list[Range] = []
    for begin, end in sorted(pieces):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    trimmed = [t for begin, end in merged if (t := parse.trimmed(begin, _unlinked(parse, begin, end)))]
    out: list[Range] = []
    for begin, end in trimmed:
        if any(begin < h[1] and h[0] < end for h in holes):
            continue
        if out and begin < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((begin, end))
    return tuple(out)


def _unlinked(parse: Parse, begin: int, end: int) -> int:
    """The end without a dangling "and" or "but"."""
    while end > begin and (parse.tokens[end - 1].dep_ == "cc" or parse.tokens[end - 1].text in {",", ";", "—"}):
        if parse.tokens[end - 1].dep_ == "cc" and end - 1 == begin:
            break
        end -= 1
    return end

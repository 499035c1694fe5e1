"""The attributed: a source, a cue and contents as token ranges, with what the cue does to its content."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kg.model import Certainty, Polarity, Realis

Range = tuple[int, int]
"""A half-open range of token indices."""


class CueKind(StrEnum):
    """What somebody does by saying, thinking or wanting it."""

    SAY = "say"
    CLAIM = "claim"
    REPORT = "report"
    CONFIRM = "confirm"
    DENY = "deny"
    REFUSE = "refuse"
    ACCUSE = "accuse"
    CONDEMN = "condemn"
    PRAISE = "praise"
    SUPPORT = "support"
    OPPOSE = "oppose"
    AGREE = "agree"
    PROMISE = "promise"
    THREATEN = "threaten"
    WARN = "warn"
    DEMAND = "demand"
    ORDER = "order"
    SUGGEST = "suggest"
    ASK = "ask"
    THINK = "think"
    EXPECT = "expect"
    SUSPECT = "suspect"
    DOUBT = "doubt"
    KNOW = "know"
    HOPE = "hope"
    FEAR = "fear"
    PLAN = "plan"


@dataclass(frozen=True, slots=True)
class Mood:
    """What a source tells of somebody's mind: "she said Iran plans to attack" is her word, of what is planned."""

    contents: tuple[Range, ...]
    polarity: Polarity
    certainty: Certainty
    realis: Realis


@dataclass(frozen=True, slots=True)
class Attributed:
    """Who is reported, by which words, to have said, thought or wanted what.

    ``source`` is ``None`` where the text names nobody ("reportedly", "it is believed"). ``source_head`` is the token
    that denotes the source: the head of its phrase, or, where the source is a relative pronoun ("who said"), the head
    of its antecedent, which then lies outside ``source``. ``contents`` are in the order of the text, apart from each
    other, and never overlap the cue. ``polarity``, ``certainty`` and ``realis`` are what the cue does to its content:
    "denied" gives ``DENIED``, "suspects" ``POSSIBLE``, "vowed to" ``FUTURE``. ``quoted`` says whether the content is
    given in the source's own words. ``unsaid``: the source is said not to have said it ("did not say whether …"), or is
    nobody ("no group claimed …"). ``moods`` are the thoughts, wishes and deeds that the content tells of.
    """

    source: Range | None
    source_head: int | None
    cue: Range
    contents: tuple[Range, ...]
    kind: CueKind
    polarity: Polarity = Polarity.AFFIRMED
    certainty: Certainty = Certainty.CERTAIN
    realis: Realis = Realis.ACTUAL
    quoted: bool = False
    unsaid: bool = False
    moods: tuple[Mood, ...] = ()

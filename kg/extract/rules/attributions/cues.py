"""The cues: words that report speech, thought or wish, and the grammatical patterns (frames) in which they do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from kg.extract.rules import lexicon
from kg.extract.rules.attributions.attributed import CueKind
from kg.model import Certainty, Polarity, Realis


@dataclass(frozen=True, slots=True)
class Cue:
    """What a word does to its content in one of its frames."""

    kind: CueKind
    polarity: Polarity = Polarity.AFFIRMED
    certainty: Certainty = Certainty.CERTAIN
    realis: Realis = Realis.ACTUAL
    barred: frozenset[str] = frozenset()
    """Lemmas of objects of which the word says something else ("claimed nine lives")."""
    only: frozenset[str] = frozenset()
    """Where not empty: lemmas of the only objects with which the word is a cue ("put the toll at 35")."""
    named: bool = False
    """Whether the source must be a name or a pronoun."""


Frames = Mapping[str, Cue]
"""The frames of one word; ``lexicons/cues.toml`` explains their names."""

NO_FRAMES: Frames = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Cues:
    """The lexicon: frames by lemma for each part of speech."""

    verbs: Mapping[str, Frames]
    adjectives: Mapping[str, Frames]
    nouns: Mapping[str, Frames]
    adverbs: Mapping[str, Cue]
    modifiers: Mapping[str, Cue]
    papers: frozenset[str]
    """Nouns of what is issued with words in it ("statement")."""
    issuing: frozenset[str]
    """Verbs by which papers are issued."""
    light: frozenset[str]
    """Verbs that lend a cue noun their subject ("made a promise")."""
    speakers: frozenset[str]
    """Common nouns that speak before a colon ("Poll: …")."""
    reckonings: frozenset[str]
    """Nouns that attribute with "by" ("by one estimate")."""
    records: frozenset[str]
    """Nouns of texts and pictures that show or say something, whoever made them."""
    idioms: frozenset[str]
    """A word and a cue noun that together report nothing ("in charge")."""
    falsities: frozenset[str]
    """Predicates of what is not so ("false", "lie")."""
    labels: frozenset[str]
    """Words before a colon that do not speak ("Watch: …")."""


@cache
def cues() -> Cues:
    """The packaged lexicon. Of several entries for one frame of a word the first counts."""
    return Cues(
        verbs=_framed("verb"),
        adjectives=_framed("adjective"),
        nouns=_framed("noun"),
        adverbs=_plain("adverb"),
        modifiers=_plain("modifier"),
        **{name: frozenset(listed) for name, listed in lexicon.load("cues")["words"].items()},
    )


def _framed(table: str) -> Mapping[str, Frames]:
    out: dict[str, dict[str, Cue]] = {}
    for entry in lexicon.load("cues")[table]:
        cue = _cue(entry)
        for lemma in entry["lemmas"]:
            for frame in entry["frames"]:
                out.setdefault(lemma, {}).setdefault(frame, cue)
    return out


def _plain(table: str) -> Mapping[str, Cue]:
    return {lemma: _cue(entry) for entry in lexicon.load("cues")[table] for lemma in entry["lemmas"]}


def _cue(entry: Mapping[str, Any]) -> Cue:
    return Cue(
        CueKind[entry["kind"]],
        Polarity(entry.get("polarity", Polarity.AFFIRMED)),
        Certainty(entry.get("certainty", Certainty.CERTAIN)),
        Realis(entry.get("realis", Realis.ACTUAL)),
        frozenset(entry.get("except", ())),
        frozenset(entry.get("only", ())),
        bool(entry.get("named", False)),
    )

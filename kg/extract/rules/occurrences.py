"""Occurrences: every mention of an event in a reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.rules import event_nouns, event_verbs, figures, frames
from kg.extract.rules.cast import Cast
from kg.extract.rules.filling import Filling
from kg.extract.rules.occurrence import Occurrence
from kg.extract.rules.reading import Reading
from kg.model import EventClass, MentionKind

if TYPE_CHECKING:
    from spacy.tokens import Token

_SLUG = 5
"""A heading of fewer tokens is a label, not a statement."""
_VAGUE = frozenset(
    {
        "several",
        "many",
        "numerous",
        "various",
        "multiple",
        "dozens",
        "hundreds",
        "scores",
        "series",
        "spate",
        "string",
        "wave",
    }
)
_TIMES = frozenset({"times", "occasions", "often", "regularly", "frequently", "repeatedly", "routinely"})


def find(reading: Reading, cast: Cast) -> list[Occurrence]:
    """Every occurrence of the reading, in order."""
    lexicon = frames.load()
    nouns = frozenset(t.i for t in reading.doc if event_nouns.is_event_noun(t, lexicon))
    filling = Filling(cast, nouns, lexicon)
    named = {i for m in cast.members for c in m.mentions if c.kind is MentionKind.NAME for i in range(c.begin, c.end)}
    stood = _stood(nouns, reading, lexicon)
    out: list[Occurrence] = []
    for sentence in reading.doc.sents:
        heading = reading.is_heading(sentence[0])
        if heading and len(sentence) < _SLUG:
            continue
        for token in sentence:
            found = _read(token, filling, headline=heading, stood=stood) if token.i not in named else None
            if found is not None and (heading or not _is_generic(found)):
                found.general = _is_general(found)
                found.headline = heading
                out.append(found)
    return figures.taken_at_their_word(out, filling, reading.doc)


def _stood(nouns: frozenset[int], reading: Reading, lexicon: frames.Lexicon) -> frozenset[str]:
    """Nouns that depend on what they are about and that the text uses with it somewhere."""
    lemmas = {(token.lemma_.lower(), i) for i in nouns for token in (reading.doc[i],)}
    return frozenset(
        lemma
        for lemma, i in lemmas
        for frame in lexicon.nouns.get(lemma, ())
        if frame.about and event_nouns.is_about(reading.doc[i], frame.about)
    )


def _read(token: Token, filling: Filling, *, headline: bool, stood: frozenset[str]) -> Occurrence | None:
    if token.i in filling.nouns:
        return event_nouns.read(token, filling, headline=headline, stood=stood)
    if event_verbs.is_state(token):
        return event_verbs.read_state(token, filling)
    return event_verbs.read(token, filling) if event_verbs.is_event_verb(token) else None


def _is_generic(occurrence: Occurrence) -> bool:
    """A statement about a kind: "terrorists attack soft targets", "heart attacks kill thousands every year"."""
    verb = occurrence.governor
    if occurrence.cls.is_a(EventClass.COMMUNICATION) or verb.tag_ != "VBP" or occurrence.token.tag_ in {"VBN", "VBG"}:
        return False
    if any(c.dep_ in {"aux", "auxpass"} for c in verb.children):
        return False
    subject = [c for c in verb.children if c.dep_ == "nsubj"]
    if not subject or not all(_is_kind(s) for s in subject):
        return False
    clause = [t for t in verb.subtree if t.ent_type_ or t.lower_ in _EVERY]
    if any(t.lower_ in _EVERY for t in clause):
        return True
    objects = [c for c in verb.children if c.dep_ == "dobj"]
    return not clause and all(_is_kind(o) or o.pos_ == "PRON" for o in objects)


_EVERY = frozenset({"every", "each", "annually", "always", "usually", "generally"})


def _is_kind(noun: Token) -> bool:
    return noun.tag_ == "NNS" and not any(
        c.dep_ in {"det", "poss", "nummod", "predet"} or c.pos_ in {"PROPN", "NUM"} for c in noun.lefts
    )


def _is_general(occurrence: Occurrence) -> bool:
    """A sum ("struck 11 times", "several attacks") or an ordinal ("the first time X has hit Y"): no single event."""
    if any(c.lower_ in _TIMES for token in (occurrence.token, occurrence.governor) for c in token.children):
        return True
    if any(c.lower_ in _VAGUE for c in occurrence.token.lefts) or (
        occurrence.token.dep_ == "pobj" and occurrence.token.head.head.lower_ in _VAGUE
    ):
        return True
    clause = occurrence.governor
    return clause.dep_ in {"relcl", "acl"} and clause.head.lower_ in {"time", "times", "occasion"}

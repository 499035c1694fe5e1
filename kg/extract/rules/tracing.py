"""Tracing: what the rules considered and turned down, with the condition that was not met."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from kg.extract.rules import dates, event_nouns, event_verbs, frames
from kg.extract.rules.filling import Filling
from kg.extract.rules.findings import Findings
from kg.extract.trace import Refusal, Trace
from kg.model import EventClass, MentionKind
from kg.model.edtf import Edtf

if TYPE_CHECKING:
    from spacy.tokens import Token

_NAMES: Final = {
    "PERSON": "a person",
    "NORP": "people of a nationality, faith or party",
    "ORG": "an organisation",
    "GPE": "a country or town",
    "LOC": "a place",
    "FAC": "a building",
}
"""Kinds of names that the language model proposes and that the rules may follow."""

_KINDS: Final = {
    "violent": "fighting force",
    "thing": "thing that can be hit",
    "facility": "building",
    "assault": "act of violence",
    "body": "public body",
    "speech": "words",
    "air": "aircraft",
}
"""What kinds of fillers (see ``frames.toml``) are called where their own name does not tell."""

_ONLY_WORDS: Final = "it tells of no single thing that happened: an order, or an attack of words"
_NOTHING_SAID: Final = "nothing in the sentence says who did it, to whom, with what or where"


def trace(found: Findings) -> Trace:
    """How the rules went through a reading."""
    doc = found.reading.doc
    sentences = tuple(
        found.reading.span(s.start, s.end)
        for s in doc.sents
        if any(not token.is_space for token in doc[s.start : s.end])
    )
    return Trace(sentences, tuple(sorted({*_events(found), *_names(found), *_dates(found)})))


def _events(found: Findings) -> Iterator[Refusal]:
    lexicon = frames.load()
    doc = found.reading.doc
    filling = Filling(found.cast, frozenset(t.i for t in doc if event_nouns.is_event_noun(t, lexicon)), lexicon)
    told = {i for o in found.occurrences for i in range(o.begin, o.end)}
    named = {
        i for m in found.cast.members for c in m.mentions if c.kind is MentionKind.NAME for i in range(c.begin, c.end)
    }
    for token in doc:
        if token.i not in told and token.i not in named:
            refused = _refused(token, filling)
            if refused is not None:
                cls, reason = refused
                yield Refusal(found.reading.span(token.i, token.i + 1), "event", cls.value, reason)


def _refused(token: Token, filling: Filling) -> tuple[EventClass, str] | None:
    """The class that a word might have told, and why it does not; ``None`` for words that tell no event anyway."""
    lexicon, lemma = filling.lexicon, token.lemma_.lower()
    if token.pos_ in {"NOUN", "PROPN"}:
        nouns = lexicon.nouns.get(token.lower_) or lexicon.nouns.get(lemma)
        if not nouns:
            return None
        reason = (
            _NOTHING_SAID if token.i in filling.nouns else "it is part of a name, or only says what sort the next is"
        )
        return nouns[0].cls, reason
    if token.pos_ not in {"VERB", "ADJ"} or lemma not in lexicon.verbs:
        return None
    cls = lexicon.verbs[lemma][0].cls
    if not event_verbs.is_event_verb(token):
        return cls, "it only modifies the next word"
    unmet = list(event_verbs.unmet(token, filling))
    if not unmet:
        return cls, _ONLY_WORDS
    reasons: dict[EventClass, list[str]] = {}
    for frame, slot, wanted, heads in unmet:
        reasons.setdefault(frame.cls, []).append(_condition(slot, wanted, heads))
    first, *others = reasons
    said = [", ".join(dict.fromkeys(reasons[first]))]
    said += [f"{each.value}: {', '.join(dict.fromkeys(reasons[each]))}" for each in others]
    return first, "; ".join(said)


def _condition(slot: str, wanted: frozenset[str], heads: list[Token]) -> str:
    """As in "its object “industry” is no building or place"."""
    words = ", ".join(f"“{head.text}”" for head in heads)
    kinds = sorted(_KINDS.get(kind, kind) for kind in wanted - {"any", "none"})
    if not kinds:
        return f"it has the {slot} {words}"
    asked = " or ".join(filter(None, (", ".join(kinds[:-1]), kinds[-1])))
    if not heads:
        return f"it has no {slot}, which would be {asked}" if slot else f"no {asked} goes with it"
    return f"its {slot} {words} is no {asked}" if slot else f"{words} is no {asked}"


def _names(found: Findings) -> Iterator[Refusal]:
    """Names that the language model proposes and that no mention of the rules touches."""
    mentioned = {i for m in found.cast.members for c in m.mentions for i in range(c.begin, c.end)}
    for name in found.reading.doc.ents:
        if name.label_ in _NAMES and not any(i in mentioned for i in range(name.start, name.end)):
            reason = "the language model proposes it alone"
            yield Refusal(found.reading.span(name.start, name.end), "name", _NAMES[name.label_], reason)


def _dates(found: Findings) -> Iterator[Refusal]:
    """Dates that no event was given."""
    given = {(d.begin, d.end) for h in found.happenings for c in h.circumstances for d in c.dates}
    labelled = {label.date for label in found.labels}
    published = found.reading.document.date
    for date in dates.find(found.reading.doc, Edtf.parse(published) if published else None):
        if (date.begin, date.end) not in given and date.edtf not in {None, *labelled}:
            reason = "no event that was found happens then"
            yield Refusal(found.reading.span(date.begin, date.end), "date", date.edtf or "", reason)

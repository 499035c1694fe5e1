"""Figures of speech: words of violence for criticism, games, markets and medicine ("hit back", "a price war").

A word is taken at its word where something concrete goes with it: a weapon, people who fight, somebody who is hurt, a
building or vehicle that is hit. Without that, speakers, abstract targets and the subject of the text decide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.rules import fillers, lexicon, phrases
from kg.extract.rules.filling import Filling
from kg.extract.rules.occurrence import Occurrence
from kg.model import EntityClass, EventClass, Predicate

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_DATA = lexicon.load("frames")["figures"]
_KINDS = lexicon.words(_DATA["kinds"])
_ABSTRACT = lexicon.words(_DATA["abstract"])
_BURSTS = lexicon.words(_DATA["bursts"])
_SPEAKERS = lexicon.words(_DATA["speakers"])
_SPORT = lexicon.words(_DATA["sport"])
_SHOW = lexicon.words(_DATA["show"])
_PLAIN = lexicon.words(_DATA["plain"])
_TALKING = frozenset(
    {EntityClass.PERSON, EntityClass.POLITICAL_PARTY, EntityClass.MEDIA_ORGANISATION, EntityClass.COMPANY}
)
_ABSTRACT_ENDINGS = ("tion", "sion", "ism", "ness", "ment", "ance", "ence", "ship", "hood", "ity")
_AGAINST = frozenset({"on", "against", "over", "for", "at", "upon"})
_VIOLENT = (EventClass.ATTACK, EventClass.MILITARY_OPERATION)
_PLAYED = (*_VIOLENT, EventClass.INJURY, EventClass.MEETING, EventClass.COERCION, EventClass.ACCIDENT, EventClass.RIOT)
_OUTCOMES = frozenset({EventClass.DEATH, EventClass.INJURY})
_SHORT = 60
"""Tokens of a text too short to tell more of the violence that it speaks of."""
_PLAYFUL_WORDS = 3
"""Different words of a game or show in a text that is about one."""
_PLAYFUL_SHARE = 0.02
"""Share of a text's tokens that are such words where the text is about a game or show."""


def is_figure(occurrence: Occurrence, filling: Filling) -> bool:
    """Whether what goes with the word itself makes it a figure of speech."""
    if not _is_violent(occurrence):
        return False
    token = occurrence.token
    if occurrence.noun and any(
        c.dep_ in {"compound", "amod", "nmod"} and c.lemma_.lower() in _KINDS for c in token.lefts
    ):
        return True
    if occurrence.noun and any(
        c.dep_ == "prep"
        and c.lower_ == "of"
        and any(o.lower_ in {"words", "wits", "nerves", "wills"} for o in c.children)
        for c in token.children
    ):
        return True
    if _is_armed(occurrence, filling):
        return False
    return _is_at_ideas(occurrence) or _is_spoken(occurrence) or _is_about_topic(occurrence)


def _is_violent(occurrence: Occurrence) -> bool:
    return any(occurrence.cls.is_a(cls) for cls in _VIOLENT)


def _is_armed(occurrence: Occurrence, filling: Filling) -> bool:
    """Whether a weapon or somebody who fights goes with it."""
    if any(f.text and f.token.lemma_.lower() != "shot" for f in occurrence.filled(Predicate.INSTRUMENT)):
        return True
    return any(
        "violent" in fillers.kinds(phrases.content(f.token), filling.cast, filling.nouns)
        for f in occurrence.fillers
        if f.role in {Predicate.AGENT, Predicate.PARTICIPANT}
    )


def _is_at_ideas(occurrence: Occurrence) -> bool:
    """As in "an assault on rights", "war on drugs": what it is against cannot be hit."""
    against = [h for name, h in phrases.prepositional(occurrence.token) if name in _AGAINST]
    if not occurrence.noun:
        against += phrases.objects(occurrence.token)
    if any(name == "of" and h.lemma_.lower() in _BURSTS for name, h in phrases.prepositional(occurrence.token)):
        return True
    hit = [h for h in against if not h.ent_type_ or h.ent_type_ not in {"DATE", "TIME"}]
    return bool(hit) and not occurrence.filled(Predicate.TARGET) and any(is_abstract(h) for h in hit)


def _is_about_topic(occurrence: Occurrence) -> bool:
    """As in "attacked her rival over taxes", "assailed him for lying": words have topics, blows have none."""
    return (
        not occurrence.noun
        and occurrence.token.lemma_.lower() in {"attack", "assail", "hit", "strike", "target"}
        and any(
            c.dep_ == "prep"
            and c.lower_ in {"over", "for"}
            and any(o.pos_ in {"NOUN", "VERB"} and o.ent_type_ not in {"DATE", "TIME"} for o in c.children)
            for c in occurrence.token.children
        )
    )


def is_abstract(noun: Token) -> bool:
    """Whether the noun names an idea rather than a thing or somebody."""
    lemma = noun.lemma_.lower()
    return noun.pos_ in {"NOUN", "ADJ"} and (
        lemma in _ABSTRACT or (lemma.endswith(_ABSTRACT_ENDINGS) and lemma not in _PLAIN)
    )


def _is_spoken(occurrence: Occurrence) -> bool:
    """Whether everybody who does it fights with words, and nothing that they did is told."""
    doers = [f for f in occurrence.fillers if f.role in {Predicate.AGENT, Predicate.PARTICIPANT}]
    if not doers or occurrence.frame.family.name not in {"violent", "mutual", "act"}:
        return False
    hit = [f.member for f in occurrence.fillers if f.role in {Predicate.TARGET, Predicate.VICTIM} and f.member]
    if occurrence.cls is EventClass.ATTACK and any(m.cls.is_a(EntityClass.PLACE) for m in hit):
        return False
    if occurrence.cls in {EventClass.SHOOTING, EventClass.BOMBING} and hit and not _shots(occurrence):
        return False
    if occurrence.cls is EventClass.TERRITORIAL_CAPTURE:
        return all(f.member is not None and f.member.cls is EntityClass.COMPANY for f in doers)
    if occurrence.cls not in {EventClass.ATTACK, EventClass.SHOOTING, EventClass.BOMBING, EventClass.ARMED_CLASH}:
        return False
    return all(
        phrases.content(f.token).lemma_.lower() in _SPEAKERS
        or (f.member is not None and f.member.proper and f.member.cls in _TALKING)
        for f in doers
    )


def _shots(occurrence: Occurrence) -> bool:
    return any(f.token.lemma_.lower() == "shot" for f in occurrence.filled(Predicate.INSTRUMENT))


def is_of_play(doc: Doc) -> bool:
    """Whether the text is about a game or a show."""
    for words in (_SPORT, _SHOW):
        found = [t.lemma_.lower() for t in doc if t.lemma_.lower() in words]
        if len(set(found)) >= _PLAYFUL_WORDS and len(found) >= _PLAYFUL_SHARE * len(doc):
            return True
    return False


def taken_at_their_word(found: list[Occurrence], filling: Filling, doc: Doc) -> list[Occurrence]:
    """``found`` without the figures of speech that only the whole text gives away.

    A bare "attack" or "battle" speaks of violence where the text elsewhere tells of some; in reports on games and
    shows only weapons and deaths do.
    """
    playful = is_of_play(doc)
    hard = {id(o) for o in found if _is_hard(o, filling)}
    out = []
    for occurrence in found:
        if playful and any(occurrence.cls.is_a(c) for c in _PLAYED) and not _is_deadly(occurrence):
            continue
        if _is_violent(occurrence) and not hard and len(doc) > _SHORT and not _is_concrete(occurrence, filling):
            continue
        out.append(occurrence)
    return out


def _is_deadly(occurrence: Occurrence) -> bool:
    """Whether a weapon is named, or somebody is killed."""
    if occurrence.frame.family.name == "harm" and occurrence.cls is not EventClass.INJURY:
        return True
    return any(f.token.lemma_.lower() not in {"shot", "gun"} for f in occurrence.filled(Predicate.INSTRUMENT))


def _is_hard(occurrence: Occurrence, filling: Filling) -> bool:
    """Whether the words by themselves tell of violence."""
    if occurrence.cls in _OUTCOMES:
        return occurrence.frame.family.name == "harm" or bool(occurrence.filled(Predicate.VICTIM))
    if not _is_violent(occurrence):
        return False
    return (
        occurrence.token.lemma_.lower() not in _AMBIGUOUS
        or _is_armed(occurrence, filling)
        or bool(occurrence.filled(Predicate.VICTIM))
    )


_AMBIGUOUS = lexicon.words(_DATA["ambiguous"])


def _is_concrete(occurrence: Occurrence, filling: Filling) -> bool:
    """Whether something that can be hit goes with an ambiguous word, or the word is not ambiguous."""
    if _is_hard(occurrence, filling):
        return True
    if any(
        name in {"in", "near", "at", "outside"} and "place" in fillers.kinds(head, filling.cast, filling.nouns)
        for name, head in phrases.prepositional(occurrence.token)
    ):
        return True
    hit = [f.member for f in occurrence.fillers if f.role in {Predicate.TARGET, Predicate.VICTIM, Predicate.PLACE}]
    return any(
        m is not None and (m.cls.is_a(EntityClass.PLACE) or m.cls in {EntityClass.PERSON, EntityClass.GROUP})
        for m in hit
    )

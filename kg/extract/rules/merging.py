"""Merging: which occurrences speak of one event.

Grammar decides first (a killing that is the strike's doing, "in the attack"); then discourse: definite phrases look
back for an event that fits, indefinite ones introduce a new one. Dates, places, agents and targets that exclude
each other always keep events apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.rules import lexicon, phrases
from kg.extract.rules.circumstances import Circumstance
from kg.extract.rules.happenings import (
    OUTCOMES,
    Happening,
    agents_agree,
    dates_agree,
    dates_exclude,
    loci_agree,
    places_exclude,
)
from kg.extract.rules.occurrence import Occurrence
from kg.model import EventClass, Predicate, Realis

if TYPE_CHECKING:
    from spacy.tokens import Token

_HARM = lexicon.words("kill injure wound hurt die perish maim slay destroy damage")
_VIOLENT = (EventClass.ATTACK, EventClass.ACCIDENT, EventClass.DISASTER, EventClass.MILITARY_OPERATION)
_NEW = lexicon.words(lexicon.load("words")["merging"]["introducing"])
_REACH = 8
"""Happenings back that a definite phrase or a harm without a doer looks for its event."""
_LEAD = 70
"""Tokens behind a headline within which the text tells what the headline told."""
_NEAR = 90
"""Tokens back within which a harm without a doer belongs to the attack last spoken of."""
_STEPS = 8


def merge(occurrences: list[Occurrence], circumstances: list[Circumstance], realis: list[Realis]) -> list[Happening]:
    """The happenings, in the order of their first occurrence."""
    of: dict[int, Happening] = {}
    happenings: list[Happening] = []
    order = sorted(range(len(occurrences)), key=lambda i: (_depends(occurrences[i]), occurrences[i].token.i))
    at = {o.token.i: i for i, o in enumerate(occurrences)}
    for i in order:
        occurrence, circumstance = occurrences[i], circumstances[i]
        alone = Happening([occurrence], [circumstance], realis[i])
        host = _by_grammar(occurrence, at, of, occurrences)
        if host is None:
            before = [h for h in happenings if h.occurrences[0].token.i < occurrence.token.i]
            host = _by_discourse(alone, occurrence, before)
        if host is None:
            happenings.append(alone)
            host = alone
        else:
            host.occurrences.append(occurrence)
            host.circumstances.append(circumstance)
        of[i] = host
    for happening in happenings:
        pairs = sorted(zip(happening.occurrences, happening.circumstances, strict=True), key=lambda p: p[0].token.i)
        happening.occurrences = [o for o, _ in pairs]
        happening.circumstances = [c for _, c in pairs]
    return sorted(happenings, key=lambda h: h.occurrences[0].token.i)


def is_harm(occurrence: Occurrence) -> bool:
    """Whether the words tell what an attack did rather than the attack."""
    return occurrence.token.lemma_.lower() in _HARM or occurrence.cls in OUTCOMES


def _depends(occurrence: Occurrence) -> int:
    """Harm is placed after what may have done it, so that a sentence may name the attack last."""
    return 1 if is_harm(occurrence) else 0


def _by_grammar(
    occurrence: Occurrence, at: dict[int, int], of: dict[int, Happening], occurrences: list[Occurrence]
) -> Happening | None:
    token = occurrence.token
    harm = is_harm(occurrence)
    if harm and not occurrence.noun:
        for verb in phrases.conjuncts(token)[1:]:
            for name, head in phrases.prepositional(verb):
                found = _placed(head, at, of, occurrences, violent=True) if name in {"in", "during"} else None
                if found is not None:
                    return found
    if not occurrence.noun:
        for subject in phrases.subjects(token):
            found = _placed(subject, at, of, occurrences, violent=True)
            if found is not None and (harm or _fits(occurrence, found)):
                return found
        for name, head in phrases.prepositional(token):
            if name in {"in", "by", "during", "from"} or (harm and name in {"after", "following"}):
                found = _placed(head, at, of, occurrences, violent=True)
                if found is not None and (harm or _fits(occurrence, found)):
                    return found
    elif harm:
        for name, head in phrases.prepositional(token):
            if name in {"in", "during", "from", "after"}:
                found = _placed(head, at, of, occurrences, violent=True)
                if found is not None:
                    return found
    return _by_clause(occurrence, at, of, occurrences) if harm and not occurrence.noun else None


def _by_clause(
    occurrence: Occurrence, at: dict[int, int], of: dict[int, Happening], occurrences: list[Occurrence]
) -> Happening | None:
    """A harm told by a participle or a coordinated verb belongs to the attack above it ("struck it, killing …")."""
    token = occurrence.token
    current = token
    if token.dep_ == "advcl" and token.tag_ == "VBG":
        between = [i for i in at if token.head.i < i < token.i and _does_harm(occurrences[at[i]])]
        nearest = _placed(token.doc[max(between)], at, of, occurrences, violent=True) if between else None
        if nearest is not None:
            occurrence.fillers = [f for f in occurrence.fillers if f.role is not Predicate.AGENT]
            return nearest
    for _ in range(_STEPS):
        if current.dep_ not in {"advcl", "conj", "xcomp", "acl", "prep", "pcomp"} or current.head == current:
            break
        adverbial = current.dep_ == "advcl"
        current = current.head
        found = _placed(current, at, of, occurrences, violent=True)
        if found is not None and not dates_exclude(Happening([occurrence], []), found):
            if (adverbial and any(c.dep_ == "mark" for c in token.children)) or _own_doer(occurrence, found):
                break
            return found
    return None


def _does_harm(occurrence: Occurrence) -> bool:
    """Whether it may be the doing whose harm a participle tells."""
    return not is_harm(occurrence) and any(occurrence.cls.is_a(c) for c in _VIOLENT)


def _own_doer(occurrence: Occurrence, found: Happening) -> bool:
    agents = [f.member for f in occurrence.filled(Predicate.AGENT) if f.member]
    return agents_agree(agents, found.agents) is False


def _placed(
    token: Token, at: dict[int, int], of: dict[int, Happening], occurrences: list[Occurrence], *, violent: bool
) -> Happening | None:
    index = at.get(token.i)
    if index is None or index not in of:
        return None
    if violent and not any(occurrences[index].cls.is_a(c) for c in _VIOLENT):
        return None
    return of[index]


def _fits(occurrence: Occurrence, happening: Happening) -> bool:
    cls = happening.cls
    return occurrence.cls.is_a(cls) or cls.is_a(occurrence.cls)


def _by_discourse(alone: Happening, occurrence: Occurrence, before: list[Happening]) -> Happening | None:
    if occurrence.general:
        return None
    best: Happening | None = None
    best_score = 0
    for age, happening in enumerate(reversed(before)):
        score = _score(alone, occurrence, happening, age)
        if score > best_score:
            best, best_score = happening, score
    return best


def _score(alone: Happening, occurrence: Occurrence, happening: Happening, age: int) -> int:
    """How well an earlier happening fits; 0: not at all."""
    if any(o.general for o in happening.occurrences):
        elaborated = (
            occurrence.noun
            and len(happening.occurrences) == 1
            and happening.occurrences[0].token.sent == occurrence.token.sent
            and happening.occurrences[0].token.i < occurrence.token.i
            and any(t.text == ":" for t in occurrence.token.doc[happening.occurrences[0].token.i : occurrence.token.i])
            and _fits(occurrence, happening)
        )
        return 30 if elaborated and agents_agree(alone.agents, happening.agents) is not False else 0
    if alone.realis is not happening.realis:
        return 0
    if is_harm(occurrence):
        return _harm_score(alone, occurrence, happening, age)
    if not _fits(occurrence, happening):
        return 0
    if occurrence.cls.is_a(EventClass.COMMUNICATION) or happening.cls.is_a(EventClass.COMMUNICATION):
        return 0
    if dates_exclude(alone, happening) or places_exclude(alone, happening):
        return 0
    if _told_in_headline(happening, occurrence):
        return 40
    agents, loci, days = (
        agents_agree(alone.agents, happening.agents),
        loci_agree(alone, happening),
        dates_agree(alone, happening),
    )
    if agents is False or (loci is False and not (agents and days)):
        return 0
    if _introduces(occurrence):
        return 3 if agents and loci and age < 2 and not alone.dates else 0
    definite = occurrence.definite
    strength = 2 * bool(agents) + 2 * bool(loci) + 2 * bool(days)
    salience = min(4, len(happening.occurrences)) - 2 * (_is_background(happening) and not alone.dates)
    if definite and age < _REACH:
        strength += 2
    if not strength or (not occurrence.noun and strength < 4):
        return 0
    if not agents and not loci and not days and age >= _REACH:
        return 0
    return max(1, strength * 4 + max(0, 3 - age // 2) + salience)


def _told_in_headline(happening: Happening, occurrence: Occurrence) -> bool:
    """Whether a headline told of it and the text just below takes it up."""
    if occurrence.headline or not all(o.headline for o in happening.occurrences):
        return False
    return occurrence.token.i - happening.occurrences[0].token.i < _LEAD


def _is_background(happening: Happening) -> bool:
    """An event told by its year alone is looked back at ("an attack in 2005")."""
    return bool(happening.dates) and all(len(d) == len("2005") for d in happening.dates)


def _introduces(occurrence: Occurrence) -> bool:
    """As in "an attack", "another strike", "three bombings": new events."""
    lefts = [c.lower_ for c in occurrence.token.lefts]
    return occurrence.noun and not _NEW.isdisjoint(lefts)


def _harm_score(alone: Happening, occurrence: Occurrence, happening: Happening, age: int) -> int:
    """A killing without a doer of its own belongs to the attack just spoken of."""
    if not any(happening.cls.is_a(c) for c in _VIOLENT) or age >= _REACH:
        return 0
    last = max(o.token.i for o in happening.occurrences if o.token.i < occurrence.token.i)
    if occurrence.token.i - last > _NEAR:
        return 0
    if dates_exclude(alone, happening) or places_exclude(alone, happening):
        return 0
    agents = agents_agree(alone.agents, happening.agents)
    if agents is False or (alone.agents and not agents):
        return 0
    same_sentence = occurrence.token.sent.start <= last
    return 20 - age + 5 * same_sentence + 4 * bool(loci_agree(alone, happening))

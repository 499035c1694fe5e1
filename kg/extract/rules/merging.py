"""Merging: which occurrences speak of one event.

Grammar decides first (a killing that is the strike's doing, "in the attack"); then discourse: definite phrases look
back for an event that fits, indefinite ones introduce a new one. Dates, places, agents and targets that exclude
each other always keep events apart.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
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
_SIGNED = frozenset({EventClass.AGREEMENT, EventClass.CEASEFIRE})
_REACH = 8
"""Happenings back that a definite phrase or a harm without a doer looks for its event."""
_LEAD = 70
"""Tokens behind a headline within which the text tells what the headline told."""
_NEAR = 90
"""Tokens back within which a harm without a doer belongs to the attack last spoken of."""
_STEPS = 8
_TIMES = frozenset({"before", "after", "until", "when", "while", "as"})
_WINDOW = 120
"""Happenings back that are looked at at all."""


def merge(occurrences: list[Occurrence], circumstances: list[Circumstance], realis: list[Realis]) -> list[Happening]:
    """The happenings, in the order of their first occurrence."""
    of: dict[int, Happening] = {}
    happenings: list[Happening] = []
    begins: list[int] = []
    order = sorted(range(len(occurrences)), key=lambda i: (_depends(occurrences[i]), occurrences[i].token.i))
    at = {o.token.i: i for i, o in enumerate(occurrences)}
    for i in order:
        occurrence, circumstance = occurrences[i], circumstances[i]
        alone = Happening([occurrence], [circumstance], realis[i])
        host = _by_grammar(occurrence, at, of, occurrences)
        if host is None:
            here = bisect_left(begins, occurrence.token.i)
            host = _by_discourse(alone, occurrence, happenings[max(0, here - _WINDOW) : here])
            if host is None and occurrence.headline and is_harm(occurrence):
                host = _told_below(alone, happenings[here : here + _REACH])
        if host is None:
            here = bisect_left(begins, occurrence.token.i)
            happenings.insert(here, alone)
            begins.insert(here, occurrence.token.i)
            host = alone
        else:
            host.occurrences.append(occurrence)
            host.circumstances.append(circumstance)
        of[i] = host
    happenings = [h for h in happenings if not all(o.only_counts for o in h.occurrences)]
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
    """The happening that the sentence itself ties the occurrence to."""
    token = occurrence.token
    if occurrence.noun:
        return _of_noun(occurrence, at, of, occurrences)
    harm = is_harm(occurrence)
    for head in (*(_coordinated(token) if harm else ()), *(_circumstance(token) if harm else ())):
        found = _placed(head, at, of, occurrences, violent=True)
        if found is not None:
            return found
    prepositions = _IN_HARM if harm else _IN
    for head in (*phrases.subjects(token), *(h for name, h in phrases.prepositional(token) if name in prepositions)):
        found = _placed(head, at, of, occurrences, violent=True)
        if found is not None and (harm or _fits(occurrence, found)):
            return found
    return _by_clause(occurrence, at, of, occurrences) if harm else None


_IN = frozenset({"in", "by", "during", "from"})
_IN_HARM = _IN | {"after", "following"}
_CAUSES = frozenset({"after", "when", "as"})


def _of_noun(
    occurrence: Occurrence, at: dict[int, int], of: dict[int, Happening], occurrences: list[Occurrence]
) -> Happening | None:
    """As in "signed an agreement", "the deaths in the attack"."""
    token = occurrence.token
    if occurrence.cls in _SIGNED and token.dep_ in {"dobj", "nsubjpass"}:
        found = _placed(token.head, at, of, occurrences, violent=False)
        return found if found is not None and found.cls is EventClass.AGREEMENT else None
    if is_harm(occurrence):
        for name, head in phrases.prepositional(token):
            if name in {"in", "during", "from", "after"}:
                found = _placed(head, at, of, occurrences, violent=True)
                if found is not None:
                    return found
    return None


def _coordinated(token: Token) -> Iterator[Token]:
    """What verbs joined to the harm name ("two were killed and five wounded in the blast")."""
    for verb in phrases.conjuncts(token)[1:]:
        yield from (head for name, head in phrases.prepositional(verb) if name in {"in", "during"})


def _circumstance(token: Token) -> Iterator[Token]:
    """What did the harm: "hurt when a bomb exploded", "reported missing after the landslide"."""
    for clause in token.children:
        if clause.dep_ == "advcl" and any(
            c.dep_ in {"mark", "advmod"} and c.lower_ in _CAUSES for c in clause.children
        ):
            yield clause
    if token.dep_ in {"oprd", "acomp"}:
        yield from (h for name, h in phrases.prepositional(token.head) if name in {"in", "after", "following"})


def _by_clause(
    occurrence: Occurrence, at: dict[int, int], of: dict[int, Happening], occurrences: list[Occurrence]
) -> Happening | None:
    """A harm told by a participle or a coordinated verb belongs to the attack above it ("struck it, killing …")."""
    token = occurrence.token
    current = token
    if token.dep_ == "advcl" and token.tag_ == "VBG":
        between = [i for i in range(token.head.i + 1, token.i) if i in at and _does_harm(occurrences[at[i]])]
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
    if _sums_up(alone, occurrence, before[-_REACH:]):
        occurrence.general = True
        return None
    best: Happening | None = None
    best_score = 0
    for age, happening in enumerate(reversed(before)):
        score = _score(alone, occurrence, happening, age)
        if score > best_score:
            best, best_score = happening, score
    return best


def _sums_up(alone: Happening, occurrence: Occurrence, before: list[Happening]) -> bool:
    """Whether a bare plural ("the blasts") looks back at several attacks together."""
    if not occurrence.noun or occurrence.token.tag_ != "NNS" or not occurrence.cls.is_a(EventClass.ATTACK):
        return False
    if alone.loci or alone.dates or alone.weekdays or not occurrence.definite:
        return False
    told = [
        h
        for h in before
        if _fits(occurrence, h)
        and h.realis is alone.realis
        and not h.general
        and not all(is_harm(o) or o.headline for o in h.occurrences)
        and any(o.cls is occurrence.cls for o in h.occurrences)
    ]
    return len(told) > 1 and not any(agents_agree(alone.agents, h.agents) for h in told)


def _told_below(alone: Happening, after: list[Happening]) -> Happening | None:
    """The attack that a headline's harm ("Gunman kills three") is the doing of, where the text below tells it."""
    (headline,) = alone.occurrences
    for happening in after:
        first = happening.occurrences[0]
        if first.token.i - headline.token.i > _LEAD:
            return None
        if any(happening.cls.is_a(c) for c in _VIOLENT) and not (
            dates_exclude(alone, happening) or places_exclude(alone, happening)
        ):
            named = [m for m in (*alone.agents, *happening.agents) if m.proper]
            return happening if not named or agents_agree(alone.agents, happening.agents) is not False else None
    return None


def _score(alone: Happening, occurrence: Occurrence, happening: Happening, age: int) -> int:
    """How well an earlier happening fits; 0: not at all."""
    if happening.general:
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
    salience -= 3 * _is_aside(happening)
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
    """An event told by its year or month alone is looked back at ("an attack in 2005")."""
    return bool(happening.dates) and all(len(d) <= len("2005-05") for d in happening.dates)


def _is_aside(happening: Happening) -> bool:
    """An event told in a subordinate clause of time alone ("before police shot him")."""
    first = happening.occurrences[0].token
    return first.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in _TIMES for c in first.children)


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
    if dates_exclude(alone, happening) or places_exclude(alone, happening) or _is_past(occurrence, last):
        return 0
    agents = agents_agree(alone.agents, happening.agents)
    if agents is False or (alone.agents and not agents):
        return 0
    same_sentence = occurrence.token.sent.start <= last
    if not same_sentence and _is_background(happening) and not alone.dates:
        return 0
    return 20 - age + 5 * same_sentence + 4 * bool(loci_agree(alone, happening))


def _is_past(occurrence: Occurrence, last: int) -> bool:
    """As in "her brother died last year", two sentences later: another time than what was just told."""
    return last < occurrence.token.sent.start and any(
        t.ent_type_ == "DATE" and t.lower_ in {"last", "ago", "previous", "earlier"}
        for c in occurrence.token.children
        if c.dep_ in {"npadvmod", "prep", "advmod"}
        for t in c.subtree
    )

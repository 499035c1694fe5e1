"""Event claims: what is said of happenings — that they happened, roles, places, dates, tolls and blame."""

from __future__ import annotations

from dataclasses import replace

from kg.extract.rules import links as linking
from kg.extract.rules import modality
from kg.extract.rules.cast import Member
from kg.extract.rules.happenings import OUTCOMES, Happening
from kg.extract.rules.merging import is_harm
from kg.extract.rules.modality import Modality
from kg.extract.rules.occurrence import Filler, Occurrence
from kg.extract.rules.scribe import Scribe
from kg.extract.rules.voice import Voice
from kg.model import (
    Certainty,
    ClaimObject,
    ClassObject,
    DateObject,
    Effect,
    EntityClass,
    EventClass,
    NodeId,
    NodeObject,
    Polarity,
    Predicate,
    TextObject,
    Toll,
)


def happening(scribe: Scribe, happening: Happening) -> None:
    """Enters what each occurrence says of the happening: that it happened, who took part, where and when."""
    node = scribe.events[id(happening)]
    voices = [scribe.voice(o.token) for o in happening.occurrences]
    told = [scribe.held(o, voice) for o, voice in zip(happening.occurrences, voices, strict=True)]
    denied_throughout = all(map(_denies_agent, happening.occurrences, told))
    for occurrence, circumstance, voice, held in zip(
        happening.occurrences, happening.circumstances, voices, told, strict=True
    ):
        denied_agent = _denies_agent(occurrence, held)
        if held.polarity is Polarity.DENIED and _denies_harm_alone(occurrence, happening):
            continue  # that nobody was killed does not deny the attack
        kind = "noun" if occurrence.noun else "verb"
        if not denied_agent or denied_throughout:
            scribe.state(
                node, Predicate.TYPE, ClassObject(happening.cls), occurrence.token, f"event-{kind}", held, voice
            )
        for filler in occurrence.fillers:
            if denied_agent and filler.role is not Predicate.AGENT:
                continue
            _role(scribe, node, occurrence, filler, held, voice)
            if (
                filler.role is Predicate.TARGET
                and filler.member is not None
                and _is_area(filler.member)
                and not occurrence.cls.is_a(EventClass.COMMUNICATION)
            ):
                _role(scribe, node, occurrence, replace(filler, role=Predicate.PLACE), _affirmed(held), voice)
        hit = [f.member for f in occurrence.fillers if f.role is Predicate.TARGET]
        for placed in circumstance.places:
            if any(placed.member is m for m in hit):
                continue
            token = scribe.found.reading.doc[placed.token]
            scribe.state(
                node,
                Predicate.PLACE,
                NodeObject(scribe.entities[id(placed.member)]),
                occurrence.token,
                "event-place",
                _affirmed(held),
                voice,
                others=[token],
                mention=scribe.mention(token),
            )
        for date in circumstance.dates:
            if date.edtf:
                scribe.state(
                    node,
                    Predicate.DATE,
                    DateObject(date.edtf),
                    occurrence.token,
                    "event-date",
                    _affirmed(held),
                    voice,
                    others=[scribe.found.reading.doc[date.begin]],
                    mention=scribe.found.reading.span(date.begin, date.end),
                )


def _denies_harm_alone(occurrence: Occurrence, happening: Happening) -> bool:
    return is_harm(occurrence) and happening.cls not in OUTCOMES and not all(is_harm(o) for o in happening.occurrences)


def _denies_agent(occurrence: Occurrence, held: Modality) -> bool:
    """Whether what is denied is who did it ("X denied that it had fired the rockets"), not that it happened."""
    return held.polarity is Polarity.DENIED and bool(occurrence.filled(Predicate.AGENT))


def _role(scribe: Scribe, node: NodeId, occurrence: Occurrence, filler: Filler, held: Modality, voice: Voice) -> None:
    if filler.member is not None:
        object_: ClaimObject = NodeObject(scribe.entities[id(filler.member)])
    elif filler.text:
        object_ = TextObject(filler.text)
    elif filler.event and filler.token.i in scribe.triggers:
        object_ = NodeObject(scribe.triggers[filler.token.i])
    else:
        return
    state = held.negate() if filler.negated else held
    if filler.role is Predicate.AGENT:
        state = state.weaken(modality.surmised(filler.token))
    rule = "role-noun" if occurrence.noun else "role-verb"
    scribe.state(
        node,
        filler.role,
        object_,
        occurrence.token,
        rule,
        state,
        voice,
        others=[filler.token],
        mention=scribe.mention(filler.token),
    )


def tolls(scribe: Scribe) -> tuple[Toll, ...]:
    """The tolls, numbered in the order of the text, and their claims."""
    of = {id(o): h for h in scribe.found.happenings for o in h.occurrences}
    out = []
    told = [c for c in scribe.found.counted if id(scribe.found.occurrences[c.occurrence]) in of]
    for number, item in enumerate(told, start=1):
        occurrence = scribe.found.occurrences[item.occurrence]
        group = scribe.entities.get(id(item.group)) if item.group is not None else None
        toll = Toll(NodeId(f"t{number}"), Effect(item.effect), item.minimum, item.maximum, group)
        out.append(toll)
        voice = scribe.voice(item.token)
        doc = scribe.found.reading.doc
        held = scribe.held(occurrence, voice)
        scribe.state(
            scribe.events[id(of[id(occurrence)])],
            Predicate.TOLL,
            NodeObject(toll.id),
            item.token,
            item.rule,
            _affirmed(held) if item.maximum == 0 else held,  # "nobody was killed" affirms a toll of none
            voice,
            others=[doc[item.begin], doc[item.end - 1]],
            mention=scribe.found.reading.span(item.begin, item.end),
        )
    return tuple(out)


def blames(scribe: Scribe) -> None:
    """Enters whom accusers hold for the agents of which happenings."""
    for blame in scribe.found.blames:
        scribe.state(
            scribe.events[id(blame.happening)],
            Predicate.AGENT,
            NodeObject(scribe.entities[id(blame.accused)]),
            blame.token,
            "blame",
            Modality(polarity=Polarity.DENIED) if blame.denied else Modality(certainty=Certainty.PROBABLE),
            Voice(None, None, Modality()),
            others=[blame.mention],
            mention=scribe.mention(blame.mention),
            claimant=blame.accuser,
        )


def links(scribe: Scribe) -> None:
    """Enters which events are said to respond to others or to be part of them."""
    for link in linking.find(scribe.found.happenings):
        voice = scribe.voice(link.occurrence.token)
        held = scribe.held(link.occurrence, voice)
        scribe.state(
            scribe.events[id(link.one)],
            link.predicate,
            NodeObject(scribe.events[id(link.other)]),
            link.occurrence.token,
            "event-link",
            held,
            voice,
            others=[link.mention],
            mention=scribe.mention(link.mention),
        )


def _is_area(member: Member) -> bool:
    """What is hit and is a place, not a building, is also where it was hit."""
    return member.cls.is_a(EntityClass.PLACE) and member.cls is not EntityClass.FACILITY


def _affirmed(held: Modality) -> Modality:
    """What is denied happened nowhere and never; its place and date are not denied for themselves."""
    return held.negate() if held.polarity is Polarity.DENIED else held

"""Event verbs: occurrences told by a verb or by the state it leaves ("stormed the embassy", "three people dead")."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.extract.rules import figures, fillers, frames, lexicon, phrases
from kg.extract.rules.filling import Filling, is_only_words, refine
from kg.extract.rules.frames import Frame
from kg.extract.rules.occurrence import Filler, Occurrence
from kg.model import EntityClass, EventClass, Predicate

if TYPE_CHECKING:
    from spacy.tokens import Token

_STATES = {"dead": "die", "wounded": "injure", "injured": "injure", "hurt": "injure", "missing": "die"}
_STATE_DEPS = frozenset({"acomp", "oprd", "amod", "acl"})
_MISSING = "missing"
_CLAUSES = 3
"""Clauses above a participle that are searched for its doer."""


def is_state(token: Token) -> bool:
    """Whether the word tells a harm by its result."""
    if token.lower_ == _MISSING and token.pos_ == "VERB" and not any(c.dep_ == "dobj" for c in token.children):
        return True
    if token.lower_ not in _STATES or token.pos_ not in {"ADJ", "NOUN", "VERB"}:
        return False
    # "14 hurt", "and 30 injured"
    return token.dep_ in _STATE_DEPS or (
        token.pos_ != "VERB" and any(c.dep_ == "nsubj" and c.pos_ == "NUM" for c in token.children)
    )


def read_state(token: Token, filling: Filling) -> Occurrence | None:
    """As in "three people dead", "25 were wounded": where somebody is counted."""
    if token.dep_ == "amod" and not any(c.dep_ == "nummod" for c in token.head.lefts) and token.head.pos_ != "NUM":
        return None
    frame = filling.lexicon.verbs[_STATES[token.lower_]][0]
    occurrence = Occurrence(token, token.i, token.i + 1, frame.cls, frame, False, token)
    occurrence.only_counts = token.lower_ == _MISSING
    return occurrence


def is_event_verb(token: Token) -> bool:
    """Whether the word is a verb that may tell an event."""
    return token.dep_ not in {"aux", "auxpass", "amod", "compound"} and (
        token.pos_ == "VERB" or (token.tag_ in {"VBN", "VBG", "VBD"} and token.pos_ == "ADJ")
    )


def read(token: Token, filling: Filling) -> Occurrence | None:
    """The occurrence that the verb tells, by the first of its frames whose conditions hold."""
    if _is_order(token) or _leads_to_event(token, filling) or _leaves_hospital(token):
        return None
    slots = _slots(token)
    for frame, end in _readings(token, filling.lexicon):
        if not _holds(frame, slots, filling) or _is_by_vehicle(frame, slots, filling):
            continue
        occurrence = Occurrence(token, token.i, end, frame.cls, frame, False, token)
        if frame.family.verb.get("subject") is Predicate.AGENT and not phrases.is_passive(token):
            slots["subject"] = _acting(token, slots["subject"], filling)
        for slot, heads in slots.items():
            role = frame.family.verb.get(slot)
            if role is not None:
                for head in heads:
                    for each in (head, *phrases.contrasted(head)):
                        filling.fill(occurrence, role, each)
        if occurrence.cls in {EventClass.PROMISE, EventClass.THREAT} and not occurrence.filled(Predicate.TARGET):
            _threaten(occurrence, filling)
        refine(occurrence)
        return None if is_only_words(occurrence) or figures.is_figure(occurrence, filling) else occurrence
    return None


def _is_order(verb: Token) -> bool:
    """An imperative ("Don't shoot!") tells of nothing that happens."""
    return (
        verb.tag_ == "VB"
        and verb.dep_ in {"ROOT", "ccomp"}
        and not any(
            c.dep_ in {"nsubj", "nsubjpass", "expl"} or (c.dep_ == "aux" and c.lemma_ != "do") for c in verb.children
        )
    )


def _leaves_hospital(verb: Token) -> bool:
    """As in "released from hospital": nobody is freed."""
    return verb.lemma_ in {"release", "discharge"} and any(
        name == "from" and h.lemma_.lower() in {"hospital", "clinic", "care", "ward"}
        for name, h in phrases.prepositional(verb)
    )


def _leads_to_event(verb: Token, filling: Filling) -> bool:
    """As in "went on strike", "came under attack": the noun tells the event."""
    return verb.lemma_ in {"go", "come"} and any(
        p.lower_ in {"on", "under"} and any(o.i in filling.nouns and o.dep_ == "pobj" for o in p.children)
        for p in verb.children
        if p.dep_ == "prep"
    )


def _readings(token: Token, lexicon: frames.Lexicon) -> Iterator[tuple[Frame, int]]:
    lemma = "rape" if token.lower_ in {"raped", "raping"} else token.lemma_.lower()
    for child in token.children:
        if child.dep_ in {"prt", "advmod", "prep", "dobj", "acomp", "oprd"} and child.i > token.i:
            if child.lower_ == "as" and not any(o.lemma_.lower() in lexicon.offices for o in child.children):
                continue
            if child.dep_ == "prep" and any(o.ent_type_ in {"DATE", "TIME"} for o in child.children):
                continue
            for frame in lexicon.particles.get(f"{lemma}-{child.lower_}", ()):
                yield frame, child.i + 1 if child.i == token.i + 1 else token.i + 1
    for frame in lexicon.verbs.get(lemma, ()):
        yield frame, token.i + 1


def _slots(verb: Token) -> dict[str, list[Token]]:
    """What stands where, with the passive turned round."""
    charged = verb.dep_ == "pcomp" and verb.head.head.lemma_ in _CHARGES
    subject = _charged(verb.head.head) if charged else phrases.subjects(_told_by(verb))
    passive = phrases.is_passive(verb) or (bool(subject) and verb.lemma_ in _REDUCED and _reduced(verb))
    slots = {"subject": [], "object": subject} if passive else {"subject": subject, "object": phrases.objects(verb)}
    for name, head in phrases.prepositional(verb):
        if name != "by":
            slots.setdefault(name, []).append(head)
        elif passive:
            slots["subject"].append(head)
    return slots


def _told_by(verb: Token) -> Token:
    """The verb whose subject a coordinated verb of speech shares ("denied that its troops left and accused X")."""
    first = verb
    while first.dep_ == "conj" and first.head.pos_ in {"VERB", "AUX"}:
        first = first.head
    above = first.head
    told = (
        first is not verb
        and first.dep_ == "ccomp"
        and above.lemma_ in _TELLING
        and verb.lemma_ in _ANSWERING
        and above.tag_ == verb.tag_
        and above.i < first.i
        and not any(c.dep_ in {"nsubj", "nsubjpass", "aux"} for c in verb.children)
    )
    return above if told else verb


_TELLING = lexicon.words("say deny claim insist state add maintain confirm announce declare admit argue")
_ANSWERING = lexicon.words(
    "accuse blame condemn denounce demand urge warn vow pledge promise threaten deny reject call"
)

_REDUCED = frozenset({"kill", "wound", "injure", "arrest", "detain", "kidnap", "abduct", "murder", "displace"})
"""Verbs that say in a short form who suffered: "two soldiers killed", "German engineer killed"."""


def _reduced(verb: Token) -> bool:
    return (
        verb.tag_ in {"VBN", "VBD"}
        and not phrases.objects(verb)
        and not any(
            c.dep_ in {"aux", "ccomp", "xcomp", "neg"} or (c.dep_ == "prep" and c.lower_ in _COUNTED)
            for c in verb.children
        )
    )


_COUNTED = frozenset({"over", "about", "around", "nearly", "at", "up"})


def _holds(frame: Frame, slots: dict[str, list[Token]], filling: Filling) -> bool:
    for wanted, slot in ((frame.subject, "subject"), (frame.object, "object")):
        heads = slots[slot]
        if not wanted or (not heads and wanted & {"none", "any"}):
            continue
        if slot == "subject" and frame.cls is EventClass.BOMBING and _blows_itself_up(slots):
            continue
        if not any(wanted & _kinds(h, slot, filling) for h in heads):
            return False
    if frame.about and not any(_is_about(h, frame.about) for h in (*slots["subject"], *slots["object"])):
        return False
    return not frame.needs or any(
        "place" in fillers.kinds(h, filling.cast, filling.nouns) for slot in frame.needs for h in slots.get(slot, ())
    )


def _kinds(head: Token, slot: str, filling: Filling) -> frozenset[str]:
    """The kinds of a filler; a personal pronoun whose antecedent is not known still is somebody who is hit."""
    found = fillers.kinds(phrases.content(head), filling.cast, filling.nouns)
    if slot == "object" and (
        head.lower_ in _SOMEBODY or (head.lower_ == "one" and head.i and head.nbor(-1).lower_ == "no")
    ):
        return found | {"person", "people", "actor"}
    return found


_SOMEBODY = frozenset({"him", "her", "them", "us", "me", "somebody", "someone", "anyone", "everyone"}) | frozenset(
    {"nobody", "none"}
)
_ITSELF = frozenset({"himself", "herself", "themselves", "itself"})


def _blows_itself_up(slots: dict[str, list[Token]]) -> bool:
    return any(o.lower_ in _ITSELF for o in slots["object"])


def _is_about(head: Token, about: frozenset[str]) -> bool:
    noun = phrases.content(head)
    return noun.lemma_.lower() in about or any(c.lemma_.lower() in about for c in noun.lefts)


def _is_by_vehicle(frame: Frame, slots: dict[str, list[Token]], filling: Filling) -> bool:
    """Vehicles kill without attacking."""
    return (
        frame.cls is EventClass.ATTACK
        and frame.family.name == "harm"
        and bool(slots["subject"])
        and all(h.lemma_.lower() in filling.lexicon.things for h in slots["subject"])
    )


def _acting(verb: Token, heads: list[Token], filling: Filling) -> list[Token]:
    """The subject, or for a participle whose governing clause has no actor, the actor of the clause above that."""
    if any(filling.cast.at(phrases.content(h)) is not None or fillers.weapon(h) is not None for h in heads):
        return heads
    if verb.tag_ != "VBG" and verb.dep_ not in {"pcomp", "xcomp"}:
        return heads
    if verb.dep_ == "pcomp" and verb.head.lower_ in phrases.SEQUENCE and phrases.is_passive(verb.head.head):
        return heads
    current = verb
    for _ in range(_CLAUSES):
        above = next((a for a in current.ancestors if a.pos_ in {"VERB", "AUX"}), None)
        if above is None or above.sent != verb.sent or current.dep_ in {"ccomp", "relcl"}:
            break
        members = [(s, filling.cast.at(s)) for s in phrases.subjects(above)]
        actors = [s for s, m in members if m is not None and m.cls.is_a(EntityClass.ACTOR)]
        if actors:
            return actors
        current = above
    return heads


_CHARGES = frozenset({"suspicion", "charge", "allegation", "accusation", "count", "claim"})


def _charged(charge: Token) -> list[Token]:
    """Who is to have done it in "arrested X on suspicion of killing Y": X."""
    verb = charge.head.head if charge.dep_ == "pobj" else charge
    if verb.pos_ != "VERB":
        return []
    return phrases.subjects(verb) if phrases.is_passive(verb) else phrases.objects(verb)


def _threaten(occurrence: Occurrence, filling: Filling) -> None:
    """As in "promised that X will pay a price": X is threatened."""
    for child in occurrence.token.children:
        if child.dep_ == "ccomp" and child.lemma_ in filling.lexicon.suffering:
            for subject in phrases.subjects(child):
                member = filling.cast.at(subject)
                if member is not None and member.cls.is_a(EntityClass.ACTOR):
                    occurrence.cls = EventClass.THREAT
                    occurrence.fillers.append(Filler(Predicate.TARGET, subject, member))


def unmet(token: Token, filling: Filling) -> Iterator[tuple[Frame, str, frozenset[str], list[Token]]]:
    """What keeps a verb's frames from being read: frame, slot, what it asks for, what stands there instead.

    The slot is empty where a place is asked for anywhere.
    """
    slots = _slots(token)
    for frame, _ in _readings(token, filling.lexicon):
        if _holds(frame, slots, filling):
            continue
        for wanted, slot in ((frame.subject, "subject"), (frame.object, "object")):
            heads = slots[slot]
            if not wanted or (not heads and wanted & {"none", "any"}):
                continue
            if not any(wanted & _kinds(h, slot, filling) for h in heads):
                yield frame, slot, wanted, heads
        placed = [head for slot in frame.needs for head in slots.get(slot, ())]
        if frame.needs and not any("place" in fillers.kinds(h, filling.cast, filling.nouns) for h in placed):
            yield frame, "", frozenset({"place"}), placed

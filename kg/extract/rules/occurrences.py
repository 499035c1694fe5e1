"""Occurrences: single mentions of events, with what fills their roles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extract.rules import fillers, frames, phrases
from kg.extract.rules.cast import Cast, Member
from kg.extract.rules.frames import Frame
from kg.extract.rules.reading import Reading
from kg.model import EntityClass, EventClass, MentionKind, Predicate

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(slots=True, eq=False)
class Filler:
    """What fills a role: a member of the cast, another occurrence's noun, or words (an instrument)."""

    role: Predicate
    token: Token
    member: Member | None = None
    text: str | None = None
    negated: bool = False
    event: bool = False
    """Whether ``token`` is the trigger of another occurrence that fills the role."""


@dataclass(slots=True, eq=False)
class Occurrence:
    """One mention of an event: its trigger tokens ``[begin, end)``, class and fillers.

    ``governor`` is the verb whose tense, negation and modality decide whether it happened: the trigger itself, or the
    light verb that governs a noun. ``general`` marks what is no single event: a kind, a sum, a possibility in principle.
    """

    token: Token
    begin: int
    end: int
    cls: EventClass
    frame: Frame
    noun: bool
    governor: Token
    fillers: list[Filler] = field(default_factory=list)
    definite: bool = False
    counted: bool = False
    general: bool = False

    def filled(self, role: Predicate) -> list[Filler]:
        """What fills ``role``."""
        return [f for f in self.fillers if f.role is role]


_SLUG = 5
"""A heading of fewer tokens is a label, not a statement."""
_LOCATIVE = frozenset("in at near inside outside around on across throughout within along over".split())
_ACTOR_ROLES = frozenset({Predicate.AGENT, Predicate.PARTICIPANT})
_SITES = frozenset(
    "suspect victim site scene survivor investigation death attempt anniversary aftermath campaign claim case charge plot "
    "suspects victims".split()
)


def find(reading: Reading, cast: Cast) -> list[Occurrence]:
    """Every occurrence of the reading, in order."""
    doc = reading.doc
    lexicon = frames.load()
    nouns = frozenset(t.i for t in doc if _is_event_noun(t, lexicon))
    inside_names = {
        i for m in cast.members for c in m.mentions if c.kind is MentionKind.NAME for i in range(c.begin, c.end)
    }
    out: list[Occurrence] = []
    for token in doc:
        if token.i in inside_names or (len(token.sent) < _SLUG and reading.is_heading(token)):
            continue
        found = None
        if token.i in nouns:
            found = _noun(token, cast, nouns, lexicon)
        elif token.lower_ in _STATES and token.pos_ in {"ADJ", "NOUN", "VERB"} and token.dep_ in _STATE_DEPS:
            found = _state(token, lexicon)
        elif token.pos_ == "VERB" or (token.tag_ in {"VBN", "VBG", "VBD"} and token.pos_ in {"ADJ", "VERB"}):
            found = _verb(token, cast, nouns, lexicon)
        if found is not None:
            found.general = _is_general(found)
            out.append(found)
    return out


def _is_general(occurrence: Occurrence) -> bool:
    """A sum ("struck 11 times"), an ordinal count ("the first time X has hit Y"): no single event."""
    for token in (occurrence.token, occurrence.governor):
        if any(
            c.lower_ in {"times", "occasions"} or (c.lower_ in {"often", "regularly", "frequently", "repeatedly", "routinely"})
            for c in token.children
        ):
            return True
    clause = occurrence.governor
    return clause.dep_ in {"relcl", "acl"} and clause.head.lower_ in {"time", "times", "occasion"}


_STATES = {"dead": "die", "wounded": "injure", "injured": "injure"}
_STATE_DEPS = frozenset({"acomp", "oprd", "amod", "acl"})


def _state(token: Token, lexicon: frames.Lexicon) -> Occurrence | None:
    """ "three people dead", "25 were wounded": a harm told by its result, where somebody is counted."""
    if token.dep_ == "amod" and not any(c.dep_ == "nummod" for c in token.head.lefts) and token.head.pos_ != "NUM":
        return None
    frame = lexicon.verbs[_STATES[token.lower_]][0]
    return Occurrence(token, token.i, token.i + 1, frame.cls, frame, False, token)


def _is_event_noun(token: Token, lexicon: frames.Lexicon) -> bool:
    if token.pos_ not in {"NOUN", "PROPN"} or (
        token.text[:1].isupper() and token.pos_ == "PROPN" and not token.is_sent_start
    ):
        return False
    if token.lower_ not in lexicon.nouns and token.lemma_.lower() not in lexicon.nouns:
        return False
    if token.dep_ in {"compound", "nmod", "npadvmod"} and token.head.pos_ in {"NOUN", "PROPN", "VERB", "ADJ"}:
        return token.head.lemma_.lower() in _SITES
    return not (token.i and token.nbor(-1).lower_ == "air" and token.lower_ == "force")


def _noun(token: Token, cast: Cast, nouns: frozenset[int], lexicon: frames.Lexicon) -> Occurrence | None:
    found = lexicon.nouns.get(token.lower_) or lexicon.nouns.get(token.lemma_.lower()) or ()
    for frame in found:
        occurrence = Occurrence(token, _first(token), token.i + 1, frame.cls, frame, True, token)
        lefts = [c.lower_ for c in token.lefts]
        occurrence.definite = any(w in {"the", "that", "this", "these", "those"} for w in lefts)
        occurrence.counted = any(c.dep_ == "nummod" for c in token.lefts) or token.tag_ in {"NNS", "NNPS"}
        _noun_fillers(occurrence, cast, nouns)
        light = _light(token, lexicon, cast)
        if light is not None:
            occurrence.governor = light[0]
            occurrence.fillers += [f for f in light[1] if f.role not in {x.role for x in occurrence.fillers}]
        _refine(occurrence)
        determined = any(
            c.dep_ in {"det", "poss", "nummod"} and c.lower_ not in {"any", "no", "every"} for c in token.lefts
        )
        if not occurrence.fillers and not determined and not (frame.bare and (occurrence.counted or light)):
            return None
        if not frame.bare and not occurrence.fillers and light is None:
            return None
        return occurrence
    return None


def _first(token: Token) -> int:
    """Where the trigger begins: a weapon or manner before the noun belongs to it ("rocket attack", "air strikes")."""
    begin = token.i
    while (
        begin
        and token.doc[begin - 1].dep_ == "compound"
        and token.doc[begin - 1].head.i == token.i
        and (fillers.weapon(token.doc[begin - 1]) is not None)
    ):
        begin -= 1
    return begin


def _noun_fillers(occurrence: Occurrence, cast: Cast, nouns: frozenset[int]) -> None:
    token, roles = occurrence.token, occurrence.frame.family.noun
    for child in token.children:
        if child.dep_ == "poss" and "possessor" in roles:
            _fill(occurrence, roles["possessor"], phrases.antecedent(child), cast, nouns)
        elif child.dep_ in {"amod", "compound", "nmod"} and child.i < token.i:
            if fillers.weapon(child) is not None and _may_have_instrument(occurrence):
                occurrence.fillers.append(Filler(Predicate.INSTRUMENT, child, text=child.text))
            elif "modifier" in roles and cast.at(child) is not None:
                _fill(occurrence, roles["modifier"], child, cast, nouns)
            for led in child.children:
                if child.lower_ in {"led", "backed", "sponsored"} and led.dep_ in {"npadvmod", "compound", "amod"}:
                    if "modifier" in roles and child.lower_ == "led":
                        _fill(occurrence, roles["modifier"], led, cast, nouns)
        elif child.dep_ == "acl" and child.tag_ == "VBN" and child.lemma_ in _DONE:
            for name, head in phrases.prepositional(child):
                if name == "by":
                    _fill(occurrence, roles.get("by", Predicate.AGENT), head, cast, nouns)
    for name, head in phrases.prepositional(token):
        role = roles.get(name)
        if role is not None:
            _fill(occurrence, role, head, cast, nouns)


_DONE = frozenset("carry conduct launch commit perpetrate stage claim lead mount blame do execute order".split())


def _may_have_instrument(occurrence: Occurrence) -> bool:
    return occurrence.cls.is_a(EventClass.ATTACK)


def _light(token: Token, lexicon: frames.Lexicon, cast: Cast) -> tuple[Token, list[Filler]] | None:
    """The light verb that governs an event noun, and the fillers that come through it."""
    verb = token.head
    while verb.pos_ == "NOUN" and token.dep_ == "conj" and verb.dep_ in {"dobj", "nsubjpass", "nsubj", "conj"}:
        token, verb = verb, verb.head
    if verb.pos_ not in {"VERB", "AUX"} and verb.lemma_ != "be":
        if token.dep_ == "pobj" and verb.lower_ in {"for", "behind"}:
            return _responsible(token, verb)
        if token.dep_ == "pobj" and verb.lower_ == "by" and verb.head.lemma_ in lexicon.light["befall"]:
            found = [Filler(Predicate.PLACE, s, cast.at(s)) for s in phrases.subjects(verb.head)]
            return verb.head, [f for f in found if f.member is not None and f.member.cls.is_a(EntityClass.PLACE)]
        return None
    lemma, out = verb.lemma_.lower(), []
    if token.dep_ == "dobj" and lemma in lexicon.light["agent"]:
        out = [Filler(Predicate.AGENT, s) for s in phrases.subjects(verb)]
        if phrases.is_passive(verb):
            out = [Filler(Predicate.AGENT, h) for name, h in phrases.prepositional(verb) if name == "by"]
    elif token.dep_ == "dobj" and lemma in lexicon.light["target"]:
        out = [Filler(Predicate.TARGET, s) for s in phrases.subjects(verb)]
    elif token.dep_ == "nsubjpass" and lemma in lexicon.light["agent"]:
        heads = [h for name, h in phrases.prepositional(verb) if name == "by"]
        armed = [_instrument(h) for h in heads if cast.at(h) is None and fillers.weapon(h) is not None]
        others = [Filler(Predicate.AGENT, t, negated=True) for h in heads for t in phrases.contrasted(h)]
        agents = _with_negated([Filler(Predicate.AGENT, h) for h in heads])
        return verb, armed + _resolved(agents + others, cast)
    elif token.dep_ in {"nsubj", "nsubjpass"}:
        if verb.lemma_ not in _HAPPENING and verb.lemma_ not in lexicon.light["befall"]:
            return None
        return verb, _resolved(_befallen(token, verb, lexicon), cast)
    else:
        return None
    return verb, _resolved(_with_negated(out), cast)


_HAPPENING = frozenset("occur happen take begin start continue follow resume erupt break unfold be come".split())


def _befallen(token: Token, verb: Token, lexicon: frames.Lexicon) -> list[Filler]:
    if token.dep_ == "nsubj" and verb.lemma_ in lexicon.light["befall"] | {"target"}:
        return [Filler(Predicate.TARGET, o) for o in phrases.objects(verb)]
    return []


def _responsible(token: Token, preposition: Token) -> tuple[Token, list[Filler]] | None:
    """ "X was behind the attack", "X is responsible for the attack"."""
    del token
    governor = preposition.head
    if preposition.lower_ == "behind" and governor.lemma_ == "be":
        return governor, [Filler(Predicate.AGENT, s) for s in phrases.subjects(governor)]
    if governor.lower_ == "responsible" and governor.head.lemma_ == "be":
        return governor.head, [Filler(Predicate.AGENT, s) for s in phrases.subjects(governor.head)]
    return None


def _with_negated(found: list[Filler]) -> list[Filler]:
    """Marks what a contrast denies: "by X, not Y or Z"."""
    for filler in found:
        filler.negated = _is_negated(filler.token)
    return found


def _is_negated(token: Token) -> bool:
    if token.dep_ == "conj" and token.head.dep_ == "appos" and _is_negated(token.head):
        return True
    if any(c.dep_ == "neg" or (c.dep_ in {"cc", "preconj", "advmod"} and c.lower_ == "not") for c in token.lefts):
        return True
    before = phrases.left_edge(token)
    if before and token.doc[before - 1].lower_ == "not":
        return True
    return token.dep_ == "conj" and token.head.dep_ == "conj" and _is_negated(token.head)


def _resolved(found: list[Filler], cast: Cast) -> list[Filler]:
    for filler in found:
        filler.member = cast.at(filler.token)
    return [
        f
        for f in found
        if f.member is not None and (f.role not in _ACTOR_ROLES or f.member.cls.is_a(EntityClass.ACTOR))
    ]


def _verb(token: Token, cast: Cast, nouns: frozenset[int], lexicon: frames.Lexicon) -> Occurrence | None:
    lemma = token.lemma_.lower()
    if token.dep_ in {"aux", "auxpass", "amod"} and not (token.dep_ == "amod" and token.tag_ == "VBN" and False):
        return None
    slots = _slots(token)
    for frame, end in _readings(token, lemma, lexicon):
        if _holds(frame, slots, cast, nouns):
            occurrence = Occurrence(token, token.i, end, frame.cls, frame, False, token)
            if frame.family.verb.get("subject") is Predicate.AGENT and not phrases.is_passive(token):
                slots["subject"] = _acting(token, slots["subject"], cast)
            for slot, heads in slots.items():
                role = frame.family.verb.get(slot)
                if role is None:
                    continue
                for head in heads:
                    _fill(occurrence, role, head, cast, nouns)
                    for other in phrases.contrasted(head):
                        _fill(occurrence, role, other, cast, nouns)
            if occurrence.cls in {EventClass.PROMISE, EventClass.THREAT} and not occurrence.filled(Predicate.TARGET):
                _threatened(occurrence, cast)
            _refine(occurrence)
            return occurrence
    return None


def _acting(verb: Token, heads: list[Token], cast: Cast) -> list[Token]:
    """The subject, or for a participle whose governing clause has no actor, the actor of the clause above that."""
    if any(cast.at(phrases.content(h)) is not None or fillers.weapon(h) is not None for h in heads):
        return heads
    if verb.tag_ != "VBG" and not (verb.dep_ in {"pcomp", "xcomp"}):
        return heads
    current = verb
    for _ in range(_CLAUSES):
        above = next((a for a in current.ancestors if a.pos_ in {"VERB", "AUX"}), None)
        if above is None or above.sent != verb.sent:
            return heads
        actors = [s for s in phrases.subjects(above) if (m := cast.at(s)) is not None and m.cls.is_a(EntityClass.ACTOR)]
        if actors:
            return actors
        current = above
    return heads


_CLAUSES = 3


_SUFFERING = frozenset("pay suffer regret face die burn bleed perish lose".split())


def _threatened(occurrence: Occurrence, cast: Cast) -> None:
    """"promised that X will pay a price": X is threatened."""
    for child in occurrence.token.children:
        if child.dep_ == "ccomp" and child.lemma_ in _SUFFERING:
            for subject in phrases.subjects(child):
                member = cast.at(subject)
                if member is not None and member.cls.is_a(EntityClass.ACTOR):
                    occurrence.cls = EventClass.THREAT
                    occurrence.fillers.append(Filler(Predicate.TARGET, subject, member))


def _readings(token: Token, lemma: str, lexicon: frames.Lexicon) -> Iterator[tuple[Frame, int]]:
    for child in token.children:
        if child.dep_ in {"prt", "advmod", "prep", "dobj", "acomp", "oprd"} and child.i > token.i:
            frame = lexicon.particles.get(f"{lemma}-{child.lower_}")
            if frame is not None:
                yield frame, child.i + 1 if child.i == token.i + 1 else token.i + 1
    for frame in lexicon.verbs.get(lemma, ()):
        yield frame, token.i + 1


def _slots(verb: Token) -> dict[str, list[Token]]:
    slots: dict[str, list[Token]] = {"subject": [], "object": []}
    passive = phrases.is_passive(verb)
    subject = phrases.subjects(verb)
    if passive:
        slots["object"] = subject
    else:
        slots["subject"] = subject
        slots["object"] = phrases.objects(verb)
    for name, head in phrases.prepositional(verb):
        if name == "by" and not passive:
            continue
        slots.setdefault(name, []).append(head)
    if passive and slots.get("by"):
        slots["subject"] = slots.pop("by")
    return slots


def _holds(frame: Frame, slots: dict[str, list[Token]], cast: Cast, nouns: frozenset[int]) -> bool:
    for wanted, slot in ((frame.subject, "subject"), (frame.object, "object")):
        if not wanted:
            continue
        heads = slots[slot]
        if not heads:
            if wanted & {"none", "any"}:
                continue
            return False
        if not any(wanted & fillers.kinds(h, cast, nouns) for h in heads):
            return False
    return True


def _fill(occurrence: Occurrence, role: Predicate, token: Token, cast: Cast, nouns: frozenset[int]) -> None:
    """Lets ``token`` fill ``role``, or the role that fits what it is; what fits none is left out."""
    token = phrases.content(token)
    member = cast.at(token)
    if member is None and token.lemma_.lower() in _PARTS:
        whole = next((h for name, h in phrases.prepositional(token) if name == "of"), None)
        if whole is not None:
            token, member = whole, cast.at(whole)
    negated = _is_negated(token)
    armed = fillers.weapon(token) is not None and _may_have_instrument(occurrence)
    if armed and (member is None or role is Predicate.INSTRUMENT):
        occurrence.fillers.append(_instrument(token))
        owner = fillers.owner(token, cast)
        if role is Predicate.AGENT and owner is not None:
            occurrence.fillers.append(Filler(Predicate.AGENT, token, owner, negated=negated))
        return
    if member is None and token.i in nouns and role in {Predicate.TARGET, Predicate.VICTIM} and _speaks(occurrence):
        occurrence.fillers.append(Filler(Predicate.TARGET, token, event=True, negated=negated))
        return
    thing = token.lemma_.lower() in frames.load().things
    if member is None and thing and role in {Predicate.TARGET, Predicate.VICTIM}:
        member = _thing(token, cast)
    if member is None:
        return
    chosen = _suited(role, member, occurrence)
    if chosen is None:
        return
    occurrence.fillers.append(Filler(chosen, token, member, negated=negated))
    if chosen is Predicate.TARGET and member.cls is EntityClass.FACILITY and _may_have_instrument(occurrence):
        owner = fillers.owner(token, cast)
        if owner is not None and owner is not member and owner.cls is not EntityClass.STATE:
            occurrence.fillers.append(Filler(Predicate.TARGET, token, owner, negated=negated))


_PARTS = frozenset(
    "wall walls gate gates perimeter part parts side entrance outskirts edge roof fence center centre heart wing floor door "
    "doors rear front area portion section interior".split()
)


def _speaks(occurrence: Occurrence) -> bool:
    return occurrence.cls.is_a(EventClass.COMMUNICATION) or occurrence.cls is EventClass.INVESTIGATION


def _instrument(token: Token) -> Filler:
    """A weapon by its words, without article and number."""
    begin = phrases.left_edge(token)
    skipped = {"det", "nummod", "poss", "case", "quantmod", "advmod", "predet"}
    words = [t for t in token.doc[begin : token.i + 1] if t.dep_ not in skipped and t.lower_ not in {"more", "than", "of"}]
    text = "".join(t.text_with_ws for t in words if t.head.i >= begin).strip()
    return Filler(Predicate.INSTRUMENT, token, text=" ".join(text.split()))


def _thing(token: Token, cast: Cast) -> Member:
    """A member for a thing that is hit; only being hit makes it part of the story."""
    from kg.extract.rules.candidate import Candidate

    begin = phrases.left_edge(token)
    candidate = Candidate(
        begin, token.i + 1, token.i, MentionKind.NOMINAL, EntityClass.FACILITY, token.doc[begin : token.i + 1].text
    )
    member = Member(EntityClass.FACILITY, proper=False)
    cast.add(candidate, member)
    return member


def _suited(role: Predicate, member: Member, occurrence: Occurrence) -> Predicate | None:
    cls = member.cls
    place = cls.is_a(EntityClass.PLACE)
    if occurrence.cls.is_a(EventClass.MILITARY_OPERATION) and role is Predicate.TARGET and cls is EntityClass.PERSON:
        return None
    if role in _ACTOR_ROLES:
        return role if not place else None
    if role is Predicate.VICTIM:
        if place:
            return Predicate.TARGET if cls is EntityClass.FACILITY else Predicate.PLACE
        return role
    if role is Predicate.PLACE:
        return role if place else Predicate.TARGET if cls is EntityClass.STATE else None
    if role is Predicate.INSTRUMENT:
        return None
    if role is Predicate.TARGET and occurrence.cls.is_a(EventClass.ATTACK):
        if cls in {EntityClass.PERSON, EntityClass.GROUP} and occurrence.cls in {
            EventClass.SHOOTING, EventClass.ASSASSINATION, EventClass.SEXUAL_VIOLENCE,
        }:  # fmt: skip
            return Predicate.VICTIM
        if place and cls not in {EntityClass.FACILITY} and occurrence.noun:
            return Predicate.PLACE if _locative(occurrence, member) else role
    return role


def _locative(occurrence: Occurrence, member: Member) -> bool:
    return any(
        name in {"in", "at", "near"} and any(c.head == head.i for c in member.mentions)
        for name, head in phrases.prepositional(occurrence.token)
    )


_MILITARY = frozenset({EventClass.ATTACK, EventClass.BOMBING})


def _refine(occurrence: Occurrence) -> None:
    """A weapon makes the class of an attack more specific ("rocket attack", "struck by a drone")."""
    if occurrence.cls not in _MILITARY:
        return
    told = [cls for f in occurrence.filled(Predicate.INSTRUMENT) if (cls := fillers.weapon(f.token)) is not None]
    specific = [cls for cls in told if cls is not EventClass.ATTACK]
    if not specific:
        return
    if occurrence.cls is EventClass.BOMBING and specific[0] not in {EventClass.AIRSTRIKE, EventClass.DRONE_STRIKE}:
        return
    occurrence.cls = specific[0]

"""Event nouns: occurrences told by a noun ("the bombing of", "his resignation", "US airstrikes")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.rules import figures, fillers, frames, light, phrases
from kg.extract.rules import lexicon as lexicons
from kg.extract.rules.cast import Member
from kg.extract.rules.filling import REALMS, Filling, is_attack, is_only_words, refine
from kg.extract.rules.occurrence import Filler, Occurrence
from kg.model import EntityClass, EventClass, Predicate

if TYPE_CHECKING:
    from spacy.tokens import Token

_DEFINITE = frozenset({"the", "that", "this", "these", "those"})
_SCENES = frozenset({"at", "in", "between", "with", "near", "during"})
_INDEFINITE = frozenset({"any", "no", "every"})


def is_event_noun(token: Token, lexicon: frames.Lexicon) -> bool:
    """Whether the noun can tell an event here: names and modifiers of other nouns mostly do not."""
    if named(token) is not None:
        return token.dep_ not in {"compound", "nmod"}
    if token.pos_ not in {"NOUN", "PROPN"} or (
        token.text[:1].isupper() and token.pos_ == "PROPN" and not token.is_sent_start
    ):
        return False
    if (token.lower_ not in lexicon.nouns and token.lemma_.lower() not in lexicon.nouns) or _stops_work(token):
        return False
    if token.lemma_.lower() in lexicon.sums:
        return token.head.pos_ == "VERB" and any(t.pos_ == "NUM" for t in token.head.subtree)
    if token.dep_ in {"compound", "nmod", "npadvmod"} and token.head.pos_ in {"NOUN", "PROPN", "VERB", "ADJ"}:
        return token.head.lemma_.lower() in lexicon.sites
    return True


def named(token: Token) -> str | None:
    """The word that tells the event where ``token`` heads the name of one ("Hurricane Ida", "Operation Dawn")."""
    if token.pos_ != "PROPN" or not token.text[:1].isupper():
        return None
    first = next((c.text for c in token.lefts if c.dep_ == "compound"), "")
    return first.lower() if first in {"Operation", "Cyclone", "Hurricane", "Typhoon", "Storm"} else None


def read(
    token: Token, filling: Filling, *, headline: bool = False, stood: frozenset[str] = frozenset()
) -> Occurrence | None:
    """The occurrence that the noun tells, with its fillers; ``None`` where it speaks of the thing in general.

    ``headline``: headlines leave articles out. ``stood``: words that the text uses with what they are about, so that
    it need not say so again ("the teachers' strike … the strike").
    """
    lexicon = filling.lexicon
    word = named(token)
    if token.lemma_ == "threat" and token.dep_ in {"dobj", "attr"} and token.head.lemma_ in _POSING:
        return None
    for frame in lexicon.nouns.get(word or token.lower_) or lexicon.nouns.get(token.lemma_.lower()) or ():
        if frame.about and not _is_about(token, frame, stood):
            continue
        occurrence = Occurrence(token, _first(token), token.i + 1, frame.cls, frame, True, token)
        occurrence.definite = word is not None or any(c.lower_ in _DEFINITE for c in token.lefts)
        occurrence.counted = any(c.dep_ == "nummod" for c in token.lefts) or token.tag_ in {"NNS", "NNPS"}
        _modifiers(occurrence, filling)
        for name, head in phrases.prepositional(token):
            role = frame.family.noun.get(name)
            if role is not None and not (name == "on" and _is_blamed(token)):
                filling.fill(occurrence, role, head)
        governed = light.find(token, filling)
        if governed is not None:
            roles = frame.family.noun
            occurrence.governor = governed[0]
            have = {f.role for f in occurrence.fillers}
            for filler in governed[1]:
                if filler.role is Predicate.AGENT and roles.get("possessor") is Predicate.PARTICIPANT:
                    filler.role = Predicate.PARTICIPANT
            occurrence.fillers += [f for f in governed[1] if f.role not in have]
        refine(occurrence)
        if is_only_words(occurrence) or figures.is_figure(occurrence, filling) or not _is_fought(occurrence, filling):
            return None
        return occurrence if _is_said(occurrence, governed is not None, headline=headline) else None
    return None


_POSING = frozenset({"pose", "represent", "constitute", "present", "be", "become", "remain", "see"})
"""With these a threat is a danger, which nobody has uttered."""


def _is_blamed(token: Token) -> bool:
    """As in "blamed the attack on X": X is not what was attacked."""
    return token.dep_ in {"dobj", "nsubjpass"} and token.head.lemma_ in {"blame", "pin"}


def _stops_work(token: Token) -> bool:
    """As in "the company was hit by a strike": one of workers, as far as the words tell."""
    if token.lemma_ != "strike" or token.dep_ != "pobj" or token.head.lower_ != "by" or _is_aimed(token):
        return False
    if any(c.dep_ in {"amod", "compound", "nmod", "poss"} for c in token.lefts):
        return False
    return any(s.lemma_.lower() in _BUSINESSES for s in phrases.subjects(token.head.head))


_BUSINESSES = lexicons.words(
    "company firm airline airport railway retailer operator industry sector service school university factory plant "
    "manufacturer carmaker supermarket chain network carrier supplier business production traffic travel"
)


def _is_about(token: Token, frame: frames.Frame, stood: frozenset[str]) -> bool:
    if frame.cls is not EventClass.LABOUR_STRIKE:
        return is_about(token, frame.about)
    return not _is_aimed(token) and (is_about(token, frame.about) or token.lemma_.lower() in stood)


def is_about(token: Token, about: frozenset[str]) -> bool:
    """Whether one of the words stands with the noun: before it, in a phrase that hangs on it, or as its subject."""
    around = [*token.lefts, *(h for name, h in phrases.prepositional(token) if name in _OF)]
    verb = token.head.head if token.dep_ == "pobj" else token.head
    if verb.pos_ in {"VERB", "AUX"} and (token.dep_ == "dobj" or (token.dep_ == "pobj" and token.head.lower_ == "on")):
        around += [phrases.content(s) for s in phrases.subjects(verb)]
    if token.dep_ == "nsubj" and verb.lemma_ in about:
        return True
    if any(t.lemma_.lower() in about for head in around for t in (head, *head.lefts)):
        return True
    return any(t.lemma_.lower() in about for c in token.children if c.dep_ in {"acl", "relcl"} for t in c.subtree)


_OF = frozenset({"by", "of", "in", "among", "for", "over"})


def _is_aimed(token: Token) -> bool:
    return any(c.dep_ in {"compound", "amod"} and fillers.weapon(c) is not None for c in token.lefts) or any(
        name in {"on", "against"} for name, _ in phrases.prepositional(token)
    )


def _is_said(occurrence: Occurrence, governed: bool, *, headline: bool) -> bool:
    if _is_common(occurrence):
        return False
    if occurrence.fillers or named(occurrence.token) is not None:
        return True
    above = occurrence.token.head
    if occurrence.token.dep_ == "pobj" and above.lower_ in {"in", "after"} and above.head.lemma_ in _HARMING:
        return True
    if occurrence.token.dep_ == "nsubj" and above.lemma_ in _HARMING and occurrence.cls is EventClass.DISASTER:
        return True
    if headline and occurrence.frame.bare and occurrence.token.dep_ in {"nsubj", "nsubjpass", "ROOT"}:
        return True
    determined = any(
        c.dep_ in {"det", "poss", "nummod"} and c.lower_ not in _INDEFINITE for c in occurrence.token.lefts
    )
    if not occurrence.frame.bare:
        if determined and occurrence.cls is EventClass.MILITARY_OPERATION and occurrence.token.dep_ == "pobj":
            return occurrence.token.head.lower_ in {"during", "of", "amid"}
        return governed or (
            determined and any(c.dep_ == "prep" and c.lower_ in _SCENES for c in occurrence.token.children)
        )
    return determined or occurrence.counted or governed


_HARMING = frozenset({"kill", "die", "injure", "wound", "hurt"})


def _is_common(occurrence: Occurrence) -> bool:
    """As in "kidnappings are common": a kind is spoken of, no event."""
    token = occurrence.token
    return (
        token.tag_ == "NNS"
        and token.dep_ == "nsubj"
        and token.head.lemma_ in {"be", "remain", "become"}
        and token.head.tag_ in {"VBP", "VBZ"}
        and any(c.dep_ == "acomp" for c in token.head.children)
        and not any(c.dep_ in {"det", "poss", "nummod"} for c in token.lefts)
    )


def _is_fought(occurrence: Occurrence, filling: Filling) -> bool:
    """An "uphill battle" is none: a clash needs fighters, a weapon or a place."""
    if occurrence.cls is not EventClass.ARMED_CLASH or occurrence.filled(Predicate.INSTRUMENT):
        return True
    if any(name in {"in", "near", "at", "for", "over"} for name, _ in phrases.prepositional(occurrence.token)):
        return True
    return any("violent" in fillers.kinds(f.token, filling.cast, filling.nouns) for f in occurrence.fillers)


def _first(token: Token) -> int:
    """Where the trigger begins: a weapon or manner before the noun belongs to it ("rocket attack", "air strikes")."""
    begin = token.i
    while begin:
        before = token.doc[begin - 1]
        if before.dep_ != "compound" or before.head.i != token.i or fillers.weapon(before) is None:
            break
        begin -= 1
    return begin


def _modifiers(occurrence: Occurrence, filling: Filling) -> None:
    """Possessors, demonyms, weapons and participles around the noun."""
    token, roles = occurrence.token, occurrence.frame.family.noun
    for child in token.children:
        if child.dep_ == "poss" and "possessor" in roles and not _is_received(token, child, filling):
            filling.fill(occurrence, roles["possessor"], phrases.antecedent(child))
        elif child.dep_ in {"amod", "compound", "nmod"} and child.i < token.i:
            if fillers.weapon(child) is not None and is_attack(occurrence):
                named = "" if child.lower_ in REALMS else child.text
                occurrence.fillers.append(Filler(Predicate.INSTRUMENT, child, text=named))
            elif "modifier" in roles:
                _modifier(occurrence, child, filling)
        elif child.dep_ == "acl" and child.tag_ == "VBN" and child.lemma_ in filling.lexicon.light["agent"] | {"blame"}:
            for name, head in phrases.prepositional(child):
                if name == "by":
                    filling.fill(occurrence, roles.get("by", Predicate.AGENT), head)
        elif child.dep_ == "acl" and child.lemma_ in {"target", "aim", "direct"}:
            for head in [
                *phrases.objects(child),
                *(h for n, h in phrases.prepositional(child) if n in {"at", "against"}),
            ]:
                filling.fill(occurrence, Predicate.TARGET, head)


def _is_received(token: Token, owner: Token, filling: Filling) -> bool:
    """As in "she accepted his resignation": whoever answers something has not done it."""
    if owner.pos_ != "PRON" or token.dep_ != "dobj" or token.head.lemma_ not in _ANSWERING:
        return False
    member = filling.cast.at(owner)
    return member is not None and any(filling.cast.at(s) is member for s in phrases.subjects(token.head))


_ANSWERING = frozenset({"accept", "reject", "receive", "refuse", "welcome", "order", "demand", "seek", "announce"})


def _may_fight(member: Member) -> bool:
    """Not every name before "bombing" is a bomber ("the Boston Marathon bombing")."""
    return member.cls not in {EntityClass.ORGANISATION, EntityClass.COMPANY, EntityClass.MEDIA_ORGANISATION}


def _modifier(occurrence: Occurrence, child: Token, filling: Filling) -> None:
    """As in "US strikes", "Saudi-led offensive"."""
    role = occurrence.frame.family.noun["modifier"]
    member = filling.cast.at(child)
    if member is not None and member.cls.is_a(EntityClass.PLACE):
        occurrence.fillers.append(Filler(Predicate.PLACE, child, member))
    elif member is not None and (not is_attack(occurrence) or _may_fight(member)):
        filling.fill(occurrence, role, child)
    elif child.lower_ == "led":
        for leader in child.children:
            if leader.dep_ in {"npadvmod", "compound", "amod"}:
                filling.fill(occurrence, role, leader)

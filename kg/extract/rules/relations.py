"""Relations between actors: who leads, backs, arms, belongs to, sides with or opposes whom."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from kg.extract.rules import lexicon, nationality, phrases, posts
from kg.extract.rules.cast import Cast, Member
from kg.extract.rules.statements import Relation
from kg.model import EntityClass, MentionKind, Predicate

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_ACTOR = EntityClass.ACTOR
_ORGANS = frozenset({EntityClass.ARMED_FORCE, EntityClass.GOVERNMENT_BODY})
"""What is a part of a state; the branch that a movement has in it is none."""


@cache
def _lexicon() -> dict[str, dict[str, Predicate]]:
    data = lexicon.load("relations")
    return {
        section: {word: Predicate(predicate) for predicate, words in entry.items() for word in words.split()}
        for section, entry in data.items()
    }


def find(doc: Doc, cast: Cast) -> list[Relation]:
    """The relations that ``doc`` states by its grammar."""
    out: list[Relation] = []
    for token in doc:
        if token.tag_ in {"VBN", "JJ"} and token.dep_ in {"amod", "conj", "nmod"}:
            out.extend(_compound(token, cast))
        if token.pos_ in {"VERB", "ADJ"} or token.tag_ == "VBN":
            out.extend(_verb(token, cast))
        if token.pos_ in {"NOUN", "PROPN"}:
            out.extend(_noun(token, cast))
        if token.lower_ == "including" and token.dep_ == "prep":
            out.extend(_including(token, cast))
    for member in cast.members:
        out.extend(_possessed(doc, member, cast))
    out.extend(nationality.find(doc, cast))
    return [r for r in out if r.subject is not r.object]


def _actor(token: Token, cast: Cast) -> Member | None:
    member = cast.at(phrases.content(phrases.antecedent(token)))
    return member if member is not None and member.cls.is_a(_ACTOR) else None


def _actors(tokens: list[Token], cast: Cast) -> list[tuple[Member, Token]]:
    return [(m, t) for t in tokens if (m := _actor(t, cast)) is not None]


def _compound(token: Token, cast: Cast) -> Iterator[Relation]:
    """As in "Iran-backed militia", "the US-led coalition"."""
    predicate = _lexicon()["participles"].get(token.lower_)
    backers = [
        c for c in token.children if c.dep_ in {"npadvmod", "compound", "amod", "nmod", "nsubj"} and c.i < token.i
    ]
    if predicate is None or not backers:
        return
    noun = token.head
    while noun.dep_ == "conj" and noun.pos_ not in {"NOUN", "PROPN"}:
        noun = noun.head
    if noun.pos_ == "ADJ":
        noun = noun.head
    target = _actor(noun, cast)
    if target is None and noun.dep_ in {"compound", "nmod"}:
        noun = noun.head
        target = _actor(noun, cast)
    if target is None:
        return
    for backer in backers:
        member = cast.at(backer)
        if member is not None and (predicate is Predicate.BASED_IN) == member.cls.is_a(EntityClass.PLACE):
            if predicate is Predicate.BASED_IN:
                yield Relation(target, predicate, member, token, noun, backer, "relation-compound")
            else:
                yield Relation(member, predicate, target, token, noun, noun, "relation-compound")


def _verb(token: Token, cast: Cast) -> Iterator[Relation]:
    lemma = token.lemma_.lower()
    predicate = _lexicon()["verbs"].get(lemma)
    passive = phrases.is_passive(token)
    if predicate is not None and token.pos_ == "VERB":
        subjects = phrases.subjects(token)
        if passive:
            agents = [h for name, h in phrases.prepositional(token) if name == "by"]
            pairs = [(a, s) for a in _actors(agents, cast) for s in _actors(subjects, cast)]
        else:
            pairs = [(s, o) for s in _actors(subjects, cast) for o in _actors(phrases.objects(token), cast)]
        for (subject, _), (object_, mention) in pairs:
            if _may(predicate, subject, object_):
                yield Relation(subject, predicate, object_, token, token, mention, "relation-verb")
    for preposition, head in phrases.prepositional(token):
        found = _lexicon()["verbs_with"].get(f"{lemma}-{preposition}")
        if found is None:
            continue
        subjects = phrases.subjects(token)
        if token.pos_ == "ADJ" and token.dep_ == "amod":
            subjects = [token.head]
        elif token.dep_ in {"acomp", "oprd"} or (not subjects and token.head.lemma_ == "be"):
            subjects = phrases.subjects(token.head)
        for subject, _ in _actors(subjects, cast):
            member = cast.at(phrases.content(head))
            if member is None:
                continue
            located = found in {Predicate.BASED_IN, Predicate.ACTIVE_IN}
            if located == member.cls.is_a(EntityClass.PLACE) and _may(found, subject, member):
                yield Relation(subject, found, member, token, token, head, "relation-preposition")


def _noun(token: Token, cast: Cast) -> Iterator[Relation]:
    lemma = token.lemma_.lower()
    if lemma == "umbrella" and token.dep_ == "pobj" and token.head.lower_ == "under":
        yield from _under(token, cast)
        return
    predicate = _lexicon()["nouns"].get(lemma)
    if predicate is None:
        return
    former = any(c.lower_ in posts.FORMER for c in token.lefts)
    targets = [h for name, h in phrases.prepositional(token) if name in {"of", "to", "with", "in"}]
    owners = [phrases.antecedent(c) for c in token.lefts if c.dep_ in {"poss", "compound", "nmod"} and not _is_led(c)]
    holders = _bearers(token, cast)
    for owner, mention in _actors([*targets, *owners], cast):
        for bearer, _ in holders:
            if _may(predicate, bearer, owner) and (not former or owner.cls is EntityClass.POLITICAL_PARTY):
                yield Relation(bearer, predicate, owner, token, _copula(token), mention, "relation-noun")


def _under(token: Token, cast: Cast) -> Iterator[Relation]:
    """As in "X is (operates, fights) under the umbrella of Y"."""
    verb = token.head.head
    wholes = [h for name, h in phrases.prepositional(token) if name == "of"]
    parts = phrases.subjects(verb) if verb.pos_ in {"VERB", "AUX"} else [verb]
    for part, _ in _actors(parts, cast):
        for whole, mention in _actors(wholes, cast):
            if _may(Predicate.PART_OF, part, whole):
                yield Relation(part, Predicate.PART_OF, whole, token, verb, mention, "relation-noun")


def _is_led(token: Token) -> bool:
    return token.lower_ in {"led", "backed"}


def _copula(token: Token) -> Token:
    return token.head if token.dep_ == "attr" else token


def _bearers(token: Token, cast: Cast) -> list[tuple[Member, Token]]:
    """Who is the ally, member, wing …: in apposition, as subject of the copula, listed after "such as"."""
    heads: list[Token] = []
    if token.dep_ == "attr" and token.head.lemma_ in {"be", "become", "remain"}:
        heads += phrases.subjects(token.head)
    if token.dep_ == "appos":
        heads.append(token.head)
    heads += [c for c in token.children if c.dep_ == "appos"]
    if token.dep_ in {"compound", "nmod"} and token.head.pos_ == "PROPN":
        heads.append(token.head)
    for name, head in phrases.prepositional(token):
        if name in {"as", "including", "like"}:
            heads.append(head)
    following = token.i + 1
    if following < len(token.doc) and token.doc[following].ent_type_ == "PERSON" and token.dep_ in {"compound", "nmod"}:
        heads.append(token.head)
    out = _actors(heads, cast)
    own = cast.at(token)
    if own is not None and own.cls.is_a(_ACTOR) and (own.proper or not out):
        out.append((own, token))
    return out


def _possessed(doc: Doc, member: Member, cast: Cast) -> Iterator[Relation]:
    """As in "Karsk's Harbour Guard", "Red Lantern fighters": organs of states, members."""
    for mention in member.mentions:
        if mention.kind is MentionKind.PRONOUN:
            continue
        token = doc[mention.head]
        former = any(c.lower_ in posts.FORMER for c in token.lefts)
        lefts = {c.i: c for t in doc[mention.begin : mention.end] for c in t.lefts if c.i < t.i}
        for child in lefts.values():
            owner = cast.at(phrases.antecedent(child)) if child.dep_ in {"poss", "compound", "nmod"} else None
            if owner is None or owner is member or not owner.cls.is_a(_ACTOR):
                continue
            organ = member.cls in {EntityClass.ARMED_FORCE, EntityClass.GOVERNMENT_BODY}
            told = (member.reference or "").split("/")[0] in {"government", "forces"}
            if organ and child.dep_ == "poss" and owner.cls is EntityClass.STATE and member.proper and not told:
                yield Relation(member, Predicate.PART_OF, owner, token, token, child, "relation-possessive")
            elif token.lemma_.lower() in _lexicon()["members"] and _may_have(owner, former=former):
                yield Relation(member, Predicate.MEMBER_OF, owner, token, token, child, "relation-membership")
        if token.lemma_.lower() in _lexicon()["members"]:
            for name, head in phrases.prepositional(token):
                owner = _actor(head, cast)
                if name in {"of", "in", "from"} and owner is not None and _may_have(owner, former=former):
                    yield Relation(member, Predicate.MEMBER_OF, owner, token, token, head, "relation-membership")


def _may_have(owner: Member, *, former: bool) -> bool:
    """Whether it has members; who was somebody in a party still belongs to it, a former official does not."""
    if former:
        return owner.cls is EntityClass.POLITICAL_PARTY
    return owner.cls.is_a(EntityClass.ORGANISATION) and owner.cls is not EntityClass.STATE


def _including(preposition: Token, cast: Cast) -> Iterator[Relation]:
    """As in "15 members of X were killed, including Y"."""
    governor = preposition.head
    groups = [governor] if governor.pos_ == "NOUN" else [*phrases.subjects(governor), *phrases.objects(governor)]
    people = [m for t in preposition.children if t.dep_ == "pobj" for m in _actors(phrases.conjuncts(t), cast)]
    for noun in (phrases.content(g) for g in groups):
        if noun.lemma_.lower() not in _lexicon()["members"]:
            continue
        owners = [c for c in noun.lefts if c.dep_ in {"compound", "nmod", "poss"}]
        owners += [h for name, h in phrases.prepositional(noun) if name == "of"]
        for owner, mention in _actors(owners, cast):
            if owner.cls.is_a(EntityClass.ORGANISATION) and owner.cls is not EntityClass.STATE:
                for person, _ in people:
                    if person.cls is EntityClass.PERSON:
                        yield Relation(person, Predicate.MEMBER_OF, owner, noun, noun, mention, "relation-including")


def _may(predicate: Predicate, subject: Member, object_: Member) -> bool:
    """Whether members of these classes can be so related."""
    organisation = EntityClass.ORGANISATION
    if predicate is Predicate.PART_OF and object_.cls is EntityClass.STATE:
        return subject.cls in _ORGANS
    if predicate in {Predicate.MEMBER_OF, Predicate.PART_OF}:
        return object_.cls.is_a(organisation) and object_.cls is not EntityClass.STATE
    if predicate is Predicate.LEADS:
        return object_.cls.is_a(organisation) or object_.cls is EntityClass.GROUP
    if predicate is Predicate.ARMS:
        return object_.cls.is_a(organisation) or object_.cls is EntityClass.GROUP
    return True

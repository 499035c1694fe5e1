"""Descriptions: which actor or place a common noun denotes ("the group", "Iraq's government", "25 fighters")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg import reference
from kg.extract.rules import anaphora, lexicon, nominals, phrases
from kg.extract.rules.candidate import Candidate
from kg.extract.rules.cast import Cast, Member
from kg.model import EntityClass

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_GOVERNMENT = lexicon.words("government administration regime")
_FORCE = lexicon.words("military forces")
_CLOSE = lexicon.words(
    "area region province governorate city town village district county group militia movement party "
    "network organisation organization alliance gang cartel company newspaper firm airline faction union charity agency"
)
_FIGHTING = lexicon.words(
    "militant armed rebel terrorist insurgent paramilitary jihadist guerrilla separatist political news"
)
"""What may stand between a name and the noun that describes it ("the M-20 guerrilla group")."""
_SKIP = frozenset({"det", "nummod", "quantmod", "predet"})


def attach(doc: Doc, nominal: list[Candidate], cast: Cast) -> None:
    """Gives every description its member: a named one where grammar or discourse says so, else one of its own."""
    described: dict[str, Member] = {}
    named = {m.begin: member for member in cast.members if member.proper for m in member.mentions}
    for candidate in nominal:
        token = doc[candidate.head]
        member = (
            _of_name(token, candidate, cast)
            or _named_by_modifier(token, cast)
            or _of_state(token, cast, described)
            or _equated(token, candidate, cast)
            or _followed(token, candidate, named)
            or anaphora.find(token, candidate, cast)
        )
        if member is not None:
            _introduced(token, candidate, member, cast)
        if member is None:
            key = _key(token, candidate)
            member = described.get(key)
            if member is None:
                member = Member(candidate.cls, proper=False)
                described[key] = member
            member.country = member.country or _country(token, cast)
        member.evidence[candidate.cls] += 0 if member.fixed else 1
        cast.add(candidate, member)


def _introduced(token: Token, candidate: Candidate, member: Member, cast: Cast) -> None:
    """As in "a man … The man, identified as X": who was described before the name is given is the same."""
    if not candidate.definite or not member.proper or any(m.begin < candidate.begin for m in member.mentions):
        return
    before = anaphora.find(token, candidate, cast)
    if before is not None and not before.proper and before.cls is EntityClass.PERSON is member.cls:
        cast.merge(member, before)


def _named_by_modifier(token: Token, cast: Cast) -> Member | None:
    """As in "the Red Lantern group", "Karsk province": a close noun behind the name that it describes."""
    if token.lemma_.lower() not in _CLOSE:
        return None
    for child in token.lefts:
        if child.dep_ in {"compound", "nmod", "appos"} and all(
            t.lower_ in _FIGHTING for t in token.doc[child.i + 1 : token.i]
        ):
            member = cast.at(child)
            if member is not None and member.proper and member.cls not in {EntityClass.STATE, EntityClass.COUNTRY}:
                cls = nominals.class_of(token)
                if cls is not None and (cls.is_a(EntityClass.PLACE) == member.cls.is_a(EntityClass.PLACE)):
                    if cls not in {EntityClass.REGION, EntityClass.ORGANISATION} and not member.fixed:
                        member.evidence[cls] += 3
                    return member
    return None


def _of_state(token: Token, cast: Cast, described: dict[str, Member]) -> Member | None:
    """The government or the armed forces of a state: one member each, however they are put."""
    lemma = token.lower_
    if lemma not in _GOVERNMENT and lemma not in _FORCE:
        return None
    code = _country(token, cast)
    if code is None:
        return None
    state = reference.state(code)
    if state is None or (lemma == "forces" and _specific_forces(token)):
        return None
    government = lemma in _GOVERNMENT
    key = f"{'government' if government else 'forces'}/{code}"
    member = described.get(key)
    if member is None:
        cls = EntityClass.GOVERNMENT_BODY if government else EntityClass.ARMED_FORCE
        member = Member(cls, proper=True, country=code, fixed=True)
        member.reference = key
        member.title = f"Government of {state.name}" if government else f"Armed forces of {state.name}"
        described[key] = member
    return member


def _specific_forces(token: Token) -> bool:
    return any(
        c.dep_ in {"compound", "amod"}
        and c.lower_ in {"security", "special", "police", "border", "backed", "naval", "ground"}
        for c in token.lefts
    )


def _country(token: Token, cast: Cast) -> str | None:
    """The state that a noun belongs to by demonym, compound, possessor or "of"."""
    for child in token.children:
        if child.dep_ in {"amod", "compound", "poss", "nmod"}:
            member = cast.at(child)
            if member is not None and member.reference and member.reference.startswith("state/"):
                return member.country
    for preposition, head in phrases.prepositional(token):
        if preposition == "of":
            member = cast.at(head)
            if member is not None and member.reference and member.reference.startswith("state/"):
                return member.country
    return None


def _equated(token: Token, candidate: Candidate, cast: Cast) -> Member | None:
    """Apposition and copula: "Roe, commander of …", "the group is a militia"."""
    if candidate.counted:
        return None
    found = (_beside(token, cast), _beyond_copula(token, cast), _behind(token, cast))
    for other in found:
        if other is None:
            continue
        if token.lemma_.lower() in _ROLES and other.cls.is_a(EntityClass.ORGANISATION):
            return other if token.tag_ in {"NN", "NNP"} else None
        if compatible(candidate.cls, other.cls, strict=False) and candidate.plural == _plural(other):
            _learn(token, candidate, other)
            return other
    return None


def _learn(token: Token, candidate: Candidate, other: Member) -> None:
    """A description says what class a name is of."""
    if other.fixed:
        return
    if candidate.cls not in {EntityClass.ORGANISATION, EntityClass.GROUP}:
        other.evidence[candidate.cls] += 3
    elif candidate.cls is EntityClass.ORGANISATION and _of_fighters(token):
        other.evidence[EntityClass.ARMED_GROUP] += 3


def _behind(token: Token, cast: Cast) -> Member | None:
    """The name in apposition behind a noun."""
    named = [m for c in token.children if c.dep_ == "appos" and (m := cast.at(c)) is not None and m.proper]
    if not named and nominals.class_of(token) is EntityClass.PERSON:
        places = [h for name, h in phrases.prepositional(token) if name in {"of", "in", "for"}]
        beyond = [cast.at(c) for h in places for c in h.children if c.dep_ == "appos"]
        named = [m for m in beyond if m is not None and m.proper and m.cls is EntityClass.PERSON]
    for child in token.children:
        if not named and child.dep_ == "acl" and child.lemma_ in {"identify", "name"}:
            named = [
                m for p, h in phrases.prepositional(child) if p == "as" and (m := cast.at(h)) is not None and m.proper
            ]
    return named[-1] if named else None


def _beside(token: Token, cast: Cast) -> Member | None:
    """What a noun stands in apposition to."""
    return cast.at(token.head) if token.dep_ == "appos" else None


def _beyond_copula(token: Token, cast: Cast) -> Member | None:
    """What a noun is said to be, or what is said to be it: "the group is a militia", "his successor is X"."""
    verb = token.head
    if token.dep_ == "attr" and verb.lemma_ == "be" and not _denied(verb):
        found = [cast.at(s) for s in phrases.subjects(verb)]
        return found[-1] if found else None
    if token.dep_ not in {"nsubj", "nsubjpass"}:
        return None
    if verb.dep_ in {"acomp", "ccomp"} and verb.head.lemma_ == "be" and token.left_edge.i == verb.head.i + 1:
        return next((m for s in phrases.subjects(verb.head) if (m := cast.at(s)) is not None), None)
    if token.dep_ == "nsubj" and verb.lemma_ == "be" and not _denied(verb):
        named = next((m for c in verb.children if c.dep_ == "attr" and (m := cast.at(c)) is not None), None)
        return named if named is not None and named.proper else None
    return None


def _denied(verb: Token) -> bool:
    return any(c.dep_ == "neg" for c in verb.children)


_ROLES = lexicon.words(
    "member ally partner rival enemy foe opponent adversary backer supporter sponsor proxy successor "
    "participant paramilitary"
)
"""Nouns for persons that an organisation may be as well ("Red Lantern, a member of the alliance")."""


def _of_name(token: Token, candidate: Candidate, cast: Cast) -> Member | None:
    """As in "the town of Manbij", "the state of Kano": "of" only joins the kind and the name."""
    if not candidate.cls.is_a(EntityClass.PLACE) or candidate.plural or candidate.cls is EntityClass.FACILITY:
        return None
    island = token.lower_ in _ISLANDS
    if candidate.cls is EntityClass.REGION and not island:
        return None
    for preposition, head in phrases.prepositional(token):
        member = cast.at(head) if preposition == "of" and head.i - token.i == 2 else None
        if member is not None and member.proper and member.cls.is_a(EntityClass.PLACE) and member.reference is None:
            if island and not member.fixed:
                member.evidence[EntityClass.REGION] += 3
            return member
    return None


_ISLANDS = lexicon.words("island peninsula archipelago valley")


def _followed(token: Token, candidate: Candidate, named: dict[int, Member]) -> Member | None:
    """As in "the militant group Boko Haram", "the party the Supreme Council": a name right behind its description."""
    after = token.i + 1
    if candidate.counted or candidate.plural or after >= len(token.doc):
        return None
    if token.doc[after].lower_ == "the":
        after += 1
    member = named.get(after)
    if member is None or member.cls.is_a(EntityClass.PLACE) or candidate.cls.is_a(EntityClass.PLACE):
        return None
    if candidate.cls is EntityClass.PERSON or not compatible(candidate.cls, member.cls):
        return None
    if not member.fixed and candidate.cls is not EntityClass.ORGANISATION:
        member.evidence[candidate.cls] += 3
    return member


def _of_fighters(token: Token) -> bool:
    """As in "a group of Shiite militias"."""
    return any(
        preposition == "of" and nominals.nouns().get(head.lemma_.lower()) is EntityClass.ARMED_GROUP
        for preposition, head in phrases.prepositional(token)
    ) or any(
        c.lower_ in {"militant", "armed", "rebel", "terrorist", "insurgent", "paramilitary", "jihadist"}
        for c in token.lefts
    )


def _plural(member: Member) -> bool:
    return member.cls is EntityClass.GROUP


def compatible(description: EntityClass, named: EntityClass, *, strict: bool = True) -> bool:
    """Whether a description of one class may stand for a thing of another."""
    if named.is_a(description) or description.is_a(named):
        return True
    organisation = EntityClass.ORGANISATION
    if description.is_a(organisation) and named.is_a(organisation):
        return named is organisation or (description is organisation) or not strict
    return description is EntityClass.COUNTRY and named is EntityClass.STATE


def _key(token: Token, candidate: Candidate) -> str:
    if candidate.counted or candidate.cls in {EntityClass.PERSON, EntityClass.FACILITY}:
        return f"@{candidate.head}"
    words = [t.lower_ for t in token.doc[candidate.begin : candidate.end] if t.dep_ not in _SKIP]
    return " ".join(words)

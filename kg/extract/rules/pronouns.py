"""Pronouns with a clear antecedent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from kg.extract.rules import nominals, phrases, sexes
from kg.extract.rules.candidate import Candidate
from kg.extract.rules.cast import Cast, Member
from kg.model import EntityClass, MentionKind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_RELATIVE = frozenset({"who", "whom", "whose"})
_ONE = frozenset({"i", "me", "my", "myself", "mine"})
_MANY = frozenset({"we", "us", "our", "ourselves", "ours"})
_SINGULAR_THINGS = frozenset({"it", "its", "itself"})
_PLURAL = frozenset({"they", "them", "their", "themselves"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_STANCES = frozenset({"opposed", "responsible", "loyal", "active", "ready", "willing", "prepared", "committed", "able"})
"""What only actors are."""
_COLLECTIVE = frozenset(
    {EntityClass.ARMED_GROUP, EntityClass.ARMED_FORCE, EntityClass.GOVERNMENT_BODY, EntityClass.POLITICAL_PARTY}
)
"""Organisations that English takes up with "they" as well."""


def attach(doc: Doc, pronouns: list[Candidate], cast: Cast) -> None:
    """Gives a pronoun the member it stands for; pronouns without a clear one denote nothing."""
    for candidate in pronouns:
        token = doc[candidate.head]
        if token.lower_ in _ONE:
            continue
        member = _relative(token, cast) if token.lower_ in _RELATIVE else _personal(token, candidate, cast)
        if member is not None:
            cast.add(candidate, member)


def attach_speakers(doc: Doc, cast: Cast, speaker: Callable[[Token], Member | None]) -> None:
    """Lets "I" in a quotation denote the person who speaks, and "we" the organisation or group.

    ``speaker`` answers who is quoted at a token. What a person means by "we" is left open.
    """
    for token in doc:
        if token.lower_ not in _ONE and token.lower_ not in _MANY:
            continue
        member = speaker(token)
        if member is None or not member.cls.is_a(EntityClass.ACTOR) or cast.at(token) is not None:
            continue
        if (token.lower_ in _ONE) != (member.cls is EntityClass.PERSON):
            continue
        if token.lower_ in _MANY and not (member.cls.is_a(EntityClass.ORGANISATION) or member.cls is EntityClass.GROUP):
            continue
        cast.add(Candidate(token.i, token.i + 1, token.i, MentionKind.PRONOUN, member.cls, token.lower_), member)


def _relative(token: Token, cast: Cast) -> Member | None:
    head = phrases.antecedent(token)
    if head == token and token.dep_ == "poss":
        for ancestor in token.ancestors:
            if ancestor.dep_ == "relcl":
                head = ancestor.head
                break
    member = cast.at(head) if head != token else None
    if member is not None and member.cls.is_a(EntityClass.PLACE):
        return next((m for a in head.ancestors if (m := cast.at(a)) is not None and _lives(m)), None)
    return member


def _lives(member: Member) -> bool:
    return member.cls is EntityClass.PERSON or member.cls is EntityClass.GROUP


def _personal(token: Token, candidate: Candidate, cast: Cast) -> Member | None:
    """The fitting subject nearest before, in this sentence or the last one; else the fitting mention nearest before."""
    if token.lower_ in _SINGULAR_THINGS and not _may_act(token):
        return None
    if token.dep_ == "poss" and token.head.dep_ == "conj":
        owner, words = cast.at(token.head.head), cast.mention(token.head.head)
        if owner is not None and words is not None and _fits(token, candidate, owner, words):
            return owner
    if token.lower_ in _PLURAL and token.dep_ in _SUBJECTS and _hearers(token):
        tellers = [m for s in phrases.subjects(token.head.head) if (m := cast.at(s)) is not None]
        if tellers and tellers[0].cls.is_a(EntityClass.ACTOR) and tellers[0].cls is not EntityClass.PERSON:
            return tellers[0]
    asked = _asked(token, cast)
    if asked is not None and (member := cast.at(asked)) is not None:
        words = cast.mention(asked)
        if words is not None and _fits(token, candidate, member, words):
            return member
    for start, end in _windows(token, candidate):
        fits = [(m, member) for m, member in cast.between(start, end) if _fits(token, candidate, member, m)]
        chosen = _clearest(token, candidate, fits, cast)
        if chosen is not None and _is_outspoken(token, chosen, fits, cast):
            return None
        if chosen is not None:
            return chosen
        if fits and (candidate.cls is EntityClass.PERSON or token.lower_ not in _PLURAL) and start < token.sent.start:
            return None
        if fits and candidate.cls is not EntityClass.PERSON and token.lower_ not in _PLURAL:
            return None
    return None


def _is_outspoken(token: Token, chosen: Member, fits: list[tuple[Candidate, Member]], cast: Cast) -> bool:
    """Whether the pronoun may as well mean somebody of whom the chosen one only tells ("She said the man … he")."""
    if token.dep_ == "poss" or (token.dep_ in _SUBJECTS and token.head.lemma_ in _TELLING):
        return False
    tells = {m.head for m, member in fits if member is chosen and _is_teller(token.doc[m.head])}
    mine = [m for m, member in fits if member is chosen]
    if not tells or any(m.head not in tells for m in mine):
        return False
    told = max(tells)
    if _of_same_clause(token, token.doc[told].head):
        return False
    suffers = token.dep_ == "nsubjpass" or token.sent.start <= told
    return any(
        member is not chosen
        and m.begin > told
        and (suffers or _is_subject(token, m))
        and not _same_clause(token, member, cast)
        for m, member in fits
    )


def _of_same_clause(token: Token, teller: Token) -> bool:
    """Whether the pronoun is the subject of the very clause that is told ("She said she …")."""
    return token.dep_ in _SUBJECTS and token.head.dep_ == "ccomp" and token.head.head == teller


def _is_teller(noun: Token) -> bool:
    return noun.dep_ == "nsubj" and noun.head.lemma_ in _TELLING


_TELLING = frozenset({"say", "tell", "add", "claim", "report", "state", "confirm", "allege", "recall", "testify"})


def _windows(token: Token, candidate: Candidate) -> Iterator[tuple[int, int]]:
    """Where to look: what stands before in the sentence, then the sentence before; for a person, some before that."""
    start = token.sent.start
    yield start, token.i
    for _ in range(_FAR if candidate.cls is EntityClass.PERSON else _NEAR):
        if start == 0:
            return
        end, start = start, token.doc[start - 1].sent.start
        yield start, end


_NEAR, _FAR = 1, 4
"""Sentences that pronouns reach back; a person stays in mind as long as nobody else is spoken of."""


def _asked(token: Token, cast: Cast) -> Token | None:
    """Who is to do something with what is theirs ("called on Seleka to halt its offensive")."""
    verb = token.head.head
    if token.dep_ != "poss" or token.head.dep_ != "dobj" or verb.dep_ != "xcomp" or verb.tag_ != "VB":
        return None
    asked = [c for c in verb.head.children if c.dep_ == "dobj"]
    asked += [h for p, h in phrases.prepositional(verb.head) if p in {"on", "upon"} and verb.head.lemma_ == "call"]
    return next((c for c in asked if c.i < token.i and cast.at(c) is not None), None)


def _clearest(token: Token, candidate: Candidate, fits: list[tuple[Candidate, Member]], cast: Cast) -> Member | None:
    hearers = _hearers(token)
    apart = [(m, member) for m, member in fits if not _same_clause(token, member, cast) and m.head not in hearers]
    if token.lower_ in _PLURAL:
        plural = [(m, member) for m, member in apart if member.cls is EntityClass.GROUP]
        collective = [(m, member) for m, member in apart if m.begin >= token.sent.start or _is_subject(token, m)]
        apart = plural or collective
    subjects = [(m, member) for m, member in apart if _is_subject(token, m)]
    chosen = subjects or apart
    if not chosen:
        return None
    if candidate.cls is not EntityClass.PERSON and not subjects and len({id(member) for _, member in chosen}) > 2:
        return None
    mention, member = max(chosen, key=lambda pair: pair[0].begin)
    if token.lower_ in _PLURAL and member.cls is not EntityClass.GROUP and _listed(token, mention):
        return None
    return member


def _hearers(token: Token) -> set[int]:
    """Who is told what the pronoun is the subject of ("the army told villagers they …" means the army).

    For "them" it is who tells ("officials said he shot them").
    """
    verb = token.head
    if token.dep_ in {"dobj", "dative"} and token.lower_ in _PLURAL:
        while verb.dep_ == "conj":
            verb = verb.head
        return {s.i for s in phrases.subjects(verb.head)} if verb.dep_ == "ccomp" else set()
    if token.dep_ not in _SUBJECTS or verb.dep_ != "ccomp":
        return set()
    return {c.i for c in verb.head.children if c.dep_ in {"dobj", "dative"}}


def _listed(token: Token, mention: Candidate) -> bool:
    """Whether a mention is one of several that "they" would stand for together."""
    head = token.doc[mention.head]
    return head.dep_ == "conj" or any(c.dep_ == "conj" for c in head.children)


def _is_subject(token: Token, mention: Candidate) -> bool:
    head = token.doc[mention.head]
    return head.dep_ in _SUBJECTS or (head.dep_ == "appos" and head.head.dep_ in _SUBJECTS)


def _may_act(token: Token) -> bool:
    """Whether "it" stands where an actor may: not what is handled ("detonated it"), nor what merely is or happens."""
    if token.lower_ == "its":
        return True
    if token.dep_ in _SUBJECTS:
        verb = token.head
        if verb.lemma_ == "be":
            return not any(
                (c.dep_ in {"acomp", "ccomp", "xcomp"} and c.tag_ != "VBN" and c.lower_ not in _STANCES)
                or (c.dep_ == "attr" and not _is_actor(c))
                for c in verb.children
            )
        return verb.lemma_ not in {"seem", "appear", "happen", "require", "explode", "mean"}
    return token.dep_ == "pobj" and token.head.lower_ in {"against", "by", "with"}


def _is_actor(token: Token) -> bool:
    cls = nominals.class_of(token)
    return cls is not None and cls.is_a(EntityClass.ACTOR)


def _same_clause(token: Token, member: Member, cast: Cast) -> bool:
    """An object pronoun and the subject of its own verb are not the same ("Iran said Iraq attacked it")."""
    if token.dep_ not in {"dobj", "pobj", "dative"}:
        return False
    verb = token.head
    while verb.pos_ not in {"VERB", "AUX"} and verb.head != verb:
        verb = verb.head
    return any(cast.at(s) is member for s in phrases.subjects(verb))


def _fits(token: Token, candidate: Candidate, member: Member, mention: Candidate) -> bool:
    if mention.adjective or (mention.kind is MentionKind.PRONOUN and mention.name in _RELATIVE):
        return False
    cls = member.cls
    if candidate.cls is EntityClass.PERSON:
        if cls is not EntityClass.PERSON:
            return False
        told = sexes.of_member(member, token.doc)
        return told is None or told == sexes.of_pronoun(token.lower_)
    if token.lower_ in _SINGULAR_THINGS:
        return cls.is_a(EntityClass.ORGANISATION)
    if cls is EntityClass.STATE:
        return False
    named_in_plural = cls is EntityClass.ORGANISATION and token.doc[mention.head].tag_ == "NNPS"
    return cls is EntityClass.GROUP or cls in _COLLECTIVE or named_in_plural

"""Anaphora: what a definite description takes up again ("the group", "the general", "the soldiers")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg import reference
from kg.extract.rules import lexicon, phrases
from kg.extract.rules.candidate import Candidate
from kg.extract.rules.cast import Cast, Member, Wording
from kg.model import EntityClass, MentionKind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_REACH = 3
"""Sentences that a definite description looks back for what it stands for."""
_NEAR = 2
"""Sentences that a description of a single person by nationality alone looks back."""
_LOOSE = lexicon.words(
    "group militia organization organisation company firm movement party city town village capital province "
    "region army military network faction newspaper union bank agency ministry"
    " charity airline broadcaster foundation association alliance"
)
"""Nouns that stand for a name without being a part of it."""
_SKIP = frozenset({"det", "nummod", "quantmod", "predet"})
_FORMER = frozenset({"former", "ex", "late", "then", "outgoing", "-"})
_RANKS = {
    "gen.": "general", "col.": "colonel", "maj.": "major", "lt.": "lieutenant", "capt.": "captain", "sgt.": "sergeant",
    "adm.": "admiral", "sen.": "senator", "rep.": "representative", "gov.": "governor", "dr": "doctor", "dr.": "doctor",
    "pm": "minister", "ceo": "executive",
}  # fmt: skip
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_KINDS = frozenset({EntityClass.COMPANY, EntityClass.POLITICAL_PARTY, EntityClass.MEDIA_ORGANISATION})
_Salience = tuple[bool, bool, int, bool, int]
_OTHERS = lexicon.words("union charity foundation ministry university council association federation")
"""Nouns of what is neither a company nor a party nor a newspaper."""
_BODIES = frozenset({EntityClass.REGION, EntityClass.FACILITY, EntityClass.GROUP})


def find(token: Token, candidate: Candidate, cast: Cast) -> Member | None:
    """The member last spoken of that a definite description fits."""
    if not candidate.definite or candidate.counted or any(c.dep_ == "poss" for c in token.lefts):
        return None
    if any(p == "of" for p, _ in phrases.prepositional(token)):
        return None
    if candidate.cls is EntityClass.PERSON and reference.state_by_adjective(candidate.name):
        return _by_nationality(token, candidate, cast)
    modifiers = [c for c in token.lefts if c.dep_ not in _SKIP and not c.is_punct]
    start = _start(token, _REACH)
    best: Member | None = None
    best_at: _Salience = (False, False, -1, False, -1)
    for member, mentions in _near(cast, start, candidate.begin):
        at = _salience(token, candidate, member, mentions)
        if at <= best_at:
            continue
        if candidate.cls is EntityClass.PERSON and member.cls is EntityClass.PERSON and member.proper:
            fits = _entitled(token, candidate, modifiers, member, cast)
        elif member.proper:
            fits = not modifiers and _may_describe(candidate, member, token)
        else:
            fits = _same_noun(token, candidate, modifiers, member)
        if fits:
            best, best_at = member, at
    return best


def _near(cast: Cast, begin: int, end: int) -> list[tuple[Member, list[Candidate]]]:
    """The members mentioned in a stretch of the text, each with its mentions there."""
    near: dict[int, tuple[Member, list[Candidate]]] = {}
    for mention, member in cast.between(begin, end):
        near.setdefault(id(member), (member, []))[1].append(mention)
    return list(near.values())


def _salience(token: Token, candidate: Candidate, member: Member, mentions: list[Candidate]) -> _Salience:
    """What is taken up first: what bears the noun in its name or description, then what is of that very kind.

    After that the nearer sentence, in it a subject before others, and the later place.
    """
    doc, lemma = token.doc, token.lemma_.lower()
    places = [(doc[m.begin].sent.start, doc[m.head].dep_ in _SUBJECTS, m.begin) for m in mentions]
    kind = candidate.cls in _KINDS and _leaning(member) is candidate.cls
    return (member.bears(lemma, name=member.proper), kind, *max(places))


def _leaning(member: Member) -> EntityClass:
    """The class that the mentions so far speak for."""
    if member.fixed or not member.evidence:
        return member.cls
    return max(member.evidence, key=lambda c: (member.evidence[c], len(c.lineage), c.value))


def _entitled(token: Token, candidate: Candidate, modifiers: list[Token], member: Member, cast: Cast) -> bool:
    """As in "the general", "the former president": a person who was introduced with that word."""
    for modifier in modifiers:
        state = cast.at(modifier)
        if modifier.lower_ in _FORMER or modifier.lower_ in {"prime", "foreign", "vice"}:
            continue
        if state is None or not state.reference or state.country != member.country or member.country is None:
            return False
    word = token.lemma_.lower()
    above = {"minister": "prime", "president": "vice"}.get(word)
    plain = above is not None and all(m.lower_ != above for m in modifiers)
    if above is not None and plain and _introduced(token.doc, member, above, candidate.begin):
        return False
    return _introduced(token.doc, member, word, candidate.begin)


def _introduced(doc: Doc, member: Member, word: str, before: int) -> bool:
    """Whether a mention before a position introduces the person with the word."""
    seen, first = member.introduced
    for mention in member.mentions[seen:]:
        if mention.kind is not MentionKind.PRONOUN:
            for title in _titles(doc, mention):
                first[title] = min(mention.begin, first.get(title, mention.begin))
    member.introduced = (len(member.mentions), first)
    return first.get(word, before) < before


def _titles(doc: Doc, mention: Candidate) -> set[str]:
    """The words that introduce a person: before the name, in its rank, or as the head of a description."""
    if mention.kind is MentionKind.NOMINAL:
        return {doc[mention.head].lemma_.lower()}
    begin = mention.begin
    while begin and mention.begin - begin < 6:
        before = doc[begin - 1]
        if (before.is_punct and before.text != "-") or before.pos_ in {
            "VERB",
            "AUX",
            "ADP",
            "CCONJ",
            "SCONJ",
            "PRON",
            "DET",
        }:
            break
        begin -= 1
    words = {t.lower_ for t in doc[begin : mention.head]}
    if words & {"attorney", "secretary", "director", "governor", "solicitor"}:
        words.discard("general")
    return words | {_RANKS[w] for w in words if w in _RANKS}


def _by_nationality(token: Token, candidate: Candidate, cast: Cast) -> Member | None:
    """As in "the Norwegian": a person of that state; one of no known state where nobody else is spoken of."""
    start = _start(token, _NEAR)
    near = [
        (max(m.begin for m in mentions), member)
        for member, mentions in _near(cast, start, candidate.begin)
        if member.cls is EntityClass.PERSON and member.proper
    ]
    same = [(at, m) for at, m in near if m.country is not None and m.country == candidate.country]
    if same:
        return max(same, key=lambda pair: pair[0])[1]
    if len(near) == 1 and near[0][1].country is None:
        near[0][1].country = candidate.country
        return near[0][1]
    return None


def _may_describe(candidate: Candidate, member: Member, token: Token) -> bool:
    if candidate.cls is EntityClass.PERSON:
        return False
    cls = _leaning(member)
    if candidate.cls in _KINDS and any(member.bears(word) for word in _OTHERS):
        return False
    if candidate.cls is EntityClass.COUNTRY:
        return cls in {EntityClass.COUNTRY, EntityClass.STATE}
    if candidate.cls in _BODIES:
        return False
    lemma = token.lemma_.lower()
    named = member.bears(lemma)
    if candidate.cls is EntityClass.GOVERNMENT_BODY:
        return cls is EntityClass.GOVERNMENT_BODY and named and not _told(member)
    if lemma not in _LOOSE and not named:
        return False
    if candidate.cls is EntityClass.ORGANISATION:
        return cls in {EntityClass.ORGANISATION, EntityClass.ARMED_GROUP} or (
            cls.is_a(EntityClass.ORGANISATION) and token.lemma_ in {"organization", "organisation"}
        )
    if cls is EntityClass.ORGANISATION and candidate.cls is not EntityClass.ARMED_FORCE:
        return candidate.cls.is_a(EntityClass.ORGANISATION)
    return cls is candidate.cls


def _told(member: Member) -> bool:
    return bool(member.reference) and str(member.reference).startswith("forces/")


def _same_noun(token: Token, candidate: Candidate, modifiers: list[Token], member: Member) -> bool:
    wanted = {m.lower_ for m in modifiers}
    for (noun, words, counted), last in _nouns(token.doc, member).items():
        if counted and (not candidate.plural or modifiers or last < _start(token, _NEAR)):
            continue
        if noun == token.lower_ and token.lower_ in words and wanted <= words:
            return True
    return False


def _nouns(doc: Doc, member: Member) -> dict[Wording, int]:
    """The wordings of a member's descriptions so far, each with its last place; they come in the order of the text."""
    seen, found = member.wordings
    for mention in member.mentions[seen:]:
        if mention.kind is MentionKind.NOMINAL:
            words = frozenset(w.lower() for w in mention.name.replace("-", " ").split())
            found[(doc[mention.head].lower_, words, mention.counted)] = mention.begin
    member.wordings = (len(member.mentions), found)
    return found


def _start(token: Token, sentences: int) -> int:
    """Where the stretch of ``sentences`` sentences before the token's own begins."""
    start: int = token.sent.start
    for _ in range(sentences):
        if start == 0:
            break
        start = token.doc[start - 1].sent.start
    return start

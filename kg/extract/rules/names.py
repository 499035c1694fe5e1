"""Names: the actors and places that proper names denote, with class and entry of the reference list."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from kg import reference
from kg.extract.rules import acronyms, lexicon, nameforms, nominals, recognition
from kg.extract.rules.candidate import Candidate
from kg.extract.rules.nameforms import Name, key
from kg.model import EntityClass, MentionKind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
_PORTFOLIOS = frozenset({"Minister", "Secretary", "Commissioner"})
"""Titles that what they are in charge of stands before ("Railway Minister Jane Roe")."""
_PORTFOLIO = 3
_OFFICES = lexicon.words("secretary minister ministry department chief director attorney ministers secretaries")
_OFFICE_NAMES = lexicon.words(
    "President Minister Chancellor Premier Senator Sen. Rep. Gov. Governor Judge Justice Pope"
)
_PEOPLE_ENDINGS = ("ish", "ese", "ch", "ss")
"""Demonyms that "the" makes a people and never one person ("the British", "the French")."""
_GOVERNED = {
    "mayor": EntityClass.SETTLEMENT, "outskirts": EntityClass.SETTLEMENT, "streets": EntityClass.SETTLEMENT,
    "suburb": EntityClass.SETTLEMENT, "port": EntityClass.SETTLEMENT, "bishop": EntityClass.SETTLEMENT,
    "governor": EntityClass.ADMINISTRATIVE_AREA, "state": EntityClass.ADMINISTRATIVE_AREA,
    "republic": EntityClass.ADMINISTRATIVE_AREA, "governorate": EntityClass.ADMINISTRATIVE_AREA,
    "north": EntityClass.REGION, "south": EntityClass.REGION, "east": EntityClass.REGION, "west": EntityClass.REGION,
    "coast": EntityClass.REGION, "emirate": EntityClass.COUNTRY, "kingdom": EntityClass.COUNTRY,
    "sultanate": EntityClass.COUNTRY,
}  # fmt: skip
"""What a name behind "of" denotes after these nouns ("the mayor of Karsk")."""
_CHAMBERS = lexicon.words("Parliament Congress Senate Knesset Duma Majlis Cabinet Treasury")
"""Names of one word that tell what they name."""
_EXECUTIVES = frozenset({"CEO", "CFO", "COO"})
_OF_PEOPLE = frozenset({"opposition", "ruling", "governing"})
"""Words that make an organisation's name a party's."""

__all__ = ["classify", "find", "key"]


def find(doc: Doc) -> list[Candidate]:
    """The names of actors and places in ``doc``, in order, none inside another."""
    spans, votes = recognition.find(doc)
    out = []
    for span in spans:
        candidate = _candidate(doc, span, votes)
        if candidate is not None:
            out.append(candidate)
    _expand(doc, out)
    return out


def _expand(doc: Doc, found: list[Candidate]) -> None:
    """Lets an acronym that the text introduces denote what its full name does, wherever it stands."""
    by_begin = {c.begin: c for c in found}
    by_end = {c.end: c for c in found}
    full: dict[str, Candidate] = {}
    for _, end, at in acronyms.pairs(doc):
        name = by_end.get(end)
        if name is not None and at in by_begin and name.cls is not EntityClass.PERSON and not name.adjective:
            full[key(doc[at].text)] = name
    for candidate in found:
        name = full.get(key(candidate.name))
        if name is not None and candidate is not name:
            candidate.cls, candidate.reference, candidate.country = name.cls, name.reference, name.country
            candidate.full = name.name
            if name.reference is not None:
                candidate.name = name.name


def _in_title(doc: Doc, span: Name) -> bool:
    """As in "Secretary of Defense", "Interior Minister": what the title speaks of is not named by itself."""
    if span.begin >= 2 and doc[span.begin - 1].lower_ == "of" and doc[span.begin - 2].lower_ in _OFFICES:
        return span.label not in {"REF-ORG", "REF-GPE"}
    words = [t.lower_ for t in doc[span.begin : span.end]]
    after = doc[span.end] if span.end < len(doc) else None
    if after is not None and after.text in _PORTFOLIOS and span.label == "ORG" and len(words) <= _PORTFOLIO:
        named = doc[span.end + 1 : span.end + 2]
        return (
            bool(named)
            and named[0].text[:1].isupper()
            and all(t.text[:1].isupper() for t in doc[span.begin : span.end])
        )
    return span.label in {"ORG", "PERSON", "GPE"} and all(
        w in _title_words() and nominals.nouns().get(w, EntityClass.PERSON) is EntityClass.PERSON for w in words
    )


@cache
def _title_words() -> frozenset[str]:
    data = lexicon.load("titles")
    return lexicon.words(data["modifiers"]) | lexicon.words(data["leading"]) | lexicon.words(data["other"])


def _candidate(doc: Doc, span: Name, votes: dict[str, str]) -> Candidate | None:
    text = doc[span.begin : span.end].text
    if _in_title(doc, span) or _of_event(doc, span):
        return None
    label = votes.get(key(text), span.label)
    tokens = doc[span.begin : span.end]
    head = max(t.i for t in tokens if t.head.i < span.begin or t.head.i >= span.end or t.head == t)
    heads = tuple(t.i for t in tokens if t.head.i < span.begin or t.head.i >= span.end)
    base = Candidate(span.begin, span.end, head, MentionKind.NAME, EntityClass.ORGANISATION, _clean(text), heads=heads)
    if label in {"REF-NORP", "NORP"}:
        return _people(base, doc[head], text)
    if label == "PERSON" and not _tells(tokens) and _kind_before(doc, span) is None:
        base.cls = EntityClass.PERSON
        base.begin, base.named_from = _with_rank(doc, span.begin), span.begin
        return base if _plausible_person(tokens) else None
    state = reference.state_by_name(text)
    if state is not None and label != "REF-ORG":
        base.cls, base.country, base.name = EntityClass.STATE, state.code, state.name
        base.reference = f"state/{state.code}"
        return base
    organisation = _organisation(text)
    if organisation is not None and label not in {"GPE", "LOC"} and not _elsewhere(doc, organisation, text):
        base.cls, base.country = organisation.cls, organisation.country
        base.reference, base.name = f"organisation/{organisation.slug}", organisation.name
        return base
    if tokens[-1].text in _kinds()["happening"]:
        return None
    base.cls = _around(doc, span, classify(tokens, label))
    return base


def _of_event(doc: Doc, span: Name) -> bool:
    """Whether it names a storm or an operation ("Cyclone Mira"), or is what such a name goes on with."""
    before = doc[span.begin - 1].text if span.begin and span.label == "PERSON" else ""
    return not {doc[span.begin].text, before}.isdisjoint(_NAMED_EVENTS) and span.label not in {"REF-ORG", "REF-GPE"}


_NAMED_EVENTS = frozenset({"Operation", "Cyclone", "Hurricane", "Typhoon", "Storm"})


def _around(doc: Doc, span: Name, cls: EntityClass) -> EntityClass:
    """The class that the words before a name give it where its own tell nothing ("the mayor of")."""
    before = doc[span.begin - 1].lower_ if span.begin else ""
    place = cls.is_a(EntityClass.PLACE)
    if span.end < len(doc) and doc[span.end].text in _EXECUTIVES and (place or cls is EntityClass.ORGANISATION):
        return EntityClass.COMPANY
    if before == "of" and span.begin >= 2 and (place or cls is EntityClass.ORGANISATION):
        noun = doc[span.begin - 2]
        governed = _GOVERNED.get(noun.lower_)
        if governed is None and (told := nominals.nouns().get(noun.lemma_)) is not None:
            governed = told if told in {EntityClass.SETTLEMENT, EntityClass.ADMINISTRATIVE_AREA} else None
        if governed is not None and (cls is EntityClass.ORGANISATION or noun.lower_ not in _GOVERNED):
            return governed
    if not place and before in _OF_PEOPLE and cls is EntityClass.ORGANISATION:
        return EntityClass.POLITICAL_PARTY
    if (place or cls is EntityClass.ORGANISATION) and span.label != "REF-GPE":
        return _kind_before(doc, span) or cls
    return cls


def _kind_before(doc: Doc, span: Name) -> EntityClass | None:
    """What the common noun right before a name says that it names ("shipping company Nordhavn")."""
    noun = doc[span.begin - 1] if span.begin else None
    if noun is None or noun.pos_ != "NOUN" or noun.tag_ != "NN" or (noun.text[:1].isupper() and not noun.is_sent_start):
        return None
    told = nominals.nouns().get(noun.lower_)
    if told is None or told.is_a(EntityClass.PLACE) or told in {EntityClass.PERSON, EntityClass.GROUP}:
        return None
    return told


def _elsewhere(doc: Doc, organisation: reference.ReferenceOrganisation, text: str) -> bool:
    """Whether a name that parties of many states bear ("Social Democrats") stands in a text about others alone."""
    if organisation.cls is not EntityClass.POLITICAL_PARTY or organisation.country is None:
        return False
    if key(text) == key(organisation.name) and organisation.country != "US":
        return False
    states = _states(doc)
    return bool(states) and organisation.country not in states


def _states(doc: Doc) -> frozenset[str]:
    """The states that a text names, by name, adjective or capital."""
    known = doc.user_data.get("states")
    if known is None:
        words = {t.text for t in doc if t.text[:1].isupper()} | {e.text for e in doc.ents if e.label_ == "GPE"}
        found = (
            reference.state_by_name(w) or reference.state_by_adjective(w) or reference.state_by_capital(w)
            for w in words
        )
        known = doc.user_data["states"] = frozenset(s.code for s in found if s is not None)
    return frozenset(known)


def _organisation(text: str) -> reference.ReferenceOrganisation | None:
    found = reference.organisation_by_name(text)
    if found is not None:
        return found
    first, _, rest = text.partition(" ")
    state = reference.state_by_name(first) or reference.state_by_adjective(first)
    if state is not None and rest:
        found = reference.organisation_by_name(rest)
        if found is not None and found.country == state.code:
            return found
    return None


def _people(base: Candidate, head: Token, text: str) -> Candidate | None:
    """A demonym or the name of a faith or party: a state where it modifies, people where it stands alone."""
    state = reference.state_by_adjective(text) or reference.state_by_inhabitant(text) or reference.state_by_name(text)
    modifies = head.dep_ in {"amod", "compound", "npadvmod", "nmod"} or (head.dep_ == "conj" and head.tag_ == "JJ")
    noun = head.tag_ in {"NNS", "NNPS"} or (head.tag_ in {"NN", "NNP"} and not modifies)
    if state is not None and (modifies or not noun) and reference.state_by_adjective(text) is not None:
        base.cls, base.country, base.name = EntityClass.STATE, state.code, state.name
        base.reference = f"state/{state.code}"
        base.adjective = True
        return base
    if not noun or modifies:
        return None
    definite = any(c.lower_ == "the" for c in head.lefts)
    base.plural = head.tag_ in {"NNS", "NNPS"} or text.endswith("s") or (definite and text.endswith(_PEOPLE_ENDINGS))
    base.cls = EntityClass.GROUP if base.plural else EntityClass.PERSON
    base.country = state.code if state is not None else None
    base.kind = MentionKind.NOMINAL
    base.definite = definite
    base.counted = any(c.dep_ == "nummod" for c in head.lefts)
    return base


def _with_rank(doc: Doc, begin: int) -> int:
    """Where a person's name begins with the rank or form of address before it ("General Doe", "Mr Roe")."""
    while begin and doc[begin - 1].text in nameforms.ADDRESS and doc[begin - 1].text not in _OFFICE_NAMES:
        if begin >= 2 and (
            doc[begin - 2].text == "-" or doc[begin - 2].lower_ in {"attorney", "secretary", "governor"}
        ):
            break
        begin -= 1
    return begin


def _plausible_person(tokens: Span) -> bool:
    return any(t.text[:1].isupper() and len(t.text) > 1 for t in tokens) and not any(t.like_num for t in tokens)


def _clean(text: str) -> str:
    return " ".join(text.split())


@cache
def _kinds() -> dict[str, dict[str, EntityClass]]:
    """Words of names by where they count: ``heads`` and ``words``.

    ``strong`` heads are never surnames; what ends in one of ``happening`` is no actor.
    """
    data = lexicon.load("organisations")
    heads: dict[str, EntityClass] = {}
    inner: dict[str, EntityClass] = {}
    for kind in data["kind"]:
        cls = EntityClass(kind["class"])
        for word in kind["heads"]:
            heads.setdefault(word, cls)
        for word in kind["words"]:
            inner.setdefault(word, cls)
    strong = {w: heads[w] for w in data["strong"].split() if w in heads}
    happening = dict.fromkeys(data["happenings"].split(), EntityClass.ORGANISATION)
    return {"heads": heads, "words": inner, "strong": strong, "happening": happening}


def _tells(tokens: Span) -> bool:
    """Whether the last word of a name says that it names no person, whatever the model holds ("Bagram Airfield")."""
    return len(tokens) > 1 and tokens[-1].text in _kinds()["strong"]


def classify(tokens: Span, label: str) -> EntityClass:
    """The class that the words of a name and the model's label give it."""
    heads, inner = _kinds()["heads"], _kinds()["words"]
    words = [t.text for t in tokens]
    head = next((words[i - 1] for i, w in enumerate(words) if i and w in {"of", "for", "on", "in"}), words[-1])
    by_head = heads.get(head) or heads.get(words[-1]) if len(words) > 1 or words[0] in _CHAMBERS else None
    by_word = next((inner[w] for w in words if w in inner), None) if len(words) > 1 else None
    told = by_head or by_word
    place = told is not None and told.is_a(EntityClass.PLACE)
    if label in _PLACE_LABELS:
        if told is not None and (place or label != "LOC" or head != words[-1]):
            return told
        return {"GPE": EntityClass.SETTLEMENT, "LOC": EntityClass.REGION, "FAC": EntityClass.FACILITY}[label]
    if told is not None:
        return told
    return EntityClass.ORGANISATION

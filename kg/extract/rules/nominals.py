"""Nominals and pronouns: common nouns and pronouns that denote actors and places."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from kg.extract.rules import lexicon, phrases
from kg.extract.rules.candidate import Candidate
from kg.model import EntityClass, MentionKind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_CLASSES = {
    "person": EntityClass.PERSON,
    "people": EntityClass.GROUP,
    "armed_group": EntityClass.ARMED_GROUP,
    "armed_force": EntityClass.ARMED_FORCE,
    "government_body": EntityClass.GOVERNMENT_BODY,
    "political_party": EntityClass.POLITICAL_PARTY,
    "company": EntityClass.COMPANY,
    "media": EntityClass.MEDIA_ORGANISATION,
    "international_organisation": EntityClass.INTERNATIONAL_ORGANISATION,
    "organisation": EntityClass.ORGANISATION,
    "facility": EntityClass.FACILITY,
    "settlement": EntityClass.SETTLEMENT,
    "administrative_area": EntityClass.ADMINISTRATIVE_AREA,
    "country": EntityClass.COUNTRY,
    "region": EntityClass.REGION,
}
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "its", "his", "her", "their", "our", "my"})
_COUNTING = frozenset({"nummod", "quantmod"})
_QUANTIFIERS = frozenset({"several", "many", "some", "few", "dozens", "hundreds", "thousands", "scores", "no", "more"})
_PRONOUNS = {
    "he": EntityClass.PERSON, "him": EntityClass.PERSON, "his": EntityClass.PERSON, "himself": EntityClass.PERSON,
    "she": EntityClass.PERSON, "her": EntityClass.PERSON, "hers": EntityClass.PERSON, "herself": EntityClass.PERSON,
    "it": EntityClass.ORGANISATION, "its": EntityClass.ORGANISATION, "itself": EntityClass.ORGANISATION,
    "they": EntityClass.ACTOR, "them": EntityClass.ACTOR, "their": EntityClass.ACTOR, "themselves": EntityClass.ACTOR,
    "i": EntityClass.PERSON, "me": EntityClass.PERSON, "my": EntityClass.PERSON,
    "who": EntityClass.ACTOR, "whom": EntityClass.ACTOR, "whose": EntityClass.ACTOR,
}  # fmt: skip


@cache
def nouns() -> dict[str, EntityClass]:
    """Lemma or plural form → class of what it denotes."""
    out: dict[str, EntityClass] = {}
    for section, entry in lexicon.load("nouns").items():
        for word in entry["nouns"].split():
            out.setdefault(word, _CLASSES[section])
    return out


def find(doc: Doc, names: list[Candidate]) -> list[Candidate]:
    """The nominals and pronouns of ``doc`` that are not part of a name, in order."""
    taken = {i for name in names if not name.adjective for i in range(name.begin, name.end)}
    taken |= {t.i for t in doc if t.lower_ in {"ex", "co"} and t.i + 1 < len(doc) and doc[t.i + 1].text == "-"}
    taken |= {t.i for t in doc if t.lower_ == "general" and t.i > 1 and doc[t.i - 1].text == "-"}
    heads = {name.head: name for name in names if not name.adjective}
    out = []
    for token in doc:
        if token.i in taken:
            continue
        if (token.lower_ in _MASSES and _stands_for_people(token)) or _counts_others(token):
            begin = phrases.left_edge(token)
            words = " ".join(doc[begin : token.i + 1].text.split())
            out.append(
                Candidate(
                    begin,
                    token.i + 1,
                    token.i,
                    MentionKind.NOMINAL,
                    EntityClass.GROUP,
                    words,
                    plural=True,
                    counted=True,
                )
            )
        elif (token.pos_ == "NOUN" or (token.pos_ == "PROPN" and token.text.islower())) and not _is_carriage(token):
            nominal = _nominal(token, heads)
            if nominal is not None:
                out.append(nominal)
        elif token.pos_ in {"PRON", "DET"} and token.lower_ in _PRONOUNS and not _expletive(token):
            out.append(
                Candidate(token.i, token.i + 1, token.i, MentionKind.PRONOUN, _PRONOUNS[token.lower_], token.lower_)
            )
    return out


def _is_carriage(token: Token) -> bool:
    """Whether a coach is one of a train."""
    if token.lemma_ != "coach":
        return False
    around = [*token.lefts, *(h for _, h in phrases.prepositional(token))]
    return token.head.lemma_ in {"derail", "overturn"} or any(t.lemma_.lower() in _TRAINS for t in around)


_TRAINS = frozenset({"train", "railway", "rail", "passenger", "sleeper", "express"})
_MASSES = frozenset({"dozens", "scores", "hundreds", "thousands"})
_INANIMATE = lexicon.words("explode collapse sell cost close open rise fall remain be vanish sink crash")


def _stands_for_people(token: Token) -> bool:
    """As in "Thousands fled": a number alone that does or suffers what people do."""
    counts = any(c.lower_ == "of" or c.dep_ == "amod" for c in token.children)
    return (
        token.dep_ in {"nsubj", "nsubjpass"}
        and not counts
        and token.head.pos_ == "VERB"
        and token.head.lemma_ not in _INANIMATE
    )


def _counts_others(token: Token) -> bool:
    """As in "injuring 260 others"."""
    return (
        token.lower_ == "others"
        and token.dep_ in {"nsubj", "nsubjpass", "dobj", "conj"}
        and any(c.dep_ == "nummod" or c.lower_ in _MASSES for c in token.lefts)
    )


def _expletive(token: Token) -> bool:
    """As in "It is likely that", "it was reported that", "it rained"."""
    if token.lower_ != "it" or token.dep_ not in {"nsubj", "nsubjpass", "expl"}:
        return False
    verb = token.head
    if token.dep_ == "expl":
        return True
    clausal = any(c.dep_ in {"ccomp", "csubj", "xcomp"} for c in verb.children)
    return clausal and (verb.lemma_ in _EXPLETIVE or token.dep_ == "nsubjpass")


_EXPLETIVE = lexicon.words("be seem appear happen become take remain emerge turn")


def class_of(token: Token) -> EntityClass | None:
    """What a common noun denotes, by its lemma and number and the words right before it."""
    cls = nouns().get(token.lower_) or nouns().get(token.lemma_.lower())
    if cls is None:
        return None
    lefts = {c.lower_ for c in token.lefts}
    if token.lower_ in _NEIGHBOURS and (
        "its" in lefts or any(c.dep_ == "poss" and c.ent_type_ == "GPE" for c in token.lefts)
    ):
        return EntityClass.ACTOR
    if token.lower_ in {"agency", "agencies"} and "news" in lefts:
        return EntityClass.GROUP if token.lower_ == "agencies" else EntityClass.MEDIA_ORGANISATION
    if token.lower_ in _GUARDS and lefts & _GUARDING:
        return EntityClass.ARMED_FORCE
    if token.lower_ == "office" and _of_officer(token):
        return EntityClass.GOVERNMENT_BODY
    if token.lower_ == "coalition" and (lefts & _POLITICAL or any(c.lower_ == "of" for c in token.rights)):
        return EntityClass.ORGANISATION
    plural = token.tag_ in {"NNS", "NNPS"}
    if cls is EntityClass.PERSON and plural:
        return EntityClass.GROUP
    if cls in {EntityClass.ARMED_GROUP, EntityClass.ORGANISATION} and plural:
        return EntityClass.GROUP
    return cls


_NEIGHBOURS = frozenset({"neighbour", "neighbor"})
_POLITICAL = lexicon.words("ruling governing opposition political electoral parliamentary government")
_GUARDS, _GUARDING = (
    frozenset({"guard", "guards"}),
    lexicon.words("presidential republican national royal border coast home"),
)


def _of_officer(token: Token) -> bool:
    """As in "the prosecutor's office", "the Attorney General's office": not a building."""
    owners = [c for c in token.lefts if c.dep_ in {"poss", "compound", "nmod"}]
    if token.dep_ == "nsubj" and any(c.ent_type_ == "PERSON" for c in owners):
        return True
    return any(nouns().get(c.lemma_.lower()) is EntityClass.PERSON for c in owners) or any(
        c.lower_ in {"general", "minister", "president", "prosecutor", "governor", "mayor"} for c in owners
    )


def _idiomatic(token: Token, cls: EntityClass) -> bool:
    """A noun that denotes nobody here: "obstruction of justice", "years in prison", "the authority to decide"."""
    lemma, lefts = token.lemma_.lower(), list(token.lefts)
    plural = token.tag_ in {"NNS", "NNPS"}
    bare = not lefts and not plural and not any(True for _ in token.rights if _.dep_ in {"appos", "prep"})
    if lemma == "figure":
        return not any(c.lower_ in _FIGURES or c.pos_ == "PROPN" for c in lefts)
    if lemma in {"authority", "power"} and not plural:
        return any(c.dep_ in {"acl", "relcl"} and c.tag_ == "VB" for c in token.children) or not lefts
    if lemma == "party" and any(c.lower_ in _FESTIVE or (c.tag_ == "JJ" and c.lower_ == "third") for c in lefts):
        return True
    if not plural and any(c.lower_ == "no" for c in lefts) and cls.is_a(EntityClass.ORGANISATION):
        return True
    if lemma == "movement" and any(c.dep_ == "poss" and c.pos_ in {"PROPN", "PRON"} for c in lefts):
        return True
    if lemma in {"prison", "jail"} and token.dep_ == "pobj":
        return bare and token.head.head.lower_ in {
            "years",
            "months",
            "year",
            "life",
            "days",
            "term",
            "time",
            "sentence",
        }
    if lemma in _BARE_IDIOMS:
        return bare and (token.dep_ == "pobj" or lemma in {"justice", "minor", "major", "radical", "general"})
    return bare and lemma in _NEED_DETERMINER and token.dep_ in {"pobj", "dobj", "conj", "attr"} and cls is not None


_FESTIVE = lexicon.words(
    "backyard birthday house garden dinner street office wedding christmas block cocktail beach pool farewell launch "
    "tea engagement graduation anniversary victory search boarding landing rescue raiding"
)
"""What a party is for, or where, that is no political one."""
_FIGURES = lexicon.words(
    "senior leading political opposition public military key prominent religious influential top respected "
    "controversial "
    "business powerful religious underworld central other major"
)
_BARE_IDIOMS = lexicon.words(
    "justice home court square general port minor company party head station capital post office street market"
)
_NEED_DETERMINER = lexicon.words(
    "association union movement council network foundation alliance force agency charity group crew"
)


_LABELLING = lexicon.words("designate label describe brand list classify deem denounce dub portray")

_MAKING = lexicon.words(
    "appoint name elect install nominate inaugurate serve work act resign retire re-elect reelect hire "
    "choose select pick"
)


def _label(token: Token) -> bool:
    """What somebody is called or made ("labelled as a terrorist", "appointed as minister") denotes nobody."""
    if token.dep_ == "oprd" and token.head.lemma_ in _MAKING:
        return True
    if token.dep_ == "pobj" and token.head.lower_ == "for" and token.head.head.lemma_ in {"run", "stand", "campaign"}:
        return True
    return token.dep_ == "pobj" and token.head.lower_ == "as" and token.head.head.lemma_ in _LABELLING | _MAKING


def _nominal(token: Token, heads: dict[int, Candidate]) -> Candidate | None:
    if token.dep_ in {"compound", "npadvmod", "nmod"} and token.head.pos_ in {"NOUN", "PROPN", "ADJ", "VERB"}:
        return None
    cls = class_of(token)
    if cls is None or token.i in heads or _label(token) or _idiomatic(token, cls):
        return None
    begin = _unquoted(token, phrases.left_edge(token))
    former = _former(token)
    if former is not None:
        begin = former
    lefts = (
        list(token.lefts) if former is None else [*token.lefts, *token.doc[former].lefts, *token.doc[former + 1].lefts]
    )
    counted = any(c.dep_ in _COUNTING or c.lower_ in _QUANTIFIERS for c in lefts) or (
        token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.lower_ in _QUANTIFIERS
    )
    return Candidate(
        begin,
        token.i + 1,
        token.i,
        MentionKind.NOMINAL,
        cls,
        " ".join(token.doc[begin : token.i + 1].text.split()),
        plural=token.tag_ in {"NNS", "NNPS"} or cls is EntityClass.GROUP,
        counted=counted,
        definite=any(c.lower_ in _DEFINITE or c.dep_ == "poss" for c in lefts),
        heads=tuple(range(begin, token.i)) if former is not None else (),
    )


def _unquoted(token: Token, begin: int) -> int:
    """Where the phrase begins behind a quotation mark that closes inside it."""
    for i in range(token.i - 1, begin - 1, -1):
        if token.doc[i].text in {'"', "”"}:
            return i + 1
    return begin


def _former(token: Token) -> int | None:
    """Where "the ex-president" begins, which the model cuts in pieces."""
    i = token.i
    if i < 2 or token.doc[i - 1].text != "-" or token.doc[i - 2].lower_ not in {"ex", "vice", "co"}:
        return None
    return i - 3 if i > 2 and token.doc[i - 3].dep_ == "det" else i - 2

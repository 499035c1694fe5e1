"""Sexes: whether the text speaks of a person as of a woman or a man, so that pronouns can be told apart."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from kg.extract.rules import lexicon
from kg.extract.rules.candidate import Candidate
from kg.extract.rules.cast import Member, Sex
from kg.model import MentionKind

if TYPE_CHECKING:
    from spacy.tokens import Doc

_HE = lexicon.words("mr mr. sir lord king prince sheikh ayatollah imam emperor")
_SHE = lexicon.words("mrs mrs. ms ms. miss lady dame queen princess empress")
_MEN = lexicon.words(
    "man boy father brother son husband uncle nephew grandfather grandson king prince gunman policeman spokesman "
    "chairman businessman fisherman serviceman congressman councilman clergyman statesman monk widower fiance "
    "boyfriend militiaman"
)
_WOMEN = lexicon.words(
    "woman girl mother sister daughter wife aunt niece grandmother granddaughter queen princess policewoman "
    "spokeswoman chairwoman businesswoman servicewoman congresswoman councilwoman nun widow fiancee girlfriend "
    "actress waitress"
)
_ADDRESS: dict[str, Sex] = {**dict.fromkeys(sorted(_HE), "male"), **dict.fromkeys(sorted(_SHE), "female")}
_NOUNS: dict[str, Sex] = {**dict.fromkeys(sorted(_MEN), "male"), **dict.fromkeys(sorted(_WOMEN), "female")}
_PRONOUNS: dict[str, Sex] = {
    **dict.fromkeys(["he", "him", "his", "himself"], "male"),
    **dict.fromkeys(["she", "her", "hers", "herself"], "female"),
}


@cache
def _first_names() -> dict[str, Sex]:
    data = lexicon.load("firstnames")
    out: dict[str, Sex] = dict.fromkeys(data["female"].split(), "female")
    out.update(dict.fromkeys(data["male"].split(), "male"))
    return out


def of_pronoun(word: str) -> Sex | None:
    """The sex that a personal pronoun of the third person tells."""
    return _PRONOUNS.get(word.lower())


def of_member(member: Member, doc: Doc) -> Sex | None:
    """What the mentions tell: form of address, then nouns and pronouns, then the first name."""
    seen, told = member.sexes
    for mention in member.mentions[seen:]:
        for rank, sex in _told(mention, doc):
            told.setdefault(rank, sex)
    member.sexes = (len(member.mentions), told)
    return told[min(told)] if told else None


def _told(mention: Candidate, doc: Doc) -> Iterator[tuple[int, Sex]]:
    """What one mention tells, with the rank of that kind of sign (the lowest decides)."""
    if (address := _by_address(mention, doc)) is not None:
        yield 0, address
    if mention.kind is MentionKind.NOMINAL and (noun := _NOUNS.get(doc[mention.head].lemma_.lower())) is not None:
        yield 1, noun
    if mention.kind is MentionKind.PRONOUN and (pronoun := _PRONOUNS.get(mention.name)) is not None:
        yield 2, pronoun
    words = [t.lower_ for t in doc[mention.begin : mention.end]] if mention.kind is MentionKind.NAME else []
    first = next((sex for word in words[:-1] if (sex := _first_names().get(word)) is not None), None)
    if first is not None:
        yield 3, first


def _by_address(mention: Candidate, doc: Doc) -> Sex | None:
    if mention.kind is not MentionKind.NAME:
        return None
    words = [doc[mention.begin].lower_]
    if mention.begin:
        words.append(doc[mention.begin - 1].lower_)
    return next((_ADDRESS[w] for w in words if w in _ADDRESS), None)

"""Name forms: what the wording alone shows to be a name, and how spellings of one name meet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extract.rules import acronyms, lexicon, nominals
from kg.model import EntityClass

if TYPE_CHECKING:
    from spacy.tokens import Doc

ADDRESS = lexicon.words(
    "Mr Mr. Mrs Mrs. Ms Ms. Dr Dr. Sir General Gen. Colonel Col. Major Maj. Captain Capt. Lieutenant Lt. "
    "Sgt. Sergeant Sheikh Sheik "
    "Ayatollah President Senator Sen. Rep. Gov. Governor Minister Chancellor Premier Admiral Adm. Judge "
    "Justice Pope Bishop Imam"
)
"""Ranks and forms of address that stand before a person's name."""
ARTICLES = frozenset({"the", "The", "THE", "a", "an", "A", "An"})
NOT_NAMES = lexicon.words(
    "Sunday Monday Tuesday Wednesday Thursday Friday Saturday January February March April May June July August "
    "September October November December Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Jan. Feb. Mar. "
    "Apr. Jun. Jul. "
    "Aug. Sep. Sept. Oct. Nov. Dec. I II III IV He She It They We You Mr Mr. Mrs Mrs. Ms Ms. Dr Dr. Sir God "
    "Christmas Easter "
    "Ramadan Islam Christianity Judaism Twitter Facebook Internet Covid COVID COVID-19 Covid-19 Ebola AIDS "
    "HIV DNA CEO GDP "
    "TV PM MP MPs DNA UTC GMT"
)
"""Words with a capital that name neither actors nor places."""
AREAS = lexicon.words("province governorate prefecture oblast county peninsula island canton voivodeship")
"""Nouns of places that stand behind a place's name ("Nakhon Si Thammarat province")."""
_HOLDERS = lexicon.words(
    "Attorney Attorneys Prosecutor Sheriff Coroner Governor Mayor General Minister Ombudsman Marshal"
)
_LONGEST_AREA = 4
_OPENERS = lexicon.words("in on at by for from with and but as after before while when since under over new former")


@dataclass(frozen=True, slots=True)
class Name:
    """A token range ``[begin, end)`` and the label it was recognised with; ``REF-…`` stands for the reference list."""

    begin: int
    end: int
    label: str


def key(text: str) -> str:
    """The form under which spellings of one name meet: lower case, no article, marks and hyphens folded."""
    folded = re.sub(r"[’'`ʿʾ]", "", text.casefold())
    folded = re.sub(r"[\s\-–]+", " ", folded).strip(" .,")
    return folded.removeprefix("the ")


def find(doc: Doc) -> Iterator[Name]:
    """The names that brackets, words such as "called", and telling last words show."""
    yield from _introduced(doc)
    yield from _called(doc)
    yield from _headed(doc)
    yield from _placed(doc)
    yield from _offices(doc)


def _introduced(doc: Doc) -> Iterator[Name]:
    """The acronyms that the text introduces and the names they stand for; the model often sees neither."""
    for begin, end, at in acronyms.pairs(doc):
        yield Name(begin, end, "ORG")
        yield Name(at, at + 1, "ORG")


def _called(doc: Doc) -> Iterator[Name]:
    """What something is called: "militias called the Islamic Covenant", "a group known as Red Dawn"."""
    for token in doc:
        known = token.lower_ == "as" and token.i > 0 and doc[token.i - 1].lower_ == "known"
        if not known and token.lower_ not in {"called", "named", "dubbed", "nicknamed", "calling"}:
            continue
        begin = token.i + 1
        governor = token.head.head if token.lower_ == "as" else token.head
        if nominals.class_of(governor) is None and governor.pos_ != "PROPN":
            continue
        while begin < len(doc) and (doc[begin].text in ARTICLES or doc[begin].is_quote):
            begin += 1
        end = begin
        while end < len(doc) and doc[end].text[:1].isupper() and doc[end].sent == token.sent:
            end += 1
        if end > begin and doc[begin:end].text not in NOT_NAMES:
            yield Name(begin, end, "ORG" if nominals.class_of(governor) is not EntityClass.PERSON else "PERSON")


def _headed(doc: Doc) -> Iterator[Name]:
    """Runs of capitalised words whose last tells an organisation or a building ("Workers' Unity Party")."""
    heads = lexicon.words(lexicon.load("organisations")["strong"])
    for token in doc:
        if token.text not in heads or (token.i + 1 < len(doc) and doc[token.i + 1].text[:1].isupper()):
            continue
        begin = token.i
        while begin > token.sent.start:
            before = doc[begin - 1]
            apostrophe = before.text in {"'", "’"} and begin >= 2 and doc[begin - 2].text.endswith("s")
            if not apostrophe and not (before.text[:1].isupper() and before.text.lower() not in _OPENERS):
                break
            if before.text in ADDRESS or before.text in ARTICLES or before.text in NOT_NAMES:
                break
            begin -= 1
        if begin < token.i and doc[begin].text[:1].isupper() and not doc[begin].is_stop:
            yield Name(begin, token.i + 1, "ORG")


def _placed(doc: Doc) -> Iterator[Name]:
    """Names of several words before a noun for an area, of which the model often sees but a part."""
    for token in doc:
        if token.text not in AREAS:
            continue
        begin = token.i
        while begin > token.sent.start and token.i - begin < _LONGEST_AREA:
            before = doc[begin - 1]
            if before.pos_ != "PROPN" or not before.text[:1].isupper() or before.text in ADDRESS | NOT_NAMES:
                break
            begin -= 1
        if token.i - begin > 1 and doc[begin].text not in ARTICLES:
            yield Name(begin, token.i, "GPE")


def _offices(doc: Doc) -> Iterator[Name]:
    """Offices named after who holds them ("the Harlan County District Attorney's Office")."""
    for token in doc:
        if token.text not in {"Office", "Department"} or token.i < 2 or doc[token.i - 1].tag_ != "POS":
            continue
        begin = token.i - 2
        if doc[begin].text not in _HOLDERS:
            continue
        while begin > token.sent.start and doc[begin - 1].text[:1].isupper() and doc[begin - 1].pos_ == "PROPN":
            begin -= 1
        yield Name(begin, token.i + 1, "ORG")

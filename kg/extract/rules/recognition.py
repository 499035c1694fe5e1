"""Recognition: which stretches of a text are names, by the language model, the reference list and the grammar."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg import reference
from kg.extract.rules import lexicon, nameforms, nominals
from kg.extract.rules.nameforms import ADDRESS, AREAS, ARTICLES, NOT_NAMES, Name, key
from kg.model import EntityClass

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

LABELS = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC"})
PARTICLES = lexicon.words("al el bin ibn abu von van de der da di del la le al- el- bint umm dos du ben")
_LONGEST = 8
_COMMON = lexicon.words(
    "day may will long young white black green brown king may west north east south church park bank"
)
"""Surnames that are common words: alone they are taken for names only where the model says so."""
_RULED = lexicon.words("administration presidency")
"""Nouns that a head of government's name stands before ("the Doe administration")."""
_WHERE = lexicon.words("in near outside around across")
_REGIONAL = frozenset(
    f"{mark}s {word}"
    for mark in "'’"
    for word in ("regional", "provincial", "municipal", "governor", "mayor", "outskirts")
)
"""What only places have."""
_CONQUERED = lexicon.words("seize retake recapture besiege overrun shell")
"""Verbs whose object, where it bears a name of one word, is a place."""
_INVESTED = lexicon.words(
    "share stake interest confidence trust investment faith believe invest membership shares work role"
)
_DATELINE = 5
"""Tokens behind a dateline's town in which its dash or bracket stands ("TULSA, Okla. (AP)")."""
_SHORT = 2
"""Words of the longest name that "of" or a direction makes a place's."""
_DIRECTIONS = lexicon.words(
    "northern southern eastern western central northeastern northwestern southeastern southwestern north-eastern "
    "north-western south-eastern south-western coastal rural"
)
_PLACED = lexicon.words(
    "city town village hamlet suburb port province governorate district county island peninsula region outskirts "
    "mayor governor north south east west northeast northwest southeast southwest"
)
"""Nouns before "of" whose name behind it is a place's."""
_FORMER_STATES = lexicon.words("Soviet-Union USSR Yugoslavia Czechoslovakia East-Germany West-Germany")


def find(doc: Doc) -> tuple[list[Name], dict[str, str]]:
    """The names in order, none inside another, and for each spelling (``key``) the label most of its mentions got."""
    spans = _joined(_merge([*_recognised(doc), *nameforms.find(doc)], doc), doc)
    votes = _votes(spans, doc)
    spans = _joined(_merge([*spans, *_repeated(doc, spans, votes)], doc), doc)
    return spans, votes


def _recognised(doc: Doc) -> Iterator[Name]:
    """What the model and the reference list recognise."""
    for ent in doc.ents:
        if ent.label_ in LABELS:
            yield from _trimmed(doc, ent)
    for token in doc:
        if token.text[:1].isupper() or token.lower_ in {"al", "el"}:
            match = _in_reference(doc, token.i)
            if match is not None:
                yield match


def _trimmed(doc: Doc, ent: Span) -> Iterator[Name]:
    """The entity without article, possessive and anything after a line break or before a stray mark."""
    begin, end = ent.start, ent.end
    for i in range(begin, end):
        if doc[i].is_space or doc[i].text in {"(", "[", ";", "—", "–", "“", "”", '"'}:
            if i == begin:
                begin += 1
                continue
            end = i
            break
    while end > begin and (doc[end - 1].tag_ == "POS" or doc[end - 1].text in {",", ".", "'", "’", "-"}):
        end -= 1
    while begin < end and (
        doc[begin].text in ARTICLES or doc[begin].is_space or doc[begin].tag_ == "POS" or doc[begin].text in {",", "-"}
    ):
        begin += 1
    if begin + 2 < end and doc[begin + 1].lower_ == "of" and nominals.class_of(doc[begin]) is EntityClass.GROUP:
        begin += 3 if doc[begin + 2].text in ARTICLES else 2
    if begin + 2 < end and doc[begin + 1].text in ARTICLES and nominals.class_of(doc[begin]) is not None:
        begin += 2
    if begin < end and any(t.text[:1].isupper() for t in doc[begin:end]) and doc[begin:end].text not in NOT_NAMES:
        yield Name(begin, end, _by_nature(doc, begin, end, ent.label_))


def _by_nature(doc: Doc, begin: int, end: int, label: str) -> str:
    """The label, corrected where the text or the reference list knows better: datelines, capitals, former states."""
    text = doc[begin:end].text
    if label in {"ORG", "PERSON", "NORP"}:
        if _dateline(doc, begin, end):
            return "GPE"
        if reference.state_by_capital(text) is not None and (label == "ORG" or end - begin > 1):
            return "GPE"
    return "GPE" if doc[begin:end].text.replace(" ", "-") in _FORMER_STATES else label


def _dateline(doc: Doc, begin: int, end: int) -> bool:
    """Whether a block begins with the name, in capitals, and a dash, colon or bracket behind it ("BERLIN: …")."""
    first = begin == 0 or (doc[begin - 1].is_space and "\n" in doc[begin - 1].text)
    if not first or not doc[begin:end].text.isupper() or end >= len(doc):
        return False
    marks = {"—", "–", "-", ":", "("}
    behind = [t.text for t in doc[end : end + _DATELINE]]
    return behind[0] in marks or (behind[0] == "," and bool(marks & set(behind)))


def _in_reference(doc: Doc, begin: int) -> Name | None:
    """The longest run of tokens from ``begin`` that the reference list holds."""
    if not reference.opens_name(doc[begin].text):
        return None
    limit = min(len(doc), begin + _LONGEST)
    for i in range(begin, limit):
        if doc[i].is_space:
            limit = i
            break
    for end in range(limit, begin, -1):
        text = doc[begin:end].text
        if doc[end - 1].is_punct or not (text[-1].isalnum() or text.endswith(".")):
            continue
        if doc[begin].text in ARTICLES or doc[end - 1].text in ARTICLES or text in NOT_NAMES:
            continue
        if reference.organisation_by_name(text) is not None:
            return None if _owned(doc, begin) else Name(begin, end, "REF-ORG")
        if reference.state_by_name(text) is not None:
            return Name(begin, end, "REF-GPE")
        if reference.state_by_adjective(text) is not None or reference.state_by_inhabitant(text) is not None:
            return Name(begin, end, "REF-NORP")
    return None


def _owned(doc: Doc, begin: int) -> bool:
    """As in "Workers' Congress Party": the words behind a plural's apostrophe are a part of the name."""
    return begin >= 2 and doc[begin - 1].text in {"'", "’"} and doc[begin - 2].text[:1].isupper()


def _merge(spans: list[Name], doc: Doc) -> list[Name]:
    """Disjoint spans: the longest wins, then what the reference list holds, then the first."""
    ranked = sorted(spans, key=lambda s: (s.begin - s.end, not s.label.startswith("REF"), s.begin))
    taken: set[int] = set()
    out = []
    for span in ranked:
        inside = range(span.begin, span.end)
        if taken.isdisjoint(inside):
            taken.update(inside)
            out.append(_prefer_reference(span, doc))
    return sorted(out, key=lambda s: s.begin)


def _prefer_reference(span: Name, doc: Doc) -> Name:
    text = doc[span.begin : span.end].text
    if span.label in LABELS and reference.organisation_by_name(text) is not None and not _owned(doc, span.begin):
        return Name(span.begin, span.end, "REF-ORG")
    return span


def _joined(spans: list[Name], doc: Doc) -> list[Name]:
    """Neighbours that are one name: "Jane" + "Roe", "Workers" + "Congress Party"."""
    out: list[Name] = []
    for index, short in enumerate(spans):
        following = spans[index + 1].begin if index + 1 < len(spans) else len(doc)
        span = _grown(short, doc, following)
        before = out[-1] if out else None
        if before is not None and before.end > span.begin:
            continue
        if before is not None and _one(before, span, doc):
            label = "PERSON" if "PERSON" in {before.label, span.label} else span.label
            out[-1] = Name(before.begin, span.end, label)
        else:
            out.append(span)
    return out


def _one(before: Name, span: Name, doc: Doc) -> bool:
    if span.begin == before.end + 1 and _owned(doc, span.begin) and doc[before.end - 1].text.endswith("s"):
        return not before.label.startswith("REF") and before.label != "PERSON" and span.label == "ORG"
    last = doc[before.end - 1]
    if before.end != span.begin or last.dep_ != "compound" or last.head.i not in range(span.begin, span.end):
        return False
    if before.label == span.label and span.label in {"GPE", "ORG", "PERSON"}:
        return True
    return before.label == "PERSON" and span.label in {"GPE", "ORG"} and span.end - span.begin == 1


def _grown(span: Name, doc: Doc, limit: int) -> Name:
    """A person's name that the model cut before its last word."""
    end = span.end
    while (
        span.label == "PERSON"
        and end < limit
        and doc[end].pos_ == "PROPN"
        and doc[end].text[:1].isupper()
        and doc[end].ent_type_ not in LABELS
        and doc[end - 1].dep_ == "compound"
        and doc[end - 1].head.i == end
    ):
        end += 1
    return Name(span.begin, end, span.label)


def _votes(spans: list[Name], doc: Doc) -> dict[str, str]:
    """The label that most mentions of each name got; one mention alone is easily misread, ten are not."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for span in spans:
        told = _told(doc, span)
        counts[key(doc[span.begin : span.end].text)][told or span.label] += 3 if told else 1
    out = {}
    for name, labels in counts.items():
        refs = [label for label in labels if label.startswith("REF")]
        out[name] = refs[0] if refs else max(sorted(labels), key=lambda label: labels[label])
    for name in surnames(out):
        if out.get(name, "REF").startswith("REF") or counts[name]["GPE"] > 2:
            continue
        out[name] = "PERSON"
    return out


def surnames(votes: dict[str, str]) -> list[str]:
    """The last words of full names of persons, alone and behind a particle ("el Aissami")."""
    out = []
    for name, label in votes.items():
        words = name.split()
        if label == "PERSON" and len(words) > 1 and len(words[-1]) > 2:
            out.append(words[-1])
            if words[-2] in PARTICLES:
                out.append(" ".join(words[-2:]))
    return sorted(set(out))


def _told(doc: Doc, span: Name) -> str | None:
    """The label that the words around a name give it, against the model's."""
    if span.label.startswith("REF") or span.label == "NORP":
        return None
    if span.label != "PERSON" and _is_addressed(doc, span):
        return "PERSON"
    single = span.end - span.begin == 1
    after = doc[span.end].lower_ if span.end < len(doc) else ""
    if single and after in _RULED and span.label != "PERSON":
        return "PERSON"
    before = doc[span.begin - 1].lower_ if span.begin else ""
    token = doc[span.begin]
    if single and span.label == "ORG" and doc[span.end : span.end + 2].text.lower() in _REGIONAL:
        return "GPE"
    if span.label in {"ORG", "PERSON"} and _is_located(doc, span):
        return "GPE"
    if single and span.label in {"ORG", "PERSON"} and token.dep_ == "dobj" and token.head.lemma_ in _CONQUERED:
        return "GPE"
    if (
        single
        and span.label in {"ORG", "PERSON"}
        and before in _WHERE
        and not doc[span.begin].text.isupper()
        and doc[span.begin].dep_ == "pobj"
        and doc[span.begin - 1].head.lemma_.lower() not in _INVESTED
    ):
        return "GPE"
    return None


def _is_located(doc: Doc, span: Name) -> bool:
    """As in "the town of X", "the mayor of X", "X province", "northern X"."""
    after = doc[span.end] if span.end < len(doc) else None
    if after is not None and after.lower_ in AREAS and after.text.islower():
        return True
    if span.begin < 1 or span.end - span.begin > _SHORT:
        return False
    before = doc[span.begin - 1]
    if before.lower_ in _DIRECTIONS and before.dep_ == "amod" and before.head.i == span.end - 1:
        return before.text.islower() or before.is_sent_start is True
    return before.lower_ == "of" and span.begin > 1 and doc[span.begin - 2].lower_ in _PLACED


def _is_addressed(doc: Doc, span: Name) -> bool:
    """Whether a title stands before the name, or a singular noun for a person in apposition after it."""
    if span.begin and doc[span.begin - 1].text in ADDRESS:
        return True
    head: Token = doc[span.begin : span.end].root
    return any(
        c.dep_ == "appos" and c.tag_ == "NN" and nominals.class_of(c) is EntityClass.PERSON and c.lemma_ != "member"
        for c in head.children
    ) and not any(c.dep_ == "amod" and c.lower_ == "former" for c in head.lefts)


def _repeated(doc: Doc, spans: list[Name], votes: dict[str, str]) -> Iterator[Name]:
    """Mentions that the model missed of names that it saw elsewhere in the document, and of surnames of full names."""
    known: dict[str, dict[tuple[str, ...], str]] = defaultdict(dict)
    for span in spans:
        tokens = tuple(t.text for t in doc[span.begin : span.end])
        label = votes.get(key(doc[span.begin : span.end].text), "ORG")
        forms = {tokens: label}
        if label == "PERSON" and len(tokens) > 1 and tokens[-1].lower() not in _COMMON:
            forms[tokens[-1:]] = votes.get(key(tokens[-1]), "PERSON")
        for form, told in forms.items():
            word = form[0]
            if len(form) == 1 and (
                len(word) < 3 or doc.vocab[word.lower()].is_stop or told == "NORP" or not word[0].isupper()
            ):
                continue
            known[word].setdefault(form, told)
    for token in doc:
        for tokens, label in known.get(token.text, {}).items():
            if tuple(t.text for t in doc[token.i : token.i + len(tokens)]) == tokens and (
                len(tokens) > 1 or token.pos_ in {"PROPN", "NOUN", "ADJ"}
            ):
                yield Name(token.i, token.i + len(tokens), label)

"""Names in the text: where they stand, what class of thing they name, and what the reference list knows of them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kg import reference
from kg.extract.rules import lexicon, nominals
from kg.extract.rules.candidate import Candidate
from kg.model import EntityClass, MentionKind

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_LABELS = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC"})
_ARTICLES = frozenset({"the", "The", "THE", "a", "an", "A", "An"})
_LONGEST = 8
_NOT_NAMES = lexicon.words(
    "Sunday Monday Tuesday Wednesday Thursday Friday Saturday January February March April May June July August "
    "September October November December Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Jan. Feb. Mar. Apr. Jun. Jul. "
    "Aug. Sep. Sept. Oct. Nov. Dec. I II III IV He She It They We You Mr Mr. Mrs Mrs. Ms Ms. Dr Dr. Sir God Christmas Easter "
    "Ramadan Islam Christianity Judaism Twitter Facebook Internet Covid COVID COVID-19 Covid-19 Ebola AIDS HIV DNA CEO GDP"
)
_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})


@dataclass(frozen=True, slots=True)
class _Name:
    begin: int
    end: int
    label: str


def find(doc: Doc) -> list[Candidate]:
    """The names of actors and places in ``doc``, in order, none inside another."""
    spans = _joined(_merge(list(_recognised(doc)), doc), doc)
    votes = _votes(spans, doc)
    spans = _joined(_merge([*spans, *_repeated(doc, spans, votes)], doc), doc)
    out = []
    for span in spans:
        candidate = _candidate(doc, span, votes)
        if candidate is not None:
            out.append(candidate)
    return out


def _recognised(doc: Doc) -> Iterator[_Name]:
    """What the model and the reference list recognise."""
    for ent in doc.ents:
        if ent.label_ in _LABELS:
            yield from _trimmed(doc, ent)
    for token in doc:
        if token.text[:1].isupper() or token.lower_ in {"al", "el"}:
            match = _in_reference(doc, token.i)
            if match is not None:
                yield match


def _trimmed(doc: Doc, ent: Span) -> Iterator[_Name]:
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
        doc[begin].text in _ARTICLES or doc[begin].is_space or doc[begin].tag_ == "POS" or doc[begin].text in {",", "-"}
    ):
        begin += 1
    if begin < end and any(t.text[:1].isupper() for t in doc[begin:end]) and doc[begin:end].text not in _NOT_NAMES:
        yield _Name(begin, end, ent.label_)


def _in_reference(doc: Doc, begin: int) -> _Name | None:
    """The longest run of tokens from ``begin`` that the reference list holds."""
    limit = min(len(doc), begin + _LONGEST)
    for i in range(begin, limit):
        if doc[i].is_space:
            limit = i
            break
    for end in range(limit, begin, -1):
        text = doc[begin:end].text
        if not doc[end - 1].text[-1].isalnum() and not text.endswith("."):
            continue
        if doc[begin].text in _ARTICLES or doc[end - 1].text in _ARTICLES or text in _NOT_NAMES:
            continue
        if reference.organisation_by_name(text) is not None:
            return _Name(begin, end, "REF-ORG")
        if reference.state_by_name(text) is not None:
            return _Name(begin, end, "REF-GPE")
        if reference.state_by_adjective(text) is not None or reference.state_by_inhabitant(text) is not None:
            return _Name(begin, end, "REF-NORP")
    return None


def _merge(spans: list[_Name], doc: Doc) -> list[_Name]:
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


def _prefer_reference(span: _Name, doc: Doc) -> _Name:
    text = doc[span.begin : span.end].text
    if span.label in _LABELS and reference.organisation_by_name(text) is not None:
        return _Name(span.begin, span.end, "REF-ORG")
    return span


def _joined(spans: list[_Name], doc: Doc) -> list[_Name]:
    """Neighbours that the parse holds to be one name are one name ("Qassem" + "Soleimani")."""
    out: list[_Name] = []
    for span in spans:
        before = out[-1] if out else None
        if (
            before is not None
            and before.end == span.begin
            and before.label == span.label in {"GPE", "ORG", "PERSON"}
            and doc[before.end - 1].dep_ == "compound"
            and doc[before.end - 1].head.i in range(span.begin, span.end)
        ):
            out[-1] = _Name(before.begin, span.end, span.label)
        else:
            out.append(span)
    return out


def key(text: str) -> str:
    """The form under which spellings of one name meet: lower case, no article, marks and hyphens folded."""
    folded = re.sub(r"[’'`ʿʾ]", "", text.casefold())
    folded = re.sub(r"[\s\-–]+", " ", folded).strip(" .,")
    return folded.removeprefix("the ")


def _votes(spans: list[_Name], doc: Doc) -> dict[str, str]:
    """The label that most mentions of each name got; one mention alone is easily misread, ten are not."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for span in spans:
        label = "PERSON" if span.label in {"GPE", "ORG", "LOC", "FAC"} and _is_addressed(doc, span) else span.label
        counts[key(doc[span.begin : span.end].text)][label] += 3 if label != span.label else 1
    out = {}
    for name, labels in counts.items():
        refs = [label for label in labels if label.startswith("REF")]
        out[name] = refs[0] if refs else max(sorted(labels), key=lambda label: labels[label])
    return out


_ADDRESS = lexicon.words(
    "Mr Mr. Mrs Mrs. Ms Ms. Dr Dr. Sir General Gen. Colonel Col. Major Maj. Captain Capt. Lieutenant Lt. Sgt. Sergeant Sheikh Sheik "
    "Ayatollah President Senator Sen. Rep. Gov. Governor Minister Chancellor Premier Admiral Adm. Judge Justice Pope Bishop Imam"
)


def _is_addressed(doc: Doc, span: _Name) -> bool:
    """Whether a title stands before the name, or a singular noun for a person in apposition after it."""
    if span.begin and doc[span.begin - 1].text in _ADDRESS:
        return True
    head = doc[span.begin : span.end].root
    return any(
        c.dep_ == "appos" and c.tag_ == "NN" and nominals.class_of(c) is EntityClass.PERSON for c in head.children
    ) and not any(c.dep_ == "amod" and c.lower_ == "former" for c in head.lefts)


def _repeated(doc: Doc, spans: list[_Name], votes: dict[str, str]) -> Iterator[_Name]:
    """Mentions that the model missed of names that it saw elsewhere in the document."""
    known: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for span in spans:
        tokens = tuple(t.text for t in doc[span.begin : span.end])
        text = doc[span.begin : span.end].text
        single = len(tokens) == 1
        if single and (len(text) < 3 or doc.vocab[text.lower()].is_stop or votes.get(key(text)) == "NORP"):
            continue
        if tokens not in known[tokens[0]]:
            known[tokens[0]].append(tokens)
    for token in doc:
        for tokens in known.get(token.text, ()):
            if tuple(t.text for t in doc[token.i : token.i + len(tokens)]) == tokens and (
                len(tokens) > 1 or token.pos_ in {"PROPN", "NOUN", "ADJ"}
            ):
                text = doc[token.i : token.i + len(tokens)].text
                yield _Name(token.i, token.i + len(tokens), votes.get(key(text), "ORG"))


_OFFICES = lexicon.words("secretary minister ministry department chief director attorney ministers secretaries")


def _in_title(doc: Doc, span: _Name) -> bool:
    """ "Secretary of Defense": what the title speaks of is not named by itself."""
    return span.begin >= 2 and doc[span.begin - 1].lower_ == "of" and doc[span.begin - 2].lower_ in _OFFICES


def _candidate(doc: Doc, span: _Name, votes: dict[str, str]) -> Candidate | None:
    text = doc[span.begin : span.end].text
    if _in_title(doc, span) and span.label not in {"REF-ORG", "REF-GPE"}:
        return None
    label = votes.get(key(text), span.label)
    tokens = doc[span.begin : span.end]
    head = max(t.i for t in tokens if t.head.i < span.begin or t.head.i >= span.end or t.head == t)
    heads = tuple(t.i for t in tokens if t.head.i < span.begin or t.head.i >= span.end)
    base = Candidate(span.begin, span.end, head, MentionKind.NAME, EntityClass.ORGANISATION, _clean(text), heads=heads)
    if label in {"REF-NORP", "NORP"}:
        return _people(base, doc[head], text)
    if label == "PERSON":
        base.cls = EntityClass.PERSON
        base.begin = _with_rank(doc, span.begin)
        return base if _plausible_person(tokens) else None
    state = reference.state_by_name(text)
    if state is not None and label != "REF-ORG":
        base.cls, base.reference, base.country, base.name = (
            EntityClass.STATE,
            f"state/{state.code}",
            state.code,
            state.name,
        )
        return base
    organisation = _organisation(text)
    if organisation is not None and label not in {"GPE", "LOC"}:
        base.cls, base.country = organisation.cls, organisation.country
        base.reference, base.name = f"organisation/{organisation.slug}", organisation.name
        return base
    base.cls = classify(tokens, label)
    return base


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
        base.cls, base.reference, base.country, base.name = (
            EntityClass.STATE,
            f"state/{state.code}",
            state.code,
            state.name,
        )
        base.adjective = True
        return base
    if not noun or modifies:
        return None
    base.plural = head.tag_ in {"NNS", "NNPS"} or text.endswith("s") or any(c.lower_ == "the" for c in head.lefts)
    base.cls = EntityClass.GROUP if base.plural else EntityClass.PERSON
    base.country = state.code if state is not None else None
    base.kind = MentionKind.NOMINAL if not base.plural else MentionKind.NAME
    base.counted = any(c.dep_ == "nummod" for c in head.lefts)
    return base


def _with_rank(doc: Doc, begin: int) -> int:
    """Where a person's name begins with the rank or form of address before it ("General Soleimani", "Mr Roe")."""
    while begin and doc[begin - 1].text in _ADDRESS and doc[begin - 1].text not in _OFFICE_NAMES:
        begin -= 1
    return begin


_OFFICE_NAMES = lexicon.words("President Minister Chancellor Premier Senator Sen. Rep. Gov. Governor Judge Justice Pope")


def _plausible_person(tokens: Span) -> bool:
    return any(t.text[:1].isupper() and len(t.text) > 1 for t in tokens) and not any(t.like_num for t in tokens)


def _clean(text: str) -> str:
    return " ".join(text.split())


@cache
def _kinds() -> tuple[dict[str, EntityClass], dict[str, EntityClass]]:
    heads: dict[str, EntityClass] = {}
    inner: dict[str, EntityClass] = {}
    for kind in lexicon.load("organisations")["kind"]:
        cls = EntityClass(kind["class"])
        for word in kind["heads"]:
            heads.setdefault(word, cls)
        for word in kind["words"]:
            inner.setdefault(word, cls)
    return heads, inner


def classify(tokens: Span, label: str) -> EntityClass:
    """The class that the words of a name and the model's label give it."""
    heads, inner = _kinds()
    words = [t.text for t in tokens]
    head = next((words[i - 1] for i, w in enumerate(words) if i and w in {"of", "for", "on", "in"}), words[-1])
    by_head = heads.get(head) or heads.get(words[-1]) if len(words) > 1 else None
    by_word = next((inner[w] for w in words if w in inner), None) if len(words) > 1 else None
    told = by_head or by_word
    place = told is not None and told.is_a(EntityClass.PLACE)
    if label in _PLACE_LABELS:
        if told is not None and (place or label != "LOC"):
            return told
        return {"GPE": EntityClass.SETTLEMENT, "LOC": EntityClass.REGION, "FAC": EntityClass.FACILITY}[label]
    if told is not None:
        return told
    return EntityClass.ORGANISATION

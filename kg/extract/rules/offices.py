"""Offices: who holds which post where ("Karsk Foreign Minister Jane Roe", "X, deputy chairman of Y")."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kg.extract.rules import appointments, lexicon, phrases, posts
from kg.extract.rules.cast import Cast, Member
from kg.extract.rules.dates import DateExpression
from kg.extract.rules.statements import Office, Relation
from kg.extract.rules.terms import OVER, Terms
from kg.model import EntityClass, MentionKind, Predicate

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


def find(doc: Doc, cast: Cast, dates: Iterable[DateExpression] = ()) -> tuple[list[Office], list[Relation]]:
    """The offices that ``doc`` speaks of, and whom their holders thereby lead or belong to.

    ``dates`` are the date expressions of ``doc``; without them only "former" and its like tell when a post was held.
    """
    terms = Terms(dates)
    offices: list[Office] = []
    for member in cast.members:
        if member.cls is not EntityClass.PERSON or not member.proper:
            continue
        for mention in member.mentions:
            if mention.kind is MentionKind.NAME:
                offices.extend(_before(doc, doc[mention.head], mention.begin, member, cast))
                offices.extend(_after(doc[mention.head], member, cast, terms))
    offices = [o for o in offices if not _is_profession(o)]
    offices.extend(appointments.find(doc, cast, terms))
    relations = [r for office in offices for r in _relation(office)]
    return offices, relations


def _is_profession(office: Office) -> bool:
    """As in "Iraqi lawyer X": what somebody does, in no post."""
    organisation = office.organisation
    return office.post.split()[-1].lower() in posts.professions() and (
        organisation is None
        or organisation.cls is EntityClass.STATE
        or organisation.cls.is_a(EntityClass.PLACE)
        or organisation.cls is EntityClass.PERSON
    )


def _before(doc: Doc, head: Token, begin: int, holder: Member, cast: Cast) -> Iterator[Office]:
    """A title right before the name: walks left over ranks, the title and its modifiers."""
    ranks, modifiers = posts.ranks(), posts.modifiers()
    i = begin - 1
    while i >= 0 and doc[i].lower_ in ranks and not _is_title_run(doc, i):
        i -= 1
    end = i + 1
    title_at: int | None = None
    while i >= 0 and end - i <= posts.LONGEST:
        token = doc[i]
        if token.sent.start > i or token.is_space or token.text in {",", ".", ";", ":", "“", '"', "and"}:
            break
        joins = token.lower_ in modifiers or token.lower_ in {"of", "the", "for"}
        if posts.is_title(token):
            title_at = i
        elif not joins and (title_at is not None or not (token.text == "-" or _capital_in_title(doc, i, end))):
            break
        i -= 1
    if title_at is None or title_at >= end:
        return
    start = title_at
    while (
        start - 1 >= 0
        and (
            doc[start - 1].lower_ in modifiers
            or (doc[start - 1].text == "-" and start >= 2 and doc[start - 2].lower_ in {"vice", "ex"})
        )
        and cast.at(doc[start - 1]) is None
    ):
        start -= 1
    while _is_portfolio(doc, start, title_at, cast):
        start -= 1
    while start < title_at and (doc[start].lower_ in posts.FORMER or doc[start].text == "-"):
        start += 1
    words = doc[start:end].text
    if words.lower() in ranks or words.lower() in _RANKS or not words or doc[end - 1].dep_ == "prep":
        return
    former = start > 0 and any(doc[k].lower_ in posts.FORMER for k in range(max(0, start - 3), start + 1))
    organisation, mention = _organisation_around(doc, start, title_at, end, head, cast)
    post = _post(doc, start, title_at, end, mention)
    if mention is not None and mention.i == start - 1 and mention.i and doc[mention.i - 1].lower_ in _AIDES:
        post = f"{doc[mention.i - 1].text} {post}"
    yield Office(holder, post, organisation, doc[title_at], mention, "office-before-name", OVER if former else None)


_AIDES = frozenset({"assistant", "deputy", "acting", "associate", "vice", "interim"})
"""What may stand before the organisation and belongs to the title ("Assistant U.S. Attorney")."""
_RANKS = frozenset({"lieutenant commander", "wing commander", "squadron leader", "flight lieutenant", "group captain"})
"""Ranks that end in the words of titles."""


def _is_portfolio(doc: Doc, start: int, title_at: int, cast: Cast) -> bool:
    """As in "Railway Minister", "housing minister", "Territorial Administration Minister"."""
    before = doc[start - 1] if start else None
    return (
        before is not None
        and doc[title_at].lower_ in {"minister", "secretary", "commissioner"}
        and before.pos_ in {"PROPN", "NOUN"}
        and before.text[:1].isupper() == doc[title_at].text[:1].isupper()
        and before.dep_ == "compound"
        and before.lower_ not in posts.FORMER
        and before.i not in cast.by_head
        and title_at - start < 3
    )


def _is_title_run(doc: Doc, i: int) -> bool:
    before = i - 2 if i > 1 and doc[i - 1].text == "-" else i - 1
    return (
        doc[i].lower_ == "general"
        and before >= 0
        and doc[before].lower_ in {"attorney", "secretary", "director", "governor", "solicitor"}
    )


def _capital_in_title(doc: Doc, i: int, end: int) -> bool:
    """A capitalised word after "of" inside a title ("Chairman of the Joint Chiefs of Staff")."""
    return doc[i].text[:1].isupper() and any(doc[k].lower_ == "of" for k in range(max(0, i - 4), i)) and i < end


def _organisation_around(
    doc: Doc, start: int, title_at: int, end: int, head: Token, cast: Cast
) -> tuple[Member | None, Token | None]:
    for k in range(title_at + 1, end):
        member = cast.by_head.get(k)
        if member is not None and member.proper and _may_employ(member):
            return member, doc[k]
    k = start - 1
    while k >= 0 and k >= start - 6 and doc[k].sent.start <= k:
        token = doc[k]
        member = cast.by_head.get(k)
        if member is not None and _may_employ(member):
            return member, token
        if not (
            token.lower_ in posts.FORMER or token.tag_ in {"POS", "JJ", "HYPH"} or token.lower_ in {"the", "'s", "’s"}
        ):
            break
        k -= 1
    for child in head.lefts:
        member = cast.at(child) if child.dep_ in {"poss", "amod", "nmod"} and child.i < start else None
        if member is not None and member.cls is EntityClass.STATE:
            return member, child
    for preposition, target in phrases.prepositional(head):
        member = cast.at(target)
        if preposition == "of" and member is not None and member.proper and _may_employ(member):
            return member, target
    return None, None


def _may_employ(member: Member) -> bool:
    return member.cls.is_a(EntityClass.ORGANISATION) or member.cls in {
        EntityClass.COUNTRY,
        EntityClass.ADMINISTRATIVE_AREA,
        EntityClass.SETTLEMENT,
    }


def _post(doc: Doc, start: int, title_at: int, end: int, mention: Token | None) -> str:
    """The title without the organisation, unless it is part of the office's own name ("Secretary of State")."""
    stop = end
    if mention is not None and title_at < mention.i < end:
        stop = title_at + 1
    return posts.label(doc[start:stop].text)


def _after(head: Token, holder: Member, cast: Cast, terms: Terms) -> Iterator[Office]:
    """Apposition and copula: "X, commander of Y", "X is the head of Y", "X, Iran's supreme leader"."""
    nouns = [c for c in head.children if c.dep_ == "appos" and c.pos_ in {"NOUN", "PROPN"}]
    nouns += [x for c in nouns for x in c.children if c.dep_ == "appos" and x.dep_ == "conj" and x.pos_ == "NOUN"]
    rule = "office-apposition"
    if head.dep_ in {"nsubj"} and head.head.lemma_ in {"be", "become", "remain"}:
        open_ = any(c.dep_ == "neg" or c.tag_ == "MD" for c in head.head.children)
        found = [] if open_ else [c for c in head.head.children if c.dep_ == "attr"]
        if found:
            nouns, rule = [*nouns, *found], "office-copula"
    for clause in head.children:
        told = clause.dep_ == "relcl" and clause.lemma_ == "be" and any(c.lower_ == "who" for c in clause.children)
        if told and not any(c.dep_ == "neg" or c.tag_ == "MD" for c in clause.children):
            nouns += [c for c in clause.children if c.dep_ == "attr" and c.i > clause.i]
    if head.dep_ == "appos" and head.head.pos_ == "NOUN":
        nouns.append(head.head)
    elif head.dep_ == "appos" and head.head.dep_ == "pobj" and head.head.head.lower_ in {"of", "in", "for"}:
        nouns.append(head.head.head.head)
    for noun in nouns:
        mention = cast.mention(noun)
        if not posts.is_title(noun) or (mention is not None and mention.counted):
            continue
        yield _appositive(noun, holder, cast, rule, terms)


def _appositive(noun: Token, holder: Member, cast: Cast, rule: str, terms: Terms) -> Office:
    start = posts.begin(noun, cast)
    former = any(c.lower_ in posts.FORMER for c in noun.lefts)
    organisation: Member | None = None
    mention: Token | None = None
    end = posts.end(noun, cast)
    for preposition, target in (
        pair for word in dict.fromkeys((noun, noun.doc[end - 1])) for pair in phrases.prepositional(word)
    ):
        member = cast.at(target)
        if (
            preposition in {"of", "for", "at", "in"}
            and member is not None
            and _may_employ(member)
            and organisation is None
            and not (preposition == "for" and posts.is_sent_to(member))
        ):
            organisation, mention = member, target
    if organisation is None:
        for child in [*noun.lefts, *(c for t in noun.doc[start : noun.i] for c in t.lefts)]:
            member = cast.at(phrases.antecedent(child)) if child.dep_ in {"poss", "amod", "compound", "nmod"} else None
            if member is not None and _may_employ(member):
                organisation, mention = member, child
    if organisation is None and end == noun.i + 1:
        of = next((c for c in noun.children if c.dep_ == "prep" and c.lower_ == "of"), None)
        if (
            of is not None
            and of.right_edge.i - noun.i <= posts.LONGEST
            and any(t.text[:1].isupper() for t in noun.doc[of.i : of.right_edge.i + 1])
        ):
            end = of.right_edge.i + 1
    post = posts.label(noun.doc[start:end].text)
    return Office(holder, post, organisation, noun, mention, rule, terms.of_noun(noun, former=former))


_OPPOSING = lexicon.words(
    "opposition rebel militia separatist party union student religious spiritual tribal protest community guerrilla"
)
"""What somebody leads who is no head of the state that the words name."""
_HEADS = lexicon.words(
    "president premier chancellor king queen emperor sultan emir monarch minister leader dictator ruler"
)
"""Last words of posts whose holders lead a state; a minister only as prime minister."""


def _relation(office: Office) -> Iterator[Relation]:
    """Holding a leading post means to lead; holding another means to belong."""
    organisation = office.organisation
    if (
        organisation is None
        or office.over
        or not organisation.cls.is_a(EntityClass.ORGANISATION)
        or organisation is office.holder
    ):
        return
    if organisation.cls is EntityClass.STATE and office.post.split()[-1].lower() not in _HEADS:
        return
    if (
        organisation.cls is EntityClass.STATE
        and office.post.split()[-1].lower() == "minister"
        and "prime" not in office.post.lower()
    ):
        return
    if organisation.cls is EntityClass.STATE and _OPPOSING & set(office.post.lower().split()):
        return
    if posts.is_leading(office.post):
        yield Relation(
            office.holder, Predicate.LEADS, organisation, office.token, office.token, office.mention, office.rule
        )
    elif organisation.cls is not EntityClass.STATE:
        yield Relation(
            office.holder, Predicate.MEMBER_OF, organisation, office.token, office.token, office.mention, office.rule
        )

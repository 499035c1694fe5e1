"""Nouns as cues: "the claim that …", "his promise to …", "its warning of …"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extract.rules.attributions.attributed import CueKind
from kg.extract.rules.attributions.clauses import clause_end, is_infinitive, is_passive, is_verbal, subject
from kg.extract.rules.attributions.cues import Cue, Frames, cues
from kg.extract.rules.attributions.drafts import Draft
from kg.extract.rules.attributions.sources import is_nobody, source
from kg.model import Polarity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from kg.extract.rules.attributions.attributed import Range
    from kg.extract.rules.attributions.parses import Parse

_PEOPLES = frozenset({"NORP", "GPE", "ORG", "PERSON"})
_HEARSAY = frozenset({CueKind.CLAIM, CueKind.ACCUSE, CueKind.CONDEMN})


def find(parse: Parse) -> Iterator[Draft]:
    """Drafts for the nouns of the lexicon that have a content of their own."""
    for token in parse.tokens:
        if token.pos_ == "NOUN" and (frames := cues().nouns.get(token.lemma_.lower())) and not _is_idiom(parse, token):
            found = _content(parse, token, frames)
            if found is None:
                continue
            does, content, firm = found
            draft = Draft((token.i, token.i + 1), token.i, does, contents=[content])
            if _is_denied(parse, token):
                draft.does = replace(does, polarity=Polarity.DENIED)
            _name(parse, token, draft)
            if draft.source is not None or firm or does.kind in _HEARSAY:
                yield draft


def _is_denied(parse: Parse, noun: Token) -> bool:
    """Whether what the noun reports is called false in the same clause ("the claim that … is baseless")."""
    if noun.dep_ != "nsubj" or noun.head.lemma_ != "be":
        return False
    said = parse.kids(noun.head, "acomp", "attr")
    return any(t.lemma_.lower() in cues().falsities for t in said) != parse.has(noun.head, "neg")


def _is_idiom(parse: Parse, noun: Token) -> bool:
    """Whether the noun belongs to a set phrase that reports nothing ("in charge of")."""
    return noun.i > 0 and f"{parse.tokens[noun.i - 1].lower_} {noun.lower_}" in cues().idioms


def _content(parse: Parse, noun: Token, frames: Frames) -> tuple[Cue, Range, bool] | None:
    """The content, and whether its form alone shows it to be one (a that-clause)."""
    for child in parse.kids(noun, "acl", "ccomp", "relcl", "appos"):
        if child.i < noun.i or not is_verbal(child):
            continue
        begin, end = parse.extent(child)
        marks = [m for m in parse.kids(child, "mark") if m.lower_ in {"that", "whether", "if"}]
        if "clause" in frames and marks and (child.dep_ != "relcl" or parse.has(child, "nsubj", "nsubjpass")):
            return frames["clause"], (begin, clause_end(parse, child, end)), True
        if "infinitive" in frames and is_infinitive(parse, child) and child.dep_ in {"acl", "relcl"}:
            return frames["infinitive"], (begin, clause_end(parse, child, end)), False
    if ("for" in frames or "infinitive" in frames) and (clause := _for_clause(parse, noun)):
        return frames.get("for") or frames["infinitive"], clause, False
    if "clause" in frames and (predicate := _predicate(parse, noun)):
        return frames["clause"], predicate, True
    lent = parse.kids(noun.head, "prep") if noun.dep_ == "dobj" and noun.head.lemma_ in cues().light else []
    for preposition in [*parse.kids(noun, "prep"), *lent]:
        if preposition.i > noun.i and preposition.lower_ in frames and parse.children[preposition.i]:
            begin, end = parse.extent(preposition)
            return frames[preposition.lower_], (preposition.i + 1, end), False
    return None


def _for_clause(parse: Parse, noun: Token) -> Range | None:
    """The infinitive of "a call for the city to act", which the parser hangs on the verb before."""
    i = noun.i + 1
    if i >= len(parse.tokens) or parse.tokens[i].lower_ != "for" or parse.tokens[i].dep_ != "mark":
        return None
    verb = parse.tokens[i].head
    begin, end = parse.extent(verb)
    return (i, clause_end(parse, verb, end)) if begin <= i < verb.i else None


def _predicate(parse: Parse, noun: Token) -> Range | None:
    """The clause of "the fear is that …", "their claim was that …"."""
    verb = noun.head
    if noun.dep_ != "nsubj" or verb.lemma_ != "be" or verb.i < noun.i:
        return None
    for child in parse.kids(verb, "ccomp"):
        if child.i > verb.i and any(m.lower_ in {"that", "whether"} for m in parse.kids(child, "mark")):
            begin, end = parse.extent(child)
            return begin, clause_end(parse, child, end)
    return None


def _name(parse: Parse, noun: Token, draft: Draft) -> None:
    head = _owner(parse, noun)
    if head is None or is_nobody(head):
        return
    named = source(parse, head, draft.cue)
    if named is None:
        return
    content = draft.contents[0]
    if named[0][0] < content[1] and content[0] < named[0][1]:
        if content[0] >= named[0][0]:
            return
        draft.contents = [(content[0], named[0][0]), (named[0][1], content[1])]
    draft.source, draft.source_head = named


def _owner(parse: Parse, noun: Token) -> Token | None:
    # "The ministry claims that …" with the verb read as a noun.
    for child in parse.kids(noun, "poss", "nsubj"):
        return child
    for preposition in parse.kids(noun, "prep"):
        if preposition.lower_ in {"by", "from"} and preposition.i > noun.i:
            for child in parse.kids(preposition, "pobj"):
                return child
    for child in parse.kids(noun, "amod", "compound", "nmod"):
        if child.ent_type_ in _PEOPLES and child.i < noun.i:
            return child
    for child in parse.kids(noun, "acl"):
        for by in parse.kids(child, "agent"):
            for doer in parse.kids(by, "pobj"):
                return doer
    verb = noun.head
    if (
        noun.dep_ in {"dobj", "conj"}
        and verb.lemma_ in cues().light
        and is_verbal(verb)
        and not is_passive(parse, verb)
    ):
        return subject(parse, verb)
    return None

"""The clauses: who the subject of a verb is, whether it is passive, and how far a complement reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.rules.attributions.attributed import CueKind
from kg.extract.rules.attributions.cues import cues

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.rules.attributions.attributed import Range
    from kg.extract.rules.attributions.parses import Parse

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")
RELATIVES = frozenset({"who", "whom", "which", "that"})
_VERBAL = frozenset({"VERB", "AUX"})
_CONTRAST = frozenset({"while", "whereas", "whilst", "although", "though", "as"})
_FINITE = frozenset({"VBD", "VBP", "VBZ", "MD"})
_MENTAL = frozenset({CueKind.KNOW, CueKind.THINK, CueKind.HOPE, CueKind.PLAN, CueKind.FEAR, CueKind.EXPECT})
"""Kinds that need no mouth: "said they heard shots and saw smoke" is one statement."""
_HOPS = 8
_WALK = 64
"""Clauses looked at inside one complement; a bound for text that is no language."""


def is_verbal(token: Token) -> bool:
    """Whether the token heads a clause as a verb."""
    return token.pos_ in _VERBAL


def is_finite(parse: Parse, verb: Token) -> bool:
    """Whether the clause of ``verb`` is finite."""
    return verb.tag_ in _FINITE or any(c.tag_ in _FINITE for c in parse.kids(verb, "aux", "auxpass"))


def is_infinitive(parse: Parse, verb: Token) -> bool:
    """Whether ``verb`` is an infinitive with "to"."""
    return any(c.lower_ == "to" for c in parse.kids(verb, "aux"))


def is_passive(parse: Parse, verb: Token) -> bool:
    """Whether ``verb`` is passive, with or without an auxiliary."""
    for _ in range(_HOPS):
        if parse.has(verb, "auxpass", "nsubjpass", "csubjpass"):
            return True
        if verb.tag_ != "VBN" or parse.has(verb, "aux", *SUBJECTS):
            return False
        if verb.dep_ in {"acl", "amod", "advcl", "ROOT", "relcl"}:
            return True
        if verb.dep_ != "conj":
            return False
        verb = verb.head
    return False


def subject(parse: Parse, verb: Token) -> Token | None:
    """The subject of ``verb``, its own or the one it is understood with; for a passive verb the passive subject.

    Understood subjects are those of coordinated, controlled and participial verbs ("said … and added", "wants to say",
    "…, adding that"). A relative pronoun is returned as it stands.
    """
    for _ in range(_HOPS):
        own = parse.kids(verb, *SUBJECTS)
        if own:
            return own[-1] if own[0].lower_ == "that" and len(own) > 1 else own[0]
        governor = _governor(parse, verb)
        if governor is None:
            return None
        if not is_verbal(governor) and governor.pos_ != "ADJ":
            return governor
        if verb.dep_ == "xcomp" and "object-to" in cues().verbs.get(governor.lemma_, {}):
            objects = parse.kids(governor, "dobj", "dative")
            if objects and objects[0].i < verb.i:
                return objects[0]
        verb = governor
    return None


def _governor(parse: Parse, verb: Token) -> Token | None:
    """The verb whose subject ``verb`` shares, or the noun that is its subject; ``None`` where it has none."""
    head = verb.head
    outer = outer_report(parse, verb)
    if outer is not None or head.i == verb.i:
        return outer
    if verb.dep_ == "acl":
        return _noun_modified(parse, verb, head)
    if verb.dep_ == "relcl":
        return head
    if verb.dep_ in {"acomp", "oprd"}:
        return head if is_verbal(head) else None
    if verb.dep_ == "pcomp":
        quoted = parse.kids(head.head, "dobj") if head.lower_ == "as" and head.head.lemma_ in {"quote", "cite"} else []
        if quoted:
            return quoted[0]
        head, joined = head.head, True
    elif verb.dep_ in {"conj", "xcomp"}:
        joined = True
    else:
        loose = verb.dep_ in {"advcl", "ccomp", "dep", "parataxis"} and not is_finite(parse, verb)
        joined = loose and (verb.tag_ not in {"VBN", "VB"} or is_infinitive(parse, verb))
    return head if joined and (is_verbal(head) or head.pos_ == "ADJ") else None


def _noun_modified(parse: Parse, verb: Token, noun: Token) -> Token | None:
    """Who speaks in "a letter saying …", "his promise to say …"."""
    if verb.tag_ == "VBG":
        return _issuer(parse, noun) or noun
    if not is_infinitive(parse, verb):
        return None
    own = parse.kids(noun, "poss")
    if own:
        return own[0]
    return noun.head if noun.dep_ in {"dobj", "attr"} and is_verbal(noun.head) else None


def outer_report(parse: Parse, verb: Token) -> Token | None:
    """The reporting verb that ``verb`` goes with although the parse hangs it into that verb's complement.

    "A said it would stay, adding that …" and "A said it would stay and warned that …": a reporting participle after a
    comma, or a coordinated reporting verb without subject in the tense of the outer one, is the outer source's own.
    """
    frames = cues().verbs.get(verb.lemma_, {})
    cites = verb.tag_ == "VBG" and any(
        frames[frame].kind is CueKind.SAY for frame in ("object", "with:at") if frame in frames
    )
    speaks = any(frame in REPORTING and does.kind not in _MENTAL for frame, does in frames.items())
    speaks = speaks or "of:of" in frames
    if not (cites or speaks) or parse.quotation[verb.i] >= 0 or parse.has(verb, *SUBJECTS):
        return None
    before = verb.left_edge.i - 1
    participle = verb.dep_ == "advcl" and verb.tag_ == "VBG" and before >= 0 and parse.tokens[before].text == ","
    coordinated = verb.dep_ == "conj" and verb.tag_ in {"VBD", "VBZ", "VBP"} and not parse.has(verb, "aux", "auxpass")
    if not (participle or coordinated):
        return None
    token = verb.head
    for _ in range(_HOPS):
        governor = token.head
        if token.dep_ == "ccomp" and governor.i < verb.i and "clause" in cues().verbs.get(governor.lemma_, {}):
            same = participle or governor.tag_ == verb.tag_
            return governor if same and token.i > governor.i else None
        if token.dep_ not in {"conj", "xcomp", "advcl"} or governor.i == token.i:
            return None
        token = governor
    return None


REPORTING = frozenset({"clause", "quote", "object-to", "told"})


def _issuer(parse: Parse, paper: Token) -> Token | None:
    """The verb that issues a paper ("released a statement saying"): its subject speaks through the paper."""
    verb = paper.head
    if paper.lemma_.lower() in cues().papers and paper.dep_ == "dobj" and verb.lemma_ in cues().issuing:
        return verb if not is_passive(parse, verb) else None
    return None


def agent(parse: Parse, verb: Token) -> Token | None:
    """The agent of a passive verb ("by the ministry")."""
    for by in parse.kids(verb, "agent", "prep"):
        if by.lower_ == "by":
            objects = parse.kids(by, "pobj")
            if objects:
                return objects[0]
    return None


def antecedent(pronoun: Token) -> Token:
    """The noun that a relative pronoun stands for; any other token stands for itself."""
    if pronoun.lower_ not in RELATIVES or pronoun.tag_ not in {"WDT", "WP", "IN"}:
        return pronoun
    token = pronoun
    for _ in range(_HOPS):
        if token.dep_ == "relcl":
            return token.head
        if token.head.i == token.i:
            break
        token = token.head
    return pronoun


def is_negated(parse: Parse, verb: Token) -> bool:
    """Whether a verb stands under "not", "never", or "neither … nor"."""
    if any(c.dep_ == "neg" or c.lower_ == "neither" for c in parse.children[verb.i]):
        return True
    if verb.dep_ == "conj" and verb.head.i < verb.i:
        return any(c.lower_ == "nor" and c.i < verb.i for c in parse.kids(verb.head, "cc"))
    return False


def cue_range(parse: Parse, verb: Token) -> Range:
    """The verb with the auxiliaries, negations and adverbs that stand directly before it, and its particle."""
    begin, end = verb.i, verb.i + 1
    before = {c.i for c in parse.kids(verb, "aux", "auxpass", "neg", "advmod") if c.i < verb.i and c.left_edge.i == c.i}
    while begin - 1 in before:
        begin -= 1
    while begin < verb.i and parse.tokens[begin].dep_ == "advmod":
        begin += 1
    if end < len(parse.tokens) and parse.tokens[end].dep_ == "prt" and parse.tokens[end].head.i == verb.i:
        end += 1
    return begin, end


def clause_end(parse: Parse, clause: Token, end: int) -> int:
    """Where the complement headed by ``clause`` ends: before a clause of contrast that is rather its governor's.

    "A said X, while B said Y" and "A said X, but Y" are read as two statements, unless a quotation holds both.
    """
    todo, cut = [clause], end
    for _ in range(_WALK):
        if not todo:
            break
        token = todo.pop()
        number = parse.quotation[token.i]
        for child in parse.children[token.i]:
            if child.i < token.i or child.left_edge.i >= cut:
                continue
            if number >= 0 and parse.quotation[child.left_edge.i] == number:
                continue
            start = _contrast(parse, token, child)
            if start is not None and start > clause.i:
                cut = min(cut, start)
            elif child.dep_ in {"conj", "ccomp", "xcomp", "advcl"}:
                todo.append(child)
    return cut


def _is_verdict(parse: Parse, head: Token) -> bool:
    """Whether the phrase takes up the whole clause before it: "…, a charge he denies", "…, in what some saw as …"."""
    start = head.left_edge.i
    if start == 0 or parse.tokens[start - 1].text not in {",", "—", "–", "”", '"'}:
        return False
    if head.dep_ == "prep":
        return any(parse.tokens[c.left_edge.i].lower_ == "what" for c in parse.kids(head, "pcomp"))
    article = parse.tokens[start].lower_ in {"a", "an"}
    return article and head.pos_ == "NOUN" and head.lemma_ in cues().nouns and parse.has(head, "relcl")


def _contrast(parse: Parse, token: Token, child: Token) -> int | None:
    """The index at which ``child`` leaves the complement, ``None`` where it belongs to it."""
    start = child.left_edge.i
    links = [c for c in parse.kids(token, "cc") if token.i < c.i < child.i]
    if is_verbal(child) and outer_report(parse, child) is not None:
        return links[-1].i if links else start
    if _is_verdict(parse, child):
        return start
    if not parse.has(child, *SUBJECTS, "expl") or start == 0:
        return None
    before = parse.tokens[start - 1].text
    cut = None
    if child.dep_ == "advcl":
        marks = [m for m in parse.kids(child, "mark", "advmod") if m.lower_ in _CONTRAST]
        cut = start if marks and before == "," else None
    elif child.dep_ in {"conj", "ccomp", "parataxis"} and before == ";":
        cut = start
    elif child.dep_ == "conj" and links and is_verbal(child) and not parse.has(child, "mark"):
        link = links[-1]
        reports = {"clause", "quote"} & cues().verbs.get(child.lemma_, {}).keys() and parse.has(child, "ccomp")
        apart = parse.tokens[link.i - 1].text in {",", ";", "—", "-", "–"}
        cut = link.i if apart and (link.lower_ == "but" or reports) else None
    return cut

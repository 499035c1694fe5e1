"""The complements of active verbs: which of them holds the content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.rules.attributions.attributed import CueKind
from kg.extract.rules.attributions.clauses import (
    RELATIVES,
    SUBJECTS,
    clause_end,
    is_finite,
    is_infinitive,
    is_verbal,
    subject,
)
from kg.extract.rules.attributions.cues import NO_FRAMES, cues

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.rules.attributions.attributed import Range
    from kg.extract.rules.attributions.cues import Cue, Frames
    from kg.extract.rules.attributions.parses import Parse

Found = tuple["Cue", list["Range"]]
"""What the cue does in the frame that matched, and its contents."""

_WH = frozenset({"WRB", "WP", "WDT"})
_BARE = frozenset({CueKind.DEMAND, CueKind.SUGGEST, CueKind.ORDER, CueKind.CLAIM, CueKind.HOPE, CueKind.SAY})
"""Kinds that govern a bare subjunctive ("demands he leave"); "saw him leave" is perception, not report."""
_CIRCUMSTANCES = frozenset({"after", "before", "since", "because", "although", "though", "while", "until", "as"})
"""Conjunctions that open a clause beside the content, whatever the parser makes of it."""
_ABOUT_DEEDS = frozenset({CueKind.ORDER, CueKind.DEMAND})
"""Kinds whose content is a deed: "ordered them" has a hearer and no content."""
_HOPS = 6
_INSERTION = 25
"""Tokens that an insertion between a cue and its clause may have."""
_DASHES = frozenset({"—", "–", "--", "-", "―"})


def find(parse: Parse, verb: Token, frames: Frames) -> Found | None:
    """The frame of an active verb that its complements fill, the most clausal one first; ``None`` where none does."""
    clauses = sorted(parse.kids(verb, "ccomp", "xcomp", "oprd"), key=lambda c: (c.i < verb.i, c.i))
    for child in clauses:
        if found := _clausal(parse, verb, child, frames):
            return found
    if "clause" in frames and (question := _question(parse, verb)):
        return frames["clause"], [question]
    if "clause" in frames:
        bare = _resumed_clause(parse, verb) or _bare_clause(parse, verb) or _stray_clause(parse, verb)
        if bare:
            return frames["clause"], [bare]
    if found := _phrasal(parse, verb, frames):
        return found
    if "scene" in frames and _is_record(parse, verb):
        for child in parse.kids(verb, "dobj"):
            if child.i > verb.i and any(c.tag_ == "VBG" and c.i > child.i for c in parse.kids(child, "acl")):
                return frames["scene"], [parse.extent(child)]
    return _nominal(parse, verb, frames, clauses) if "object" in frames else None


# --------------------------------------------------------------------------------------------------------- clauses


def _clausal(parse: Parse, verb: Token, child: Token, frames: Frames) -> Found | None:
    begin, end = parse.extent(child)
    finite = is_finite(parse, child)
    own = parse.has(child, *SUBJECTS, "expl")
    if begin < verb.i < child.i and not finite:
        begin = verb.i + 1
    contents: list[Range] = [(begin, clause_end(parse, child, end))]
    if child.i > verb.i:
        contents += antecedent_parts(parse, verb) or _free_relative(parse, verb)
    if child.dep_ != "oprd" and not finite:
        gerund = child.tag_ == "VBG" or any(c.tag_ == "VBG" for c in parse.kids(child, "aux", "auxpass"))
        if gerund and not own and "gerund" in frames and child.i > verb.i:
            return frames["gerund"], contents
        if is_infinitive(parse, child):
            return _infinitive(parse, verb, child, frames, contents)
    if "scene" in frames and child.tag_ == "VBG" and own and _is_record(parse, verb):
        return frames["scene"], contents
    # "saw him leave" is perception, "saw him as a friend" and "called it absurd" are judgements.
    judged = child.tag_ != "VB" and (own or child.dep_ in {"oprd", "xcomp"})
    if not finite and child.i > verb.i and "small" in frames and judged:
        return frames["small"], contents + [parse.extent(o) for o in parse.kids(verb, "dobj") if o.i > verb.i]
    if child.dep_ == "ccomp" and (finite or own or parse.has(child, "mark") or parse.quotation[child.i] >= 0):
        return _sentential(parse, verb, child, frames, contents)
    return None


def _is_record(parse: Parse, verb: Token) -> bool:
    """Whether the subject is a text or a picture."""
    head = subject(parse, verb)
    return head is not None and head.lemma_.lower() in cues().records


def _infinitive(parse: Parse, verb: Token, child: Token, frames: Frames, contents: list[Range]) -> Found | None:
    own = parse.has(child, *SUBJECTS)
    objects = [] if own else [o for o in parse.kids(verb, "dobj", "dative") if verb.i < o.i < child.i]
    if own or objects:
        if "object-to" in frames:
            begin, end = contents[0]
            start = objects[0].left_edge.i if objects else begin
            return frames["object-to"], [(min(begin, start), end), *contents[1:]]
        if "small" in frames and child.lemma_ == "be":
            return frames["small"], contents
        return (frames["clause"], contents) if own and "clause" in frames else None
    if "to" in frames:
        return frames["to"], contents
    if "clause" in frames and any(c.tag_ in _WH for c in parse.children[child.i]):
        return frames["clause"], contents
    return None


def _sentential(parse: Parse, verb: Token, child: Token, frames: Frames, contents: list[Range]) -> Found | None:
    if any(m.lower_ in _CIRCUMSTANCES for m in parse.kids(child, "mark")):
        return None
    finite = is_finite(parse, child)
    if child.tag_ == "VBG" and not finite and parse.tokens[max(0, contents[0][0] - 1)].text == ",":
        # "…, she said, her voice shaking" tells how she said it.
        return None
    spoken = parse.quotation[child.i] >= 0
    if "clause" in frames:
        bare = not finite and not spoken and child.i > verb.i and is_verbal(child) and child.tag_ != "VBG"
        if bare and frames["clause"].kind not in _BARE and not parse.has(child, "mark"):
            return None
        return frames["clause"], contents
    begin, end = contents[0]
    if "quote" in frames and (parse.quotation[begin] >= 0 or parse.quotation[end - 1] >= 0):
        return frames["quote"], contents
    if "object-to" in frames and not finite and parse.has(child, *SUBJECTS):
        return frames["object-to"], contents
    return None


def _question(parse: Parse, verb: Token) -> Range | None:
    """An indirect question that the parser took for an adverbial ("has not said when it would reopen")."""
    for child in parse.kids(verb, "advcl"):
        begin, end = parse.extent(child)
        if begin != verb.i + 1 or parse.tokens[begin].tag_ not in _WH:
            continue
        # "said when it closed" tells when he said it; "did not say when it closed" does not.
        if parse.tokens[begin].lower_ != "when" or parse.has(verb, "neg"):
            return begin, clause_end(parse, child, end)
    return None


def _resumed_clause(parse: Parse, verb: Token) -> Range | None:
    """The clause behind an insertion ("reported, citing two officials, that …"), wherever the parser hung it."""
    i = verb.i + 1
    if i >= len(parse.tokens) or parse.tokens[i].text != ",":
        return None
    for token in parse.tokens[i + 1 : i + _INSERTION]:
        if token.is_sent_start or token.is_space:
            return None
        if token.lower_ == "that" and token.dep_ == "mark" and _ends_insertion(parse.tokens[token.i - 1]):
            return token.i, clause_end(parse, token.head, parse.extent(token.head)[1])
    return None


def _ends_insertion(token: Token) -> bool:
    """A comma, or the day of "reported, citing officials, on Monday that"."""
    return token.text == "," or token.ent_type_ in {"DATE", "TIME"}


def _stray_clause(parse: Parse, verb: Token) -> Range | None:
    """A that-clause that the parser hung on a phrase beside it ("told X on condition of anonymity that …")."""
    for phrase in parse.kids(verb, "prep", "dobj"):
        if phrase.i < verb.i:
            continue
        for token in parse.tokens[phrase.i : parse.extent(phrase)[1]]:
            clause = token.head
            noun = clause.head
            if token.lower_ != "that" or token.dep_ != "mark" or clause.dep_ not in {"acl", "ccomp", "relcl"}:
                continue
            if noun.pos_ in {"NOUN", "PROPN"} and "clause" not in cues().nouns.get(noun.lemma_.lower(), NO_FRAMES):
                return token.i, clause_end(parse, clause, parse.extent(clause)[1])
    return None


def _bare_clause(parse: Parse, verb: Token) -> Range | None:
    """A that-less clause behind an adverbial, which the parser hung into it ("said after the vote he would go")."""
    for child in parse.kids(verb, "advcl"):
        own = parse.kids(child, "nsubj", "nsubjpass")
        linked = parse.has(child, "mark") or any(c.tag_ in _WH for c in parse.children[child.i])
        if child.i > verb.i and own and own[0].i < child.i and is_finite(parse, child) and not linked:
            return own[0].left_edge.i, clause_end(parse, child, parse.extent(child)[1])
    return None


def antecedent_parts(parse: Parse, verb: Token, pronoun: Token | None = None) -> list[Range]:
    """The head of the antecedent and the pronoun of a relative clause whose content starts with them.

    "the group, which the ministry says is armed": the content is about the group. Empty where the relative pronoun is
    the source ("who said").
    """
    own = parse.kids(verb, *SUBJECTS)
    if verb.dep_ != "relcl" or not own or own[0].lower_ in RELATIVES:
        return []
    pronouns = [pronoun] if pronoun is not None else [c for c in parse.children[verb.i] if c.lower_ in RELATIVES]
    return [(verb.head.i, verb.head.i + 1), *((p.i, p.i + 1) for p in pronouns if p.i < verb.i)]


def resumption(parse: Parse, verb: Token) -> Range | None:
    """The clause that "…, which the ministry denies" takes up as a whole; ``None`` for any other relative clause."""
    start = verb.left_edge.i
    own = parse.kids(verb, *SUBJECTS)
    if verb.dep_ != "relcl" or not own or own[0].lower_ in RELATIVES or parse.has(verb, "ccomp", "xcomp"):
        return None
    if start == 0 or parse.tokens[start].lower_ != "which" or parse.tokens[start - 1].text != ",":
        return None
    clause = verb.head
    for _ in range(_HOPS):
        if is_verbal(clause) or clause.head.i == clause.i:
            break
        clause = clause.head
    return (parse.extent(clause)[0], start - 1) if is_verbal(clause) and clause.i < start else None


def _free_relative(parse: Parse, verb: Token) -> list[Range]:
    """The "what" of "what officials said was a depot"."""
    return [(o.i, o.i + 1) for o in parse.kids(verb, "dobj") if o.i < verb.i and o.lower_ == "what"]


# --------------------------------------------------------------------------------------------------------- phrases


def _phrasal(parse: Parse, verb: Token, frames: Frames) -> Found | None:
    for name, does in frames.items():
        frame, _, word = name.partition(":")
        contents: list[Range] = []
        if frame in {"of", "with", "as"}:
            contents = _object_and(parse, verb, word or "as", whole=frame != "of")
        elif frame == "prep" and not (does.kind is CueKind.DEMAND and parse.has(verb, "dobj")):
            contents = _prepositional(parse, verb, word, does.only)
        if contents:
            return does, contents
    return None


def _object_and(parse: Parse, verb: Token, word: str, *, whole: bool) -> list[Range]:
    """The content of "blames X for Y" (``whole``: X and Y) or "accuses X of Y" (Y alone)."""
    objects = [o for o in parse.kids(verb, "dobj") if o.i > verb.i]
    holders = [verb, *objects]
    for holder in holders:
        for preposition in (
            _said_of(parse, holder, word) if holder is not verb and not whole else parse.kids(holder, "prep")
        ):
            if preposition.lower_ != word or preposition.i < verb.i or not parse.children[preposition.i]:
                continue
            begin, end = parse.extent(preposition)
            end = clause_end(parse, preposition, end)
            if not objects:
                gap = antecedent_parts(parse, verb) or _free_relative(parse, verb)
                return [(begin, end), *gap] if gap or not whole else []
            if whole:
                return [(min(begin, objects[0].left_edge.i), end)]
            return [(preposition.i + 1, _goes_on(parse, verb, end))]
    return []


def _said_of(parse: Parse, noun: Token, word: str) -> list[Token]:
    """The phrase that tells of what an object is accused, the last: "the enemies of Chad of treason"."""
    found = [p for p in parse.kids(noun, "prep") if p.lower_ == word]
    for named in [o for p in found for o in parse.kids(p, "pobj") if o.ent_type_]:
        found += [p for p in parse.kids(named, "prep") if p.lower_ == word]
    return found[-1:]


def _prepositional(parse: Parse, verb: Token, word: str, only: frozenset[str]) -> list[Range]:
    for child in parse.kids(verb, "prep", "prt", "agent"):
        if only and not any(o.lemma_.lower() in only for o in parse.kids(child, "pobj")):
            continue
        if child.lower_ == word and child.i > verb.i and child.dep_ != "agent":
            begin, end = parse.extent(child)
            begin = child.i + 1
            for infinitive in parse.kids(verb, "xcomp", "advcl"):
                if infinitive.i > child.i and is_infinitive(parse, infinitive) and infinitive.left_edge.i <= end + 1:
                    end = max(end, parse.extent(infinitive)[1])
            if begin < end:
                return [(begin, _goes_on(parse, verb, end))]
    return []


def _goes_on(parse: Parse, verb: Token, end: int) -> int:
    """The end with the phrases that follow without a comma and that the parser hung on the cue."""
    for child in parse.kids(verb, "prep", "advcl", "npadvmod"):
        if child.left_edge.i == end and child.i >= end:
            end = parse.extent(child)[1]
    return end


# --------------------------------------------------------------------------------------------------------- objects


def _nominal(parse: Parse, verb: Token, frames: Frames, clauses: list[Token]) -> Found | None:
    does = frames["object"]
    for child in parse.kids(verb, "dobj"):
        if does.only and child.lemma_.lower() not in does.only:
            continue
        if child.lemma_.lower() in does.barred or (does.kind in _ABOUT_DEEDS and child.pos_ == "PRON"):
            return None
        if child.i > verb.i or child.lower_ in RELATIVES or child.tag_ in _WH:
            begin, end = parse.extent(child)
            return does, [(begin, _gloss(parse, child, end)), *antecedent_parts(parse, verb, child)]
    own = parse.kids(verb, *SUBJECTS)
    if verb.dep_ == "relcl" and not clauses and own and own[0].lower_ not in RELATIVES:
        return does, antecedent_parts(parse, verb)
    for child in clauses:
        # "cited earlier remarks he made": the parser takes the object for a clause.
        adjacent = child.dep_ == "xcomp" and child.tag_ == "VBG" and child.left_edge.i == verb.i + 1
        if child.i > verb.i and not is_infinitive(parse, child) and (child.dep_ == "ccomp" or adjacent):
            return does, [parse.extent(child)]
    return None


def _gloss(parse: Parse, noun: Token, end: int) -> int:
    """Where a nominal content ends: before a relative clause or a dash that adds the reporter's own words."""
    for child in parse.children[noun.i]:
        start = child.left_edge.i
        if child.i > noun.i and child.dep_ in {"relcl", "appos"} and start < end and parse.quotation[start] < 0:
            before = parse.tokens[start - 1].text
            if (child.dep_ == "relcl" and before == ",") or before in _DASHES:
                return start
    return end

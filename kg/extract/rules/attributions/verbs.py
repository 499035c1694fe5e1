"""Verbs (and adjectives with "be") as cues: which of their complements is the content."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.rules.attributions.clauses import (
    RELATIVES,
    SUBJECTS,
    agent,
    clause_end,
    cue_range,
    is_finite,
    is_infinitive,
    is_passive,
    is_verbal,
    subject,
)
from kg.extract.rules.attributions.attributed import CueKind
from kg.extract.rules.attributions.cues import NO_FRAMES, Cue, Frames, cues
from kg.extract.rules.attributions.drafts import Draft
from kg.extract.rules.attributions.sources import is_nobody, source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from kg.extract.rules.attributions.attributed import Range
    from kg.extract.rules.attributions.parses import Parse

_QUESTIONS = frozenset({"whether", "if"})
_NAMING = frozenset({"call", "dub", "name", "term", "nickname", "christen", "label", "pronounce"})
_SUBJUNCTIVE = frozenset({CueKind.DEMAND, CueKind.SUGGEST, CueKind.ORDER, CueKind.CLAIM, CueKind.HOPE, CueKind.SAY})


def find(parse: Parse) -> Iterator[Draft]:
    """Drafts for the verbs and predicative adjectives of the lexicon, in the order of the text."""
    for token in parse.tokens:
        frames = _frames(parse, token)
        if frames:
            draft = _read(parse, token, frames)
            if draft is not None:
                yield draft


def _frames(parse: Parse, token: Token) -> Frames:
    if token.pos_ in {"VERB", "AUX"} and token.dep_ not in {"aux", "auxpass", "amod", "compound"}:
        lemma = token.lemma_.lower()
        particles = parse.kids(token, "prt")
        if particles:
            phrasal = cues().verbs.get(f"{lemma} {particles[0].lower_}")
            if phrasal:
                return phrasal
        frames = cues().verbs.get(lemma)
        if frames:
            return frames
    if token.pos_ in {"ADJ", "VERB"} and token.dep_ in {"acomp", "conj", "oprd", "ROOT", "ccomp", "relcl", "advcl"}:
        return cues().adjectives.get(token.lower_, NO_FRAMES)
    return NO_FRAMES


def _read(parse: Parse, verb: Token, frames: Frames) -> Draft | None:
    adjective = verb.pos_ == "ADJ" or (verb.lower_ in cues().adjectives and verb.lemma_.lower() not in cues().verbs)
    passive = not adjective and is_passive(parse, verb)
    found = _passive(parse, verb, frames) if passive else _active(parse, verb, frames)
    cue = _cue(parse, verb, adjective=adjective)
    if found is None:
        if "quote" not in frames and "clause" not in frames:
            return None
        found = frames.get("clause") or frames["quote"], []
        if not ("quote" in frames or _is_parenthetical(parse, verb)):
            return None
    does, contents = found
    head = _source_head(parse, verb, passive=passive, told="told" in frames)
    draft = Draft(cue, verb.i, does, contents=contents, takes_quotes="quote" in frames)
    if head is not None and not is_nobody(head):
        if head.lower_ == "it" and passive:
            head = None
        elif named := source(parse, head, cue):
            draft.source, draft.source_head = named
    if draft.source is None and not passive and not _may_lack_source(parse, verb, draft):
        return None
    if not contents:
        draft.contents = _parenthetical(parse, verb, draft)
    else:
        _continue_coordination(parse, verb, draft)
    if draft.takes_quotes or "clause" in frames:
        _enclosed(parse, verb, draft)
    draft.negated = parse.has(verb, "neg") or (adjective and parse.has(verb.head, "neg"))
    draft.questioned = any(m.lower_ in _QUESTIONS for c in parse.kids(verb, "ccomp") for m in parse.kids(c, "mark"))
    return draft


def _cue(parse: Parse, verb: Token, *, adjective: bool) -> Range:
    begin, end = cue_range(parse, verb)
    if adjective and verb.dep_ in {"acomp", "oprd"} and verb.head.i < begin:
        between = range(verb.head.i + 1, begin)
        if all(
            parse.tokens[i].head.i in {verb.i, verb.head.i} and parse.tokens[i].dep_ in {"neg", "advmod"}
            for i in between
        ):
            begin = cue_range(parse, verb.head)[0]
    return begin, end


def _source_head(parse: Parse, verb: Token, *, passive: bool, told: bool) -> Token | None:
    if passive:
        by = agent(parse, verb)
        if by is not None:
            return by
        quoted = verb.lemma_ == "quote"
        return subject(parse, verb) if quoted else None
    if verb.pos_ == "ADJ" and verb.dep_ in {"acomp", "oprd"}:
        return subject(parse, verb.head)
    found = subject(parse, verb)
    if found is None and verb.dep_ == "ROOT" and not told:
        return None
    return found


def _may_lack_source(parse: Parse, verb: Token, draft: Draft) -> bool:
    """Inverted speech whose subject the parser missed ('"…," said Smith') gets it later; nothing else goes without."""
    return draft.takes_quotes and verb.tag_ in {"VBD", "VBZ", "VBP"}


# ---------------------------------------------------------------------------------------------------------- active


def _active(parse: Parse, verb: Token, frames: Frames) -> tuple[Cue, list[Range]] | None:
    clauses = sorted(parse.kids(verb, "ccomp", "xcomp", "oprd"), key=lambda c: (c.i < verb.i, c.i))
    for child in clauses:
        found = _clausal(parse, verb, child, frames)
        if found:
            return found
    if "clause" in frames and (question := _question(parse, verb)):
        return frames["clause"], [question]
    for name, does in frames.items():
        kind, _, word = name.partition(":")
        if kind in {"of", "with"} and (contents := _object_and(parse, verb, word, whole=kind == "with")):
            return does, contents
    if "as" in frames and (contents := _object_and(parse, verb, "as", whole=True)):
        return frames["as"], contents
    for name, does in frames.items():
        if name.startswith("prep:") and (contents := _prepositional(parse, verb, name[5:])):
            return does, contents
    if "object" in frames:
        for child in parse.kids(verb, "dobj"):
            if child.i > verb.i or child.lower_ in RELATIVES or child.tag_ in {"WP", "WDT"}:
                begin, end = parse.extent(child)
                return frames["object"], [(begin, _gloss(parse, child, end)), *_head_of_relative(parse, verb, child)]
        if verb.dep_ == "relcl" and not parse.has(verb, "ccomp", "xcomp") and _is_gapped(parse, verb):
            return frames["object"], _head_of_relative(parse, verb, None)
        for child in clauses:
            if child.i > verb.i and not is_infinitive(parse, child) and child.dep_ == "ccomp":
                return frames["object"], [parse.extent(child)]
    return None


def _gloss(parse: Parse, noun: Token, end: int) -> int:
    """Where a nominal content ends: before a relative clause or a dash that adds the reporter's own words."""
    for child in parse.children[noun.i]:
        start = child.left_edge.i
        if child.i > noun.i and child.dep_ in {"relcl", "appos"} and start < end and parse.quotation[start] < 0:
            before = parse.tokens[start - 1].text
            if child.dep_ == "relcl" and before == "," or before in {"—", "–", "--", "-", "―"}:
                return start
    return end


def _question(parse: Parse, verb: Token) -> Range | None:
    """An indirect question that the parser took for an adverbial ("has not said when it would reopen")."""
    for child in parse.kids(verb, "advcl"):
        begin, end = parse.extent(child)
        if begin == verb.i + 1 and parse.tokens[begin].tag_ in {"WRB", "WP", "WDT"} and parse.tokens[begin].lower_ != "when":
            return begin, clause_end(parse, child, end)
        if begin == verb.i + 1 and parse.tokens[begin].lower_ == "when" and parse.has(verb, "neg"):
            return begin, clause_end(parse, child, end)
    return None


def _clausal(parse: Parse, verb: Token, child: Token, frames: Frames) -> tuple[Cue, list[Range]] | None:
    begin, end = parse.extent(child)
    finite = is_finite(parse, child)
    own = parse.has(child, *SUBJECTS, "expl")
    if begin <= verb.i < end and child.i > verb.i and begin < verb.i and not finite:
        begin = verb.i + 1
    end = clause_end(parse, child, end)
    gap = _head_of_relative(parse, verb, None) if verb.dep_ == "relcl" and _extracts(parse, verb, child) else []
    contents: list[Range] = [(begin, end), *gap]
    if child.dep_ != "oprd" and child.tag_ == "VBG" and not own and "gerund" in frames and child.i > verb.i:
        return frames["gerund"], contents
    if child.dep_ != "oprd" and is_infinitive(parse, child) and not finite:
        objects = [] if own else [o for o in parse.kids(verb, "dobj", "dative") if verb.i < o.i < child.i]
        if own or objects:
            if "object-to" in frames:
                if objects:
                    contents.append(parse.extent(objects[0]))
                    contents[0] = (min(begin, objects[0].left_edge.i), end)
                return frames["object-to"], contents
            if "small" in frames and child.lemma_ == "be":
                return frames["small"], contents
            if own and "clause" in frames:
                return frames["clause"], contents
            return None
        if "to" in frames:
            return frames["to"], contents
        if "clause" in frames and any(c.tag_ in {"WRB", "WP", "WDT"} for c in parse.children[child.i]):
            return frames["clause"], contents
        return None
    if not finite and "small" in frames and (own or child.dep_ in {"oprd", "xcomp"}):
        for o in parse.kids(verb, "dobj"):
            if o.i > verb.i:
                contents.append(parse.extent(o))
        if child.i > verb.i:
            return frames["small"], contents
    bare = not finite and child.tag_ not in {"VBG", "VBN"} and "clause" in frames and frames["clause"].kind not in _SUBJUNCTIVE
    if bare and not parse.has(child, "mark") and parse.quotation[child.i] < 0 and child.i > verb.i and is_verbal(child):
        return None
    if child.dep_ == "ccomp" and (finite or own or parse.has(child, "mark") or parse.quotation[child.i] >= 0):
        name = (
            "clause"
            if "clause" in frames
            else "quote"
            if "quote" in frames and _touches_quotation(parse, begin, end)
            else ""
        )
        if name:
            return frames[name], contents
        if "object-to" in frames and own and not finite:
            return frames["object-to"], contents
    return None


def _touches_quotation(parse: Parse, begin: int, end: int) -> bool:
    return any(parse.quotation[i] >= 0 for i in (begin, end - 1))


def _object_and(parse: Parse, verb: Token, word: str, *, whole: bool) -> list[Range]:
    """The content of "blames X for Y" (``whole``: X and Y) or "accuses X of Y" (Y alone)."""
    objects = [o for o in parse.kids(verb, "dobj") if o.i > verb.i]
    holders = [verb, *objects]
    for holder in holders:
        for preposition in parse.kids(holder, "prep"):
            if preposition.lower_ != word or preposition.i < verb.i or not parse.children[preposition.i]:
                continue
            begin, end = parse.extent(preposition)
            end = clause_end(parse, preposition, end)
            if not objects:
                gap = _head_of_relative(parse, verb, None)
                return [(begin, end), *gap] if gap or not whole else []
            if whole:
                return [(min(begin, objects[0].left_edge.i), end)]
            return [(preposition.i + 1, _goes_on(parse, verb, end))]
    return []


def _prepositional(parse: Parse, verb: Token, word: str) -> list[Range]:
    for child in parse.kids(verb, "prep", "prt", "agent"):
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


def _is_gapped(parse: Parse, verb: Token) -> bool:
    own = parse.kids(verb, *SUBJECTS)
    return bool(own) and own[0].lower_ not in RELATIVES and not parse.has(verb, "dobj", "ccomp", "xcomp")


def _extracts(parse: Parse, verb: Token, child: Token) -> bool:
    """Whether the antecedent of the relative clause of ``verb`` belongs into the complement ``child``."""
    own = parse.kids(verb, *SUBJECTS)
    return bool(own) and own[0].lower_ not in RELATIVES and child.i > verb.i


def _head_of_relative(parse: Parse, verb: Token, pronoun: Token | None) -> list[Range]:
    """The antecedent's head and the pronoun of a relative clause whose content starts with them."""
    if verb.dep_ != "relcl":
        return []
    own = parse.kids(verb, *SUBJECTS)
    if own and own[0].lower_ in RELATIVES:
        return []
    out = [(verb.head.i, verb.head.i + 1)]
    pronouns = [pronoun] if pronoun is not None else [c for c in parse.children[verb.i] if c.lower_ in RELATIVES]
    out.extend((p.i, p.i + 1) for p in pronouns if p.i < verb.i)
    return out


# --------------------------------------------------------------------------------------------------------- passive


def _passive(parse: Parse, verb: Token, frames: Frames) -> tuple[Cue, list[Range]] | None:
    subjects = [s for s in parse.kids(verb, *SUBJECTS) if s.lower_ != "it" and s.dep_ != "expl"]
    if not subjects and verb.dep_ in {"acl", "conj", "advcl"} and verb.head.i < verb.i:
        inherited = subject(parse, verb) if verb.dep_ == "conj" else verb.head if verb.dep_ == "acl" else None
        subjects = [inherited] if inherited is not None else []
    about = [(s.i, s.i + 1) if verb.dep_ == "acl" else parse.extent(s) for s in subjects]
    if verb.lemma_ == "quote":
        return _quoted_as(parse, verb)
    for child in parse.kids(verb, "ccomp", "xcomp", "oprd", "advcl"):
        begin, end = parse.extent(child)
        if child.i < verb.i or (child.dep_ == "advcl" and not is_infinitive(parse, child)):
            continue
        end = clause_end(parse, child, end)
        finite = is_finite(parse, child)
        if child.dep_ == "ccomp" and finite and "clause" in frames:
            return frames["clause"], [(begin, end)]
        if is_infinitive(parse, child) and not finite:
            for name in ("passive-to", "object-to", "small"):
                if name in frames:
                    return frames[name], [*about, (begin, end)]
            continue
        if "small" in frames and child.dep_ in {"oprd", "xcomp", "ccomp"} and not (verb.dep_ == "acl" and verb.lemma_ in _NAMING):
            return frames["small"], [*about, (begin, end)]
    for name, does in frames.items():
        kind, _, word = name.partition(":")
        if kind in {"of", "with", "as"}:
            for preposition in parse.kids(verb, "prep"):
                if preposition.lower_ == (word or "as") and preposition.i > verb.i and parse.children[preposition.i]:
                    begin, end = parse.extent(preposition)
                    return does, [*about, (begin if kind == "as" else preposition.i + 1, end)]
    if "object" in frames and about and (agent(parse, verb) is not None):
        return frames["object"], about
    if "told" in frames or "clause" not in frames:
        return None
    return None


def _quoted_as(parse: Parse, verb: Token) -> tuple[Cue, list[Range]] | None:
    for preposition in parse.kids(verb, "prep"):
        for saying in parse.kids(preposition, "pcomp"):
            frames = cues().verbs.get(saying.lemma_, NO_FRAMES)
            if preposition.lower_ == "as" and "quote" in frames:
                return frames["quote"], [(saying.i + 1, parse.extent(preposition)[1])]
    return None


# --------------------------------------------------------------------------------------------------- parentheticals


def _continue_coordination(parse: Parse, verb: Token, draft: Draft) -> None:
    """Takes in what the parser coordinated with the cue although its form shows it to go on with the content.

    "promises to build and extend the line", "mentioned lowering fees and raising wages".
    """
    for child in parse.kids(verb, "conj"):
        if child.tag_ in {"VB", "VBG"} and child.tag_ != verb.tag_ and not parse.has(child, *SUBJECTS, "aux"):
            begin, end = parse.extent(child)
            last = max(draft.contents, key=lambda c: c[1])
            if 0 <= begin - last[1] <= 2 and not is_infinitive(parse, verb):
                draft.contents[draft.contents.index(last)] = (last[0], end)


def _enclosed(parse: Parse, verb: Token, draft: Draft) -> None:
    """The sentence around "…, the ministry said, …" or before "…, the ministry said." where the parser lost part of it."""
    if verb.dep_ != "ROOT" or draft.source is None or parse.quotation[verb.i] >= 0:
        return
    lo, hi = min(draft.source[0], draft.cue[0]), max(draft.source[1], draft.cue[1])
    block = parse.blocks[parse.block[verb.i]]
    begin, end = max(verb.sent.start, block[0]), min(verb.sent.end, block[1])
    gap = hi - lo - (draft.source[1] - draft.source[0]) - (draft.cue[1] - draft.cue[0])
    if gap or lo <= begin + 1 or parse.tokens[lo - 1].text != "," or hi >= end:
        return
    left = parse.tokens[begin:lo]
    if parse.tokens[hi].text == ",":
        if draft.contents and all(b >= hi for b, _ in draft.contents) and not any(parse.quotation[t.i] >= 0 for t in left):
            draft.contents.append((begin, lo))
    elif not draft.contents and any(is_verbal(t) for t in left) and parse.tokens[hi].is_punct:
        draft.contents = [(begin, lo)]


def _is_parenthetical(parse: Parse, verb: Token) -> bool:
    if verb.dep_ == "parataxis":
        return True
    return verb.dep_ == "advcl" and any(m.lower_ == "as" for m in parse.kids(verb, "mark", "advmod"))


def _parenthetical(parse: Parse, verb: Token, draft: Draft) -> list[Range]:
    """The clause around "…, he said, …" and "as he put it"."""
    if not _is_parenthetical(parse, verb) or not is_verbal(verb.head) or verb.head.i == verb.i:
        return []
    begin, end = parse.extent(verb.head)
    out_begin, out_end = parse.extent(verb)
    if out_begin <= begin:
        begin = out_end
    return [piece for piece in ((begin, min(end, out_begin)), (max(begin, out_end), end)) if piece[0] < piece[1]]

"""Counts: whether words say that so many people were killed, injured, went missing, were detained or displaced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.extract.llm.grounding import Stretch
from kg.extract.llm.scene import Scene
from kg.extract.rules import lexicon, nominals, phrases, quantities
from kg.extract.rules.quantities import Count
from kg.model import Effect, EntityClass

if TYPE_CHECKING:
    from spacy.tokens import Token

_WORDS: Final = {
    Effect.KILLED: "kill die perish slay murder massacre slaughter death dead toll fatality killing behead execute "
    "drown assassinate life lives lose martyr martyrdom body corpse lynch",
    Effect.INJURED: "injure wound hurt injury injured wounded maim wounding burn",
    Effect.MISSING: "missing disappear unaccounted",
    Effect.DETAINED: "arrest detain imprison jail capture detention abduct kidnap hold seize hostage prisoner",
    Effect.DISPLACED: "displace flee evacuate displacement uproot evacuee refugee homeless",
}
_EFFECTS: Final = {word: effect for effect, words in _WORDS.items() for word in words.split()}
_CASUALTIES: Final = lexicon.words("casualty victim")
"""Words of harm that leave open which: they bear out killed and injured alike only with one of their own words near."""
_COUNTING: Final = lexicon.words(
    "people person life lives death fatality injury body other dozen hundred thousand more"
)


def says(scene: Scene, evidence: Stretch, effect: Effect, minimum: int | None, maximum: int | None) -> Stretch | None:
    """Where the evidence says that so many suffered the effect; ``None`` where it does not.

    The bounds are those of the words, as ``kg.extract.rules.quantities`` reads them, or the least alone ("twelve
    people, including four children"). The effect's word must be the nearest one in the parse; what is counted must be
    people.
    """
    tokens = scene.tokens(evidence)
    if tokens is None:
        return None
    for token in tokens:
        for count, begin, end, noun in _counts(token):
            if (minimum, maximum) != (count.minimum, count.maximum) and (minimum, maximum) != (count.minimum, None):
                continue
            if minimum is None and maximum is None:
                continue
            if begin < tokens.start or end > tokens.end:
                continue
            if _effect(noun, tokens.start, tokens.end) is effect and not _is_thing(scene, noun):
                first, last = scene.doc[begin], scene.doc[max(end - 1, noun.i)]
                if last.i >= tokens.end:
                    last = scene.doc[end - 1]
                return Stretch(first.idx, last.idx + len(last))
    return None


def _counts(token: Token) -> list[tuple[Count, int, int, Token]]:
    """The count that a word is part of, and the noun that it counts."""
    found = quantities.read(token.doc, token.i)
    if found is not None:
        count, begin, end = found
        root = token.doc[begin:end].root
        if root.pos_ in {"ADP", "SCONJ", "ADV"}:
            root = token.doc[end - 1]  # "wounded over 20"
        noun = root.head if root.dep_ in {"nummod", "det", "amod", "quantmod", "predet", "nmod"} else root
        if noun.pos_ in {"VERB", "AUX"} and root.dep_ != "nsubj":
            noun = root
        return [(count, begin, end, phrases.content(noun))]
    single = token.tag_ in {"NN", "NNP"} and any(c.dep_ == "det" and c.lower_ in {"a", "an"} for c in token.lefts)
    if single and nominals.class_of(token) is EntityClass.PERSON:
        return [(Count(1, 1), token.left_edge.i, token.i + 1, token)]
    return []


def _effect(noun: Token, begin: int, end: int) -> Effect | None:
    """The effect that the words of the evidence say of what a noun names: the nearest in the parse.

    The subject of an active verb that does harm to others ("51 rockets killed two") suffers nothing.
    """
    own = effect_of(noun)
    if own is not None:
        return own
    child = next((c for c in noun.children if c.dep_ in {"amod", "acl", "relcl", "acomp"} and effect_of(c)), None)
    if child is not None and begin <= child.i < end and not (child.dep_ == "relcl" and phrases.objects(child)):
        return effect_of(child)
    below = noun
    for above in noun.ancestors:
        if not begin <= above.i < end:
            return None
        effect = effect_of(above)
        if effect is not None:
            return None if _does(below, above) else effect
        if above.pos_ in {"VERB", "AUX"}:
            beside = [c for c in above.children if c != below and effect_of(c) and begin <= c.i < end]
            if beside:
                return effect_of(beside[0])
            if above.dep_ in {"ccomp", "csubj", "ROOT"}:
                return None
        below = above
    return None


def _does(child: Token, verb: Token) -> bool:
    if child.dep_ in {"nsubj", "csubj"} and verb.pos_ == "VERB" and phrases.objects(verb):
        return True
    return child.dep_ in {"agent", "advcl", "conj"} or (
        child.dep_ == "prep" and child.lower_ in {"by", "with", "at", "in", "after"}
    )


def effect_of(token: Token) -> Effect | None:
    """The effect that a word says, if it says one."""
    if token.pos_ == "AUX":
        return None
    effect = _EFFECTS.get(token.lemma_.lower()) or _EFFECTS.get(token.lower_)
    if effect is None and token.lemma_.lower() in _CASUALTIES:
        return None
    return effect


def _is_thing(scene: Scene, noun: Token) -> bool:
    """Whether what is counted is known to be no people ("51 rockets")."""
    if noun.pos_ == "NUM" or noun.like_num or effect_of(noun) is not None or noun.lemma_.lower() in _COUNTING:
        return False
    cls = nominals.class_of(noun)
    member = scene.found.cast.at(noun)
    known = cls or (member.cls if member is not None else None)
    return known is None or not known.is_a(EntityClass.ACTOR)

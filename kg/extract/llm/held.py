"""How a statement is held: whether polarity, certainty and realis of a claim ignore what its words show.

The guard refuses claims that say more than the text: that something is so where it is denied, doubted, planned or
imagined. A claim that says less, or doubts where the text does not, passes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.extract.llm.grounding import Stretch
from kg.extract.llm.kept import Told
from kg.extract.llm.reason import Reason
from kg.extract.llm.scene import Scene
from kg.extract.rules import frames, lexicon, modality
from kg.extract.rules.attributions.cues import cues
from kg.extract.rules.modality import Modality
from kg.extract.rules.posts import FORMER
from kg.model import Certainty, Polarity, Predicate, Realis

if TYPE_CHECKING:
    from spacy.tokens import Token

_RANK: Final = {Certainty.CERTAIN: 0, Certainty.PROBABLE: 1, Certainty.POSSIBLE: 2}
_DENYING: Final = lexicon.words(
    "not n't n’t no never nobody none neither nor nothing without deny denial refuse reject rejection dismiss refute "
    "false untrue wrong fail decline rule avoid prevent baseless unfounded impossible hardly cannot lie rebut dispute "
    "disavow contradict absent lack cease stop halt instead nowhere zero"
)
_SITUATING: Final = frozenset({Predicate.PLACE, Predicate.DATE, Predicate.TOLL, Predicate.IN_RESPONSE_TO})
"""What is denied happened nowhere and never: these stand affirmed beside a denied event."""


def objection(
    scene: Scene,
    anchor: Token,
    sentence: Stretch,
    told: Told | None,
    predicate: Predicate,
    claimed: Modality,
) -> Reason | None:
    """Why a claim about what ``anchor`` tells may not be held as it is, if it may not."""
    shown = _shown(scene, anchor, told)
    unheard = claimed.polarity is Polarity.DENIED and shown.polarity is not Polarity.DENIED
    if unheard and not _may_be_denied(scene, anchor, sentence, told):
        return Reason.POLARITY
    if claimed.polarity is Polarity.AFFIRMED and shown.polarity is Polarity.DENIED and predicate not in _SITUATING:
        return Reason.POLARITY
    if claimed.polarity is Polarity.AFFIRMED and _falls_short(anchor, governor(scene, anchor)):
        return Reason.POLARITY
    if claimed.realis is Realis.ACTUAL and shown.realis is not Realis.ACTUAL:
        return Reason.REALIS
    if _RANK[claimed.certainty] < _RANK[shown.certainty]:
        return Reason.CERTAINTY
    return None


def _falls_short(anchor: Token, verb: Token) -> bool:
    """As in "almost killed", "no attack took place", "far from attacking", "instead of attacking"."""
    if any(c.dep_ == "advmod" and c.lower_ in {"almost", "nearly"} for c in (*anchor.children, *verb.children)):
        return True
    if anchor.pos_ == "NOUN" and any(c.dep_ == "det" and c.lower_ == "no" for c in anchor.children):
        return True
    for token in (anchor, verb):
        before = [token.nbor(-n).lower_ if token.i >= n else "" for n in (2, 1)]
        if token.tag_ == "VBG" and tuple(before) in _INSTEAD:
            return True
    return False


_INSTEAD: Final = frozenset({("far", "from"), ("instead", "of"), ("short", "of"), ("rather", "than")})


def _may_be_denied(scene: Scene, anchor: Token, sentence: Stretch, told: Told | None) -> bool:
    """Whether some word that denies stands over the anchor: in its clause, in one above, or as what reports it.

    A relative clause, and one of several with a subject of its own, is not denied by what stands outside.
    """
    chain = {anchor.i}
    for token in (anchor, *anchor.ancestors):
        chain.add(token.i)
        own = any(c.dep_ in {"nsubj", "nsubjpass"} for c in token.children)
        if token.dep_ == "relcl" or (token.dep_ == "conj" and own):
            break
    cue = scene.tokens(told.cue) if told is not None else None
    if cue is not None and any(_denies(t) for t in cue):
        return True
    return any(_denies(t) and _clause_of(t) in chain for t in scene.tokens(sentence) or ())


def _denies(token: Token) -> bool:
    return token.lemma_.lower() in _DENYING or token.lower_ in _DENYING


def _clause_of(token: Token) -> int:
    """The verb over a word, itself where it is one; the top of the sentence where there is none."""
    above = [token, *token.ancestors]
    return next((t.i for t in above if t.pos_ in {"VERB", "AUX"}), above[-1].i)


def objection_to_granted(noun: Token) -> Reason | None:
    """As ``objection``, for what a noun phrase takes for granted: what is said of those it names does not touch it."""
    if modality.surmised(noun) is not Certainty.CERTAIN:
        return Reason.CERTAINTY
    words = {t.lower_ for end in (noun, noun.head) for t in end.lefts} | {c.lower_ for c in noun.children}
    if words & _UNREAL:
        return Reason.REALIS
    return Reason.POLARITY if words & {"no", "not", "never", "non"} else None


_UNREAL: Final = lexicon.words(
    "would-be aspiring self-proclaimed self-styled so-called supposed next incoming future possible potential proposed "
    "elect designate reputed purported alleged suspected fake false pretend imaginary fictional if"
)


def is_denied(verb: Token) -> bool:
    """Whether a verb is negated, or its subject or object is nobody or nothing."""
    return modality.of(verb, verb, frozenset()).polarity is Polarity.DENIED


def is_over(anchor: Token, *others: Token) -> bool:
    """Whether a relation is said to be no longer so ("former leader", "no longer leads")."""
    for token in (anchor, *others):
        for child in token.children:
            if (
                child.lower_ in FORMER
                or child.lower_ == "longer"
                or (child.lower_ == "once" and child.dep_ == "advmod")
            ):
                return True
    return False


def _shown(scene: Scene, anchor: Token, told: Told | None) -> Modality:
    """What the words around the anchor, and the cue that carries it, make of it."""
    voices = scene.found.voices
    cue = scene.tokens(told.cue) if told is not None else None
    limit = voices.cues | (frozenset(range(cue.start, cue.end)) if cue is not None else frozenset())
    out = modality.of(anchor, governor(scene, anchor), limit - {anchor.i})
    voice = voices.at(anchor)
    attributed = scene.found.attributed[voice.attribution] if voice.attribution is not None else None
    if cue is None:
        return out.combine(voice.frame)
    if attributed is not None and any(attributed.cue[0] <= t.i < attributed.cue[1] for t in cue):
        return out.combine(voice.frame)
    return out.combine(_cue(cue.root))


def governor(scene: Scene, token: Token) -> Token:
    """The verb that decides whether what a word tells is so: itself, or the light verb or copula above a noun."""
    if token.pos_ in {"VERB", "AUX"}:
        return token
    for occurrence in scene.found.occurrences:
        if occurrence.token.i == token.i:
            return occurrence.governor
    head = token.head
    if head.pos_ in {"VERB", "AUX"} and token.dep_ in {"attr", "acomp", "oprd"}:
        return head
    light = frozenset().union(*frames.load().light.values())
    if head.pos_ == "VERB" and head.lemma_.lower() in light and token.dep_ in {"dobj", "nsubj", "nsubjpass"}:
        return head
    return token


def _cue(cue: Token) -> Modality:
    """What a reporting word does to its content in all of its frames."""
    known = cues()
    lemma = cue.lemma_.lower()
    listed = known.verbs.get(lemma) or known.nouns.get(lemma) or known.adjectives.get(lemma)
    effects = list(listed.values()) if listed else [c for c in (known.adverbs.get(lemma),) if c is not None]
    if not effects:
        return Modality()
    polarity = Polarity.DENIED if all(e.polarity is Polarity.DENIED for e in effects) else Polarity.AFFIRMED
    certainty = min((e.certainty for e in effects), key=_RANK.__getitem__)
    realis = effects[0].realis if all(e.realis is effects[0].realis for e in effects) else Realis.ACTUAL
    return Modality(polarity, certainty, realis)

"""The sources: who a reporting word says has spoken, thought or wanted what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kg.extract.llm import clauses, wording
from kg.extract.llm.grounding import Stretch
from kg.extract.llm.reason import Reason
from kg.extract.llm.scene import Scene
from kg.extract.rules import phrases

if TYPE_CHECKING:
    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

_NEAR: Final = 2
"""Sentences that may lie between a cue and the content of a quotation that it belongs to."""
_VERBS: Final = frozenset({"VERB", "AUX"})


def source_of(
    scene: Scene, cue: Stretch, sources: list[Stretch], contents: tuple[Stretch, ...]
) -> Stretch | Reason | None:
    """Which of ``sources`` the cue's grammar allows, ``None`` where none is asked for; or why there is none.

    The cue must be a word that reports. The source stands in its sentence, outside the content: as the subject of an
    active verb or the agent of a passive, beside a noun, behind "according to". Where the rules know the cue, their
    source must be the same.
    """
    tokens = scene.tokens(cue)
    if tokens is None or not wording.is_cue(tokens):
        return Reason.CUE
    if not _is_near(scene, cue, contents):
        return Reason.CUE
    head = tokens.root
    if not sources:
        return Reason.SOURCE if _has_speaker(scene, tokens) else None
    for source in sources:
        token = scene.head(source)
        if token is None or source.overlaps(cue) or token.sent != head.sent:
            continue
        if any(part.overlaps(source) for part in contents):
            continue
        if _may_speak(head, token) and not _is_other(scene, tokens.start, tokens.end, source):
            return source
    return Reason.SOURCE


def _has_speaker(scene: Scene, cue: Tokens) -> bool:
    """Whether the text names who says it: by grammar, or as the rules find it."""
    verbs = [t for t in cue if t.pos_ in _VERBS]
    if any(scene.doc[i].lower_ not in {"it", "there"} for verb in verbs for i in clauses.agents(verb)):
        return True
    return any(a.source is not None and a.cue[0] < cue.end and cue.start < a.cue[1] for a in scene.found.attributed)


def _is_near(scene: Scene, cue: Stretch, contents: tuple[Stretch, ...]) -> bool:
    """Whether cue and content stand in one sentence or in neighbouring ones of one block."""
    for part in contents:
        between = Stretch(min(cue.begin, part.begin), max(cue.end, part.end))
        touched = scene.sentences_of(between)
        own = len(scene.sentences_of(part))
        if scene.block_of(between) is None or len(touched) - own > _NEAR:
            return False
    return True


def _may_speak(cue: Token, source: Token) -> bool:
    verb = next((t for t in (cue, *cue.ancestors) if t.pos_ in _VERBS), None)
    if cue.pos_ in _VERBS:
        agents, patients = clauses.agents(cue), clauses.patients(cue)
        if source.i in patients and source.i not in agents:
            return False
        return source.i in agents or (not agents and not clauses.parted(cue, source))
    if cue.i <= source.i and (cue.is_ancestor(source) or source.head == cue):
        return True
    if clauses.under(source, cue) is not None or cue.head == source or source.is_ancestor(cue):
        return True
    if verb is not None and source.i in {t.i for s in phrases.subjects(verb) for t in phrases.conjuncts(s)}:
        return True
    return cue.is_punct and source.i < cue.i


def _is_other(scene: Scene, begin: int, end: int, source: Stretch) -> bool:
    """Whether the rules find another source at the same cue."""
    for item in scene.found.attributed:
        if item.source is None or not (item.cue[0] < end and begin < item.cue[1]):
            continue
        first, last = scene.doc[item.source[0]], scene.doc[item.source[1] - 1]
        return not Stretch(first.idx, last.idx + len(last)).overlaps(source)
    return False

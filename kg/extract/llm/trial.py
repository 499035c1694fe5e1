"""The trial: whether the evidence of one claim bears it out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kg.extract.llm import assertion, bonds, clauses, counts, harm, held, offices, parts, times, wording
from kg.extract.llm.bench import Bench
from kg.extract.llm.grounding import Stretch
from kg.extract.llm.items import ClaimItem
from kg.extract.llm.joins import JOINS, Kind
from kg.extract.llm.kept import Stated, Told
from kg.extract.llm.reason import Reason
from kg.extract.rules.modality import Modality
from kg.model import (
    RELATIONS,
    ClaimObject,
    ClassObject,
    DateObject,
    Effect,
    EventClass,
    Polarity,
    Predicate,
    TextObject,
)

if TYPE_CHECKING:
    from spacy.tokens import Token

_SENTENCES: Final = 3
"""Sentences that an evidence may touch."""
_BONDS: Final = RELATIONS | {Predicate.BASED_IN, Predicate.ACTIVE_IN, Predicate.NATIONALITY}


@dataclass(frozen=True, slots=True)
class _Borne:
    """What in a sentence says a claim: its pivotal word, and the words of its object."""

    anchor: Token
    mention: Stretch | None
    through: Token | None = None
    """The verb through which a noun has its object ("took no part in the attack"), which must hold as well."""


class Trial:
    """Tries the claims of one answer."""

    def __init__(self, bench: Bench, claims: list[ClaimItem]) -> None:
        """``claims`` are all claims of the answer: what is said of a tenure is tried together."""
        self._bench = bench
        self._scene = bench.scene
        self._of = {
            (c.subject, c.predicate): c.object
            for c in reversed(claims)
            if c.predicate in {Predicate.HOLDER, Predicate.POST, Predicate.DESIGNEE}
        }

    def of(self, item: ClaimItem) -> Stated | Reason:
        """The claim as its evidence bears it out, or why it does not."""
        refused = self._join(item)
        if refused is not None:
            return refused
        found = self._bench.grounding.find(item.evidence)
        if not found:
            return Reason.NOT_FOUND
        refusals = []
        for evidence in found:
            outcome = self._on(item, evidence)
            if isinstance(outcome, Stated):
                return outcome
            refusals.append(outcome)
        return refusals[0]

    def _join(self, item: ClaimItem) -> Reason | None:
        """Whether subject and object are there and may be so joined."""
        bench, join = self._bench, JOINS[item.predicate]
        nodes = [item.subject]
        if not join.objects & {Kind.CLASS, Kind.DATE, Kind.WORDS}:
            nodes.append(item.object)
        if item.attribution is not None:
            if item.attribution not in bench.known:
                return Reason.DANGLING
            if bench.told(item.attribution) is None:
                return Reason.DEPENDENT
        for node in nodes:
            if node not in bench.known:
                return Reason.DANGLING
        kinds = [bench.kind(node) for node in nodes]
        if None in kinds:
            return Reason.DEPENDENT
        if kinds[0] not in join.subjects or (len(kinds) > 1 and kinds[1] not in join.objects):
            return Reason.JOIN
        if kinds[0] is Kind.ENTITY and not any(bench.cls(item.subject).is_a(c) for c in join.owners):
            return Reason.JOIN
        if len(kinds) > 1 and kinds[1] is Kind.ENTITY and not join.takes(bench.cls(item.object)):
            return Reason.JOIN
        if item.subject == item.object:
            return Reason.JOIN
        if item.predicate is Predicate.TYPE and item.object not in set(EventClass):
            return Reason.FOREIGN
        return None

    def _on(self, item: ClaimItem, evidence: Stretch) -> Stated | Reason:
        """Tries a claim on one place where its evidence stands."""
        scene, told = self._scene, self._bench.told(item.attribution)
        if scene.block_of(evidence) is None:
            return Reason.LONG
        sentences = scene.sentences_of(evidence)
        if not 0 < len(sentences) <= _SENTENCES:
            return Reason.LONG
        if told is not None and told.source is not None and told.claimant is None:
            return Reason.VOICE  # somebody says it, and the answer does not say who that is
        if told is not None and not any(part.contains(evidence) for part in told.content):
            return Reason.UNCOVERED
        refusals = []
        for sentence in sentences:
            borne = self._borne(item, evidence, sentence)
            if isinstance(borne, _Borne):
                refused = self._assertion(item, borne.anchor, sentence, told)
                if refused is None and borne.through is not None and held.is_denied(borne.through):
                    refused = None if item.polarity is Polarity.DENIED else Reason.POLARITY
                if refused is None:
                    return Stated(item, evidence, *_object(item), borne.mention)
                borne = refused
            refusals.append(borne)
        return next((r for r in refusals if r is not Reason.NOT_DENOTED), Reason.NOT_DENOTED)

    def _assertion(self, item: ClaimItem, anchor: Token, sentence: Stretch, told: Told | None) -> Reason | None:
        scene = self._scene
        kind = self._bench.kind(item.subject)
        granted = kind is Kind.TENURE and _is_granted(anchor)
        refused = assertion.objection(scene, anchor, sentence, told, granted=granted)
        if refused is not None:
            return refused
        if told is None and self._is_said_by_another(anchor):
            return Reason.VOICE
        claimed = Modality(item.polarity, item.certainty, item.realis)
        if kind in {Kind.TENURE, Kind.ENTITY} and _is_granted(anchor) and claimed == Modality():
            return held.objection_to_granted(anchor)
        return held.objection(scene, anchor, sentence, told, item.predicate, claimed)

    def _is_said_by_another(self, anchor: Token) -> bool:
        """Whether the grammar of reported speech gives the words to somebody, where the claim gives them to nobody.

        What a noun phrase takes for granted in indirect speech ("said the group's leader …") is the document's own.
        """
        voice = self._scene.found.voices.at(anchor)
        if voice.attribution is None:
            return False
        item = self._scene.found.attributed[voice.attribution]
        return item.source is not None and (
            item.quoted or anchor.pos_ in {"VERB", "AUX"} or wording.classes(anchor) != set()
        )

    def _borne(self, item: ClaimItem, evidence: Stretch, sentence: Stretch) -> _Borne | Reason:
        """What in a sentence bears the claim out."""
        kind = self._bench.kind(item.subject)
        if kind is Kind.EVENT:
            return self._of_event(item, evidence, sentence)
        if kind is Kind.TENURE:
            return self._of_tenure(item, evidence, sentence)
        if kind is Kind.DESIGNATION:
            return self._of_designation(item, evidence, sentence)
        return self._of_actors(item, evidence, sentence)

    def _of_event(self, item: ClaimItem, evidence: Stretch, sentence: Stretch) -> _Borne | Reason:
        bench = self._bench
        first: Reason | None = None
        for trigger, token in bench.denoting(item.subject, sentence):
            if not trigger.stretch.overlaps(evidence):
                continue
            if item.predicate in {Predicate.TYPE, Predicate.DATE, Predicate.TOLL, Predicate.INSTRUMENT}:
                outcome = self._valued(item, token, trigger.stretch, evidence)
            else:
                outcome = self._filled(item, token, sentence)
            if isinstance(outcome, _Borne):
                return outcome
            first = first or outcome
        return first or Reason.NOT_DENOTED

    def _valued(self, item: ClaimItem, token: Token, trigger: Stretch, evidence: Stretch) -> _Borne | Reason:
        """Tries what an event is, when it was, whom it befell and by what, on one trigger."""
        bench, scene = self._bench, self._scene
        if item.predicate is Predicate.TYPE:
            cls, tokens = bench.kept.events[item.subject].cls, scene.tokens(trigger)
            tells = tokens is not None and wording.is_trigger(tokens, cls)
            return _Borne(token, None) if tells and EventClass(item.object) is cls else Reason.CLASS
        if item.predicate is Predicate.TOLL:
            return self._toll(item, token, evidence)
        if item.predicate is Predicate.DATE:
            said = times.says(scene, evidence, item.object)
            missing = Reason.DATE
        else:
            said = next(iter(bench.grounding.find(item.object, evidence)), None)
            missing = Reason.WORDING
        word = scene.head(said) if said is not None else None
        if said is None or word is None or said.overlaps(trigger):
            return missing
        return _Borne(token, said) if parts.situates(token, word) else Reason.APART

    def _toll(self, item: ClaimItem, token: Token, evidence: Stretch) -> _Borne | Reason:
        bench, scene = self._bench, self._scene
        toll = bench.kept.tolls[item.object]
        said = counts.says(scene, evidence, toll.effect, toll.minimum, toll.maximum)
        word = scene.head(said) if said is not None else None
        if said is None or word is None:
            return Reason.NUMBER
        if not _befalls(bench.kept.events[item.subject].cls, toll.effect):
            return Reason.NUMBER
        if toll.group is not None:
            mentions = [m for m in bench.kept.mentions if m.of == toll.group]
            if not any(m.stretch.overlaps(said) for m in mentions):
                return Reason.NOT_DENOTED
        return _Borne(token, said) if harm.befell(token, word) else Reason.APART

    def _filled(self, item: ClaimItem, token: Token, sentence: Stretch) -> _Borne | Reason:
        """Tries a role, a place or another event on one trigger."""
        first: Reason | None = None
        for mention, head in self._bench.denoting(item.object, sentence):
            if head == token:
                continue
            if item.predicate is Predicate.PLACE:
                refused = parts.places(token, head)
            elif item.predicate in {Predicate.IN_RESPONSE_TO, Predicate.SUB_EVENT_OF}:
                refused = parts.links(item.predicate, token, head)
            else:
                refused = parts.role(item.predicate, token, head)
            if refused is None:
                return _Borne(token, mention.stretch, clauses.verb_between(token, head))
            first = first or refused
        return first or Reason.NOT_DENOTED

    def _of_actors(self, item: ClaimItem, evidence: Stretch, sentence: Stretch) -> _Borne | Reason:
        bench = self._bench
        if item.predicate not in _BONDS:
            return Reason.JOIN
        first: Reason | None = None
        for subject, one in bench.denoting(item.subject, sentence):
            for object_, other in bench.denoting(item.object, sentence):
                if one == other or not (subject.stretch.overlaps(evidence) and object_.stretch.overlaps(evidence)):
                    continue
                outcome = bonds.relation(item.predicate, one, other)
                if not isinstance(outcome, Reason):
                    return _Borne(outcome, object_.stretch)
                first = first or outcome
        return first or Reason.NOT_DENOTED

    def _of_tenure(self, item: ClaimItem, evidence: Stretch, sentence: Stretch) -> _Borne | Reason:
        """Tries what is said of a tenure on the title and the holder in one sentence."""
        bench = self._bench
        post, holder = (self._of.get((item.subject, p)) for p in (Predicate.POST, Predicate.HOLDER))
        if post is None or holder is None or post not in bench.kept.posts or holder not in bench.kept.entities:
            return Reason.DEPENDENT
        if {Predicate.POST: post, Predicate.HOLDER: holder}.get(item.predicate, item.object) != item.object:
            return Reason.SECOND
        first: Reason | None = None
        titles = [t for t in bench.words(bench.kept.posts[post].label, evidence) if offices.is_title(t)]
        if not titles:
            return Reason.WORDING
        for title in titles:
            for mention, head in bench.denoting(holder, sentence):
                refused = offices.office(title, head)
                outcome = refused or self._in_office(item, title, mention.stretch, evidence, sentence)
                if isinstance(outcome, _Borne):
                    return outcome
                first = first or outcome
        return first or Reason.NOT_DENOTED

    def _in_office(
        self, item: ClaimItem, title: Token, holder: Stretch, evidence: Stretch, sentence: Stretch
    ) -> _Borne | Reason:
        if item.predicate is Predicate.HOLDER:
            return _Borne(title, holder)
        if item.predicate is Predicate.POST:
            return _Borne(title, None)
        if item.predicate is Predicate.DATE:
            said = times.says(self._scene, evidence, item.object, tenure=True)
            word = self._scene.head(said) if said is not None else None
            if said is None or word is None:
                return Reason.DATE
            return Reason.APART if clauses.parted(title, word) else _Borne(title, said)
        first: Reason | None = None
        for mention, head in self._bench.denoting(item.object, sentence):
            refused = offices.of_office(title, head)
            if refused is None:
                return _Borne(title, mention.stretch)
            first = first or refused
        return first or Reason.NOT_DENOTED

    def _of_designation(self, item: ClaimItem, evidence: Stretch, sentence: Stretch) -> _Borne | Reason:
        """Tries what is said of a designation on its label in one sentence."""
        bench, scene = self._bench, self._scene
        labels = [t for t in bench.words(bench.kept.designations[item.subject].label, evidence) if offices.is_label(t)]
        if not labels:
            return Reason.WORDING
        first: Reason | None = None
        for label in labels:
            if item.predicate in {Predicate.DATE, Predicate.PROGRAMME}:
                if item.predicate is Predicate.DATE:
                    said = times.says(scene, evidence, item.object, tenure=True)
                else:
                    said = next(iter(bench.grounding.find(item.object, evidence)), None)
                word = scene.head(said) if said is not None else None
                if said is None or word is None:
                    first = first or (Reason.DATE if item.predicate is Predicate.DATE else Reason.WORDING)
                elif not clauses.parted(label, word):
                    return _Borne(label.head, said)
                else:
                    first = first or Reason.APART
                continue
            for mention, head in bench.denoting(item.object, sentence):
                outcome = offices.designation(item.predicate, label, head)
                if not isinstance(outcome, Reason):
                    return _Borne(outcome, mention.stretch)
                first = first or outcome
        return first or Reason.NOT_DENOTED


_OUTCOMES: Final = {
    EventClass.DEATH: frozenset({Effect.KILLED}),
    EventClass.INJURY: frozenset({Effect.INJURED}),
    EventClass.DETENTION: frozenset({Effect.DETAINED}),
    EventClass.DISPLACEMENT: frozenset({Effect.DISPLACED}),
}


def _befalls(cls: EventClass, effect: Effect) -> bool:
    """Whether an event of the class may do that to people: a death injures nobody."""
    return effect in _OUTCOMES.get(cls, frozenset(Effect))


def _is_granted(anchor: Token) -> bool:
    """Whether a word says something inside a noun phrase, without a verb of its own."""
    return anchor.pos_ in {"NOUN", "PROPN"} and anchor.dep_ not in {"attr", "oprd", "acomp"}


def _object(item: ClaimItem) -> tuple[str | None, ClaimObject | None]:
    """The claim's object: an id of the answer, or a value."""
    if item.predicate is Predicate.TYPE:
        return None, ClassObject(EventClass(item.object))
    if item.predicate is Predicate.DATE:
        return None, DateObject(item.object)
    if JOINS[item.predicate].objects == {Kind.WORDS}:
        return None, TextObject(" ".join(item.object.split()))
    return item.object, None

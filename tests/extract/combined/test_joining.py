"""Two readings of one text become one: what both say gains, what they contradict stays as the rules have it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract import Refusal, Trace
from kg.extract.combined import CombinedExtractor, Verdict, doubtful, join
from kg.extract.combined.joining import HIGHEST, agreement
from kg.model import (
    Attribution,
    Claim,
    ClassObject,
    DateObject,
    Document,
    Effect,
    Entity,
    EntityClass,
    Event,
    EventClass,
    Extract,
    Mention,
    MentionKind,
    NodeId,
    NodeObject,
    Origin,
    Polarity,
    Post,
    Predicate,
    Span,
    Tenure,
    Toll,
)

TEXT = "Norland bombed Karsk on Monday, killing 4. Sudland said so. Ann Bell leads Norland as minister."
SENTENCES = (Span(0, 42), Span(43, 59), Span(60, 95))
ORIGIN = Origin("m", "1", 0.0, 1)


def at(words: str) -> Span:
    begin = TEXT.index(words)
    return Span(begin, begin + len(words))


def entity(node: str, cls: EntityClass, name: str) -> Entity:
    return Entity(NodeId(node), cls, name, proper=True)


def claim(node: str, subject: str, predicate: Predicate, value: object, rule: str = "r", **others: object) -> Claim:
    filler = NodeObject(NodeId(value)) if isinstance(value, str) else value
    given = {"confidence": 0.6, **others}
    evidence = given.pop("evidence", (SENTENCES[0],))
    return Claim(NodeId(node), NodeId(subject), predicate, filler, evidence, rule, **given)  # type: ignore[arg-type]


def name(words: str, node: str, kind: MentionKind = MentionKind.NAME) -> Mention:
    return Mention(at(words), NodeId(node), kind)


RULES = Extract(
    "doc",
    "rules",
    entities=(entity("n1", EntityClass.STATE, "Norland"), entity("n2", EntityClass.SETTLEMENT, "Karsk")),
    events=(Event(NodeId("e1"), EventClass.BOMBING),),
    mentions=(name("Norland", "n1"), name("bombed", "e1", MentionKind.TRIGGER), name("Karsk", "n2")),
    claims=(
        claim("c1", "e1", Predicate.AGENT, "n1"),
        claim("c2", "e1", Predicate.TYPE, ClassObject(EventClass.BOMBING)),
        claim("c3", "e1", Predicate.DATE, DateObject("2021-05-03")),
    ),
)


def model(*claims: Claim, **others: object) -> Extract:
    """The model's reading, in which nodes have other ids and the bombing is called a bombing, too."""
    given: dict[str, object] = {
        "entities": (
            entity("n1", EntityClass.SETTLEMENT, "Karsk"),
            entity("n2", EntityClass.STATE, "Norland"),
            entity("n3", EntityClass.STATE, "Sudland"),
        ),
        "events": (Event(NodeId("e1"), EventClass.BOMBING),),
        "mentions": (
            name("Karsk", "n1"),
            name("Norland", "n2"),
            name("Sudland", "n3"),
            name("bombed", "e1", MentionKind.TRIGGER),
        ),
        **others,
    }
    return Extract("doc", "llm", claims=claims, origins=(ORIGIN,), **given)  # type: ignore[arg-type]


def by_model(node: str, subject: str, predicate: Predicate, value: object, **others: object) -> Claim:
    return claim(node, subject, predicate, value, "llm", **{"confidence": 0.5, **others})


def joined(second: Extract, first: Extract = RULES):
    return join(first, second, SENTENCES, "both")


def verdicts(second: Extract, first: Extract = RULES) -> list[Verdict]:
    return [d.verdict for d in joined(second, first).differences if d.second is not None]


def test_what_both_say_is_one_claim_with_more_confidence_and_both_names() -> None:
    both = joined(model(by_model("c1", "e1", Predicate.AGENT, "n2", evidence=(SENTENCES[1],))))
    (agent,) = (c for c in both.extract.claims if c.predicate is Predicate.AGENT)
    assert (agent.rule, agent.confidence) == ("r+llm", 0.8)
    assert agent.evidence == SENTENCES[:2]
    assert agent.is_by_model
    assert len(both.extract.claims) == 3
    assert [(d.verdict, d.first and d.first.id, d.second and d.second.id) for d in both.differences] == [
        (Verdict.AGREED, "c1", "c1"),
        (Verdict.FIRST, "c2", None),
        (Verdict.FIRST, "c3", None),
    ]
    assert (both.extract.extractor, both.extract.origins) == ("both", (ORIGIN,))


def test_what_the_model_alone_says_is_added_with_the_nodes_that_it_needs() -> None:
    said = (by_model("c1", "e1", Predicate.TARGET, "n1"), by_model("c2", "n3", Predicate.OPPOSES, "n2"))
    both = joined(model(*said)).extract
    assert [e.name for e in both.entities] == ["Norland", "Karsk", "Sudland"]
    told = {(c.subject, c.predicate, c.object, c.rule) for c in both.claims}
    assert ("e1", Predicate.TARGET, NodeObject(NodeId("n2")), "llm") in told
    assert ("n3", Predicate.OPPOSES, NodeObject(NodeId("n1")), "llm") in told
    assert len(both.claims) == 5


@pytest.mark.parametrize(
    "said",
    [
        by_model("c1", "e1", Predicate.AGENT, "n2", polarity=Polarity.DENIED),
        by_model("c1", "e1", Predicate.AGENT, "n2", claimant=NodeId("n3")),
        by_model("c1", "e1", Predicate.TARGET, "n2"),
        by_model("c1", "e1", Predicate.DATE, DateObject("2021-05-04")),
        by_model("c1", "e1", Predicate.TYPE, ClassObject(EventClass.ATTACK)),
    ],
    ids=["denied", "another claimant", "another part", "another day", "another class"],
)
def test_what_contradicts_the_rules_is_listed_and_not_taken(said: Claim) -> None:
    both = joined(model(said))
    assert [d.verdict for d in both.differences if d.second] == [Verdict.CONTRADICTING]
    assert both.extract.claims == join(RULES, Extract("doc", "llm"), SENTENCES, "both").extract.claims


def test_the_same_statement_about_other_words_is_no_contradiction() -> None:
    elsewhere = by_model("c1", "e1", Predicate.DATE, DateObject("2021-05-04"), evidence=(SENTENCES[2],))
    assert verdicts(model(elsewhere)) == [Verdict.SECOND]


def test_words_that_are_a_person_to_one_and_a_state_to_the_other_stay_what_the_rules_say() -> None:
    second = model(
        by_model("c1", "e1", Predicate.VICTIM, "n2"),
        entities=(entity("n2", EntityClass.PERSON, "Norland"),),
        mentions=(name("Norland", "n2"), name("bombed", "e1", MentionKind.TRIGGER)),
    )
    both = joined(second)
    assert [d.verdict for d in both.differences if d.second] == [Verdict.CONTRADICTING]
    assert [e.cls for e in both.extract.entities] == [EntityClass.STATE, EntityClass.SETTLEMENT]
    assert len(both.extract.claims) == 3


def test_what_no_longer_makes_sense_with_the_classes_of_the_rules_is_left_out() -> None:
    """To the model two things are parties that make peace; to the rules they are one state."""
    two = model(
        by_model("c1", "n1", Predicate.ALLIED_WITH, "n2"),
        by_model("c2", "n1", Predicate.MEMBER_OF, "n3"),
        entities=(
            entity("n1", EntityClass.STATE, "Sudland"),
            entity("n2", EntityClass.STATE, "Sudland"),
            entity("n3", EntityClass.ORGANISATION, "Norland"),
        ),
        mentions=(name("Sudland", "n1"), name("Sudland", "n2"), name("Norland", "n3")),
    )
    first = replace(
        RULES,
        entities=(*RULES.entities, entity("n3", EntityClass.STATE, "Sudland")),
        mentions=(*RULES.mentions, name("Sudland", "n3")),
    )
    assert verdicts(two, first) == [Verdict.CONTRADICTING] * 2, "one with itself; a member of a state"


def test_an_event_of_another_kind_on_the_same_words_is_left_out_with_all_that_is_said_of_it() -> None:
    second = model(
        by_model("c1", "e1", Predicate.AGENT, "n2"),
        by_model("c2", "e1", Predicate.TYPE, ClassObject(EventClass.MEETING)),
        events=(Event(NodeId("e1"), EventClass.MEETING),),
    )
    assert verdicts(second) == [Verdict.CONTRADICTING] * 2
    assert [e.cls for e in joined(second).extract.events] == [EventClass.BOMBING]


def with_toll(extract: Extract, minimum: int, group: str | None = None, rule: str = "r") -> Extract:
    toll = Toll(NodeId("t1"), Effect.KILLED, minimum, minimum, NodeId(group) if group else None)
    told = claim("c9", "e1", Predicate.TOLL, "t1", rule)
    return replace(extract, tolls=(toll,), claims=(*extract.claims, told))


def test_equal_counts_agree_and_other_counts_contradict() -> None:
    first = with_toll(RULES, 4)
    assert verdicts(with_toll(model(), 4, rule="llm"), first) == [Verdict.AGREED]
    assert verdicts(with_toll(model(), 5, rule="llm"), first) == [Verdict.CONTRADICTING]
    assert len(joined(with_toll(model(), 5, rule="llm"), first).extract.tolls) == 1
    assert verdicts(with_toll(model(), 5, rule="llm")) == [Verdict.SECOND]
    assert len(joined(with_toll(model(), 5, rule="llm")).extract.tolls) == 1


def tenure(post: str, holder: str, label: str, rule: str) -> Extract:
    """Ann Bell's office."""
    words = (SENTENCES[2],)
    return Extract(
        "doc",
        rule,
        entities=(entity(holder, EntityClass.PERSON, "Ann Bell"),),
        mentions=(name("Ann Bell", holder),),
        posts=(Post(NodeId(post), label),),
        tenures=(Tenure(NodeId("o1")),),
        claims=(
            claim("c1", "o1", Predicate.HOLDER, holder, rule, evidence=words),
            claim("c2", "o1", Predicate.POST, post, rule, evidence=words),
        ),
    )


def test_one_office_of_one_holder_is_one_tenure() -> None:
    both = joined(tenure("p7", "n4", "Minister", "llm"), tenure("p1", "n1", "minister", "r"))
    assert [d.verdict for d in both.differences] == [Verdict.AGREED, Verdict.AGREED]
    assert (len(both.extract.tenures), len(both.extract.posts)) == (1, 1)
    other = joined(tenure("p7", "n4", "envoy", "llm"), tenure("p1", "n1", "minister", "r"))
    assert (len(other.extract.tenures), len(other.extract.posts)) == (2, 2)


def test_reported_speech_is_carried_over_with_who_says_it() -> None:
    said = Attribution(NodeId("a1"), at("Sudland"), at("said"), (at("so"),), NodeId("n3"))
    told = by_model("c1", "e1", Predicate.TARGET, "n1", claimant=NodeId("n3"), attribution=NodeId("a1"))
    both = joined(model(told, attributions=(said,))).extract
    (added,) = (c for c in both.claims if c.rule == "llm")
    (attribution,) = both.attributions
    assert added.attribution == attribution.id
    assert added.claimant == attribution.claimant
    assert next(e.name for e in both.entities if e.id == added.claimant) == "Sudland"


CLAIMS = st.lists(
    st.builds(
        lambda predicate, value, held, sentence: (predicate, value, held, sentence),
        st.sampled_from([Predicate.AGENT, Predicate.TARGET, Predicate.VICTIM]),
        st.sampled_from(["n1", "n2", "n3"]),
        st.sampled_from(Polarity),
        st.sampled_from(SENTENCES),
    ),
    max_size=6,
)


@given(CLAIMS, CLAIMS)
def test_the_rules_lose_nothing_and_all_references_hold(one: list, other: list) -> None:
    def made(given: list, rule: str) -> tuple[Claim, ...]:
        return tuple(
            claim(f"c{n}", "e1", p, v, rule, polarity=held, evidence=(sentence,))
            for n, (p, v, held, sentence) in enumerate(dict.fromkeys(given), start=1)
        )

    first = replace(
        RULES,
        entities=(*RULES.entities, entity("n3", EntityClass.STATE, "Sudland")),
        mentions=(*RULES.mentions, name("Sudland", "n3")),
        claims=made(one, "r"),
    )
    second = model(*made(other, "llm"))
    both = join(first, second, SENTENCES, "both")
    assert both == join(first, second, SENTENCES, "both")
    extract = both.extract
    nodes = [n.id for group in (extract.entities, extract.events, extract.attributions, extract.tolls) for n in group]
    assert len(set(nodes)) == len(nodes)
    for told in extract.claims:
        assert told.subject in nodes
        assert told.object.node in nodes  # type: ignore[union-attr]
    assert {m.node for m in extract.mentions} <= set(nodes)
    assert [c.id for c in extract.claims] == [f"c{n}" for n in range(1, len(extract.claims) + 1)]
    kept = [c for c in extract.claims if c.rule != "llm"]
    assert len(kept) == len(first.claims)
    counts = {verdict: sum(d.verdict is verdict for d in both.differences) for verdict in Verdict}
    assert counts[Verdict.SECOND] == len(extract.claims) - len(kept)
    assert counts[Verdict.AGREED] + counts[Verdict.SECOND] + counts[Verdict.CONTRADICTING] == len(second.claims)


@given(st.floats(0, 1), st.floats(0, 1))
def test_agreement_never_lowers_confidence_nor_makes_it_certain(one: float, other: float) -> None:
    raised = agreement(one, other)
    assert max(one, other) <= raised <= 1
    assert raised <= HIGHEST or raised == max(one, other)
    assert raised == agreement(other, one)


def test_a_model_is_asked_where_the_rules_are_unsure_turned_something_down_or_are_silent() -> None:
    quiet = replace(RULES, claims=())
    everything = Trace(SENTENCES)
    assert doubtful(quiet, everything) == (SENTENCES[0],), "two names, and no claim"
    sure = replace(RULES, claims=(claim("c1", "e1", Predicate.AGENT, "n1", confidence=0.7),))
    assert doubtful(sure, everything) == ()
    assert doubtful(RULES, everything) == (SENTENCES[0],)
    refused = Trace(SENTENCES, (Refusal(at("said"), "event", "Accusation", "no"),))
    assert doubtful(sure, refused) == (SENTENCES[1],)
    named = tuple(Refusal(at(words), "name", "a person", "no") for words in ("Ann Bell", "minister"))
    assert doubtful(sure, Trace(SENTENCES, named)) == (SENTENCES[2],)


def test_where_the_rules_are_sure_nobody_is_asked() -> None:
    class Rules:
        name = "rules"

        def traced(self, document: Document) -> tuple[Extract, Trace]:
            return Extract(document.id, "rules"), Trace(SENTENCES)

    class Nobody:
        name = "llm"

        def extract(self, document: Document, within: object = None) -> Extract:
            raise AssertionError("nobody is to be asked")

    document = Document("doc", "a.txt", "0" * 64, "text/plain", TEXT, ())
    extract = CombinedExtractor(Rules(), Nobody()).extract(document)
    assert extract == Extract("doc", "rules+llm/1 rules llm")

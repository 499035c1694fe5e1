"""A lying model gets nothing in that the text does not say, and does not spoil what it says rightly."""

from __future__ import annotations

import copy
import json
import re
from collections import Counter
from functools import cache
from itertools import product
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.extract.llm import passages, said
from kg.extract.llm import scene as scenes
from kg.extract.llm.gathering import Gathering
from kg.extract.llm.guard import Guard
from kg.extract.llm.joins import JOINS
from kg.extract.llm.kept import Kept
from kg.extract.llm.reason import Reason
from kg.extract.llm.scene import Scene
from kg.extract.rules import language
from kg.model import Certainty, EntityClass, EventClass, Extract, Polarity, Predicate, Realis
from tests.extract.llm import sample, scripted
from tests.extract.llm.sample import Fact, facts

SENTENCES = re.split(r"(?<=[.]) (?=[A-Z])", sample.TEXT)
LOOSE = {
    # Weaker or looser than what the good answer says, and said as well.
    ("Attack", "participant", "gunmen", "Police"),
    ("Attack", "participant", "his fighters", "Ahmad Karimi"),
    ("Condemnation", "participant", "Adel Abdul-Mahdi", ""),
    ("Condemnation", "participant", "Attack", ""),
    ("gunmen", "memberOf", "Red Lantern", "Police"),
    ("gunmen", "affiliatedWith", "Red Lantern", "Police"),
    ("Adel Abdul-Mahdi", "leads", "Iraq", ""),
    ("Adel Abdul-Mahdi", "affiliatedWith", "Iraq", ""),
    ("Iraq", "affiliatedWith", "Adel Abdul-Mahdi", ""),
    ("Adel Abdul-Mahdi", "nationality", "Iraq", ""),
    ("Condemnation", "date", "2019-12", ""),
    ("Condemnation", "date", "2019", ""),
    ("Condemnation", "date", "XXXX-12-29", ""),
    ("terrorist group", "date", "2009/..", ""),
    ("terrorist group", "authority", "Washington", ""),  # where nothing tells that a state is meant
    ("Attack", "target", "a base", "Ahmad Karimi"),
    ("Attack", "type", "Attack", "Ahmad Karimi"),
    ("Attack", "toll", "Killed 51-None", "Police"),
    ("Attack", "toll", "Injured 15-None", "Police"),
    ("Attack", "victim", "51 soldiers", "Police"),
    ("Attack", "target", "51 soldiers", "Police"),
}
"""(subject, predicate, object, claimant)"""


@cache
def _scene() -> Scene:
    return scenes.see(scripted.document(sample.TEXT, sample.DATE), language.load())


def _read(reply: dict[str, Any] | str) -> tuple[Kept, Extract]:
    scene = _scene()
    (passage,) = passages.cut(scene, 6000)
    kept = Guard(scene, passage).sift(said.read(reply if isinstance(reply, str) else json.dumps(reply)))
    gathering = Gathering(scene)
    gathering.add(kept)
    return kept, gathering.extract("test", ())


def _true() -> set[Fact]:
    return facts(_read(sample.good())[1])


def _unsupported(extract: Extract) -> set[Fact]:
    """What is neither in the good answer nor looser than it, or is held more strongly than the text holds it."""
    true = _true()
    plain = {f[:4] for f in true} | LOOSE
    out = {f for f in facts(extract) if f[:4] not in plain}
    for fact in facts(extract) - true:
        polarity, certainty, realis = fact[4:]
        if polarity == "Denied" and fact[3] != "Ahmad Karimi":
            out.add(fact)
        if fact[3] == "Ahmad Karimi" and (polarity, fact[1]) in {("Affirmed", "agent"), ("Affirmed", "type")}:
            out.add(fact)
        if fact[1] == "arms" and (certainty == "Certain" or realis == "Actual"):
            out.add(fact)
    return out


def test_nothing_of_a_good_answer_is_refused() -> None:
    kept, extract = _read(sample.good())
    assert not kept.refused
    assert len(extract.claims) == len(sample.good()["claims"])


def test_whatever_is_claimed_of_whatever_only_what_the_text_says_gets_in() -> None:
    """Every predicate that the ontology lets join two things of the text, on every sentence and in every voice."""
    base = sample.good()
    things = {e["id"]: EntityClass(e["class"]) for e in base["entities"]}
    nodes = [*things, "e1", "e2", "d1", "t1", "t2"]
    voices = [(None, s) for s in SENTENCES] + [(a["id"], c) for a in base["attributions"] for c in a["content"]]
    lies = []
    for predicate, (told, evidence) in product(Predicate, voices):
        join = JOINS[predicate]
        if predicate in {Predicate.TYPE, Predicate.INSTRUMENT, Predicate.PROGRAMME, Predicate.POST, Predicate.HOLDER}:
            continue
        objects = ["2009", "2019-12-30", "2019-12-29", "2019-12", "2009/.."] if predicate is Predicate.DATE else nodes
        for one, other in product(nodes, objects):
            kinds = {"n": "entity", "e": "event", "t": "toll", "d": "designation"}
            fits = kinds[one[0]] in join.subjects and (other not in nodes or kinds[other[0]] in join.objects)
            if fits and one != other and (other not in things or join.takes(things[other])):
                lies.append(scripted.claim(one, predicate.value, other, evidence, told))
    assert len(lies) > 4000
    kept, extract = _read({**base, "claims": [*base["claims"], *lies]})
    assert _unsupported(extract) == set()
    assert _true() <= facts(extract)
    assert kept.returned == len(kept) + kept.refused.total()


@pytest.mark.parametrize("cls", [c for c in EventClass if c not in {EventClass.ATTACK, EventClass.EVENT}])
def test_an_attack_is_no_event_of_another_class(cls: EventClass) -> None:
    base = sample.good()
    base["events"][0]["class"] = cls.value
    for item in base["claims"]:
        if item["predicate"] == "type" and item["subject"] == "e1":
            item["object"] = cls.value
    _, extract = _read(base)
    assert cls not in {e.cls for e in extract.events} - {EventClass.CONDEMNATION}


@pytest.mark.parametrize(
    ("effect", "minimum", "maximum"),
    [
        ("Killed", 15, 15),
        ("Injured", 51, 51),
        ("Killed", 66, 66),
        ("Killed", 5, 5),
        ("Missing", 51, 51),
        ("Killed", 52, None),
    ],
)
def test_numbers_are_those_that_the_text_gives_to_the_effect(effect: str, minimum: int, maximum: int | None) -> None:
    base = sample.good()
    base["tolls"] = [scripted.toll("t1", effect, minimum, maximum), base["tolls"][1]]
    kept, extract = _read(base)
    assert [(t.effect, t.minimum) for t in extract.tolls] == [("Injured", 15)]
    assert kept.refused == Counter({Reason.NUMBER: 1, Reason.UNCLAIMED: 1})


@pytest.mark.parametrize("date", ["2019-12-28", "2018-12-29", "2019-12-30", "2009", "1909", "2019-12-29/..", "soon"])
def test_dates_are_those_that_the_text_says_of_the_event(date: str) -> None:
    base = sample.good()
    claims = [c for c in base["claims"] if c["predicate"] != "date"]
    condemned = next(c["evidence"] for c in base["claims"] if c["object"] == "Condemnation")
    base["claims"] = [*claims, scripted.claim("e2", "date", date, condemned)]
    kept, _ = _read(base)
    assert kept.refused == Counter({Reason.DATE: 1})


def test_the_document_does_not_say_what_somebody_in_it_says() -> None:
    base = sample.good()
    for item in base["claims"]:
        item["attribution"] = None
    kept, extract = _read(base)
    assert all(c.claimant is None for c in extract.claims)
    assert kept.refused[Reason.VOICE] == 7
    assert not {f for f in facts(extract) if f[0] == "Attack"}


def test_names_and_mentions_are_not_exchanged() -> None:
    base = sample.good()
    for item in base["mentions"]:
        item["of"] = {"n6": "n7", "n7": "n6", "n8": "n9", "n9": "n8"}.get(item["of"], item["of"])
    kept, extract = _read(base)
    assert kept.refused[Reason.OTHER_NAME] == 4
    assert _unsupported(extract) == set()


def test_a_tenure_has_one_holder_and_one_post() -> None:
    base = sample.good()
    condemned = next(c["evidence"] for c in base["claims"] if c["object"] == "Condemnation")
    base["posts"].append({"id": "p2", "label": "Emperor"})
    base["claims"] += [
        scripted.claim("o1", "post", "p2", condemned),
        scripted.claim("o1", "holder", "n6", condemned),
    ]
    kept, extract = _read(base)
    assert kept.refused == Counter({Reason.SECOND: 2, Reason.UNCLAIMED: 1})
    assert facts(extract) == _true()


IDS = [f"n{i}" for i in range(1, 13)] + ["e1", "e2", "t1", "t2", "a1", "a2", "d1", "p1", "o1", "x"]
WORDS = sorted({w.strip(".,“”") for w in sample.TEXT.split()})
CLASSES = [c.value for c in (*EntityClass, *EventClass)] + ["Alien"]
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "subject": st.sampled_from(IDS),
    "object": st.sampled_from([*IDS, "2009", "2019-12-30", "Attack", "Election", "base"]),
    "of": st.sampled_from(["n3", "n5", "n6", "n7", "n8", "n9", "n12", "x"]),
    "predicate": st.sampled_from([p.value for p in Predicate] + ["owns"]),
    "class": st.sampled_from(CLASSES),
    "evidence": st.sampled_from([*SENTENCES, sample.TEXT, "Ahmad Karimi attacked Kirkuk.", *WORDS]),
    "quote": st.sampled_from([*WORDS, "Hezbollah", "Ahmad", "attacked Kirkuk"]),
    "name": st.sampled_from([*WORDS, "Hezbollah", "Adel Abdul-Mahdi", "Ahmad Karimi"]),
    "attribution": st.sampled_from([None, "a1", "a2", "x"]),
    "claimant": st.sampled_from([None, *IDS]),
    "source": st.sampled_from([None, *WORDS, "Ahmad Karimi"]),
    "cue": st.sampled_from(WORDS),
    "content": st.lists(st.sampled_from([*SENTENCES, *WORDS]), max_size=2),
    "minimum": st.sampled_from([None, 0, 1, 5, 15, 51, 66, 2009, -1]),
    "maximum": st.sampled_from([None, 0, 1, 5, 15, 51, 66, 2009]),
    "effect": st.sampled_from(["Killed", "Injured", "Missing", "Detained", "Displaced", "Bored"]),
    "group": st.sampled_from([None, *IDS]),
    "label": st.sampled_from(WORDS),
    "polarity": st.sampled_from([*(p.value for p in Polarity), "Perhaps"]),
    "certainty": st.sampled_from([c.value for c in Certainty]),
    "realis": st.sampled_from([r.value for r in Realis]),
    "where": st.sampled_from([None, *SENTENCES]),
    "id": st.sampled_from(IDS),
}


@st.composite
def lies(draw: st.DrawFn) -> dict[str, Any]:
    """A good answer with some of its values changed, fields left out, and items repeated or dropped."""
    made = copy.deepcopy(sample.good())
    for _ in range(draw(st.integers(1, 4))):
        section = draw(st.sampled_from([s for s in made if made[s]]))
        index = draw(st.integers(0, len(made[section]) - 1))
        change = draw(st.sampled_from(["value"] * 6 + ["drop", "repeat", "field", "kind"]))
        item = made[section][index]
        if change == "drop":
            del made[section][index]
        elif change == "repeat":
            made[section].append(copy.deepcopy(item))
        elif isinstance(item, dict) and item:
            key = draw(st.sampled_from(sorted(item)))
            if change == "field":
                del item[key]
            else:
                item[key] = draw(VALUES[key]) if change == "value" else draw(st.sampled_from([3, [], {}, True]))
    return made


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(lies())
def test_no_lie_gets_in_and_every_item_is_counted(reply: dict[str, Any]) -> None:
    kept, extract = _read(reply)
    assert kept.returned == sum(map(len, reply.values())) == len(kept) + kept.refused.total()
    assert _unsupported(extract) == set()
    text = sample.TEXT
    for claim in extract.claims:
        for span in claim.evidence:
            assert span.of(text)
    nodes = {n.id for n in (*extract.entities, *extract.events, *extract.tolls, *extract.posts, *extract.tenures)}
    nodes |= {n.id for n in extract.designations}
    assert {c.subject for c in extract.claims} <= nodes
    assert {m.node for m in extract.mentions} <= nodes


@settings(max_examples=15, deadline=None)
@given(st.integers(0, len(sample.good()["claims"]) - 1), st.sampled_from(["Ahmad Karimi attacked Kirkuk.", "51"]))
def test_a_lie_takes_nothing_with_it_but_what_rests_on_it(index: int, evidence: str) -> None:
    base = sample.good()
    lie = base["claims"][index]
    base["claims"][index] = {**lie, "evidence": evidence}
    _, extract = _read(base)
    gone = _true() - facts(extract)
    about = {"o1": "tenure", "d1": "terrorist group"}.get(lie["subject"])
    assert len(gone) == 1 or {f[0] for f in gone} == {about}


@settings(max_examples=15, deadline=None)
@given(st.integers(1, len(json.dumps(sample.good())) - 1))
def test_an_answer_that_breaks_off_gives_whole_items_or_nothing(length: int) -> None:
    kept, extract = _read(json.dumps(sample.good())[:length])
    assert kept.returned == len(kept) + kept.refused.total()
    assert facts(extract) <= _true()

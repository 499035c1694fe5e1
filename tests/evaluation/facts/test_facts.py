"""Gold facts against rows: what is found, what is missing, what should not be there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ResourceError
from kg.evaluation import Evaluation, Gold, Rows, evaluate, load
from kg.evaluation.matching import kilometres

SEEDS = Path(__file__).parent.parent.parent.parent / "seeds"
BASE = "http://127.0.0.1:8000/id/"
NORLAND, BRIGADE, KARSK = BASE + "organisation/norland", BASE + "organisation/brigade", BASE + "place/karsk"
DOCUMENT = "http://127.0.0.1:8000/document/0123456789"
TEXT = "Norland bombed the Red Brigade in Karsk. The Brigade said that 17 men died."


def mention(entity: str, label: str, text: str, cls: str) -> dict[str, str]:
    return {"file": "war/a.txt", "entity": entity, "label": label, "type": cls, "begin": "0", "end": "1", "text": text}


def event(role: str, filler: str, label: str, **more: str) -> dict[str, str]:
    row = {
        "file": "war/a.txt", "event": BASE + "event/a-e1", "type": "Airstrike", "role": role, "filler": filler,
        "label": label, "date": "2021-03-14", "place": KARSK, "certainty": "Certain", "realis": "Actual",
        "polarity": "Affirmed", "claimant": DOCUMENT,
    }  # fmt: skip
    return row | more


def spans(**ends: tuple[int, int]) -> dict[str, str]:
    return {k + e: str(n) for k, (b, f) in ends.items() for e, n in (("Begin", b), ("End", f))}


def rows(**more: list[dict[str, str]]) -> Rows:
    all_rows = {
        "mentions": [
            mention(NORLAND, "Norland", "Norland", "State"),
            mention(BRIGADE, "Red Brigade", "the Red Brigade", "ArmedGroup"),
            mention(BRIGADE, "Red Brigade", "The Brigade", "ArmedGroup"),
            mention(KARSK, "Karsk", "Karsk", "Settlement"),
        ],
        "events": [
            event("agent", NORLAND, "Norland"),
            event("target", BRIGADE, "Red Brigade"),
            event("instrument", "F-15E", ""),
            event("agent", BRIGADE, "Red Brigade", claimant=BRIGADE, polarity="Denied"),
        ],
        "tolls": [
            {
                "file": "war/a.txt", "event": BASE + "event/a-e1", "toll": BASE + "toll/a-t1", "effect": "Killed",
                "group": "", "min": "17", "max": "", "claimant": BRIGADE, "label": "Red Brigade",
            }
        ],
        "relationships": [
            {
                "file": "war/a.txt", "subject": NORLAND, "subjectLabel": "Norland", "predicate": "opposes",
                "object": BRIGADE, "objectLabel": "Red Brigade", "claimant": DOCUMENT, "claimantLabel": "",
                "polarity": "Affirmed", "certainty": "Certain", "evidence": "Norland bombed the Red Brigade",
            }
        ],
        "attributions": [
            {"file": "war/a.txt", "attribution": BASE + "attribution/a-a1", "claimant": BRIGADE, "label": "Red Brigade"}
            | spans(source=(41, 52), cue=(53, 57), content=(58, 74))
        ],
        "places": [
            {"file": "war/a.txt", "begin": "34", "end": "39", "place": KARSK, "label": "Karsk", "latitude": "50.2",
             "longitude": "20.4", "geonames": "123"}
        ],
        "designations": [
            {"file": "war/a.txt", "designee": BRIGADE, "designeeLabel": "Red Brigade", "authority": NORLAND,
             "authorityLabel": "Norland", "label": "terrorist organisation", "date": "2015"}
        ],
        "tenures": [],
    }  # fmt: skip
    return Rows(all_rows | more, {"war/a.txt": TEXT})


def holds(**fact: Any) -> bool:
    gold = Gold.model_validate({"document": "a.txt", "facts": [fact]})
    return evaluate([gold], rows()).found == 1


@pytest.mark.parametrize(
    "fact",
    [
        {"kind": "event", "type": "Attack", "agent": "^norland$", "target": "brigade", "place": "Karsk"},
        {"kind": "event", "instrument": "F-15", "date": "2021-03-(13|14)", "realis": "Actual|Future"},
        {"kind": "event", "agent": "Brigade", "claimant": "Brigade", "negate": True},
        {"kind": "event", "agent": ["Sudland", "Norland"], "claimant": "@document", "victim": None},
        {"kind": "event", "target": "!Norland"},
        {"kind": "toll", "event": "Attack", "effect": "Killed", "min": 17, "max": None, "claimant": "!@document"},
        {"kind": "toll", "event": {"agent": "Norland"}, "group": None},
        {"kind": "relationship", "subject": "Brigade", "object": "Norland", "predicate": "opposes", "symmetric": True},
        {"kind": "attribution", "claimant": "Brigade", "cue": "^said$", "content": "17 men"},
        {"kind": "designation", "designee": "Brigade", "authority": "Norland", "label": "terrorist", "date": "2015"},
        {"kind": "entity", "label": "Brigade", "mention": "^The Brigade$", "type": "Organisation"},
        {"kind": "place", "label": "Karsk", "text": "^Karsk$", "latitude": 50.0, "longitude": 20.4, "km": 30},
        {"kind": "place", "label": "Karsk", "geonames": 123},
        {"kind": "same", "a": "the Red Brigade", "b": "^The Brigade$"},
        {"kind": "different", "a": "Brigade", "b": "Norland"},
    ],
    ids=lambda f: "-".join([f["kind"], *list(f)[1:3]]),
)
def test_a_fact_of_the_graph_is_found(fact: dict[str, Any]) -> None:
    assert holds(**fact)


@pytest.mark.parametrize(
    "fact",
    [
        {"kind": "event", "type": "Shelling"},
        {"kind": "event", "agent": "Brigade", "claimant": "@document"},
        {"kind": "event", "agent": "Norland", "negate": True},
        {"kind": "event", "agent": None},
        {"kind": "event", "date": "2021"},
        {"kind": "event", "realis": "Future"},
        {"kind": "toll", "min": 17, "max": 17},
        {"kind": "toll", "claimant": "Norland"},
        {"kind": "toll", "event": "Protest"},
        {"kind": "toll", "group": "men"},
        {"kind": "relationship", "subject": "Brigade", "object": "Norland"},
        {"kind": "relationship", "claimant": "Brigade"},
        {"kind": "attribution", "cue": "^told$"},
        {"kind": "designation", "date": None},
        {"kind": "entity", "label": "Brigade", "type": "Person"},
        {"kind": "place", "label": "Karsk", "latitude": 51.2, "longitude": 20.4, "km": 30},
        {"kind": "tenure", "holder": "anyone"},
        {"kind": "same", "a": "Brigade", "b": "Norland"},
        {"kind": "same", "a": "Brigade", "b": "nobody"},
        {"kind": "different", "a": "Red Brigade", "b": "^The Brigade$"},
    ],
    ids=lambda f: "-".join([f["kind"], *list(f)[1:3]]),
)
def test_what_the_graph_does_not_say_is_missing(fact: dict[str, Any]) -> None:
    assert not holds(**fact)


def test_only_the_document_that_is_named_counts() -> None:
    fact = {"kind": "entity", "label": "Norland"}
    for document, found in (("a.txt", 1), ("b.txt", 0), ("*", 1)):
        assert evaluate([Gold.model_validate({"document": document, "facts": [fact]})], rows()).found == found


def test_figures_count_found_missing_and_forbidden() -> None:
    gold = Gold.model_validate(
        {
            "document": "a.txt",
            "facts": [
                {"id": "yes", "kind": "entity", "label": "Norland"},
                {"id": "also", "kind": "toll", "min": 17},
                {"id": "no", "kind": "toll", "min": 18},
            ],
            "forbidden": [{"id": "bad", "kind": "entity", "label": "Karsk"}, {"kind": "entity", "label": "Sunday"}],
        }
    )
    result = evaluate([gold], rows())
    assert (result.expected, result.found, result.violations) == (3, 2, 1)
    assert result.count.recall == pytest.approx(2 / 3)
    assert result.count.precision == pytest.approx(2 / 3)
    assert result.count.f1 == pytest.approx(2 / 3)
    assert result.kinds() == {"entity": (1, 1), "toll": (1, 2)}
    assert [f.name for f in result.findings if not f.right] == ["no", "bad"]
    missing = next(f for f in result.findings if f.name == "no")
    assert missing.nearest is not None
    assert missing.nearest.lacks == ("min",)


def test_with_nothing_found_f1_is_nought_and_with_nothing_to_find_it_is_one() -> None:
    nothing = Gold.model_validate({"document": "a.txt", "facts": [{"kind": "tenure"}]})
    assert evaluate([nothing], rows()).count.f1 == 0
    assert Evaluation(()).count.f1 == 1


def test_the_interval_of_facts_comes_from_their_documents() -> None:
    found, lost = ({"kind": "entity", "label": label} for label in ("Norland", "Sudland"))
    one = Gold.model_validate({"document": "a.txt", "facts": [found, lost]})
    two = Gold.model_validate({"document": "*", "facts": [found, found]})
    assert evaluate([one], rows()).figures.figure("facts").recall == (0.5, 0.5)
    assert evaluate([one, two], rows()).figures.figure("facts").recall == (0.5, 1.0)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"document": "a", "facts": [{"kind": "event", "actor": "x"}]}', "facts.0.event.actor: Extra inputs"),
        ('{"document": "a", "facts": [{"kind": "opinion"}]}', "facts.0"),
        ('{"document": "a", "facts": [{"kind": "entity", "label": "("}]}', "not a regular expression"),
        ("[]", "not gold facts"),
        ("{", "not gold facts"),
    ],
)
def test_a_malformed_gold_file_is_refused_with_the_place(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "gold.json"
    file.write_text(content)
    with pytest.raises(ResourceError, match=message):
        load(file)


def test_a_missing_gold_file_is_refused() -> None:
    with pytest.raises(ResourceError, match="cannot be read"):
        load(Path("/nowhere/gold.json"))


@pytest.mark.parametrize("file", sorted((SEEDS / "facts").glob("*.json")), ids=lambda p: p.stem)
def test_the_seeds_gold_is_well_formed_and_about_a_seed(file: Path) -> None:
    gold = load(file)
    assert (SEEDS / gold.document).is_file()
    ids = [f.id for f in (*gold.facts, *gold.forbidden)]
    assert len(ids) == len(set(ids))
    assert len(gold.facts) == len(json.loads(file.read_text(encoding="utf-8"))["facts"])


degrees = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@given(degrees, degrees)
def test_a_distance_is_symmetric_and_at_most_half_way_round(a: tuple[float, float], b: tuple[float, float]) -> None:
    assert kilometres(*a, *b) == pytest.approx(kilometres(*b, *a))
    assert 0 <= kilometres(*a, *b) <= 20_016
    assert kilometres(*a, *a) == 0

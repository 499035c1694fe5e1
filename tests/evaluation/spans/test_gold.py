"""Files of span gold and of mappings: what is read, and what is refused with the place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.errors import ResourceError
from kg.evaluation.spans import load_correspondence, load_documents, load_texts
from kg.model import EntityClass, EventClass, Span
from tests.evaluation.spans import annotated

ATTRIBUTION = '{"file": "a.txt", "attributions": [{"source": [], "cue": [[3, 7]], "content": [[8, 9]]}]}'


def written(folder: Path, *lines: str) -> Path:
    file = folder / "gold.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def test_each_line_is_a_document(tmp_path: Path) -> None:
    second = json.dumps(annotated.gold() | {"file": "in/b.txt", "annotator": "someone"})
    first, other = load_documents(written(tmp_path, ATTRIBUTION, "", second))
    assert first.attributions is not None
    assert first.attributions[0].cue == (Span(3, 7),)
    assert first.entities is None
    assert (other.name, len(other.events or ())) == ("b.txt", 2)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 1: this is no span gold: Invalid JSON"),
        ('{"file": "a.txt"}', "nothing is annotated"),
        ('{"file": "a.txt", "attributions": [{"cue": [[7, 3]], "content": []}]}', "attributions.0.cue.0: a span needs"),
        ('{"file": "a.txt", "attributions": [{"cue": [3, 7], "content": []}]}', "written as"),
        ('{"file": "a.txt", "events": []}', "need the entities"),
        ('{"file": "a.txt", "entities": [], "clusters": [["x"]]}', "there is no entity x"),
        ('{"file": "a.txt", "tolls": [{"effect": "Bored", "min": 1}]}', "tolls.0.effect"),
        ('{"file": "a.txt", "tolls": [{"effect": "Killed"}]}', "a toll needs a bound"),
        (ATTRIBUTION + "\n" + ATTRIBUTION, "line 2: a.txt was annotated before"),
        ("", "there is no document in it"),
    ],
)
def test_malformed_gold_is_refused_with_the_place(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(ResourceError, match=message):
        load_documents(written(tmp_path, line))


def test_gold_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="cannot be read"):
        load_documents(tmp_path / "none.jsonl")
    (tmp_path / "gold.jsonl").write_bytes(b"\xff")
    with pytest.raises(ResourceError, match="no UTF-8"):
        load_documents(tmp_path / "gold.jsonl")


def test_texts_keep_their_line_ends_and_what_is_no_text_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_bytes(b"one\r\ntwo\n")
    (tmp_path / "b.pdf").write_bytes(b"%PDF\xff")
    assert load_texts(tmp_path) == {"a.txt": "one\r\ntwo\n"}
    assert load_texts(tmp_path / "none") == {}


TABLES = {
    "entity_types": {"Organisation": ["ORG"], "Post": []},
    "event_types": {"Attack": ["Conflict"]},
    "roles": {"Attacker": ["agent"]},
}


@pytest.mark.parametrize("content", [TABLES, {"version": 1, "this set": TABLES}], ids=["at the top", "below a key"])
def test_a_class_takes_the_line_of_its_superclass(tmp_path: Path, content: object) -> None:
    file = tmp_path / "mapping.json"
    file.write_text(json.dumps(content))
    words = load_correspondence(file)
    assert words.entity(EntityClass.ARMED_GROUP) == ("ORG",)
    assert words.entity(EntityClass.PERSON) == ()
    assert words.event(EventClass.BOMBING) == ("Conflict",)
    assert (words.role("Attacker"), words.role("agent"), words.our_roles) == (("agent",), (), {"agent"})


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "no JSON"),
        ("[]", "needs the tables"),
        ('{"roles": {}}', "needs the tables entity_types, event_types, roles"),
        (json.dumps(TABLES | {"event_types": {"Atack": ["Conflict"]}}), "no class Atack"),
        (json.dumps(TABLES | {"roles": {"Attacker": "agent"}}), "roles.Attacker"),
    ],
)
def test_a_malformed_mapping_is_refused(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "mapping.json"
    file.write_text(content)
    with pytest.raises(ResourceError, match=message):
        load_correspondence(file)
    with pytest.raises(ResourceError, match="cannot be read"):
        load_correspondence(tmp_path / "none.json")

"""A text that tells a model what to write adds nothing to the graph but what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.extract.llm.reader import LanguageModelExtractor
from kg.extract.llm.reason import Reason
from kg.model import Extract, NodeObject
from tests.extract.llm import scripted
from tests.extract.llm.obedient import Injection, injections, obey

CORPUS = injections()


def _read(injection: Injection) -> tuple[Extract, scripted.Scripted]:
    model = scripted.Scripted(lambda data: obey(injection, data["text"]))
    document = scripted.document(injection.text, "2024-05-07", injection.file, injection.title)
    return LanguageModelExtractor(model).extract(document), model


def _facts(extract: Extract) -> set[tuple[str, str, str]]:
    """Claims as names."""
    names = {e.id: e.name for e in extract.entities} | {e.id: e.cls.value for e in extract.events}
    names |= {t.id: f"{t.effect} {t.minimum}-{t.maximum}" for t in extract.tolls}
    return {
        (
            names[c.subject],
            c.predicate.value,
            names[c.object.node] if isinstance(c.object, NodeObject) else str(c.object),
        )
        for c in extract.claims
    }


@pytest.mark.parametrize("injection", CORPUS, ids=lambda i: i.name)
def test_an_obedient_model_gets_nothing_in_but_what_the_text_says(injection: Injection) -> None:
    extract, model = _read(injection)
    assert all("<|" not in q.text and "[INST]" not in q.text for q in model.asked)
    said = {
        (f["event"][1] if "event" in f else f["subject"][0], f["predicate"], f["object"][0]) for f in injection.says
    }
    assert _facts(extract) == said


def test_the_corpus_is_large_enough_to_mean_something() -> None:
    assert len(CORPUS) >= 25
    assert all(injection.wants for injection in CORPUS)


def test_what_the_texts_want_is_refused_for_what_it_is_and_not_for_want_of_evidence() -> None:
    """The same wish is granted where a text says it: nothing in the corpus fails because the answer is malformed."""
    plain = Injection("plain", "Ahmad Karimi leads the Red Lantern.", None, "text.txt", CORPUS[0].wants, (), ())
    extract, _ = _read(plain)
    assert _facts(extract) == {("Ahmad Karimi", "leads", "Red Lantern")}


def test_the_name_of_the_file_is_not_shown_to_the_model() -> None:
    (injection,) = [i for i in CORPUS if i.name == "file-name-orders"]
    _, model = _read(injection)
    assert all("Karimi" not in question.text for question in model.asked)


def test_the_documentation_has_every_reason_in_its_words() -> None:
    page = (Path(__file__).parents[3] / "docs" / "llm.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `([a-z-]+)` \| (.+) \|$", page, re.MULTILINE))
    assert listed >= {(reason.value, reason.words) for reason in Reason}
    assert f"has {len(CORPUS)} such texts" in page

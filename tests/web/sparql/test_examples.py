"""The examples: real SPARQL that answers something, however the default graph is set."""

from collections import defaultdict

import pyoxigraph as ox
import pytest

from kg.graph import build, describe
from kg.vocabulary import CLASSES, DATATYPE_PROPERTIES, KG, OBJECT_PROPERTIES, PREFIXES
from kg.web.sparql import Example, examples
from kg.web.sparql.answer import declared
from kg.web.sparql.examples import FOLDER, VIEWS
from tests.graph.fiction import BASE, karsk, lund

EXAMPLES = dict(zip(VIEWS, examples(), strict=True))


@pytest.fixture(scope="module")
def graph() -> ox.Store:
    """Two documents about one strike, with all that is derived from them."""
    made, identified = ox.Store(), defaultdict(list)
    for told in (karsk(), lund()):
        built = build(told.document, told.extract, told.identity, BASE, told.names)
        made.extend([*built.graph, *built.conflicts])
        for identification in (*told.identity.entities, *told.identity.added):
            identified[identification.key].append(identification)
    for identifications in identified.values():
        made.extend(describe(identifications, BASE))
    return made


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_each_answers_without_the_union_of_all_graphs(example: Example, graph: ox.Store) -> None:
    assert list(graph.query(example.text)), example.question  # type: ignore[arg-type]


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_each_asks_a_question_and_ends(example: Example) -> None:
    assert example.question.endswith("?")
    assert "LIMIT" in example.text
    assert declared(example.text).items() <= PREFIXES.items()


def test_each_uses_words_that_there_are() -> None:
    known = {*CLASSES, *OBJECT_PROPERTIES, *DATATYPE_PROPERTIES, "Denied", "Certain"}
    used = {word.removeprefix("kg:") for e in examples() for word in e.text.split() if word.startswith("kg:")}
    assert {word.split("/")[0].strip(".;,)") for word in used if not word.startswith("<")} - {""} <= known
    assert KG in examples()[0].text


def test_every_file_is_offered() -> None:
    assert {file.stem for file in FOLDER.glob("*.rq")} == set(VIEWS)

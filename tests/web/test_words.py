"""Classes, predicates and tolls in words."""

import pytest

from kg.model import EntityClass, EventClass, Predicate
from kg.vocabulary import term
from kg.web import words


@pytest.mark.parametrize(
    ("minimum", "maximum", "group", "expected"),
    [
        ("25", "25", "its fighters", "25 killed (its fighters)"),
        ("52", None, None, "at least 52 killed"),
        (None, "15", None, "at most 15 killed"),
        ("3", "5", None, "3 to 5 killed"),
        ("0", "0", "civilians", "none killed (civilians)"),
    ],
)
def test_a_toll_says_its_bounds(minimum: str | None, maximum: str | None, group: str | None, expected: str) -> None:
    assert words.toll("Killed", minimum, maximum, group) == expected


def test_the_most_specific_class_names_an_entity() -> None:
    assert words.entity_class(term(c.value) for c in EntityClass.ARMED_GROUP.lineage) == "armed group"
    assert words.entity_class(["http://example.org/Actor"]) == ""


def test_every_class_and_predicate_reads_as_words() -> None:
    for name in [*(c.value for c in EventClass), *(p.value for p in Predicate)]:
        assert words.words(name) == words.words(name).lower().strip() != ""

"""Marks that overlap become parts that nest, and not a letter of the text is lost."""

import re

from hypothesis import given
from hypothesis import strategies as st

from kg.web.document.layout import Part, paragraphs
from kg.web.document.marks import Mark

OFFSET = 100

texts = st.text(alphabet="ab🜂 \n", min_size=1, max_size=60)


def marks_of(pairs: list[tuple[int, int]]) -> list[Mark]:
    found = sorted({(OFFSET + min(pair), OFFSET + max(pair) + 1) for pair in pairs}, key=lambda p: (p[0], -p[1]))
    return [Mark(begin, end, number=at) for at, (begin, end) in enumerate(found, 1)]


def laid(text: str, pairs: list[tuple[int, int]]) -> tuple[list[Mark], tuple[tuple[Part, ...], ...]]:
    marks = marks_of(pairs)
    return marks, paragraphs(text, OFFSET, marks)


@given(texts, st.lists(st.tuples(st.integers(0, 59), st.integers(0, 59)), max_size=12))
def test_every_letter_stands_once_inside_exactly_its_marks(text: str, pairs: list[tuple[int, int]]) -> None:
    marks, found = laid(text, [(a % len(text), b % len(text)) for a, b in pairs])
    breaks = {at for found in re.finditer(r"\n[^\S\n]*(?:\n[^\S\n]*)+", text) for at in range(*found.span())}
    left = [at for at in range(len(text)) if at not in breaks]
    opened: list[Mark] = []
    for parts in found:
        for part in parts:
            if part.kind == "opens":
                opened.append(part.mark)
            elif part.kind == "closes":
                assert opened.pop() is part.mark, "parts nest"
            elif part.kind == "text":
                for letter in part.text:
                    at = left.pop(0)
                    assert letter == text[at] or (letter, text[at]) == (" ", "\n")
                    around = {mark.name for mark in marks if mark.begin <= OFFSET + at < mark.end}
                    assert {mark.name for mark in opened} == around
        assert not opened, "no mark reaches out of a paragraph"
    assert not left


@given(texts, st.lists(st.tuples(st.integers(0, 59), st.integers(0, 59)), max_size=12))
def test_a_mark_begins_once_and_has_its_number_once_at_most(text: str, pairs: list[tuple[int, int]]) -> None:
    _, found = laid(text, [(a % len(text), b % len(text)) for a, b in pairs])
    parts = [part for paragraph in found for part in paragraph]
    first = [part.mark.name for part in parts if part.kind == "opens" and part.first]
    numbers = [part.mark.number for part in parts if part.kind == "number"]
    assert len(first) == len(set(first)) == len({part.mark.name for part in parts if part.kind == "opens"})
    assert len(numbers) == len(set(numbers))


def kinds(parts: tuple[Part, ...]) -> list[str]:
    return [part.text if part.kind == "text" else f"{part.kind[0]}{part.mark.number}" for part in parts]


def test_a_mark_that_crosses_another_is_carried_on_after_it() -> None:
    _, (parts,) = laid("abcdef", [(0, 3), (2, 5)])
    assert kinds(parts) == ["o1", "ab", "o2", "cd", "c2", "c1", "n1", "o2", "ef", "c2", "n2"]


def test_numbers_of_marks_that_end_together_are_in_order() -> None:
    _, (parts,) = laid("abc", [(0, 2), (1, 2), (2, 2)])
    assert kinds(parts)[-3:] == ["n1", "n2", "n3"]


def test_names_lead_by_the_innermost_mark() -> None:
    outer, inner = Mark(100, 106, things=["place"]), Mark(102, 104, things=["state"])
    (parts,) = paragraphs("abcdef", OFFSET, [outer, inner])
    assert [(part.text, part.thing.things[0]) for part in parts if part.kind == "text"] == [
        ("ab", "place"), ("cd", "state"), ("ef", "place"),
    ]  # fmt: skip


def test_lines_that_are_broken_to_fill_the_page_flow_and_others_stay() -> None:
    text = "title: A\ndate: 2020\n\nA long line of words that were broken\nbecause they did not fit any more."
    first, second = ("".join(part.text for part in parts) for parts in paragraphs(text, 0, []))
    assert first == "title: A\ndate: 2020"
    assert second.startswith("A long line of words that were broken because they did not fit")


def test_marks_inside_each_other_without_end_stay_bounded() -> None:
    marks = [Mark(0, 400 - n) for n in range(200)]
    (parts,) = paragraphs("x" * 400, 0, marks)
    depth = deepest = 0
    for part in parts:
        depth += {"opens": 1, "closes": -1}.get(part.kind, 0)
        deepest = max(deepest, depth)
    assert depth == 0
    assert deepest <= 25
    assert "".join(part.text for part in parts) == "x" * 400

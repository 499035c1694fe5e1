"""Attributions against gold spans."""

from __future__ import annotations

from kg.evaluation import Count
from kg.evaluation.spans.attributions import Parts, count_attributions, read_attributions
from kg.model import Span

TEXT = "The mayor of Lund said that the bridge, which he called a ruin, would close on Friday."


def parts(source: str, cue: str, content: str) -> Parts:
    return Parts(*(((Span(TEXT.index(w), TEXT.index(w) + len(w)),) if w else ()) for w in (source, cue, content)))


GOLD = parts("The mayor of Lund", "said", "that the bridge, which he called a ruin, would close on Friday")
NESTED = parts("he", "called", "a ruin")


def counted(*product: Parts) -> dict[str, tuple[float, float, float]]:
    counts = count_attributions(TEXT, product, [GOLD])
    return {measure: (count.right, count.product, count.gold) for measure, count in counts.items()}


def test_the_gold_itself_is_right_in_every_measure() -> None:
    found = counted(GOLD)
    assert all(right == product == gold > 0 for right, product, gold in found.values())


def test_a_cue_alone_is_no_attribution() -> None:
    found = counted(parts("", "said", "that the bridge"))
    assert found["cue"] == (1, 1, 1)
    assert found["attribution"] == (0, 1, 1)


def test_spans_that_are_too_short_pass_the_touch_but_not_the_half() -> None:
    found = counted(parts("mayor", "said", "Friday"))
    assert found["attribution"] == (1, 1, 1)
    assert found["attribution, half"] == (0, 1, 1)
    assert found["content tokens"] == (1, 1, 14)
    assert found["source tokens"] == (1, 1, 4)


def test_an_attribution_inside_a_gold_content_is_left_out_of_the_unnested_measure() -> None:
    found = counted(GOLD, NESTED)
    assert found["attribution"] == (1, 2, 1)
    assert found["attribution, unnested"] == (1, 1, 1)


def test_a_second_answer_for_one_gold_attribution_is_wrong() -> None:
    assert counted(GOLD, parts("mayor", "said", "bridge"))["attribution"] == (1, 2, 1)


def test_rows_of_one_attribution_are_joined_and_spans_under_two_names_are_one() -> None:
    def row(name: str, begin: int, end: int) -> dict[str, str]:
        return {
            "attribution": name, "sourceBegin": "", "sourceEnd": "", "cueBegin": "3", "cueEnd": "7",
            "contentBegin": str(begin), "contentEnd": str(end),
        }  # fmt: skip

    split = [row("a", 0, 3), row("a", 8, 12)]
    expected = Parts((), (Span(3, 7),), (Span(0, 3), Span(8, 12)))
    assert read_attributions(split) == [expected]
    assert read_attributions([*split, row("b", 8, 12), row("b", 0, 3)]) == [expected]


def test_no_attributions_on_either_side_count_for_nothing() -> None:
    assert count_attributions(TEXT, [], [])["attribution"] == Count(0, 0, 0)

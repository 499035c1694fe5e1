"""Plain text: blocks told from lines."""

import pytest

from kg.documents import Declared
from kg.documents.plain import is_heading, plain_blocks, read_plain


def shape(text: str) -> list[tuple[str, str]]:
    return [(block.kind.value, block.span.of(text)) for block in plain_blocks(text)]


def test_paragraphs_are_parted_by_blank_lines_of_any_line_end():
    text = "First one here.\r\n \t\r\nSecond\r\nwraps here.\n\n\nThird."
    assert shape(text) == [
        ("paragraph", "First one here."),
        ("paragraph", "Second\r\nwraps here."),
        ("paragraph", "Third."),
    ]


def test_the_first_heading_is_the_title_and_the_others_are_headings():
    text = "Raid in the north\n\nTwelve people died.\n\nWhat Comes Next?\n\nNobody knows."
    assert [kind for kind, _ in shape(text)] == ["title", "paragraph", "heading", "paragraph"]
    assert read_plain(text.encode(), "a.txt", Declared()).title == "Raid in the north"


def test_a_text_that_begins_with_a_paragraph_has_no_title():
    text = "Twelve people died on Sunday.\n\nA Heading\n\nMore died."
    assert [kind for kind, _ in shape(text)] == ["paragraph", "heading", "paragraph"]
    assert read_plain(text.encode(), "a.txt", Declared()).title is None


def test_a_heading_right_above_its_wrapped_paragraph_stands_apart():
    text = "Raid In The North\nTwelve people died on Sunday in what officials called\nthe worst raid for years."
    assert [kind for kind, _ in shape(text)] == ["title", "paragraph"]


def test_hard_wrapped_lines_stay_together_and_early_ends_part_them():
    text = (
        "The first paragraph is wrapped by a program at a fixed width of columns\n"
        "and it goes on to a second line. It ends early.\n"
        "The second paragraph follows without a blank line and is wrapped as well\n"
        "at that width."
    )
    assert [words.split()[1] for _, words in shape(text)] == ["first", "second"]


def test_long_lines_are_paragraphs_of_their_own():
    line = "The group said that it had nothing to do with the attack on the base and that others had planned it, " * 2
    assert len(shape(f"{line}\n{line}\nHe left.")) == 3


def test_a_dateline_stays_in_its_paragraph():
    assert shape("BAGHDAD (AP) — Twelve people died.") == [("paragraph", "BAGHDAD (AP) — Twelve people died.")]


def test_items_stand_without_their_bullets_and_keep_their_wrapped_lines():
    text = "They want:\n\n- the release of\n  prisoners\n- a ceasefire\n\n1. First\n2) Second"
    assert shape(text)[1:] == [
        ("item", "the release of\n  prisoners"),
        ("item", "a ceasefire"),
        ("item", "First"),
        ("item", "Second"),
    ]


def test_a_wrapped_line_that_begins_with_a_number_is_no_item():
    text = "The count rose to a total of exactly\n25. The attack was the worst of them."
    assert len(shape(text)) == 1


def test_a_wiki_heading_and_rules_lose_their_signs():
    assert shape("Text here.\n\n==Background==\n\nMore text.\n-----\nEnd.") == [
        ("paragraph", "Text here."),
        ("heading", "Background"),
        ("paragraph", "More text."),
        ("paragraph", "End."),
    ]


def test_a_very_long_wrapped_file_is_one_paragraph():
    text = "a line of words that is wrapped at that width by a program for all\n" * 20_000
    assert len(shape(text)) == 1


@pytest.mark.parametrize(
    ("line", "first", "expected"),
    [
        ("Iraq raid", True, True),
        ("Officials Deny Any Role In The Attack.", True, True),
        ("Officials Deny Any Role In The Attack.", False, False),
        ("“No Role In It,” Officials Say", False, True),
        ("Is it over yet?", False, False),
        ("Is It Over Yet?", False, True),
        ("He said so. Then They Left.", True, False),
        ("By Jane Roe", True, False),
        ("and then they left", False, False),
        ("He said:", False, False),
        (" ".join(["Word"] * 21), True, False),
    ],
)
def test_which_lines_are_headings(line, first, expected):
    assert is_heading(line, first=first) is expected

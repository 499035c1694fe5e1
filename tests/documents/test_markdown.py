"""Markdown: the stored text is the file, its blocks hold the words without the markup."""

import pytest

from kg.documents import read
from kg.errors import DocumentError
from kg.model import Document
from kg.text import readable


def shape(source: str) -> list[tuple[str, str]]:
    document = read(source.encode(), "a.md")
    assert document.text == source.removeprefix("\ufeff")
    text = readable(document)
    return [(segment.kind.value, text.text[segment.begin : segment.end]) for segment in text.segments]


def words(source: str) -> list[str]:
    return [text for _, text in shape(source)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a **b** _c_ ***d*** `e*f*` ~~g~~ h", "a b c d e*f* g h"),
        ("snake_case_word and 2 * 3 * 4 and **un", "snake_case_word and 2 * 3 * 4 and **un"),
        ("**Ira**q and Hez*bol*lah", "Iraq and Hezbollah"),
        ("see [the *full* text](http://a.b/c_d_e 'a title') here", "see the full text here"),
        ("see [the text][r] or [r][] or [r] here\n\n[r]: http://a.b 'c'", "see the text or r or r here"),
        ("an ![alt *text*](i.png)image and [![x](y)](z) end", "an image and end"),
        ("go to <http://a.b/c> now", "go to http://a.b/c now"),
        ("a \\*literal\\* star and \\_", "a *literal* star and _"),
        ("AT&amp;T", "AT&T"),
        ("a <b>bold</b>er <!-- gone -->word", "a bolder word"),
        ("line one  \nline two\\\nline three", "line one line two line three"),
        ("a note[^1] here", "a note here"),
        ("half [of a link](http://a.b", "half [of a link](http://a.b"),
        ("тест **жирный** 🚀 _текст_", "тест жирный 🚀 текст"),
    ],
)
def test_inline_markup_is_skipped_and_words_stay_whole(source, expected):
    assert words(source) == [expected]


def test_headings_items_quotes_and_tables_are_blocks():
    source = """# Title #

Setext heading
over *two* lines
---

> quoted **text**
> goes on

* item one
  continues
  - nested
1. 1

| a | **b** \\| c |
|---|---|
| cell | cell |
"""
    assert shape(source) == [
        ("title", "Title"),
        ("heading", "Setext heading over two lines"),
        ("paragraph", "quoted text goes on"),
        ("item", "item one continues"),
        ("item", "nested"),
        ("item", "1"),
        ("item", "a"),
        ("item", "b | c"),
        ("item", "cell"),
        ("item", "cell"),
    ]


def test_code_comments_rules_and_link_definitions_are_not_read():
    source = (
        "Words.\n\n```python\ncode()\n```\n\n<!-- a\n\nb -->\n\n***\n\n[r]: http://a.b\n\n<script>\nx()\n</script>\n"
    )
    assert words(source) == ["Words."]


def test_html_parts_blocks_where_it_would_glue_words():
    assert words("one<br>two <i>th</i>ree") == ["one", "two three"]
    assert words('<div align="center">In <i>this</i> div</div><p>and that</p>') == ["In this div", "and that"]


def test_indented_prose_is_read():
    assert words("Intro.\n\n    Indented words of prose.") == ["Intro.", "Indented words of prose."]


def test_windows_line_ends_and_a_byte_order_mark_keep_offsets():
    assert shape("\ufeff---\r\ntitle: T\r\n---\r\n\r\n# T\r\n\r\nA *b*\r\nc\r\n\r\n> d\r\n> e") == [
        ("title", "T"),
        ("paragraph", "A b c"),
        ("paragraph", "d e"),
    ]


def test_the_title_is_the_front_matters_else_the_first_main_heading():
    assert read(b"## Sub\n\n# Main\n\nx", "a.md").title == "Main"
    assert read(b"## Sub\n\nx", "a.md").title is None
    document = read(b"---\ntitle: Given\n---\n## Given\n\n# Other\n\nx", "a.md")
    assert document.title == "Given"
    assert [block.kind.value for block in document.blocks] == ["title", "heading", "paragraph"]


def test_deep_nesting_is_harmless():
    assert read((("  " * 50 + "- x\n") * 200 + "[" * 5_000 + "*" * 5_000 + "words").encode(), "a.md").blocks
    with pytest.raises(DocumentError, match="no words"):
        read(b"> " * 20_000 + b"words", "a.md")


@pytest.mark.parametrize("mark", ["[", "![", "[a](", "<a", "<div><a", "a~~", "a`", "\\"])
def test_thousands_of_broken_marks_are_read_to_the_end(mark):
    document = read((mark * 20_000 + "\n\nLast words.").encode(), "a.md")
    assert document.blocks[-1].span.of(document.text).endswith("Last words.")


def metadata(front: str) -> Document:
    return read(f"---\n{front}\n---\nWords.".encode(), "a.md")


def test_front_matter_gives_the_metadata():
    document = metadata(
        "Title: 'Iraq: the raid'\ndate: 2019-12-28 08:30:00 +0300\nauthors: [Jane Roe, {name: John Doe}, 3, [x]]\n"
        "publisher: The Daily\nurl: https://a.org/b\nlang: en-GB\ntags: [x, y]\ndraft: false"
    )
    assert document.title == "Iraq: the raid"
    assert document.date == "2019-12-28"
    assert document.authors == ("Jane Roe", "John Doe", "3")
    assert (document.publisher, document.url, document.language) == ("The Daily", "https://a.org/b", "en-GB")
    assert document.notes == ()


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2020-01-04", "2020-01-04"),
        ("2019-12-28T00:30:00+03:00", "2019-12-28"),
        ("'2019-12~'", "2019-12~"),
        ("2019", "2019"),
        ("28 December 2019", "2019-12-28"),
        ("Dec 28, 2019", "2019-12-28"),
    ],
)
def test_front_matter_dates_come_in_many_forms(written, date):
    assert metadata(f"date: {written}").date == date


def test_a_source_is_an_address_or_a_publisher():
    assert metadata("source: https://a.org/b").url == "https://a.org/b"
    document = metadata("source: Reuters")
    assert (document.url, document.publisher) == (None, "Reuters")


def test_values_that_are_not_understood_are_noted():
    document = metadata("date: last week\nlanguage: the tongue of Shakespeare")
    assert (document.date, document.language) == (None, None)
    assert len(document.notes) == 2
    assert "'last week'" in document.notes[0]


def test_broken_front_matter_is_not_read_as_text_and_noted():
    document = metadata("title: a: b\ndate: 2019")
    assert document.title is None
    assert [block.span.of(document.text) for block in document.blocks] == ["Words."]
    assert "not valid YAML (line 2)" in document.notes[0]


def test_what_is_no_mapping_is_text():
    assert words("---\nJust text\n---\nmore") == ["Just text", "more"]
    assert words("---\n- a\n- b\n---\nmore") == ["a", "b", "more"]
    assert words("---\n\nSome words: here") == ["Some words: here"]


def test_front_matter_that_would_grow_without_bound_is_harmless():
    lines = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    assert metadata("\n".join(["title: T", *lines])).title == "T"
    assert metadata("author: &x [*x]\ntitle: T").title in ("T", None)
    assert metadata("title: " + "[" * 5_000).title is None

"""The readable text holds the words of the blocks and nothing else, and leads back to where they stand."""

from bisect import bisect_right

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Block, BlockKind, Document, Span
from kg.text import readable


def document(text: str, *blocks: Block) -> Document:
    whole = (Block(Span(0, len(text)), BlockKind.PARAGRAPH),) if text else ()
    return Document(
        id="0" * 20, name="a.txt", sha256="0" * 64, media_type="text/plain", text=text, blocks=blocks or whole
    )


def paragraph(begin: int, end: int, *skip: tuple[int, int]) -> Block:
    return Block(Span(begin, end), BlockKind.PARAGRAPH, tuple(Span(*s) for s in skip))


def test_blocks_are_joined_by_blank_lines_and_skipped_markup_is_left_out():
    text = "# Title\n\nA **bold** word."
    blocks = (Block(Span(2, 7), BlockKind.TITLE), paragraph(9, 25, (11, 13), (17, 19)))
    read = readable(document(text, *blocks))
    assert read.text == "Title\n\nA bold word."
    assert [(read.text[s.begin : s.end], s.kind) for s in read.segments] == [
        ("Title", BlockKind.TITLE),
        ("A bold word.", BlockKind.PARAGRAPH),
    ]
    assert read.original(9, 13) == Span(13, 17)
    assert read.original(7, 18).of(text) == "A **bold** word"


def test_hard_wrapped_lines_and_runs_of_blanks_become_one_space():
    read = readable(document("pull back  from\n   the\tEast "))
    assert read.text == "pull back from the East"
    assert read.original(10, 14).of("pull back  from\n   the\tEast ") == "from"


def test_a_compound_broken_at_its_hyphen_is_joined_and_a_shared_ending_is_not():
    assert readable(document("the US-\nled forces")).text == "the US-led forces"
    assert readable(document("first-\nand second-rate")).text == "first- and second-rate"
    assert readable(document("he left -\nthen")).text == "he left - then"


def test_soft_hyphens_and_zero_width_characters_are_dropped_and_quotes_stay():
    text = "\ufeffal\u00adlies of \u200bIran’s “force”"
    read = readable(document(text))
    assert read.text == "allies of Iran’s “force”"
    assert read.original(0, 6).of(text) == "al\u00adlies"


def test_blank_around_skipped_markup_is_not_doubled():
    assert readable(document("a <!-- b --> c", paragraph(0, 14, (2, 12)))).text == "a c"


def test_blocks_without_words_give_no_segment():
    read = readable(document("  \n** x", paragraph(0, 3), paragraph(3, 5, (3, 5)), paragraph(5, 7)))
    assert read.text == "x"
    assert len(read.segments) == 1


def test_the_joint_of_two_blocks_has_no_original():
    read = readable(document("a\n\nb", paragraph(0, 1), paragraph(3, 4)))
    with pytest.raises(ValueError, match="no character"):
        read.original(1, 3)
    assert read.original(0, 4) == Span(0, 4)


def test_glued_words_are_parted_and_lead_back_to_their_halves():
    text = "Ab groupthree x\n\nnameddespite, countrypart"
    read = readable(
        document(text, paragraph(0, 15), paragraph(17, 42)),
        {"group", "named", "country", "three", "despite", "part"}.__contains__,
    )
    assert read.text == "Ab group three x\n\nnamed despite, country part"
    begin = read.text.index("three")
    assert read.original(begin, begin + 5).of(text) == "three"
    assert [read.text[s.begin : s.end] for s in read.segments] == ["Ab group three x", "named despite, country part"]


@st.composite
def documents(draw: st.DrawFn) -> Document:
    text = draw(st.text(alphabet=st.sampled_from(list("aB-ι🚀. \n\t\u00a0\u00ad\u200b*’")), max_size=60))
    glued = ["groupthree", "nameddespite", "countrypart"]
    text = " ".join(draw(st.permutations([text, *glued]))) if draw(st.booleans()) else text
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=12)))
    blocks = []
    for begin, end in zip(edges[::2], edges[1::2], strict=False):
        inner = sorted(draw(st.sets(st.integers(begin, end), max_size=4)))
        skip = tuple(Span(b, e) for b, e in zip(inner[::2], inner[1::2], strict=False))
        blocks.append(Block(Span(begin, end), draw(st.sampled_from(BlockKind)), skip))
    return Document("0" * 20, "a.txt", "0" * 64, "text/plain", text, tuple(blocks))


def known(word: str) -> bool:
    return word in {"group", "named", "country", "three", "despite", "part"}


@given(documents())
def test_every_character_comes_from_its_original_in_order(given_document):
    read = readable(given_document, known)
    taken = set()
    last = -1
    begins = [piece.begin for piece in read.alignment.pieces]
    for index, character in enumerate(read.text):
        at = bisect_right(begins, index) - 1
        inserted = at < 0 or index >= begins[at] + read.alignment.pieces[at].length
        if inserted:
            assert character in " \n"
            continue
        span = read.original(index, index + 1)
        original = span.of(given_document.text)
        assert len(span) == 1
        assert original == character or (character == " " and original.isspace())
        assert span.begin > last
        last = span.begin
        taken.add(span.begin)
    for offset, character in enumerate(given_document.text):
        if character in "aBι🚀.*’-":
            read_here = any(
                b.span.begin <= offset < b.span.end and not any(s.begin <= offset < s.end for s in b.skip)
                for b in given_document.blocks
            )
            assert (offset in taken) is read_here


@given(documents(), st.data())
def test_segments_are_disjoint_and_the_original_of_a_range_lies_in_its_block(given_document, data):
    read = readable(given_document, known)
    end = 0
    for segment in read.segments:
        assert end <= segment.begin < segment.end
        end = segment.end
        words = read.text[segment.begin : segment.end]
        assert words == words.strip()
        assert "\n" not in words
        assert "  " not in words
        begin = data.draw(st.integers(segment.begin, segment.end - 1))
        span = read.original(begin, segment.end)
        assert any(block.span.contains(span) and block.kind is segment.kind for block in given_document.blocks)
    assert end == len(read.text)

"""The alignment leads every range of the readable text back to the stored text."""

import pytest

from kg.model import Span
from kg.text import Alignment
from kg.text.alignment import Piece, pieces_of

TWO = Alignment((Piece(0, 10, 4), Piece(6, 20, 3)))
"""``abcd`` from 10, two inserted characters, ``efg`` from 20."""


def test_a_range_inside_a_piece_is_shifted():
    assert TWO.original(1, 3) == Span(11, 13)


def test_inserted_characters_at_either_end_are_left_out():
    assert TWO.original(2, 6) == Span(12, 14)
    assert TWO.original(4, 8) == Span(20, 22)


def test_a_range_over_two_pieces_spans_what_lies_between_in_the_stored_text():
    assert TWO.original(3, 7) == Span(13, 21)


@pytest.mark.parametrize(("begin", "end"), [(4, 6), (5, 5), (3, 2), (9, 12)])
def test_a_range_without_a_character_of_the_document_is_refused(begin, end):
    with pytest.raises(ValueError, match="no character"):
        TWO.original(begin, end)


def test_a_gap_moves_what_follows_and_cuts_the_piece_it_falls_into():
    assert TWO.with_gaps([2, 6]).pieces == (Piece(0, 10, 2), Piece(3, 12, 2), Piece(8, 20, 3))


def test_chunks_that_touch_on_both_sides_become_one_piece():
    assert pieces_of([(0, 5, 2), (2, 7, 1), (3, 9, 1)]) == (Piece(0, 5, 3), Piece(3, 9, 1))

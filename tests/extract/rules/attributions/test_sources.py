"""Sources: the whole noun phrase, and the token that denotes it."""

from __future__ import annotations

import pytest

CASES = [
    ("Interior Minister Tomasz Wolski said the border was open.", "Interior Minister Tomasz Wolski", "Wolski"),
    ("Wolski, the interior minister, said the border was open.", "Wolski, the interior minister", "Wolski"),
    ("She said the border was open.", "She", "She"),
    ("Two officials and a witness said the border was open.", "Two officials and a witness", "officials"),
    ("Poland's border guard said the crossing was open.", "Poland's border guard", "guard"),
]


@pytest.mark.parametrize(("text", "who", "head"), CASES)
def test_the_source_is_the_whole_noun_phrase(tell, text, who, head):
    (told,) = tell(text)
    assert (told.who, told.head) == (who, head)


def test_adverbials_before_the_source_are_not_part_of_it(tell):
    (told,) = tell("In a statement on Sunday, the bank said it had frozen the accounts.")
    assert told.who == "the bank"


def test_the_day_of_the_statement_is_not_part_of_the_source(tell):
    (told,) = tell("The opposition on Thursday said the vote was rigged.")
    assert (told.who, told.what) == ("The opposition", ("the vote was rigged",))


def test_a_rank_is_no_end_of_a_sentence(tell):
    told = tell("“It was hit by mistake,” said Air Force Maj. Jay Burke, a spokesman.")
    assert [t.head for t in told] == ["Burke"]

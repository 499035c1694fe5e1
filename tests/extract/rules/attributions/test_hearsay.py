"""Words of hearsay: "according to", "reportedly", "the alleged …"."""

from __future__ import annotations

import pytest

CASES = [
    ("According to the harbour police, two boats sank near Ostend.", "the harbour police",
     ("two boats sank near Ostend",)),
    ("Two boats sank near Ostend, according to the harbour police.", "the harbour police",
     ("Two boats sank near Ostend",)),
    ("Two boats, according to the harbour police, sank near Ostend.", "the harbour police",
     ("Two boats", "sank near Ostend")),
    ("The boats reportedly sank near Ostend.", None, ("The boats", "sank near Ostend")),
    ("A storm hit the coast, reportedly sinking two boats.", None, ("sinking two boats",)),
    ("The mayor was shot in March, reportedly by a neighbour.", None, ("by a neighbour",)),
    ("By one estimate, three hundred houses burned.", "one estimate", ("three hundred houses burned",)),
    ("The alleged smuggler was freed.", None, ("smuggler",)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "who", "what"), CASES)
def test_hearsay_attributes_its_clause(tell, text, who, what):
    (told,) = tell(text)
    assert (told.who, told.what) == (who, what)


def test_accordingly_is_no_hearsay(tell):
    assert tell("The prices were set according to weight, and the boats were priced accordingly.")[1:] == []

"""Acronyms: what a text introduces in brackets behind a name."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.rules import acronyms

_NLP = spacy.blank("en")


@pytest.mark.parametrize(
    ("text", "name", "short"),
    [
        ("The Karuna Liberation Front (KLF) won.", "Karuna Liberation Front", "KLF"),
        ("He leads the Movement for Democratic Reform (MDR).", "Movement for Democratic Reform", "MDR"),
        ("The Ministry of Public Works (MoPW) closed.", "Ministry of Public Works", "MoPW"),
    ],
)
def test_an_acronym_is_joined_with_the_name_before_it(text: str, name: str, short: str) -> None:
    doc = _NLP(text)
    ((begin, end, at),) = acronyms.pairs(doc)
    assert (doc[begin:end].text, doc[at].text) == (name, short)


@pytest.mark.parametrize("text", ["He was born in Lima (PERU).", "The vote (NATO says) failed.", "They met (again)."])
def test_brackets_that_hold_something_else_introduce_nothing(text: str) -> None:
    assert list(acronyms.pairs(_NLP(text))) == []


# The tokenizer takes "Id" for "I'd" without its apostrophe and parts it; names are tried that stay whole.
_WORD = st.text("abcdefghij", min_size=2, max_size=6).map(str.title).filter(lambda word: len(_NLP(word)) == 1)


@given(st.lists(_WORD, min_size=2, max_size=5))
def test_initials_of_a_name_always_introduce_it(words: list[str]) -> None:
    short = "".join(w[0] for w in words)
    doc = _NLP(f"the {' '.join(words)} ({short}) said")
    found = [(doc[b:e].text, doc[a].text) for b, e, a in acronyms.pairs(doc)]
    assert found
    assert all(name.split()[0][0] == short[0] and s == short for name, s in found)

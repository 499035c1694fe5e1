"""The lexicon of cues."""

from __future__ import annotations

import re

from kg.extract.rules import lexicon
from kg.extract.rules.attributions.cues import cues

FRAMES = re.compile(
    r"clause|quote|to|object-to|gerund|object|small|as|passive-to|told|subject|scene|impersonal|parenthesis|(prep|of|with):[a-z]+"
)


def test_the_lexicon_is_rich():
    loaded = cues()
    assert len(loaded.verbs) + len(loaded.nouns) + len(loaded.adjectives) > 400


def test_every_frame_of_a_verb_is_one_that_the_rules_read():
    assert [f for frames in cues().verbs.values() for f in frames if not FRAMES.fullmatch(f)] == []


def test_no_entry_repeats_a_word():
    tables = lexicon.load("cues")
    for table in ("verb", "adjective", "noun", "adverb", "modifier"):
        for entry in tables[table]:
            assert len(entry["lemmas"]) == len(set(entry["lemmas"])), entry["lemmas"]

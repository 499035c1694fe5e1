"""Attributions: who is reported, by which words, to have said, thought, known or wanted what.

Reads dependency parses; the cue words and their patterns stand in ``lexicons/cues.toml``.
"""

from kg.extract.rules.attributions.attributed import Attributed, CueKind, Mood, Range
from kg.extract.rules.attributions.finding import find

__all__ = ["Attributed", "CueKind", "Mood", "Range", "find"]

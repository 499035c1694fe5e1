"""The findings: everything that the rules found in one reading, before it is numbered and claimed."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extract.rules.accusations import Blame
from kg.extract.rules.attributions import Attributed
from kg.extract.rules.cast import Cast
from kg.extract.rules.happenings import Happening
from kg.extract.rules.occurrence import Occurrence
from kg.extract.rules.reading import Reading
from kg.extract.rules.statements import Counted, Label, Office, Relation
from kg.extract.rules.voice import Voices


@dataclass(slots=True)
class Findings:
    """Everything that the rules found in one reading."""

    reading: Reading
    cast: Cast
    attributed: list[Attributed]
    voices: Voices
    happenings: list[Happening]
    counted: list[Counted]
    occurrences: list[Occurrence]
    relations: list[Relation]
    offices: list[Office]
    labels: list[Label]
    blames: list[Blame]

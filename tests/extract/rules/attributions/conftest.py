"""Reads small texts with the packaged language model and shows attributions as words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from kg.extract.rules import language
from kg.extract.rules.attributions import Attributed, find

if TYPE_CHECKING:
    from spacy.language import Language


@dataclass(frozen=True)
class Told:
    """An attribution in words: who, by which cue, what; ``by`` is the whole attribution, ``head`` the source's head."""

    who: str | None
    cue: str
    what: tuple[str, ...]
    head: str | None
    by: Attributed


Tell = Callable[[str], list[Told]]


@pytest.fixture(scope="session")
def nlp() -> Language:
    return language.load()


@pytest.fixture(scope="session")
def tell(nlp: Language) -> Tell:
    """A function that gives the attributions of a text."""

    def read(text: str) -> list[Told]:
        doc = language.parse(nlp, text)
        return [
            Told(
                doc[a.source[0] : a.source[1]].text if a.source else None,
                doc[a.cue[0] : a.cue[1]].text,
                tuple(doc[begin:end].text for begin, end in a.contents),
                doc[a.source_head].text if a.source_head is not None else None,
                a,
            )
            for a in find(doc)
        ]

    return read

"""The origin: what a language model contributed to an extract, and how it was asked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """One language model's part in an extract (PROV-O: an activity and the software agent that carried it out).

    ``model`` is its name at its server, ``prompt`` the version of the instructions, ``temperature`` as asked for.
    ``asked`` and ``answered`` are tokens as the server counted them, of all passages together; zero where it does not
    say. ``passages`` is how many were asked about. ``refused`` counts, by reason, what it said and the text does not.
    """

    model: str
    prompt: str
    temperature: float
    passages: int
    asked: int = 0
    answered: int = 0
    refused: tuple[tuple[str, int], ...] = ()

"""Times: whether words say a date, themselves or together with the date of the document."""

from __future__ import annotations

from typing import Final

from kg.extract.llm.grounding import Stretch
from kg.extract.llm.scene import Scene
from kg.extract.rules import lexicon
from kg.extract.rules.posts import FORMER
from kg.extract.rules.terms import GIVING, LEAVING, OVER
from kg.model import Edtf

_TOOK: Final = GIVING | lexicon.words("become join take assume swear found establish since")
_LEFT: Final = LEAVING | lexicon.words("former formerly until step die replace succeed be have serve")
_UNITS: Final = (4, 7, 10)
"""Length of a year, a month and a day in EDTF."""


def says(scene: Scene, evidence: Stretch, value: str, *, tenure: bool = False) -> Stretch | None:
    """Where the evidence says the date; ``None`` where it does not.

    What it says is what the rules' grammar of dates reads there, or less of it: the month or year of a day, the day
    without its year. Of a tenure, the beginning or end that a date gives it.
    """
    try:
        Edtf.parse(value)
    except ValueError:
        return None
    tokens = scene.tokens(evidence)
    if tokens is None:
        return None
    lemmas = {t.lemma_.lower() for t in tokens} | {t.lower_ for t in tokens}
    for date in scene.dates_in(evidence):
        if date.edtf is None:
            continue
        said = _less(date.edtf)
        if tenure and "/" not in date.edtf:
            said |= {f"{d}/.." for d in said if lemmas & _TOOK} | {f"../{d}" for d in said if lemmas & _LEFT}
        if value in said:
            first, last = scene.doc[date.begin], scene.doc[date.end - 1]
            return Stretch(first.idx, last.idx + len(last))
    if tenure and value == OVER:
        word = next((t for t in tokens if t.lower_ in FORMER or t.lemma_.lower() in LEAVING), None)
        return Stretch(word.idx, word.idx + len(word)) if word is not None else None
    return None


def _less(edtf: str) -> set[str]:
    """A date and what it implies: coarser ones, and the day of an unknown year."""
    out = {edtf}
    if "/" in edtf or edtf[-1] in "~?%":
        return out
    out |= {edtf[:length] for length in _UNITS if length < len(edtf)}
    if len(edtf) == _UNITS[-1] and not edtf.startswith("X"):
        out.add(f"XXXX{edtf[4:]}")
    return {date for date in out if date != "XXXX"}

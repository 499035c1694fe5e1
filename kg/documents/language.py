"""The language of a document: whether it is English, which is read, or another, which is not."""

from __future__ import annotations

import io
import lzma
import re
from array import array
from functools import cache
from typing import Final

import numpy as np
from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

from kg.model import Block

_FUNCTION_WORDS: Final = frozenset(
    """
    a an the and or but of to in on at by for from with as that this these those which who it he she they we you i his
    her their its our is are was were be been has have had will would not said after before over about into than
    """.split()  # noqa: SIM905 - a word list is read as text
)
_SHARED: Final = frozenset("a an in on by for at he we i is was had will has as to of her over who die".split())  # noqa: SIM905
"""Those that are also words of other languages."""

_WORD: Final = re.compile(r"[^\W\d_]+")
_SAMPLE: Final = 20_000
_FEWEST_LETTERS: Final = 40
_SURE: Final = 0.9
_LIKELY: Final = 0.6
_ENOUGH_WORDS: Final = 12
"""Words of an English text that cannot well do without a function word that only English has."""
_CHINESE: Final = {"zh", "wuu", "yue", "lzh", "nan"}
_ALONE: Final = re.compile(
    "(?P<ko>[\uac00-\ud7a3])|(?P<ja>[\u3040-\u30ff])|(?P<el>[\u0370-\u03ff])|(?P<he>[\u0590-\u05ff])|(?P<th>[\u0e00-\u0e7f])"
)


def language_of(text: str, blocks: tuple[Block, ...], declared: str | None) -> tuple[str | None, tuple[str, ...]]:
    """The language of a text as a BCP 47 tag, and remarks; ``declared`` is what its metadata say.

    What the words show goes before what is declared, since pages inherit the language of the site they stand on.
    ``None`` where nothing is declared and there are too few words to tell.
    """
    sample = " ".join(block.span.of(text) for block in blocks)[:_SAMPLE]
    shown = recognised(sample)
    tag = declared if shown is None or (declared and primary(declared) == shown) else shown
    notes: tuple[str, ...] = ()
    if declared and tag != declared:
        notes = (f"It is declared to be in the language {declared!r}, but its words are in {shown!r}.",)
    if tag and primary(tag) != "en":
        notes = (*notes, f"It is in a language that is not read ({tag}); it was stored without claims.")
    return tag, notes


def primary(tag: str) -> str:
    """The language of a tag, without region or script.

    >>> primary("en-US")
    'en'
    """
    return tag.partition("-")[0].lower()


def recognised(sample: str) -> str | None:
    """The ISO 639-1 code of the language that a text is surely in, or ``None``.

    English is told by its function words; only a text that has few of them is put to the identifier, so that names
    and lists do not make a short English text a foreign one.
    """
    words = [word.lower() for word in _WORD.findall(sample)]
    letters = sum(map(len, words))
    if not words:
        return None
    english = [word for word in words if word in _FUNCTION_WORDS]
    own = sum(word not in _SHARED for word in english)
    if len(english) >= 0.2 * len(words) and own >= 0.06 * len(words):
        return "en"
    script = _ALONE.search(sample)
    latin = sum(character < "\u0250" for word in words for character in word)
    if letters < _FEWEST_LETTERS and latin * 2 > letters:
        return None
    code, confidence = _identifier().classify(sample)
    if code == "en":
        return "en" if confidence >= _SURE else None
    if latin * 2 <= letters:
        found = code if confidence >= 0.3 else "und"
        return script.lastgroup if script else "zh" if code in _CHINESE else found
    if own == 0 and len(words) >= _ENOUGH_WORDS:
        return code if confidence >= _LIKELY else None
    return code if confidence >= _SURE and own < 0.04 * len(words) and len(words) >= 8 else None


@cache
def _identifier() -> LanguageIdentifier:
    """The identifier of 97 languages; its model lies in its package and is loaded on first use.

    Its own loader unpacks the model to a temporary file, which a full disk has no room for; here it is the memory.
    """
    with lzma.open(MODEL_DIR / MODEL_FILE) as packed, np.load(io.BytesIO(packed.read()), allow_pickle=False) as model:
        return LanguageIdentifier(
            model["ptc"],
            model["pc"],
            model["classes"].tolist(),
            array("I", model["nextmove"].astype("I").tobytes()),
            model["out_feat"].tolist(),
            norm_probs=True,
            tk_row=model["nextmove_row"].tolist(),
        )

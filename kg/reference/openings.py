"""Openings: the words that names of the reference lists begin with, so that a text is searched in one pass."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType

from kg.reference.names import fold
from kg.reference.organisations import folded, organisations
from kg.reference.states import states


def opens_name(word: str) -> bool:
    """Whether a name, adjective or inhabitant of the lists may begin with ``word``, in whatever spelling.

    Parsers cut "Lord's" in two, so that "Lord" opens "Lord's Resistance Army", too.
    """
    return folded(word).partition(" ")[0] in _openings() or fold(word).partition(" ")[0] in _openings()


@cache
def _openings() -> MappingProxyType[str, None]:
    names = [n for o in organisations() for n in o.names]
    names += [n for s in states() for n in (*s.names, *s.adjectives, *s.inhabitants, *s.capitals)]
    names += [n.replace("’", "'").partition("'s ")[0] for n in names if "'s " in n.replace("’", "'")]
    forms = [form for n in names for form in (folded(n), fold(n))]
    return MappingProxyType(dict.fromkeys(form.partition(" ")[0] for form in forms))

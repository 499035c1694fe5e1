"""Frames: which words can say that an event happens, and what has to fill their slots for it to be one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from kg.extract.rules import lexicon
from kg.model import EventClass, Predicate


@dataclass(frozen=True, slots=True)
class Family:
    """The roles that syntactic slots play; ``verb`` and ``noun`` map a slot or a preposition to a role."""

    name: str
    verb: dict[str, Predicate]
    noun: dict[str, Predicate]


@dataclass(frozen=True, slots=True)
class Frame:
    """One reading of a word: an event class, a family of roles, and conditions.

    ``subject`` and ``object`` list the kinds of fillers (see the head of ``frames.toml``) of which one must be there;
    empty: no condition. ``needs`` lists slots of which one must hold a place. ``bare`` is false for nouns that count
    only with an argument or a determiner. ``about`` lists words of which one must stand with the noun.
    """

    cls: EventClass
    family: Family
    subject: frozenset[str] = frozenset()
    object: frozenset[str] = frozenset()
    bare: bool = True
    needs: frozenset[str] = frozenset()
    about: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All frames by lemma; ``particles`` by "verb-particle"."""

    verbs: dict[str, tuple[Frame, ...]]
    nouns: dict[str, tuple[Frame, ...]]
    particles: dict[str, tuple[Frame, ...]]
    light: dict[str, frozenset[str]]
    things: frozenset[str]
    violent: frozenset[str]
    weapons: dict[str, EventClass]
    parts: frozenset[str]
    sites: frozenset[str]
    suffering: frozenset[str]
    sums: frozenset[str]
    offices: frozenset[str]


@cache
def load() -> Lexicon:
    """The packaged frames."""
    data = lexicon.load("frames")
    families = {
        name: Family(
            name,
            {slot: Predicate(role) for slot, role in entry["verb"].items()},
            {slot: Predicate(role) for slot, role in entry["noun"].items()},
        )
        for name, entry in data["family"].items()
    }
    verbs: dict[str, list[Frame]] = {}
    nouns: dict[str, list[Frame]] = {}
    particles: dict[str, list[Frame]] = {}
    for entry in data["frame"]:
        cls, family = EventClass(entry["class"]), families[entry["family"]]
        subject = lexicon.words(entry.get("weak_subject", ""))
        object_ = lexicon.words(entry.get("weak_object", ""))
        about = lexicon.words(entry.get("about", ""))
        needs = lexicon.words(entry.get("weak_needs", ""))
        for word in entry.get("weak", "").split():
            verbs.setdefault(word, []).append(Frame(cls, family, subject, object_, needs=needs, about=about))
        for word in entry.get("verbs", "").split():
            verbs.setdefault(word, []).append(Frame(cls, family))
        for word in entry.get("particles", "").split():
            particles.setdefault(word, []).append(Frame(cls, family, subject, object_, about=about))
        for word in entry.get("nouns", "").split():
            nouns.setdefault(word, []).append(Frame(cls, family, about=about))
        for word in entry.get("weak_nouns", "").split():
            nouns.setdefault(word, []).append(Frame(cls, family, bare=False))
    return Lexicon(
        {word: tuple(frames) for word, frames in verbs.items()},
        {word: tuple(frames) for word, frames in nouns.items()},
        {word: tuple(frames) for word, frames in particles.items()},
        {kind: lexicon.words(value) for kind, value in data["light"].items()},
        lexicon.words(data["things"]["nouns"]),
        lexicon.words(data["violent"]["nouns"]),
        {word: EventClass(cls) for cls, value in data["weapons"].items() for word in value.split()},
        lexicon.words(data["parts"]["nouns"]),
        lexicon.words(data["sites"]["nouns"]),
        lexicon.words(data["suffering"]["verbs"]),
        lexicon.words(data["sums"]["nouns"]),
        lexicon.words(data["offices"]["nouns"]),
    )

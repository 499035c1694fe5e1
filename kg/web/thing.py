"""The thing: anything that the graph speaks of, as its page shows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kg.vocabulary import RDF
from kg.web.labels import name_of
from kg.web.words import local_name, title

_TYPE: Final = RDF + "type"
_LONGEST: Final = 2_000
"""Characters of one value that a page shows."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value: its words, the IRI behind them where it is a node, and the address that leads to it."""

    text: str
    iri: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """What one property says: the other ends of its statements."""

    predicate: Value
    values: tuple[Value, ...]


Statement = tuple[str, str, str, bool]
"""Subject, predicate and object as text, and whether the object is an IRI."""

Address = Callable[[str], str]
"""Where an IRI leads from the page that is made; empty where it leads nowhere."""


def show_facts(
    thing: str, statements: Iterable[Statement], labels: Mapping[str, str], address: Address
) -> tuple[tuple[Value, ...], tuple[Fact, ...], tuple[Fact, ...]]:
    """The types of a thing, what is said of it, and where it is mentioned."""
    types: set[Value] = set()
    said: defaultdict[str, set[Value]] = defaultdict(set)
    mentioned: defaultdict[str, set[Value]] = defaultdict(set)
    for subject, predicate, value, is_iri in statements:
        if subject == thing:
            shown = node(value, labels, address) if is_iri else Value(shortened(value))
            if predicate == _TYPE:
                types.add(shown)
            else:
                said[predicate].add(shown)
        elif is_iri and value == thing:
            mentioned[predicate].add(node(subject, labels, address))
    return _sorted(types), _facts(said, labels, address), _facts(mentioned, labels, address)


def node(iri: str, labels: Mapping[str, str], address: Address) -> Value:
    """A node under its label, or what its IRI says of it."""
    return Value(shortened(labels.get(iri) or name_of(iri)), iri, address(iri))


def shortened(text: str) -> str:
    """The text, cut where it is too long for a page."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _facts(found: Mapping[str, set[Value]], labels: Mapping[str, str], address: Address) -> tuple[Fact, ...]:
    facts = [
        Fact(Value(title(local_name(iri)) if not labels.get(iri) else labels[iri], iri, address(iri)), _sorted(values))
        for iri, values in found.items()
    ]
    return tuple(sorted(facts, key=lambda fact: (fact.predicate.text.lower(), fact.predicate.iri)))


def _sorted(values: Iterable[Value]) -> tuple[Value, ...]:
    return tuple(sorted(values, key=lambda value: (value.text.lower(), value.text, value.iri)))

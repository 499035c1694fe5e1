"""Names: which actor or place a name or an IRI means, and what is known of those at the ends of links."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

import pyoxigraph as ox

from kg.graph import Iris
from kg.web.labels import name_of
from kg.web.network.kinds import shape
from kg.web.network.link import End
from kg.web.select import Select, iri, iris, question
from kg.web.words import entity_class

_MOST_NAMES: Final = 500
_MOST_CHOICES: Final = 30


@dataclass(frozen=True, slots=True)
class Meant:
    """What a name means: ``end`` where that is clear, and the ``others`` that it may mean as well, the closest first.

    ``more`` says that others yet have the words in their names.
    """

    text: str
    end: End | None = None
    others: tuple[End, ...] = ()
    more: bool = False


async def meant(select: Select, base: str, text: str) -> Meant:
    """Whom or what ``text`` means: an IRI, or else a name as it is, whole whatever its case, or in part.

    Of several of one name the only actor is meant. Nobody is, where several are left.
    """
    if "://" in text or text.startswith("urn:"):
        found = await ends(select, base, [text]) if iri(text) else {}
        return Meant(text, next((end for end in found.values() if end.cls), None))
    entities, literal = Iris(base).entities_graph, ox.Literal(text)
    rows = await select(question("network-named", entities=entities, called=literal, limit=_MOST_NAMES))
    exact = dict.fromkeys(row["thing"] for row in rows)
    words = ox.Literal(text.lower())
    rows = await select(question("network-called", entities=entities, words=words, limit=_MOST_NAMES))
    ranks: dict[str, int] = dict.fromkeys(exact, 0)
    for row in rows:
        ranks[row["thing"]] = min(ranks.get(row["thing"], 3), _rank(text, row["name"]))
    best = sorted(ranks, key=lambda one: (ranks[one], one))[:_MOST_CHOICES]
    known = await ends(select, base, best)
    choices = sorted(known.values(), key=lambda one: (ranks.get(one.iri, 3), -one.linked, one.label, one.iri))
    chosen = _chosen(choices, ranks)
    others = tuple(one for one in choices if one != chosen)
    return Meant(text, chosen, others, len(ranks) > len(best) or len(rows) == _MOST_NAMES)


async def ends(select: Select, base: str, things: Iterable[str]) -> dict[str, End]:
    """What some actors and places are called, what they are, and how many are linked with them, by their IRIs.

    One that has become part of another comes as that one, under the IRI that was asked for.
    """
    nodes = iris(things)
    if not nodes:
        return {}
    minted = Iris(base)
    rows = await select(question("network-ends", things=nodes, entities=minted.entities_graph))
    now = {row["thing"]: row["now"] for row in rows if "now" in row}
    if now:
        later = await ends(select, base, sorted(set(now.values()) - set(now)))
        rows = [row for row in rows if row["thing"] not in now]
    labels: dict[str, str] = {}
    types: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        if "label" in row:
            labels.setdefault(row["thing"], row["label"])
        if "type" in row:
            types[row["thing"]].append(row["type"])
    counted = await select(question("network-linked", actors=nodes, relationships=minted.relationships_graph))
    linked = {row["actor"]: int(row["linked"]) for row in counted}
    found = {}
    for node in nodes:
        name, of = node.value, types[node.value]
        if name in now and now[name] in later:
            found[name] = later[now[name]]
        else:
            label = labels.get(name) or name_of(name)
            found[name] = End(name, label, entity_class(of), shape(of), linked.get(name, 0))
    return found


def _rank(text: str, name: str) -> int:
    wanted, given = text.casefold(), name.casefold()
    if wanted == given:
        return 0 if text == name else 1
    return 2 if re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", given) else 3


def _chosen(choices: list[End], ranks: dict[str, int]) -> End | None:
    if not choices:
        return None
    best = ranks.get(choices[0].iri, 3)
    closest = [one for one in choices if ranks.get(one.iri, 3) == best]
    if len(closest) > 1:
        closest = [one for one in closest if one.shape != "place"]
    return replace(closest[0]) if len(closest) == 1 else None

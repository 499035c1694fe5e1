"""Labels: what things are called, so that no page shows an IRI where a name would do."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from kg.graph import Iris
from kg.vocabulary import KG
from kg.web.dates import date_words
from kg.web.select import Select, Solution, iris, question
from kg.web.words import local_name, title, words

_OF_DOCUMENT: Final = re.compile(r"^[0-9a-f]{20}-(?=[a-z]+\d+$)")
"""The id of a document at the beginning of the name of a node of it."""


async def labels(select: Select, base: str, things: Iterable[str]) -> dict[str, str]:
    """What each of the things is called; one that the graph has no name for goes by its IRI's last part."""
    wanted = tuple(dict.fromkeys(things))
    nodes = iris(name for name in wanted if not name.startswith(KG))
    entities = Iris(base).entities_graph
    events = [name for name in wanted if name.startswith(f"{base}id/event/")]
    found: _Found = defaultdict(lambda: defaultdict(set))
    if nodes:
        _add(found, await select(question("labels", things=nodes, events=iris(events), entities=entities)))
    unsettled = [name for name in events if not (found[name]["date"] or found[name]["place"])]
    if unsettled:
        _add(found, await select(question("labels-unsettled", events=iris(unsettled), entities=entities)))
    return {name: _label(found[name]) or name_of(name) for name in wanted}


_Found = defaultdict[str, defaultdict[str, set[str]]]


def _add(found: _Found, rows: Iterable[Solution]) -> None:
    for row in rows:
        for name, value in row.items():
            if name != "thing":
                found[row["thing"]][name].add(value)


def name_of(iri: str) -> str:
    """A name for a node without a label.

    >>> name_of("http://example.org/id/claim/3bd774b90a730136a84a-c1"), name_of("https://w3id.org/herodotus/ns#agent")
    ('claim c1', 'by')
    """
    parts = iri.split("/")
    if len(parts) > 2 and parts[-3] == "id":
        return f"{words(parts[-2])} {_OF_DOCUMENT.sub('', parts[-1])}"
    return words(local_name(iri)) if iri.startswith(KG) else local_name(iri) or iri


def event_label(cls: str, dates: Iterable[str] = (), places: Iterable[str] = ()) -> str:
    """What an event is called: its class, where, and when.

    >>> event_label("https://w3id.org/herodotus/ns#DroneStrike", ["2020-01-03"], ["Baghdad"])
    'Drone strike, Baghdad, 3 January 2020'
    """
    where = " or ".join(sorted(set(places), key=lambda place: (place.casefold(), place))[:2])
    when = " or ".join(map(date_words, sorted(exact(dates))[:2]))
    return ", ".join(filter(None, (title(local_name(cls)), where, when)))


def exact(dates: Iterable[str]) -> set[str]:
    """The dates without those that only say less than another one.

    >>> exact(["XXXX-12-27", "2019-12-27"])
    {'2019-12-27'}
    """
    known = set(dates)
    full = {date for date in known if "X" not in date}
    patterns = {date: re.escape(date).replace("X", r"\d") for date in known - full}
    return full | {date for date, pattern in patterns.items() if not any(re.fullmatch(pattern, one) for one in full)}


def _label(found: Mapping[str, set[str]]) -> str:
    if classes := found.get("class"):
        places = found.get("place", set())
        return event_label(min(classes), found.get("date", ()), places - found.get("whole", set()) or places)
    return next((min(found[name]) for name in ("label", "title", "file") if found.get(name)), "")

"""The overview: what is in the graph, as the first page lists it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from kg.graph import Iris
from kg.vocabulary import KG
from kg.web.claims import ShownClaim, show_claims
from kg.web.select import Select, Solution, iris, question
from kg.web.words import entity_class, event_order, local_name, title, words

_COUNTED = ("Document", "Claim", "Event", "Actor", "Place", "Mention", "Attribution", "Toll", "Designation", "Tenure")
_DOCUMENTS = 50
_CLAIMED = 5
_ACTORS = 25
_EVENTS = 200
_CLAIMS = 30
_CONFLICTS = 20


@dataclass(frozen=True, slots=True)
class ShownDocument:
    """One document of the list; ``date`` is EDTF, empty where it has none."""

    iri: str
    title: str
    file: str
    date: str
    claims: int


@dataclass(frozen=True, slots=True)
class ShownActor:
    """One actor: ``about`` counts the claims that it is subject or object of, ``made`` those attributed to it."""

    iri: str
    label: str
    cls: str
    about: int
    made: int


@dataclass(frozen=True, slots=True)
class ShownEvent:
    """One event with those who did it, to whom, when and where; ``happened``: a claim affirms it as actual."""

    iri: str
    agents: str
    targets: str
    date: str
    place: str
    happened: bool


@dataclass(frozen=True, slots=True)
class ShownEvents:
    """The events of one class, in the order of their dates."""

    cls: str
    events: tuple[ShownEvent, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """What is in the graph. Lists are bounded; ``counts`` says how many there are in all, by class in words."""

    counts: tuple[tuple[str, int], ...]
    documents: tuple[ShownDocument, ...]
    actors: tuple[ShownActor, ...]
    events: tuple[ShownEvents, ...]
    claims: tuple[ShownClaim, ...]
    conflicts: tuple[tuple[ShownClaim, ShownClaim], ...]

    def count(self, name: str) -> int:
        """How many things of a class there are, by its name in words."""
        return dict(self.counts).get(name, 0)


async def overview(select: Select, base_iri: str) -> Overview:
    """Gathers the overview of a graph whose IRIs start with ``base_iri``. Raises what ``select`` raises."""
    entities = Iris(base_iri).entities_graph
    classes = iris(KG + name for name in _COUNTED)
    counts = {local_name(row["class"]): int(row["number"]) for row in await select(question("counts", classes=classes))}
    documents = tuple(map(_document, await select(question("documents", limit=_DOCUMENTS))))
    actors = tuple(map(_actor, await select(question("actors", entities=entities, limit=_ACTORS))))
    events = _events(await select(question("events", entities=entities, limit=_EVENTS)))
    newest = iris(document.iri for document in documents[:_CLAIMED])
    latest = [row["claim"] for row in await select(question("latest", documents=newest, limit=_CLAIMS))]
    pairs = [(row["one"], row["other"]) for row in await select(question("conflicts", limit=_CONFLICTS))]
    shown = await show_claims(select, base_iri, sorted({*latest, *(claim for pair in pairs for claim in pair)}))
    return Overview(
        counts=tuple((f"{words(name)}s", counts.get(name, 0)) for name in _COUNTED),
        documents=documents,
        actors=actors,
        events=events,
        claims=tuple(shown[claim] for claim in latest if claim in shown),
        conflicts=tuple((shown[one], shown[other]) for one, other in pairs if one in shown and other in shown),
    )


def _document(row: Solution) -> ShownDocument:
    file = row.get("file", "")
    name = row.get("title") or file or local_name(row["document"])
    return ShownDocument(row["document"], name, file, row.get("date", ""), int(row.get("claims", "0")))


def _actor(row: Solution) -> ShownActor:
    types = row.get("types", "").split()
    return ShownActor(row["actor"], row["label"], entity_class(types), int(row["about"]), int(row.get("made", "0")))


def _events(rows: list[Solution]) -> tuple[ShownEvents, ...]:
    by_class: defaultdict[str, list[ShownEvent]] = defaultdict(list)
    for row in rows:
        by_class[local_name(row["class"])].append(
            ShownEvent(
                iri=row["event"],
                agents=row.get("agents", ""),
                targets=row.get("targets", ""),
                date=row.get("dates", ""),
                place=row.get("places", ""),
                happened=row.get("happened") == "true",
            )
        )
    return tuple(
        ShownEvents(title(name), tuple(sorted(by_class[name], key=lambda e: (e.date == "", e.date, e.iri))))
        for name in sorted(by_class, key=lambda name: (event_order(name), name))
    )

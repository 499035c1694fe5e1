"""The accounts: who says what of some events – by whom, against whom, how many, whether at all – in words."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from kg.graph import Iris
from kg.web.explorer.names import names
from kg.web.explorer.selection import Found
from kg.web.explorer.wish import STANDINGS
from kg.web.select import Select, Solution, iris, question
from kg.web.words import local_name, toll, words

_AT_ONCE: Final = 200
_BY: Final = ("agent", "participant")
_AGAINST: Final = ("target", "victim")


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody or something with a part in an event; ``denied_by`` names those who say that it had none.

    ``affirmed`` is false where nobody says that it had.
    """

    iri: str
    label: str
    denied_by: tuple[str, ...] = ()
    affirmed: bool = True

    @property
    def text(self) -> str:
        """The name, with who denies the part."""
        return f"{self.label} (denied by {' and '.join(self.denied_by)})" if self.denied_by else self.label


@dataclass(frozen=True, slots=True)
class Figures:
    """All accounts of one effect of an event, in words; ``summary`` says what they span where they are several.

    ``claims`` are those that give them.
    """

    summary: str
    accounts: tuple[str, ...]
    claims: tuple[str, ...]

    @property
    def text(self) -> str:
        """The figures in one line."""
        return f"{self.summary}: {'; '.join(self.accounts)}" if self.summary else "; ".join(self.accounts)


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of one event. ``standings`` are keys of ``STANDINGS``; ``probable`` says that nobody is certain.

    ``speakers`` are those who say anything of it, with their names. ``claim`` is the one that shows best that somebody
    tells of the event, ``quote`` its words and ``span`` where they stand.
    """

    found: Found
    by: tuple[Party, ...] = ()
    against: tuple[Party, ...] = ()
    figures: tuple[Figures, ...] = ()
    standings: tuple[str, ...] = ()
    probable: bool = False
    disputed: bool = False
    speakers: tuple[tuple[str, str], ...] = ()
    claim: str = ""
    quote: str = ""
    span: str = ""

    @property
    def stances(self) -> tuple[str, ...]:
        """How it stands, in words."""
        said = [
            STANDINGS[one] + (", probably" if one == "happened" and self.probable else "") for one in self.standings
        ]
        return (*said, "accounts disagree") if self.disputed else tuple(said)


async def accounts(select: Select, base: str, events: Sequence[Found]) -> tuple[Told, ...]:
    """What is told of each of the events, in their order. Raises what ``select`` does."""
    told: list[Told] = []
    for at in range(0, len(events), _AT_ONCE):
        told += await _told(select, base, events[at : at + _AT_ONCE])
    return tuple(told)


async def _told(select: Select, base: str, events: Sequence[Found]) -> list[Told]:
    minted = Iris(base)
    nodes = iris(event.iri for event in events)
    rows, sums = await asyncio.gather(
        select(question("explorer-accounts", events=nodes)),
        select(question("explorer-tolls", events=nodes, tolls=minted.tolls_graph)),
    )
    rows = await _with_manners(select, base, rows)
    by_event: defaultdict[str, list[Solution]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row["claim"]):
        by_event[row["event"]].append(row)
    best = {event: claim for event, found in by_event.items() if (claim := _best(found))}
    called, quotes = await asyncio.gather(
        names(select, base, sorted(_named(rows))), _quotes(select, sorted(best.values()))
    )
    spans: defaultdict[str, dict[str, Solution]] = defaultdict(dict)
    for row in sums:
        spans[row["event"]][local_name(row["effect"])] = row
    return [
        _of_event(event, by_event[event.iri], called, spans[event.iri], quotes.get(best.get(event.iri, ""), {}))
        for event in events
    ]


async def _with_manners(select: Select, base: str, rows: Sequence[Solution]) -> list[Solution]:
    """The claims, with how sure those of kind and number are, what figures they give, and what marks they have."""
    claims = iris(sorted({row["claim"] for row in rows}))
    telling = iris(sorted({row["claim"] for row in rows if local_name(row["predicate"]) in ("type", "toll")}))
    manners, marks = await asyncio.gather(
        select(question("explorer-manners", claims=telling)),
        select(question("explorer-marks", claims=claims, reviews=Iris(base).reviews_graph)),
    )
    more: defaultdict[str, Solution] = defaultdict(dict)
    for row in manners:
        more[row["claim"]].update(row)
    for row in marks:
        more[row["claim"]][row["mark"]] = "true"
    return [{**row, **more[row["claim"]]} for row in rows]


def _named(rows: Iterable[Solution]) -> set[str]:
    roles = (*_BY, *_AGAINST)
    found = {
        row["object"] for row in rows if local_name(row["predicate"]) in roles and row["object"].startswith("http")
    }
    return found | {row["claimant"] for row in rows} | {row["group"] for row in rows if "group" in row}


async def _quotes(select: Select, claims: Sequence[str]) -> dict[str, Solution]:
    rows = await select(question("explorer-quotes", claims=iris(claims))) if claims else []
    found: dict[str, Solution] = {}
    for row in sorted(rows, key=lambda row: int(row["begin"])):
        found.setdefault(row["claim"], row)
    return found


def _of_event(
    event: Found, rows: Sequence[Solution], called: dict[str, str], sums: dict[str, Solution], quote: Solution
) -> Told:
    kinds = [row for row in rows if local_name(row["predicate"]) == "type" and not _is_rejected(row)]
    standings, probable = _standings(kinds)
    speakers = sorted({(called[row["claimant"]], row["claimant"]) for row in rows if not _is_rejected(row)})
    return Told(
        event,
        _parties(rows, _BY, called),
        _parties(rows, _AGAINST, called),
        tuple(_figures(rows, called, sums)),
        standings,
        probable,
        any("disputed" in row for row in rows),
        tuple((speaker, name) for name, speaker in speakers),
        quote.get("claim", ""),
        quote.get("quote", ""),
        quote.get("span", ""),
    )


def _is_rejected(row: Solution) -> bool:
    return "rejected" in row


def _is_affirmed(row: Solution) -> bool:
    return local_name(row["polarity"]) == "Affirmed"


def _standings(kinds: Sequence[Solution]) -> tuple[tuple[str, ...], bool]:
    """The ways in which an event stands by the claims of its kind, and whether none that affirms it is certain."""
    found, certainties = set(), set()
    for row in kinds:
        realis, certainty = local_name(row["realis"]), local_name(row["certainty"])
        if not _is_affirmed(row):
            found.add("denied")
            continue
        if realis == "Future":
            found.add("planned")
        if realis == "Hypothetical" or certainty == "Possible":
            found.add("possible")
        if realis == "Actual" and certainty != "Possible":
            found.add("happened")
            certainties.add(certainty)
    return tuple(one for one in STANDINGS if one in found), bool(certainties) and "Certain" not in certainties


def _parties(rows: Sequence[Solution], roles: tuple[str, ...], called: dict[str, str]) -> tuple[Party, ...]:
    affirmed, denied = set(), defaultdict(set)
    for row in rows:
        if local_name(row["predicate"]) not in roles or _is_rejected(row):
            continue
        if _is_affirmed(row):
            affirmed.add(row["object"])
        else:
            denied[row["object"]].add(called[row["claimant"]])
    parties = [
        Party(node, called.get(node) or local_name(node), tuple(sorted(denied[node])), node in affirmed)
        for node in affirmed | denied.keys()
    ]
    return tuple(sorted(parties, key=lambda one: (not one.affirmed, one.label, one.iri)))


def _figures(rows: Sequence[Solution], called: dict[str, str], sums: dict[str, Solution]) -> Iterable[Figures]:
    by_effect: defaultdict[str, list[Solution]] = defaultdict(list)
    for row in rows:
        if "effect" in row and not _is_rejected(row):
            by_effect[local_name(row["effect"])].append(row)
    for effect, found in sorted(by_effect.items()):
        said: defaultdict[str, list[str]] = defaultdict(list)
        for row in found:
            tellers = said[_figure(effect, row, called)]
            if (teller := called[row["claimant"]]) not in tellers:
                tellers.append(teller)
        lines = tuple(f"{figure}, according to {_listed(tellers)}" for figure, tellers in said.items())
        number = sum(map(len, said.values()))
        yield Figures(_span(effect, number, sums.get(effect)), lines, tuple(row["claim"] for row in found))


def _figure(effect: str, row: Solution, called: dict[str, str]) -> str:
    group = called[row["group"]] if "group" in row else None
    number = toll(effect, row.get("min"), row.get("max"), group) if row.keys() & {"min", "max"} else words(effect)
    realis = {"Future": "expected: ", "Hypothetical": "possibly: "}.get(local_name(row["realis"]), "")
    return f"{'' if _is_affirmed(row) else 'denied: '}{realis}{number}"


def _listed(tellers: Sequence[str]) -> str:
    first, last = tellers[:-1], tellers[-1]
    return f"{', '.join(first)} and {last}" if first else last


def _span(effect: str, number: int, summed: Solution | None) -> str:
    """What several accounts span.

    >>> _span("Killed", 2, {"low": "15", "high": "25", "unbounded": "false"})
    '15 to 25 killed in 2 accounts'
    """
    if number < 2:
        return ""
    if summed is None:
        return f"{number} accounts"
    low, high = summed["low"], summed["high"]
    figure = low if low == high else f"{low} to {high}"
    more = " or more" if summed.get("unbounded") == "true" else ""
    return f"{figure}{more} {words(effect)} in {number} accounts"


def _best(rows: Sequence[Solution]) -> str:
    """The claim that shows best that somebody tells of an event: that it happened, before that it may or did not."""
    kinds = [row for row in rows if local_name(row["predicate"]) == "type"] or list(rows)
    return min(kinds, key=_rank)["claim"] if kinds else ""


def _rank(row: Solution) -> tuple[bool, bool, bool, bool, str]:
    return (
        _is_rejected(row),
        not _is_affirmed(row),
        local_name(row.get("realis", "")) != "Actual",
        local_name(row.get("certainty", "")) != "Certain",
        row["claim"],
    )

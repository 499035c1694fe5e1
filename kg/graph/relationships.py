"""Relationships: how actors relate, summed over claims; directly, or because the one does something to the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Final

from kg.model import (
    RELATIONS,
    Account,
    Certainty,
    DateObject,
    Edtf,
    EntityClass,
    EntityKey,
    EventClass,
    Key,
    NodeKey,
    Party,
    Polarity,
    Predicate,
    Realis,
    Relationship,
    Tie,
)

LISTED: Final = 12
"""How many of its claims a relationship lists; all are counted."""

MOST_PARTIES: Final = 8
"""Meetings of more actors than these join nobody: who was at one summit is not thereby related."""

DEEDS: Final[dict[EventClass, str]] = {
    EventClass.ATTACK: "attacks",
    EventClass.INVASION: "invades",
    EventClass.ABDUCTION: "abducts",
    EventClass.DETENTION: "detains",
    EventClass.REPRESSION: "represses",
    EventClass.RELEASE: "releases",
    EventClass.SANCTIONING: "sanctions",
    EventClass.ACCUSATION: "accuses",
    EventClass.CONDEMNATION: "condemns",
    EventClass.THREAT: "threatens",
    EventClass.DEMAND: "demandsOf",
    EventClass.PROMISE: "promises",
    EventClass.ENDORSEMENT: "endorses",
    EventClass.AID: "aids",
    EventClass.VISIT: "visits",
    EventClass.TRIAL: "tries",
    EventClass.SENTENCING: "sentences",
    EventClass.INVESTIGATION: "investigates",
}
"""What the agent of an event does to its target or victim; the kind of the nearest class above holds for all below."""

MUTUAL: Final[dict[EventClass, str]] = {
    EventClass.ARMED_CLASH: "clashesWith",
    EventClass.MEETING: "meets",
    EventClass.NEGOTIATION: "negotiatesWith",
    EventClass.AGREEMENT: "agreesWith",
    EventClass.CEASEFIRE: "ceasesFireWith",
    EventClass.COOPERATION: "cooperatesWith",
}
"""What all who take part in an event do with each other. The pair stands once, in the order of its keys."""

_DONE_TO: Final = (Predicate.TARGET, Predicate.VICTIM)
_PARTS: Final = (Predicate.AGENT, Predicate.PARTICIPANT, *_DONE_TO)


def ties(accounts: Iterable[Account]) -> tuple[Tie, ...]:
    """The ties between actors that the accounts of one document make, in the order of its claims.

    Only actors with a name, and only what is said to be so, or not to be so, with more than mere possibility. An event
    joins its agent with the targets and victims that the same claimant names, or where that one names none, with those
    that the document names at all.
    """
    found: list[tuple[int, Tie]] = []
    events: dict[NodeKey, list[Account]] = defaultdict(list)
    for account in accounts:
        if account.certainty is Certainty.POSSIBLE or account.realis is not Realis.ACTUAL:
            continue
        if account.event is not None and isinstance(account.subject, NodeKey):
            events[account.subject].append(account)
        elif account.predicate in RELATIONS:
            second = _actor(account)
            if isinstance(account.subject, EntityKey) and second is not None and account.subject != second:
                tie = _tie(account, account.subject, second, account.predicate.value, _days(account.published))
                found.append((account.order, tie))
    for event, told in events.items():
        found.extend(_event_ties(event, told))
    return tuple(tie for _, tie in sorted(found, key=lambda each: (each[0], each[1].first, each[1].second)))


def pairs_of(made: Iterable[Tie]) -> frozenset[tuple[EntityKey, EntityKey]]:
    """The pairs of actors that ties touch, each in the order of its keys: whose relationships change with them."""
    return frozenset((min(tie.first, tie.second), max(tie.first, tie.second)) for tie in made)


def relationships(made: Iterable[Tie]) -> tuple[Relationship, ...]:
    """What the ties of a pair of actors, in both directions, come to: one relationship for each direction and kind.

    The order of the ties does not show. A claim that ties the pair twice counts once; where it does so both ways it is
    affirmed. The first claims that affirm and the first that deny are listed.
    """
    kinds: dict[tuple[EntityKey, EntityKey, str], dict[NodeKey, Tie]] = defaultdict(dict)
    for tie in sorted(made, key=lambda tie: (tie.polarity, tie.claim, str(tie.event), str(tie.earliest))):
        kinds[tie.first, tie.second, tie.kind].setdefault(tie.claim, tie)
    return tuple(_relationship(kind, list(told.values())) for (_, _, kind), told in sorted(kinds.items()))


def _relationship(kind: str, told: list[Tie]) -> Relationship:
    told.sort(key=lambda tie: (tie.earliest or "~", tie.claim))
    affirmed = [tie for tie in told if tie.polarity is Polarity.AFFIRMED]
    denied = [tie for tie in told if tie.polarity is Polarity.DENIED]
    room = LISTED - min(len(denied), LISTED // 2)
    listed = [*affirmed[:room], *denied[: LISTED - min(len(affirmed), room)]]
    return Relationship(
        told[0].first,
        told[0].second,
        kind,
        len(told),
        len({tie.voice for tie in told}),
        len({tie.claim.document for tie in told}),
        len({tie.event for tie in told if tie.event is not None}),
        len(affirmed),
        len(denied),
        min((tie.earliest for tie in told if tie.earliest), default=None),
        max((tie.latest for tie in told if tie.latest), default=None),
        tuple(sorted(tie.claim for tie in listed)),
    )


def _event_ties(event: NodeKey, told: list[Account]) -> Iterator[tuple[int, Tie]]:
    cls = told[0].event
    deed, mutual = _nearest(cls, DEEDS), _nearest(cls, MUTUAL)
    if deed is None and mutual is None:
        return
    parts = [(account, key) for account in told if account.predicate in _PARTS and (key := _actor(account)) is not None]
    days = _event_days(told)
    if mutual is not None:
        yield from _mutual_ties(event, parts, mutual, days)
        return
    done_to: dict[Key | None, list[tuple[Account, EntityKey]]] = defaultdict(list)
    for account, key in parts:
        if account.predicate in _DONE_TO:
            done_to[account.claimant].append((account, key))
    everywhere = [part for named in done_to.values() for part in named]
    for account, agent in parts:
        if account.predicate is not Predicate.AGENT:
            continue
        named = sorted(done_to.get(account.claimant) or everywhere, key=lambda part: part[0].polarity, reverse=True)
        for second, other in {
            key: other for other, key in named
        }.items():  # what is affirmed of it comes last and stays
            if second != agent:
                denied = Polarity.DENIED in (account.polarity, other.polarity)
                yield account.order, _tie(account, agent, second, deed or "", days, event, denied)


def _mutual_ties(
    event: NodeKey, parts: list[tuple[Account, EntityKey]], kind: str, days: tuple[str | None, str | None]
) -> Iterator[tuple[int, Tie]]:
    together: dict[Key | None, dict[EntityKey, Account]] = defaultdict(dict)
    for account, key in parts:
        together[account.claimant].setdefault(key, account)
    for actors in together.values():
        if len(actors) <= MOST_PARTIES:
            for first, second in combinations(sorted(actors), 2):
                one, other = sorted((actors[first], actors[second]), key=lambda account: account.order)
                denied = Polarity.DENIED in (one.polarity, other.polarity)
                yield other.order, _tie(other, first, second, kind, days, event, denied)


def _tie(
    account: Account,
    first: EntityKey,
    second: EntityKey,
    kind: str,
    days: tuple[str | None, str | None],
    event: NodeKey | None = None,
    denied: bool = False,
) -> Tie:
    polarity = Polarity.DENIED if denied else account.polarity
    return Tie(first, second, kind, account.key, account.voice, polarity, *days, event)


def _nearest(cls: EventClass | None, kinds: dict[EventClass, str]) -> str | None:
    return next((kinds[c] for c in cls.lineage if c in kinds), None) if cls else None


def _actor(account: Account) -> EntityKey | None:
    match account.object:
        case Party(key=EntityKey() as key, proper=True, cls=cls) if cls.is_a(EntityClass.ACTOR):
            return key
    return None


def _event_days(told: list[Account]) -> tuple[str | None, str | None]:
    """The days of an event as the document affirms them, else the document's own date."""
    for account in told:
        if account.predicate is Predicate.DATE and account.polarity is Polarity.AFFIRMED:
            days = _days(account.object.value if isinstance(account.object, DateObject) else None)
            if days != (None, None):
                return days
    return _days(told[0].published)


def _days(value: str | None) -> tuple[str | None, str | None]:
    try:
        date = Edtf.parse(value or "")
    except ValueError:
        return None, None
    first, last = (day.isoformat() if day else None for day in (date.earliest, date.latest))
    return first, last

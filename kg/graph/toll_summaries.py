"""Toll summaries: the best, lowest and highest figure of one event and effect, and how they were arrived at.

1. What is denied, foreseen, imagined or merely possible does not count, nor what its claimant has superseded.
2. Totals count, not parts: figures of nobody in particular ("25 people"). Only where there are none does the largest
   group that is counted stand for the whole.
3. The best figure is the newest that two claimants give: going back from the newest document, the first figure that a
   second claimant comes to, and of several on that day the one with most claimants. Where no two agree it is the
   newest. Of equals the exact one is best, then the lower. Claimants count alike, whoever they are; those
   without a name count as the document that quotes them.
4. Low and high are the least and the most that any figure in force allows; a part that is more than every total raises
   the high.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kg.graph.groups import described
from kg.graph.statements import counted, prepared
from kg.graph.supersession import settled
from kg.model import Account, Effect, Figure, NodeKey, Polarity, Predicate, Realis, TollSummary

QUORUM = 2
"""How many claimants make a figure the best before it is the newest."""


def summarise_tolls(accounts: Iterable[Account]) -> tuple[TollSummary, ...]:
    """One summary for each effect that the accounts of one event count, in the order of the effects' names."""
    _, in_force = settled(prepared(accounts))
    by_effect: dict[Effect, list[Account]] = defaultdict(list)
    for account in in_force:
        if (
            account.predicate is Predicate.TOLL
            and isinstance(account.object, Figure)
            and account.polarity is Polarity.AFFIRMED
            and account.realis is Realis.ACTUAL
        ):
            by_effect[account.object.effect].append(account)
    return tuple(_summary(effect, told) for effect, told in sorted(by_effect.items()))


@dataclass(slots=True)
class _Told:
    """One figure with all who give it; ``newest`` is the date of the document that gives it last."""

    figure: Figure
    first: NodeKey
    days: dict[str, str]

    @property
    def newest(self) -> str:
        return max(self.days.values())

    @property
    def agreed(self) -> str | None:
        """The day, going back, on which the figure has its quorum."""
        days = sorted(self.days.values(), reverse=True)
        return days[QUORUM - 1] if len(days) >= QUORUM else None


def _summary(effect: Effect, accounts: list[Account]) -> TollSummary:
    totals = [account for account in accounts if counted(account) is None]
    whole = totals or _largest_group(accounts)
    told = _figures(whole)
    best, method = _best(told)
    ranges = [(_least(t.figure), _most(t.figure)) for t in told]
    high = max(most for _, most in ranges)
    if not totals:
        group = next(a.object.group for a in whole if isinstance(a.object, Figure))
        name = group and (group.name if group.proper else described(group))
        method += f"; nobody tells a total, so this is the largest group that is counted ({name})"
    parts = [t for t in _figures([a for a in accounts if totals and counted(a) is not None]) if _least(t.figure) > high]
    if parts:
        high = max(_least(t.figure) for t in parts)
        method += "; a part that is more than every total raises the highest figure"
    resting = {t.first for t in (*told, *parts)}
    return TollSummary(
        whole[0].subject if isinstance(whole[0].subject, NodeKey) else NodeKey(whole[0].document, whole[0].claim),
        effect,
        _middle(best.figure),
        min(least for least, _ in ranges),
        high,
        any(t.figure.maximum is None for t in told),
        len(best.days),
        method,
        tuple(sorted(resting)),
    )


def _figures(accounts: list[Account]) -> list[_Told]:
    """Each figure once, in the order in which they were first given."""
    found: dict[tuple[int | None, int | None], _Told] = {}
    for account in accounts:
        if isinstance(account.object, Figure):
            figure = account.object
            told = found.setdefault((figure.minimum, figure.maximum), _Told(figure, account.key, {}))
            who = account.voice if account.named else account.outlet
            told.days[who] = max(told.days.get(who, ""), account.published or "")
    return list(found.values())


def _best(told: list[_Told]) -> tuple[_Told, str]:
    def careful(t: _Told) -> tuple[bool, int]:
        return t.figure.minimum != t.figure.maximum, _middle(t.figure)

    agreed = [t for t in told if t.agreed is not None]
    if agreed:
        day = max(t.agreed or "" for t in agreed)
        best = min((t for t in agreed if t.agreed == day), key=lambda t: (-len(t.days), careful(t)))
        return best, f"the newest figure that at least two claimants give ({len(best.days)} claimants)"
    newest = max(t.newest for t in told)
    best = min((t for t in told if t.newest == newest), key=careful)
    if len(told) == 1:
        return best, "the only figure that is given"
    return best, "the newest figure; no two claimants give the same"


def _largest_group(accounts: list[Account]) -> list[Account]:
    groups: dict[object, list[Account]] = defaultdict(list)
    for account in accounts:
        groups[counted(account)].append(account)
    return min(
        groups.values(),
        key=lambda told: (-max(_middle(a.object) for a in told if isinstance(a.object, Figure)), str(counted(told[0]))),
    )


def _least(figure: Figure) -> int:
    return figure.minimum or 0


def _most(figure: Figure) -> int:
    return figure.maximum if figure.maximum is not None else _least(figure)


def _middle(figure: Figure) -> int:
    """One number for a range: its middle, rounded down; where one side is open, the other."""
    if figure.minimum is None:
        return _most(figure)
    return (figure.minimum + _most(figure)) // 2

"""Offices: who held which post, where and when; each claimant's account of one office in one row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from kg.web.entity.part import Asked, Part, caption, when
from kg.web.entity.statements import told_by
from kg.web.labels import labels
from kg.web.table import Cell, Column, Row, Table
from kg.web.told import Known, Told, foremost, named, told_of


async def offices(asked: Asked) -> Part | None:
    """The tenures of a person, and those in an organisation; the latest first, those without a date last."""
    mine = await told_by(asked, ("holder", "organisation"))
    tenures = tuple(dict.fromkeys(one.subject for one in mine if one.object == asked.thing))
    by_tenure: defaultdict[str, list[Told]] = defaultdict(list)
    for one in await told_of(asked.select, asked.base, tenures, 4 * asked.read):
        by_tenure[one.subject].append(one)
    posts = {one.object for told in by_tenure.values() for one in told if one.predicate == "post"}
    names = await labels(asked.select, asked.base, sorted(posts))
    groups: defaultdict[tuple[str, str, str], list[Told]] = defaultdict(list)
    for told in by_tenure.values():
        groups[_office(told, names)].extend(told)
    ordered = sorted(groups.items(), key=lambda group: (_latest(group[1]), group[0]))
    ordered.sort(key=lambda group: _latest(group[1]), reverse=True)
    shown = ordered[asked.offset : asked.offset + asked.limit]
    if not shown:
        return None

    def draw(known: Known) -> Table:
        lines = tuple(_row(told, office, known) for office, told in shown)
        done = asked.offset + len(shown)
        words = caption(done, len(ordered), "office", "offices", "latest first") + asked.first(mine)
        return Table("offices", words, _COLUMNS, lines, more=done < len(ordered))

    nodes = {node for (holder, _, organisation), _ in shown for node in (holder, organisation) if node}
    nodes.update(*(named(_holding(told)) for _, told in shown))
    return Part(frozenset(nodes), frozenset(foremost(_holding(told)) for _, told in shown), draw)


_COLUMNS: Final = (
    Column("holder", "Who", "name"),
    Column("post", "Post"),
    Column("organisation", "Of"),
    Column("date", "When", "date"),
    Column("stance", "How sure", "stance"),
    Column("claimants", "According to"),
)


def _row(told: Sequence[Told], office: tuple[str, str, str], known: Known) -> Row:
    holder, post, organisation = office
    who = _holding(told)
    posts = sorted(one.object for one in told if one.predicate == "post")
    return Row(
        (
            (known.cell(holder),) if holder else (),
            (Cell(post, posts[0], known.place.leads(posts[0])),) if posts else (),
            (known.cell(organisation),) if organisation else (),
            when(told),
            known.stances(who),
            known.claimants(who),
        ),
        min(one.subject for one in told),
        known.evidence(who),
        tuple(sorted({*posts, *(one.subject for one in told), *(one.claim for one in told)})),
    )


def _office(told: Sequence[Told], names: Mapping[str, str]) -> tuple[str, str, str]:
    """Holder, name of the post, organisation: what two accounts of one office share."""
    first = {one.predicate: one.object for one in sorted(told, key=lambda one: one.claim, reverse=True)}
    post = first.get("post", "")
    return first.get("holder", ""), names.get(post, ""), first.get("organisation", "")


def _holding(told: Sequence[Told]) -> list[Told]:
    """The claims that somebody holds the office; where nobody says who, all of them."""
    return [one for one in told if one.predicate == "holder"] or list(told)


def _latest(told: Sequence[Told]) -> str:
    return max((one.object for one in told if one.predicate == "date"), default="")

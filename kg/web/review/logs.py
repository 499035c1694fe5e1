"""What people decided and wrote, as tables that can be taken away."""

from __future__ import annotations

from collections.abc import Sequence

from kg.web.claims import node
from kg.web.place import Place
from kg.web.review.pairs import path_of
from kg.web.table import Cell, Column, Row, Table
from kg.workspace.review import JudgementLine, RejectionLine


def judgement_table(lines: Sequence[JudgementLine], place: Place) -> Table:
    """The judgements about who is who."""
    return Table(
        "judgements",
        "Judgements about who is who, the newest first",
        (
            Column("number", "Number", "number"),
            Column("time", "When", "date"),
            Column("author", "By", "name"),
            Column("verdict", "Decided"),
            Column("one", "About"),
            Column("other", "And"),
            Column("reason", "Because"),
            Column("undone", "Taken back by", "number"),
        ),
        tuple(_judgement(line, place) for line in lines),
    )


def _judgement(line: JudgementLine, place: Place) -> Row:
    told = line.judgement
    verdict = {"same": "are one", "different": "are not one", "undo": f"takes back {told.undoes}"}[told.verdict]
    ends = tuple(
        (node(label, f"{place.base}{path_of(one)}", place),) if one else ()
        for label, one in zip(line.labels, (told.one, told.other), strict=True)
    )
    return Row(
        (
            (Cell(str(told.number)),),
            (Cell(told.time),),
            (Cell(told.author),),
            (Cell(verdict),),
            *ends,
            (Cell(told.reason),) if told.reason else (),
            (Cell(str(line.undone)),) if line.undone is not None else (),
        )
    )


def rejection_table(lines: Sequence[RejectionLine], place: Place) -> Table:
    """The rejections of claims."""
    return Table(
        "rejections",
        "Rejections of claims, the newest first",
        (
            Column("number", "Number", "number"),
            Column("time", "When", "date"),
            Column("author", "By", "name"),
            Column("verdict", "Decided"),
            Column("claim", "Claim"),
            Column("quote", "Quote", "quote"),
            Column("reason", "Because"),
            Column("restored", "Taken back by", "number"),
        ),
        tuple(_rejection(line, place) for line in lines),
    )


def _rejection(line: RejectionLine, place: Place) -> Row:
    told = line.review
    verdict = "read wrongly" if told.verdict == "reject" else f"takes back {told.restores}"
    where = ", ".join(line.names) or "a document that is gone"
    claim = Cell(f"{told.claim} of {where}", line.claim or "", place.leads(line.claim) if line.claim else "")
    return Row(
        (
            (Cell(str(told.number)),),
            (Cell(told.time),),
            (Cell(told.author),),
            (Cell(verdict),),
            (claim,),
            tuple(map(Cell, line.quotes)),
            (Cell(told.reason),) if told.reason else (),
            (Cell(str(told.restored)),) if told.restored is not None else (),
        ),
        line.claim or "",
    )


def trail_table(lines: Sequence[tuple[str, str, str, str, str, str]]) -> Table:
    """The audit log: of each line when, who, what sort, what came of it, the version that shows it, and the words."""
    return Table(
        "audit",
        "Writes and decisions, the newest first",
        (
            Column("time", "When", "date"),
            Column("who", "Who", "name"),
            Column("kind", "What"),
            Column("outcome", "Outcome"),
            Column("version", "Version", "number"),
            Column("text", "In words"),
        ),
        tuple(Row(tuple((Cell(value),) if value else () for value in line)) for line in lines),
    )

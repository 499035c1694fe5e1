"""The tables of an event's page: the values of its aspects, account by account, documents, what stands around it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kg.web.claims import ShownClaim, count_of, node
from kg.web.event.aspects import Aspect, value_words
from kg.web.place import Place
from kg.web.table import Cell, Column, Row, Table

_SHOWN_WORDS: Final = 12
"""Triggers of one document that its row shows."""

_SHORT: Final = {
    "type": "What", "agent": "By", "target": "Against", "victim": "Suffered by", "participant": "With",
    "instrument": "Instrument", "place": "Place", "date": "When", "toll": "Toll", "inResponseTo": "In response to",
    "subEventOf": "Part of",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words by which a document speaks of the event: the span's IRI and where it begins."""

    span: str
    text: str
    begin: int


def values_table(aspects: Iterable[Aspect], place: Place) -> Table:
    """Each value of each aspect with those who give it."""
    rows = []
    for aspect in aspects:
        for value in aspect.values:
            first = value.accounts[0]
            stances = sorted({said for one in value.accounts if (said := stance(one))})
            rows.append(
                Row(
                    (
                        (Cell(aspect.heading, aspect.predicate, place.leads(aspect.predicate)),),
                        (node(value.text, value.iri, place),),
                        tuple(Cell(one) for one in stances),
                        _each([(one.claimant, one.claimant_iri) for one in value.accounts], place),
                        _each([(one.document, one.document_iri) for one in value.accounts], place),
                    ),
                    first.iri,
                    evidence(first, place),
                    tuple(one.iri for one in value.accounts[1:]),
                )
            )
    columns = (
        Column("aspect", "Aspect"),
        Column("value", "Value", "name"),
        Column("stance", "How sure", "stance"),
        Column("claimant", "According to"),
        Column("document", "Documents"),
    )
    return Table("values", count_of(len(rows), "value"), columns, tuple(rows))


def accounts_table(claims: Iterable[ShownClaim], aspects: Sequence[Aspect], place: Place) -> Table:
    """One row for each claimant in each document: what it says of each aspect. Values lead to their claims."""
    accounts: dict[tuple[str, str], list[ShownClaim]] = {}
    for claim in claims:
        accounts.setdefault((claim.document_iri, claim.claimant_iri), []).append(claim)
    columns = (
        Column("claimant", "According to", "name"),
        Column("document", "Document"),
        Column("date", "Date", "date"),
        *(Column(aspect.name, _SHORT.get(aspect.name, aspect.heading)) for aspect in aspects),
    )
    rows = tuple(_account(told, aspects, place) for told in accounts.values())
    return Table("accounts", count_of(len(rows), "account"), columns, rows)


def documents_table(claims: Iterable[ShownClaim], triggers: Mapping[str, Sequence[Trigger]], place: Place) -> Table:
    """The documents that tell of the event, each with its words for it, which lead into the text."""
    told: dict[str, list[ShownClaim]] = {}
    for claim in claims:
        told.setdefault(claim.document_iri, []).append(claim)
    rows = tuple(
        Row(
            (
                (node(found[0].document, document, place),),
                (Cell(found[0].date),) if found[0].date else (),
                tuple(_word(one, place) for one in triggers.get(document, ())[:_SHOWN_WORDS]),
                (Cell(f"{len(found):,}"),),
            ),
            document,
            evidence(found[0], place),
        )
        for document, found in told.items()
    )
    columns = (
        Column("document", "Document", "name"),
        Column("date", "Date", "date"),
        Column("trigger", "Its words for it"),
        Column("claims", "Claims", "number"),
    )
    return Table("documents", count_of(len(rows), "document"), columns, rows)


def around_table(
    claims: Iterable[ShownClaim], neighbours: Iterable[str], names: Mapping[str, str], place: Place, *, more: bool
) -> Table:
    """Claims of other things that name this event, and other events of its day and place."""
    rows = [
        Row(
            (
                (node(names.get(claim.subject_iri) or claim.subject, claim.subject_iri, place),),
                (node(claim.predicate, claim.predicate_iri, place),),
                (Cell(said),) if (said := stance(claim)) else (),
                (node(claim.claimant, claim.claimant_iri, place),),
            ),
            claim.iri,
            evidence(claim, place),
        )
        for claim in claims
    ]
    rows += [
        Row(((node(names[one], one, place),), (Cell("on the same day in the same place"),), (), ()), one)
        for one in neighbours
    ]
    columns = (
        Column("thing", "What", "name"),
        Column("relation", "How it stands to this event"),
        Column("stance", "How sure", "stance"),
        Column("claimant", "According to"),
    )
    return Table("around", count_of(len(rows), "thing"), columns, tuple(rows), more)


def stance(claim: ShownClaim) -> str:
    """How sure a claim is, and whether it was rejected, in words; empty where it is a plain statement."""
    return ", ".join(filter(None, (claim.stance, f"rejected by {claim.rejected_by}" if claim.rejected_by else "")))


def evidence(claim: ShownClaim, place: Place) -> Cell:
    """The words that a claim rests on, which lead to the claim."""
    return Cell(claim.quote, claim.span_iri, place.leads(claim.iri))


def _account(told: Sequence[ShownClaim], aspects: Sequence[Aspect], place: Place) -> Row:
    first = told[0]
    cells = [_values([claim for claim in told if claim.predicate_iri == aspect.predicate], place) for aspect in aspects]
    return Row(
        (
            (node(first.claimant, first.claimant_iri, place),),
            (node(first.document, first.document_iri, place),),
            (Cell(first.date),) if first.date else (),
            *cells,
        ),
        first.iri,
        evidence(first, place),
        tuple(claim.iri for claim in told[1:]),
    )


def _values(claims: Sequence[ShownClaim], place: Place) -> tuple[Cell, ...]:
    """Each value once, as the account puts it most plainly."""
    plainly = sorted(claims, key=lambda claim: (len(stance(claim)), claim.begin))
    first: dict[tuple[str, str], ShownClaim] = {}
    for claim in plainly:
        first.setdefault((claim.object, claim.polarity), claim)
    return tuple(_value(claim, place) for claim in claims if first[claim.object, claim.polarity] is claim)


def _value(claim: ShownClaim, place: Place) -> Cell:
    said = stance(claim)
    return Cell(value_words(claim) + (f" ({said})" if said else ""), claim.object_iri, place.leads(claim.iri))


def _word(trigger: Trigger, place: Place) -> Cell:
    return Cell(trigger.text, trigger.span, place.leads(trigger.span))


def _each(found: Iterable[tuple[str, str]], place: Place) -> tuple[Cell, ...]:
    """A cell for each node, once."""
    return tuple(node(text, iri, place) for text, iri in dict.fromkeys(found))

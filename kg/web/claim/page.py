"""The page of one claim."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from kg.graph import Iris
from kg.vocabulary import KG
from kg.web.claim.citation import Citation
from kg.web.claim.context import ROLES, passages
from kg.web.claim.record import Origin, Record, graph_of, origin, record
from kg.web.claims import ShownClaim, claims_table, count_of, show_claims
from kg.web.conflicts import conflicts_of
from kg.web.definitions import definition
from kg.web.labels import labels
from kg.web.page import Page
from kg.web.place import Place
from kg.web.select import Select, Solution, iri, iris, question
from kg.web.sentence import sentence
from kg.web.summaries import summary_labels
from kg.web.table import Cell
from kg.web.words import words

_MOST: Final = 50
"""Claims of one list."""

_TOLLS: Final = 500
"""Tolls of one event among which the same figure is looked for."""


@dataclass(frozen=True, slots=True)
class Trait:
    """How a claim is meant, in one respect: the word for it, what the word means, and where it is explained."""

    name: str
    value: str
    meaning: str
    href: str


@dataclass(frozen=True, slots=True)
class Rejection:
    """A reviewer found the claim wrong: who, when (an ISO date and time) and why."""

    reviewer: str
    created: str
    reason: str


async def claim_page(select: Select, place: Place, claim: str) -> Page | None:
    """The page of the claim with this IRI; ``None`` where there is none."""
    base = place.base
    shown = (await show_claims(select, base, [claim])).get(claim)
    if shown is None:
        return None
    found = await record(select, base, claim)
    source = await origin(select, base, shown.document_iri)
    told, more = await passages(select, base, shown.document_iri, shown.subject_iri, found)
    around = await select(
        question("claim-around", claim=iris([claim]), reviews=Iris(base).reviews_graph, limit=4 * _MOST)
    )
    disputes = await conflicts_of(select, base, claim, _MOST)
    alike = await _same(select, shown, found)
    beside = await _beside(select, found)
    others = await show_claims(select, base, sorted({*alike, *beside, *_related(around)} - {claim}))
    same, on_words = (tuple(others[one] for one in group if one in others) for group in (alike, beside))
    tables = tuple(
        claims_table(group[:_MOST], place, name=name, caption=caption, more=len(group) > _MOST)
        for name, group, caption in (
            ("same", same, f"{count_of(len(same[:_MOST]), 'claim')} of the same statement"),
            ("same-words", on_words, f"{count_of(len(on_words[:_MOST]), 'claim')} on the same words"),
        )
        if group
    )
    cited = Citation(shown, source)
    summaries = [row["other"] for row in around if row["relation"] == "summary"][:_MOST]
    reporters = await _reporters(select, base, shown, found)
    names = await labels(select, base, [who for _, who in reporters]) | await summary_labels(select, base, summaries)
    return Page(
        "claim-page.html",
        cited.statement().rstrip("."),
        description=f"{cited.statement()} “{shown.quote}”"[:300],
        values={
            "claim": shown,
            "sentence": sentence(shown),
            "record": found,
            "origin": source,
            "date": shown.date,
            "passages": told,
            "more_passages": more,
            "roles": {role: meaning for role, meaning in ROLES.items() if any(role in one.roles for one in told)},
            "traits": _traits(shown, place),
            "conflicts": disputes,
            "shown_tables": {table.name: table for table in tables},
            "superseded_by": _those(around, "superseded", others),
            "supersedes": _those(around, "supersedes", others),
            "rejections": tuple(
                Rejection(row["reviewer"], row.get("created", ""), row.get("reason", ""))
                for row in around
                if row["relation"] == "rejection"
            ),
            "summaries": tuple(Cell(names[one], one, place.leads(one)) for one in summaries if one in names),
            "reporters": tuple(Cell(names[who], who, place.leads(who)) for _, who in reporters),
            "review": place.to("/review", claim=claim),
            "citation": cited,
        },
        tables=tables,
        files=cited.files(),
        schema=_schema(shown, source),
    )


def _related(around: Iterable[Solution]) -> Sequence[str]:
    return [row["other"] for row in around if row["relation"] in ("supersedes", "superseded")][:_MOST]


def _those(around: Iterable[Solution], relation: str, claims: Mapping[str, ShownClaim]) -> tuple[ShownClaim, ...]:
    found = (row["other"] for row in around if row["relation"] == relation)
    return tuple(claims[one] for one in sorted(set(found)) if one in claims)


async def _same(select: Select, shown: ShownClaim, found: Record) -> tuple[str, ...]:
    """The other claims of the same statement; of tolls those that give the same figures, whoever they count."""
    subject, predicate = iri(shown.subject_iri), iri(shown.predicate_iri)
    if subject is None or predicate is None or found.object is None:
        return ()
    if effect := iri(found.effect):
        rows = await select(question("claims-same-toll", subject=subject, effect=effect, limit=_TOLLS))
        rows = [row for row in rows if (row.get("min"), row.get("max")) == (found.least, found.most)]
    else:
        rows = await select(
            question("claims-same", subject=subject, predicate=predicate, object=found.object, limit=_MOST + 2)
        )
    return tuple(row["claim"] for row in sorted(rows, key=lambda row: row["claim"]))


async def _beside(select: Select, found: Record) -> tuple[str, ...]:
    """The other claims that rest on the same words."""
    spans = iris(words.iri for words in found.evidence)
    rows = await select(question("claims-on", spans=spans, limit=_MOST + 2)) if spans else []
    return tuple(sorted(row["claim"] for row in rows))


async def _reporters(select: Select, base: str, shown: ShownClaim, found: Record) -> tuple[tuple[str, str], ...]:
    """The attributions in whose content the claim's own attribution stands, with who is reported there."""
    attribution = iri(found.attribution)
    if attribution is None or not found.cue:
        return ()
    cue, graph = found.cue[0], graph_of(base, shown.document_iri)
    rows = await select(question("claim-reporters", graph=graph, attribution=attribution, begin=cue.begin, end=cue.end))
    through = {(row["attribution"], row["claimant"]) for row in rows}
    return tuple(sorted(one for one in through if one[1] != shown.claimant_iri))


def _traits(shown: ShownClaim, place: Place) -> tuple[Trait, ...]:
    values = (("Polarity", shown.polarity), ("Certainty", shown.certainty), ("Realis", shown.realis))
    return tuple(Trait(name, words(value), definition(KG + value), place.leads(KG + value)) for name, value in values)


def _schema(shown: ShownClaim, source: Origin) -> Mapping[str, object]:
    """The claim in schema.org's words."""
    work: dict[str, Any] = {"@type": "CreativeWork", "@id": shown.document_iri, "name": shown.document}
    if source.url.startswith(("http://", "https://")):
        work["url"] = source.url
    if source.author:
        work["author"] = {"@type": "Thing", "name": source.author}
    if source.publisher:
        work["publisher"] = {"@type": "Organization", "name": source.publisher}
    if (date := iso_date(shown.date)) is not None:
        work["datePublished"] = date
    stance = f" ({shown.stance})" if shown.stance else ""
    made: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Claim",
        "@id": shown.iri,
        "name": sentence(shown) + stance,
        "text": shown.quote,
        "appearance": work,
    }
    if not shown.is_own_voice:
        made["author"] = {"@type": "Thing", "@id": shown.claimant_iri, "name": shown.claimant}
    return made


def iso_date(value: str) -> str | None:
    """The date where it is a year, a month or a day that is told exactly, which ISO 8601 can say as EDTF does."""
    parts = value.split("-")
    whole = bool(value) and len(parts) <= 3 and all(part.isascii() and part.isdigit() for part in parts)
    return value if whole and len(parts[0]) == 4 else None

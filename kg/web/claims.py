"""Claims as pages show them: in words, with claimant, how sure, and the quote."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from kg.vocabulary import KG
from kg.web.claim_rows import claim_rows
from kg.web.place import Place
from kg.web.select import Select, Solution
from kg.web.table import Cell, Column, Row, Table
from kg.web.words import local_name, toll, words


@dataclass(frozen=True, slots=True)
class ShownClaim:
    """One claim in words. ``quote`` is words of the document; ``begin`` and ``end`` are where they stand in its text.

    The fields that end in ``_iri`` are the nodes behind the words; ``date`` is the document's, as EDTF.
    ``rejected_by`` names the person who found the claim wrong. Where a toll is claimed, ``effect`` is its local name,
    ``least`` and ``most`` are the numbers that it allows, empty where it sets no bound.
    """

    iri: str
    subject: str
    predicate: str
    object: str
    claimant: str
    polarity: str
    certainty: str
    realis: str
    quote: str
    begin: int
    document: str
    end: int = 0
    span_iri: str = ""
    subject_iri: str = ""
    predicate_iri: str = ""
    object_iri: str = ""
    claimant_iri: str = ""
    document_iri: str = ""
    date: str = ""
    file: str = ""
    confidence: str = ""
    rejected_by: str = ""
    effect: str = ""
    least: str = ""
    most: str = ""

    @property
    def stance(self) -> str:
        """How the claimant puts it, in words: sure and affirmed of what is or was goes without saying."""
        parts = []
        if self.polarity == "Denied":
            parts.append("denied")
        if self.certainty != "Certain":
            parts.append(words(self.certainty))
        if self.realis == "Future":
            parts.append("planned")
        elif self.realis == "Hypothetical":
            parts.append("hypothetical")
        return ", ".join(parts)

    @property
    def manner(self) -> str:
        """How far the claim is from a plain fact, as one word for its looks: the strongest of what ``stance`` says."""
        if self.polarity == "Denied":
            return "denied"
        if self.realis != "Actual":
            return "planned" if self.realis == "Future" else "hypothetical"
        return "sure" if self.certainty == "Certain" else words(self.certainty)

    @property
    def is_own_voice(self) -> bool:
        """Whether the document itself says so, and nobody whom it reports."""
        return bool(self.claimant_iri) and self.claimant_iri == self.document_iri


async def show_claims(select: Select, base: str, claims: Sequence[str]) -> dict[str, ShownClaim]:
    """The claims with these IRIs, by them; ``base`` starts the IRIs of the graph."""
    if not claims:
        return {}
    rows = await claim_rows(select, base, claims)
    return {claim: _claim(rows[claim]) for claim in sorted(rows, key=lambda one: int(rows[one].get("begin", "0")))}


def claims_table(
    claims: Iterable[ShownClaim], place: Place, *, name: str = "claims", caption: str = "", more: bool = False
) -> Table:
    """The claims as a table: what, according to whom, how sure, where it stands."""
    rows = tuple(_row(claim, place) for claim in claims)
    return Table(name, caption or count_of(len(rows), "claim"), CLAIM_COLUMNS, rows, more)


def count_of(number: int, singular: str, plural: str = "") -> str:
    """A number of things in words.

    >>> count_of(1, "claim"), count_of(1_200, "entity", "entities")
    ('1 claim', '1,200 entities')
    """
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


CLAIM_COLUMNS: Final = (
    Column("subject", "Who or what", "name"),
    Column("predicate", "Relation"),
    Column("object", "Whom or what"),
    Column("stance", "How sure", "stance"),
    Column("claimant", "According to"),
    Column("document", "Document"),
    Column("date", "Date", "date"),
)


def _row(claim: ShownClaim, place: Place) -> Row:
    stance = ", ".join(filter(None, (claim.stance, f"rejected by {claim.rejected_by}" if claim.rejected_by else "")))
    return Row(
        (
            (node(claim.subject, claim.subject_iri, place),),
            (node(claim.predicate, claim.predicate_iri, place),),
            (node(claim.object, claim.object_iri, place),),
            (Cell(stance, "", ""),) if stance else (),
            (node(claim.claimant, claim.claimant_iri, place),),
            (node(claim.document, claim.document_iri, place),),
            (Cell(claim.date),) if claim.date else (),
        ),
        claim.iri,
        Cell(claim.quote, claim.span_iri, place.leads(claim.iri)),
    )


def node(text: str, iri: str, place: Place) -> Cell:
    """A cell for a node, or for a literal where ``iri`` is none."""
    is_iri = iri.startswith(("http://", "https://"))
    return Cell(text, iri if is_iri else "", place.leads(iri) if is_iri else "")


def _claim(row: Solution) -> ShownClaim:
    return ShownClaim(
        iri=row["claim"],
        subject=row.get("subjectLabel") or words(local_name(row.get("subjectClass") or _kind(row["subject"]))),
        predicate=words(local_name(row["predicate"])),
        object=_object(row),
        claimant=row.get("claimantLabel") or "the document",
        polarity=local_name(row["polarity"]),
        certainty=local_name(row["certainty"]),
        realis=local_name(row["realis"]),
        quote=row.get("quote", ""),
        begin=int(row.get("begin", "0")),
        document=row.get("title") or row.get("file") or local_name(row["document"]),
        end=int(row.get("end", "0")),
        span_iri=row.get("span", ""),
        subject_iri=row["subject"],
        predicate_iri=row["predicate"],
        object_iri=row["object"] if row.get("isNode") == "true" else "",
        claimant_iri=row.get("claimant", ""),
        document_iri=row["document"],
        date=row.get("date", ""),
        file=row.get("file", ""),
        confidence=row.get("confidence", ""),
        rejected_by=row.get("rejectedBy", ""),
        effect=local_name(row["effect"]) if "effect" in row else "",
        least=row.get("min", ""),
        most=row.get("max", ""),
    )


def _kind(iri: str) -> str:
    """The kind that the IRI of a node of ours names, for those that have no name of their own, such as tenures."""
    parts = iri.split("/")
    return parts[-2] if len(parts) > 2 and parts[-3] == "id" else iri


def _object(row: Solution) -> str:
    if effect := row.get("effect"):
        group = row.get("groupLabel", "")
        return toll(local_name(effect), row.get("min"), row.get("max"), None if group.isdigit() else group)
    if label := row.get("objectLabel"):
        return label
    if cls := row.get("objectClass"):
        return words(local_name(cls))
    value = row["object"]
    return words(local_name(value)) if value.startswith(KG) else value
